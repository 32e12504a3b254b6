"""The annotated reports and the reference tables as an inbox, the way senders would deliver them.

Belongs here: rows of `../shared/reference` as the tables that a person would send, with Indonesian headers, numbers printed as Indonesians print
them, one file for each source; and which figure each row says. Does not: what the warehouse makes of them (tests/pipeline/test_golden_warehouse.py).

A rounded value is printed with its scale ("9,12 juta"), because that is how its source printed it: written in full it would claim to be exact.
"""

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlparse

from sources.settings import PROJECT_ROOT

SHARED = PROJECT_ROOT.parent / "shared"
CORPUS = SHARED / "press_corpus"
REFERENCE = SHARED / "reference"
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
SCALES = ((Decimal(10**12), "triliun"), (Decimal(10**9), "miliar"), (Decimal(10**6), "juta"), (Decimal(10**3), "ribu"))
UNITS = {
    "person": "orang",
    "IDR": "rupiah",
    "case": "kasus",
    "employer": "perusahaan",
    "office": "kantor",
    "percent": "persen",
    "count": "unit",
}


@dataclass(frozen=True)
class Fact:
    """A row of a reference table as a figure: what it is called in a table, and what it must become. Without a measure: none of the registry is it."""

    origin: str
    area_code: str
    area_name: str
    as_of: date
    period: str  # instant, year_to_date, month, until: how the table says the time
    wording: str
    measure: str | None
    programme: str | None
    segment: str | None
    value: Decimal
    unit: str
    source: str
    is_rounded: bool  # the note says so; a value that ends in four zeros is taken for rounded, too


def words() -> dict[tuple[str, str], dict[str, str]]:
    """(table, measure of the reference table) -> how a sender writes it and what it is: golden_words.csv."""
    with (Path(__file__).parent / "golden_words.csv").open(encoding="utf-8", newline="") as file:
        return {(row["table"], row["name"]): row for row in csv.DictReader(file)}


def facts() -> list[Fact]:
    """All rows of the three reference tables, in their order. A wage subsidy row has up to two."""
    return [*_national(), *_regional(), *_bsu()]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _fact(table: str, name: str, area: tuple[str, str], row: dict[str, str]) -> Fact:
    """The row's figure: `as_of` (ISO day) and `value` stand in it under these names."""
    known = words()[table, name]
    period = known["period"]
    if period == "year_to_date" and "one month" in row["note"]:
        period = "month"
    return Fact(
        table,
        *area,
        date.fromisoformat(row["as_of"]),
        period,
        known["wording"],
        known["measure"] or None,
        known["programme"] or None,
        known["segment"] or None,
        Decimal(row["value"]),
        row.get("unit") or known["unit"],
        row["source_url"],
        "rounded" in row["note"],
    )


def _national() -> Iterator[Fact]:
    for row in _rows("national_totals.csv"):
        as_of = re.match(r"as_of=(\d{4}-\d{2}-\d{2})", row["note"])
        if as_of is None:
            raise ValueError(f"without a day: {row}")
        yield _fact("national", row["measure"], ("ID", "Indonesia"), row | {"as_of": as_of[1]})


def _regional() -> Iterator[Fact]:
    for row in _rows("regional_observations.csv"):
        yield _fact("regional", row["measure"], (row["region_code"], row["region_name"]), row)


def _bsu() -> Iterator[Fact]:
    for row in _rows("bsu_by_province.csv"):
        area = (row["province_kemendagri_code"], row["province_name"])
        for name in ("recipients", "amount_idr"):
            if row[name]:
                yield _fact("bsu", name, area, row | {"value": row[name]})


def write_inbox(folder: Path) -> None:
    """The whole golden inbox: press reports as they are, reference tables as senders would send them."""
    write_press(folder)
    write_tables(folder)


def write_press(folder: Path) -> None:
    (folder / "press").mkdir(parents=True, exist_ok=True)
    for path in press_files():
        shutil.copy(path, folder / "press")


def press_files() -> list[Path]:
    """The annotated reports: texts of the corpus and the seeds."""
    return sorted([*(CORPUS / "dev").glob("*.txt"), *(SHARED / "seeds").glob("*.txt")])


def write_tables(folder: Path) -> None:
    """One file for each source of a reference table: long ones of the nation, wide ones of regions, BPS's as labour-force tables."""
    for name, group in by_file().items():
        form = _form(group[0])
        lines = {"labour_force": _labour_force, "national": _long}.get(form, _wide)(group)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(line + "\n" for line in (*_head(group, form), *lines)), encoding="utf-8")


