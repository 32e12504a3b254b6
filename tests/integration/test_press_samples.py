"""The bundled press reports through the reader and its contracts: rows are valid, places true, the account closes."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from sources.contracts.press import Press
from sources.contracts.unread_figure import UnreadFigure
from sources.identity import content_hash, report_id
from sources.press.explain import fact_rows, unread_rows
from sources.press.reader import PressReader
from sources.press.vocabulary import table
from sources.reading import Publication, Reading, RegisteredReport, ReportRefusedError
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.integration
SAMPLES = sorted((PROJECT_ROOT / "sources" / "samples" / "press").glob("*.txt"))
TYPES = {
    "value": pl.Decimal(28, 6),
    "decimals": pl.Int32,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "confidence": pl.Float64,
}


def reading(path: Path) -> Reading:
    content = path.read_bytes()
    reader = PressReader()
    described = reader.describe(content, path.name)
    published = described.published or Publication(on=date(2026, 1, 1), precision="day", basis="receipt")
    report = RegisteredReport(report_id(content_hash(content)), published.month, "press", path.name, published)
    return reader.read(report, content)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_rows_obey_the_contracts(path: Path) -> None:
    result = reading(path)
    columns = list(Press.to_schema().columns)
    frame = pl.DataFrame(result.rows, schema={name: TYPES.get(name, pl.String) for name in columns})
    Press.validate(frame, lazy=True)
    unread = pl.DataFrame(result.unread, schema=dict.fromkeys(UnreadFigure.to_schema().columns, pl.String))
    UnreadFigure.validate(unread, lazy=True)
    assert set(unread["reason"]) <= {row["reason"] for row in table("unread_reasons")}
    assert result.numbers_printed == result.numbers_accounted > 0


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_place_is_true(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    result = reading(path)
    for row in (*result.rows, *result.unread):
        start, end = (int(part) for part in row["locator"].removeprefix("characters ").split("-"))
        assert text[start:end] == row["as_printed"]


def test_figures_of_kalbar_with_their_codes() -> None:
    path = next(path for path in SAMPLES if "kalbar" in path.name)
    rows = {(row["measure"], row["segment"]): row for row in reading(path).rows}
    coverage = rows["coverage_rate", None]
    assert (float(coverage["value"]), coverage["area_code"], str(coverage["period_end"])) == (31.98, "61", "2023-01-17")
    assert int(rows["facilities_plkk", "puskesmas"]["value"]) == 54
    assert (rows["bsu_amount", None]["programme"], str(rows["bsu_amount", None]["period_end"])) == ("BSU", "2022-12-31")


def test_a_branch_is_an_office_work_area_with_its_code() -> None:
    path = next(path for path in SAMPLES if "kediri" in path.name)
    row = next(row for row in reading(path).rows if row["measure"] == "coverage_target")
    assert (row["area_name"], row["area_kind"], row["area_code"], row["office_code"]) == (
        "Kota dan Kabupaten Kediri",
        "office_work_area",
        "KC-35.71",
        "KC-35.71",
    )
    assert str(row["period_end"]) == "2022-12-31"


def test_the_view_for_people_has_the_same_figures() -> None:
    path = SAMPLES[0]
    content = path.read_bytes()
    result = reading(path)
    assert [row["as_printed"] for row in fact_rows(content, path.name)] == [row["as_printed"] for row in result.rows]
    assert len(unread_rows(content, path.name)) == len(result.unread)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"  \n", "empty_file"),
        (b"---\ntitle: Kosong\n---\n", "empty_file"),
        (b"PK\x03\x04\x00\x00binary", "not_what_ending_says"),
        ("Cabang Kediri — peserta".encode("utf-16"), "wrong_encoding"),
        (b"Peserta \xe9 12.345", "wrong_encoding"),
        (b"---\npublished_on: kemarin\n---\nPeserta 12.345 orang.\n", "front_matter_invalid"),
    ],
)
def test_a_file_that_is_no_report_is_refused_with_a_rule(content: bytes, rule: str) -> None:
    with pytest.raises(ReportRefusedError) as refused:
        PressReader().describe(content, "laporan.txt")
    assert rule in {refusal.rule for refusal in refused.value.refusals}
