"""Monthly workbooks of branches and regional offices, made up: the same ones every time, with faults planted and a list of them.

Belongs here: what such workbooks hold and in how many ways they are laid out. Does not: the faults (workbook_faults.py), reading.
The figures are invented; `python -m bench.workbooks FOLDER` writes an inbox to try the warehouse with, not one to publish from.
"""

import io
import json
import random
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from sources.reference import Row, seed
from sources.tables.words import months
from sources.workbook import form

STYLES = ("form", "messy", "wide")
MOST_AREAS = 6
SEGMENTS = {"formal": 0.62, "informal": 0.22, "construction": 0.13, "migrant": 0.03}
PROGRAMMES = {
    "JKK": tuple(SEGMENTS),
    "JKM": tuple(SEGMENTS),
    "JHT": ("formal", "informal"),
    "JP": ("formal",),
    "JKP": ("formal",),
}
SCALES = {"micro": 0.8, "small": 0.14, "medium": 0.04, "large": 0.02}
AVERAGE_CLAIM = {"JHT": 13_000_000, "JKK": 9_000_000, "JKM": 42_000_000, "JP": 900_000, "JKP": 2_400_000}
MONTH_NAMES = {number: name.title() for name, number in reversed(months().items()) if len(name) > 3}
MESSY_HEADERS = {
    "area_name": "Kabupaten/Kota",
    "area_code": "Kode",
    "segment": "Segmen Peserta",
    "programme": "Program Jaminan",
    "scale": "Skala Perusahaan",
    "kind": "Jenis Layanan",
    "target_measure": "Indikator",
    "year": "Tahun Target",
    "registered": "Jumlah Terdaftar",
    "inactive": "Non Aktif",
    "cases": "Jumlah Kasus",
    "amount": "Nilai Klaim (Rp juta)",
    "count": "Jumlah",
    "planned": "Rencana",
}
FIXED_DATE = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Planted:
    """One fault: the place and the rule by which it must be refused. A whole report has the place `whole workbook`."""

    file: str
    locator: str
    rule: str


@dataclass
class Page:
    """One sheet of the form, before it is laid out: rows of cells by column; texts are written as they stand."""

    sheet: str
    rows: list[dict[str, Any]]
    faults: list[tuple[int, str | None, str]] = field(default_factory=list)  # row, column (None: the row), rule
    extra_column: bool = False  # a column that nobody knows
    total: dict[str, Any] | None = None
    wrong_month: bool = False


@dataclass
class Book:
    """One workbook before it is written."""

    file: str
    style: str
    office: Row
    month: date
    pages: list[Page]
    about: dict[str, str]
    loose: list[list[Any]] = field(default_factory=list)  # a sheet without a header
    aside: list[Any] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)  # rules by which all of it is refused
    about_faults: list[tuple[str, str]] = field(default_factory=list)


