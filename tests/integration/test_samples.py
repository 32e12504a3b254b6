"""The bundled reports: they carry the figures that the golden table says, and the readers find those and no others."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sources.identity import content_hash, report_id
from sources.readers import SOURCES
from sources.reading import Publication, Reader, Reading, RegisteredReport
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.integration

SAMPLES = PROJECT_ROOT / "sources" / "samples"
GOLDEN = PROJECT_ROOT / "tests" / "golden" / "press_sample_facts.csv"
REPORTS = sorted(path.name for path in (SAMPLES / "press").glob("*.txt"))
DATES_IN_THE_TEXT = {"2012-11-palembang-gerai.txt", "2020-06-kaltim-apindo.txt"}


def golden_facts(file_name: str) -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["file"] == file_name]


def front_matter(file_name: str) -> dict[str, str]:
    head = (SAMPLES / "press" / file_name).read_text(encoding="utf-8").split("---\n")[1]
    return dict(line.split(": ", 1) for line in head.splitlines())


def read(reader: Reader, path: Path) -> Reading:
    content = path.read_bytes()
    described = reader.describe(content, path.name)
    published = described.published or Publication(date(2026, 1, 31), "day", "receipt")
    identity = report_id(content_hash(content))
    registered = RegisteredReport(identity, published.month, reader.source, path.name, published)
    return reader.read(registered, content)


def test_every_bundled_report_has_golden_facts() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        assert sorted({row["file"] for row in csv.DictReader(file)}) == REPORTS
    assert sum(len(golden_facts(name)) for name in REPORTS) == 60


@pytest.mark.parametrize("file_name", REPORTS)
def test_report_prints_every_golden_figure(file_name: str) -> None:
    body = (SAMPLES / "press" / file_name).read_text(encoding="utf-8").split("---\n", 2)[2]
    missing = [row["as_printed"] for row in golden_facts(file_name) if row["as_printed"] not in body]
    assert not missing


@pytest.mark.parametrize("file_name", REPORTS)
def test_front_matter_says_where_the_figures_come_from(file_name: str) -> None:
    head = front_matter(file_name)
    assert set(head) <= {"publisher", "published_on", "url", "title", "source_note"}
    assert {"publisher", "title", "source_note"} <= set(head)
    assert ("published_on" in head) == (file_name not in DATES_IN_THE_TEXT)


def meaning(fact: dict[str, Any]) -> tuple[str, ...]:
    """What must agree word for word: measure, number, unit, qualifier, period's basis, programme, segment, kind of area."""
    keys = ("measure", "unit", "qualifier", "period_basis", "programme", "segment", "area_kind")
    return (str(Decimal(str(fact["value"])).normalize()), *(str(fact[key] or "") for key in keys))


@pytest.mark.parametrize("file_name", REPORTS)
def test_press_reader_finds_exactly_the_golden_facts(file_name: str) -> None:
    reading = read(SOURCES["press"].load(), SAMPLES / "press" / file_name)
    golden = golden_facts(file_name)
    assert not reading.refused
    assert sorted(map(meaning, reading.rows)) == sorted(map(meaning, golden))

    def order(fact: dict[str, Any]) -> tuple[tuple[str, ...], str]:
        return meaning(fact), str(fact["area_name"])

    for fact, expected in zip(sorted(reading.rows, key=order), sorted(golden, key=order), strict=True):
        assert str(fact["period_end"] or "").startswith(expected["period_end"]), expected
        assert bool(fact["period_end"]) == bool(expected["period_end"]), expected
        assert expected["area_name"] in fact["area_name"] or fact["area_name"] in expected["area_name"], expected
        assert fact["as_printed"] in expected["as_printed"] or expected["as_printed"] in fact["as_printed"], expected


@pytest.mark.parametrize("file_name", REPORTS)
def test_press_reader_accounts_for_every_number(file_name: str) -> None:
    content = (SAMPLES / "press" / file_name).read_bytes()
    reading = read(SOURCES["press"].load(), SAMPLES / "press" / file_name)
    assert reading.numbers_printed == reading.numbers_accounted > 0
    for row in (*reading.rows, *reading.unread):
        start, end = map(int, row["locator"].removeprefix("characters ").split("-"))
        assert content.decode("utf-8")[start:end] == row["as_printed"]


