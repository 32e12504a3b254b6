"""The checks of a reader's partition see what is wrong on disk, and do not see what is not."""

from datetime import date
from decimal import Decimal
from typing import Any

import dagster as dg
import polars as pl
import pytest

from orchestration.checks import contract_holds, nothing_refused, rows_balance
from orchestration.tables import as_text, preview
from sources.raw_layer import table_schema

pytestmark = pytest.mark.unit

REPORT = "a" * 16


def frame(table: str, *rows: dict[str, Any]) -> pl.DataFrame:
    schema = table_schema(table)
    complete = [{name: row.get(name) for name in schema.names()} for row in rows]
    return pl.DataFrame(complete, schema=schema, orient="row")


def observation(**changes: Any) -> dict[str, Any]:
    row = {
        "observation_id": "b" * 16,
        "report_id": REPORT,
        "report_month": "2023-01",
        "locator": "characters 10-15",
        "as_printed": "31,98",
        "measure": "coverage_rate",
        "value": Decimal("31.98"),
        "unit": "percent",
        "decimals": 2,
        "qualifier": "exact",
        "period_end": date(2023, 1, 31),
        "period_kind": "instant",
        "period_basis": "text",
        "area_name": "Kalimantan Barat",
        "area_kind": "province",
        "area_code": "61",
        "reader": "press",
        "reader_version": "1",
        "confidence": 1.0,
        "rules": "r",
    }
    return row | changes


def balance(**changes: Any) -> dict[str, Any]:
    counts = {"rows_read": 1, "rows_accepted": 1, "rows_quarantined": 0, "rows_unread": 0}
    return {"report_id": REPORT, "report_month": "2023-01", "source": "press", "outcome": "read"} | counts | changes


def refusal(row_number: int, **changes: Any) -> dict[str, Any]:
    row = {
        "report_id": REPORT,
        "raw_table": "press",
        "scope": "row",
        "row_number": row_number,
        "file_name": "press/a.txt",
    }
    return row | {"rule": "not_a_number", "locator": "line 2", "message": "m", "remedy": "r"} | changes


def balanced(
    balances: list[dict[str, Any]], accepted: int, quarantined: list[dict[str, Any]] | None = None, unread: int = 0
) -> dg.AssetCheckResult:
    return rows_balance(
        frame("report", {"report_id": REPORT, "file_name": "press/a.txt", "source": "press"}),
        frame("row_balance", *balances).drop("report_month", "source"),
        frame("press", *[observation(observation_id=f"{n:016x}") for n in range(accepted)]),
        frame("quarantine", *(quarantined or [])),
        frame("unread_figure", *[{"report_id": REPORT, "unread_id": f"{n:016x}"} for n in range(unread)]),
    )


def test_the_contract_holds_for_a_good_row_and_not_for_one_that_was_altered_on_disk() -> None:
    assert contract_holds("press", frame("press", observation())).passed
    altered = contract_holds("press", frame("press", observation(measure="no_such_measure")))
    assert not altered.passed
    assert "press" in (altered.description or "")


def test_the_contract_holds_where_a_month_has_no_rows() -> None:
    assert contract_holds("press", frame("press")).passed


def test_a_true_account_balances() -> None:
    rows = balance(rows_read=4, rows_quarantined=2, rows_unread=1)
    # Two rules broken by one row are one refused row.
    refused = [refusal(1), refusal(1, rule="value_missing"), refusal(2)]
    assert balanced([rows], accepted=1, quarantined=refused, unread=1).passed


def test_a_whole_report_that_was_refused_balances_with_nothing() -> None:
    nothing = balance(outcome="refused", rows_read=0, rows_accepted=0)
    assert balanced([nothing], accepted=0, quarantined=[refusal(0, scope="report")]).passed


@pytest.mark.parametrize(
    ("balances", "accepted", "unread"),
    [
        ([], 0, 0),
        ([balance(rows_read=2)], 1, 0),
        ([balance()], 0, 0),
        ([balance()], 2, 0),
        ([balance()], 1, 1),
        ([balance(rows_read=2, rows_quarantined=1)], 1, 0),
    ],
    ids=["no account", "a row lost", "file lost", "file too many", "unread not told", "refused row lost"],
)
def test_an_account_that_differs_from_the_disk_does_not_balance(
    balances: list[dict[str, Any]], accepted: int, unread: int
) -> None:
    result = balanced(balances, accepted, unread=unread)
    assert not result.passed
    assert "press/a.txt" in (result.description or "")


def test_a_refusal_is_a_warning_only() -> None:
    result = nothing_refused(frame("quarantine", refusal(1)))
    assert not result.passed
    assert result.severity is dg.AssetCheckSeverity.WARN
    assert nothing_refused(frame("quarantine")).passed


def test_what_a_report_prints_makes_no_markup_in_a_preview() -> None:
    printed = pl.DataFrame({"a": ["x | y\n[link](http://example.org) <b> `c`"]})
    lines = str(preview(printed).value).splitlines()
    assert len(lines) == 3
    assert "\\|" in lines[2]
    assert "\\[link]" in lines[2]
    assert "\\<b>" in lines[2]
    assert len(as_text("9" * 500)) == 80