def books(count: int, first: int = 0) -> Iterator[Book]:
    """`count` sound workbooks: office by office, month by month, the layouts by turns."""
    offices = [row for row in seed("office") if row["office_code"].startswith(("KC-", "K11-")) and areas_of(row)]
    for number in range(first, first + count):
        office = offices[number % len(offices)]
        month = _month_end(2024, 1 + number // len(offices))
        chance = random.Random(number)  # noqa: S311 - the same workbooks every time
        style = STYLES[number % len(STYLES)]
        file = f"workbook/{month:%Y-%m}-{office['office_code'].lower()}.xlsx"
        about = {"office": office["office_code"], "month": f"{month:%Y-%m}", "prepared_on": str(month + timedelta(5))}
        yield Book(file, style, office, month, _pages(chance, office, month), about)


def areas_of(office: Row) -> list[tuple[str, str, int]]:
    """Name, code and about how many people for each area that an office covers, as far as the seeds know."""
    codes = {row["area_code"] for row in seed("office_area") if row["office_code"] == office["office_code"]}
    provinces = {row["area_code"]: row for row in seed("province")}
    found = [(row["name_id"], code, int(row["population_2024_12"])) for code, row in provinces.items() if code in codes]
    for row in seed("regency"):
        if row["area_code"] in codes:
            province = provinces[row["province_code"]]
            parts = int(province["regency_count"]) + int(province["city_count"])
            found.append((row["name_id"], row["area_code"], int(province["population_2024_12"]) // parts))
    return found[:MOST_AREAS]


def _pages(chance: random.Random, office: Row, month: date) -> list[Page]:
    areas = areas_of(office)
    return [
        Page("membership", list(_membership(chance, areas))),
        Page("employers", list(_employers(chance, areas))),
        Page("claims", list(_claims(chance, areas))),
        Page("service", list(_service(chance, areas))),
        Page("targets", list(_targets(chance, areas, month.year))),
    ]


def _status(chance: random.Random, active: int) -> dict[str, int]:
    inactive = int(active * chance.uniform(0.1, 0.5))
    new = int(active * chance.uniform(0.0, 0.03))
    return {"registered": active + inactive, "active": active, "inactive": inactive, "new": new}


def _membership(chance: random.Random, areas: list[tuple[str, str, int]]) -> Iterator[dict[str, Any]]:
    for name, code, people in areas:
        for programme, segments in PROGRAMMES.items():
            whole = dict.fromkeys(("registered", "active", "inactive", "new"), 0)
            for segment in segments:
                status = _status(chance, 10 + int(people * 0.12 * SEGMENTS[segment] * chance.uniform(0.7, 1.3)))
                whole = {key: value + status[key] for key, value in whole.items()}
                yield {"area_name": name, "area_code": code, "segment": segment, "programme": programme, **status}
            if len(segments) == len(SEGMENTS):
                yield {"area_name": name, "area_code": code, "segment": "ALL", "programme": programme, **whole}


def _employers(chance: random.Random, areas: list[tuple[str, str, int]]) -> Iterator[dict[str, Any]]:
    for name, code, people in areas:
        for scale, share in SCALES.items():
            status = _status(chance, 2 + int(people * 0.003 * share * chance.uniform(0.7, 1.3)))
            yield {"area_name": name, "area_code": code, "scale": scale, **status}


def _claims(chance: random.Random, areas: list[tuple[str, str, int]]) -> Iterator[dict[str, Any]]:
    for name, code, people in areas:
        for programme, average in AVERAGE_CLAIM.items():
            cases = 1 + int(people * 0.0005 * chance.uniform(0.2, 1.5))
            amount = Decimal(int(cases * average * chance.uniform(0.8, 1.2)) // 1_000_000 * 1_000_000 + 1_000_000)
            yield {"area_name": name, "area_code": code, "programme": programme, "cases": cases, "amount": amount}


def _service(chance: random.Random, areas: list[tuple[str, str, int]]) -> Iterator[dict[str, Any]]:
    for name, code, _ in areas:
        for kind in ("branch", "unit", "puskesmas", "clinic"):
            count = chance.randint(1, 30)
            yield {"area_name": name, "area_code": code, "kind": kind, "count": count, "planned": count + 2}


def _targets(chance: random.Random, areas: list[tuple[str, str, int]], year: int) -> Iterator[dict[str, Any]]:
    for name, code, people in areas:
        base = {"area_name": name, "area_code": code, "year": year}
        yield {**base, "target_measure": "workers_target", "target": int(people * chance.uniform(0.2, 0.4))}
        yield {**base, "target_measure": "coverage_target", "target": Decimal(chance.randint(300, 700)) / 10}


def written(book: Book) -> tuple[bytes, list[Planted]]:
    """The bytes of a workbook, and the faults in it with their places."""
    from bench.workbook_layouts import laid_out  # noqa: PLC0415  (it lays out what is defined here)

    sheets, planted = laid_out(book)
    file = openpyxl.Workbook()
    file.remove(file.active)
    for title, rows, merged in sheets:
        page = file.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for at, value in enumerate(row, start=1):
                if value not in (None, ""):
                    page.cell(number, at).value = float(value) if isinstance(value, Decimal) else value
        for cells in merged:
            page.merge_cells(cells)
    buffer = io.BytesIO()
    file.save(buffer)
    whole = [Planted(book.file, "whole workbook", rule) for rule in book.whole]
    return _same_bytes(buffer.getvalue()), whole or planted


def place(title: str, row: int, column: int | None) -> str:
    """A place as the reader names it; rows and columns from 1."""
    return f"{title}!{row}:{row}" if column is None else f"{title}!{get_column_letter(column)}{row}"


def label_of(column: str, code: str) -> str:
    """A value of the form as it is written into a cell."""
    for of_sheet in form.sheets():
        declared = form.columns(of_sheet).get(column)
        for known in form.codes(declared.list) if declared else ():
            if known.code == code:
                return known.label_id
    return code


def _month_end(year: int, month: int) -> date:
    year, month = year + month // 12, month % 12 + 1
    return date(year, month, 1) - timedelta(1)


def _same_bytes(content: bytes) -> bytes:
    """Without the times at which the parts were written."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "docProps/core.xml":
                new.writestr(zipfile.ZipInfo(name, FIXED_DATE), old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def main() -> None:
    """Writes workbooks with planted faults below a folder, and what was planted into a list beside the folder."""
    from bench.workbook_faults import faulty_books  # noqa: PLC0415  (it changes what is defined here)

    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50
    planted: list[Planted] = []
    for book in faulty_books(count):
        content, faults = written(book)
        path = folder / book.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        planted += faults
    lines = "".join(json.dumps(vars(fault), ensure_ascii=False) + "\n" for fault in planted)
    folder.with_name(f"{folder.name}-planted.jsonl").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