@pytest.mark.parametrize("file_name", ["2025-11-sakernas-nasional.csv", "2024-11-sakernas-provinsi.xlsx"])
def test_labour_force_reader_takes_every_row(file_name: str) -> None:
    reading = read(SOURCES["labour_force"].load(), SAMPLES / "labour_force" / file_name)
    assert not reading.refused
    found = {
        (row["area_code"], str(row["period_end"]), row["measure"], row["segment"] or ""): Decimal(str(row["value"]))
        for row in reading.rows
    }
    assert len(found) == len(reading.rows)
    if file_name.endswith(".csv"):
        assert found["ID", "2024-02-29", "workers_labour_force", ""] == 149_380_000
        assert found["ID", "2024-08-31", "workers_employed", "informal"] == 83_830_000
        assert len(found) == 16
    else:
        assert found["62", "2022-08-31", "workers_employed", "informal"] == 692_440
        assert found["64", "2020-02-29", "workers_labour_force", ""] == 1_993_702
        assert len(found) == 27


def test_workbook_reader_takes_every_cell_of_the_bundled_workbook() -> None:
    reading = read(SOURCES["workbook"].load(), SAMPLES / "workbook" / "2012-10-kanwil-vi.xlsx")
    assert not reading.refused
    assert reading.numbers_printed == reading.numbers_accounted
    assert {(row["area_code"], row["office_code"], str(row["period_end"])) for row in reading.rows} == {
        ("K8-VI", "K8-VI", "2012-10-31")
    }
    found = {
        (row["measure"], row["programme"] or "", row["segment"] or ""): (Decimal(row["value"]), row["decimals"])
        for row in reading.rows
    }
    assert found == {
        ("workers_registered", "", ""): (3_671_000, 0),
        ("workers_active", "", ""): (1_395_019, 0),
        ("workers_inactive", "", ""): (2_275_981, 0),
        ("workers_active", "", "construction"): (32_437, 0),
        ("workers_active", "", "informal"): (7_985, 0),
        ("employers_registered", "", ""): (40_667, 0),
        ("employers_active", "", ""): (26_659, 0),
        ("employers_inactive", "", ""): (14_008, 0),
        ("claims_count", "JHT", ""): (98_739, 0),
        ("claims_amount", "JHT", ""): (727_930_000_000, -7),
        ("claims_count", "JKK", ""): (15_274, 0),
        ("claims_amount", "JKK", ""): (62_196_000_000, -6),
        ("claims_count", "JKM", ""): (2_495, 0),
        ("claims_amount", "JKM", ""): (53_700_000_000, -8),
        ("claims_count", "JPK", ""): (3_219_145, 0),
        ("claims_amount", "JPK", ""): (51_365_000_000, -6),
    }


def test_table_reader_finds_the_golden_figures_and_no_number_is_lost() -> None:
    with (PROJECT_ROOT / "tests" / "golden" / "table_sample_facts.csv").open(encoding="utf-8", newline="") as file:
        golden = list(csv.DictReader(file))
    rows = {"2023-12-kemnaker-provinsi.md": 56, "2025-02-databoks-peserta-aktif.txt": 10}
    assert {path.name for path in (SAMPLES / "table").iterdir()} == {row["file"] for row in golden} == set(rows)
    for file_name, count in rows.items():
        reading = read(SOURCES["table"].load(), SAMPLES / "table" / file_name)
        assert not reading.refused and not reading.unread
        assert len(reading.rows) == count
        assert reading.numbers_printed == reading.numbers_accounted > count
        keys = ("area_code", "measure", "period_end", "as_printed", "locator", "value", "decimals")
        found = {tuple(str(int(row[key]) if key == "value" else row[key]) for key in keys) for row in reading.rows}
        assert {tuple(row[key] for key in keys) for row in golden if row["file"] == file_name} <= found