def by_file() -> dict[str, list[Fact]]:
    """The figures by the file of the inbox (`table/000-example.org.csv`) in which they are sent."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts():
        groups.setdefault((_form(fact), fact.source), []).append(fact)
    return {
        f"{'labour_force' if form == 'labour_force' else 'table'}/{number:03}-{urlparse(source).hostname or 'tanpa-alamat'}.csv": group
        for number, ((form, source), group) in enumerate(groups.items())
    }


def _form(fact: Fact) -> str:
    return "labour_force" if fact.wording in LABOUR_FORCE else fact.origin


LABOUR_FORCE = {
    "Angkatan kerja": "angkatan_kerja",
    "Penduduk bekerja": "bekerja",
    "Penduduk bekerja formal": "bekerja_formal",
    "Penduduk bekerja informal": "bekerja_informal",
}
TITLES = {"national": "BPJS Ketenagakerjaan", "regional": "Peserta BPJS Ketenagakerjaan", "bsu": "Penyaluran BSU"}


def _head(group: list[Fact], form: str) -> list[str]:
    """Published on the last day that the figures describe: no source can have printed them earlier."""
    address = group[0].source if group[0].source.startswith("http") else ""
    lines = ["---", f"published_on: {max(fact.as_of for fact in group)}"]
    lines += [f"publisher: {urlparse(address).hostname}", f"url: {address}"] if address else []
    lines += [f"title: {TITLES[form]}"] if form in TITLES else []
    return [*lines, "---"]


def _labour_force(group: list[Fact]) -> Iterator[str]:
    yield "provinsi;tahun;bulan;" + ";".join(LABOUR_FORCE.values()) + ";satuan"
    for key in dict.fromkeys((fact.area_name, fact.as_of) for fact in group):
        by_wording = {fact.wording: fact for fact in group if (fact.area_name, fact.as_of) == key}
        cells = [_digits(by_wording[word].value) if word in by_wording else "" for word in LABOUR_FORCE]
        yield ";".join([key[0], str(key[1].year), MONTHS[key[1].month - 1], *cells, "orang"])


def _long(group: list[Fact]) -> Iterator[str]:
    yield "Wilayah;Periode;Uraian;Jumlah;Satuan"
    for fact in group:
        number, scale = printed(fact)
        yield ";".join([fact.area_name, _period(fact), fact.wording, number, f"{scale} {UNITS[fact.unit]}".strip()])


def _wide(group: list[Fact]) -> Iterator[str]:
    """One row for each area and time, one column for each measure, as office tables have it."""
    columns = list(dict.fromkeys((fact.wording, UNITS[fact.unit]) for fact in group))
    key = "Provinsi" if all(fact.area_code.isdigit() for fact in group) else "Wilayah"
    yield ";".join([key, "Periode", *(f"{wording} ({unit})" for wording, unit in columns)])
    for area, period in dict.fromkeys((_area(fact), _period(fact)) for fact in group):
        own = {(f.wording, UNITS[f.unit]): f for f in group if (_area(f), _period(f)) == (area, period)}
        cells = [" ".join(printed(own[column])).strip() if column in own else "" for column in columns]
        yield ";".join([area, period, *cells])


def _area(fact: Fact) -> str:
    if fact.area_code == "K8-VI":
        return "Kantor Wilayah VI"
    if fact.area_code.startswith("K"):
        return f"Kanwil {fact.area_name}"
    return f"Kantor {fact.area_code}" if fact.area_code.startswith("Cabang ") else fact.area_name


def _period(fact: Fact) -> str:
    day = f"{fact.as_of.day} {MONTHS[fact.as_of.month - 1]} {fact.as_of.year}"
    month = f"{MONTHS[fact.as_of.month - 1]} {fact.as_of.year}"
    is_end = (fact.as_of + timedelta(days=1)).day == 1
    if fact.period == "year":
        return str(fact.as_of.year)
    if fact.period == "month":
        return month
    if fact.period == "until":
        return f"s.d. {month if is_end else day}"
    if fact.period == "year_to_date" and is_end:
        return str(fact.as_of.year) if fact.as_of.month == 12 else f"Januari s.d. {month}"
    return day


def printed(fact: Fact) -> tuple[str, str]:
    """Digits and scale word, as the figure stands in its file (labour-force tables have digits alone)."""
    if fact.unit == "percent":
        return str(fact.value).replace(".", ","), ""
    if fact.value and _form(fact) != "labour_force" and fact.value % (100 if fact.is_rounded else 10**4) == 0:
        for scale, word in SCALES:
            if fact.value >= scale:
                return format((fact.value / scale).normalize(), "f").replace(".", ","), word
    return _digits(fact.value), ""


def _digits(value: Decimal) -> str:
    return f"{int(value):,}".replace(",", ".")
