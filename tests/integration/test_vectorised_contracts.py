"""A contract asked of a whole frame names the same rows and rules as pandera, row by row, for whatever stands in the rows."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.contracts.enforcement import split
from sources.contracts.registry import contracts
from sources.contracts.vectorised import failures
from sources.raw_layer import table_schema

pytestmark = pytest.mark.integration

NAMES = ("payment_register", "employer_register", "quarantine")
TEXTS = [
    None, "", "x", "A", "2025", "2025-07", "2025-13", "0123456789abcdef", "0123456789abcdef" * 2, "0123456789abcdef\n", "BSU", "JHT", "paid", "failed",
    "active", "micro", "61.71", "BRI", "report", "row", "A1234567", "line 2", "SP2D-1", "REF*",
]  # fmt: skip
VALUES = {
    pl.String: st.sampled_from(TEXTS),
    pl.Int64: st.sampled_from([None, -1, 0, 1, 5, 2**40]),
    pl.Int32: st.sampled_from([None, -1, 0, 1, 20, 21]),
    pl.Date: st.sampled_from([None, date(2025, 7, 31), date(2025, 8, 1), date(1992, 2, 17)]),
    pl.Decimal: st.sampled_from([None, Decimal("-0.01"), Decimal(0), Decimal(600000)]),
}
GOOD = {
    "payment_register": {
        "report_id": "0" * 16, "report_month": "2025-07", "row_number": 1, "line_number": 2, "payment_reference": "SP2D-1",
        "worker_token": "0" * 32, "programme": "BSU", "bsu_edition": "2025", "bsu_stage": 1, "area_code": "61.71", "channel_code": "BRI",
        "paid_on": date(2025, 7, 20), "amount_idr": Decimal(600000), "status": "paid",
    },
    "employer_register": {
        "report_id": "0" * 16, "report_month": "2025-07", "row_number": 1, "line_number": 2, "register_month": date(2025, 7, 31),
        "employer_number": "A1234567", "office_code": "KC-61.71", "status": "active", "workers_registered": 5, "workers_active": 1,
    },
    "quarantine": {
        "quarantine_id": "0" * 16, "report_id": "0" * 16, "report_month": "2025-07", "raw_table": "press", "file_name": "x", "scope": "row",
        "row_number": 1, "locator": "line 2", "rule": "ragged_row", "message": "x", "remedy": "x",
    },
}  # fmt: skip


@st.composite
def frames(draw):
    name = draw(st.sampled_from(NAMES))
    schema = table_schema(name)
    rows = []
    for number in range(draw(st.integers(1, 6))):
        row = dict.fromkeys(schema) | GOOD[name]
        if "quarantine_id" in schema:
            row["quarantine_id"] = f"{number:016x}"  # uniqueness is not a matter of one row
        changed = draw(st.lists(st.sampled_from([c for c in schema if c != "quarantine_id"]), max_size=4))
        rows.append(row | {column: draw(VALUES[schema[column].base_type()]) for column in changed})
    return name, pl.DataFrame(rows, schema=schema, orient="row")


@given(frames())
@settings(max_examples=150, deadline=None)
def test_the_same_rows_break_the_same_rules(drawn):
    name, frame = drawn
    contract = contracts()[name]
    _, broken = split(contract, frame, range(1, frame.height + 1))
    expected = {(rule.row_number - 1, rule.column, rule.rule) for rule in broken}
    assert set(failures(contract, frame).rows()) == expected


def test_good_rows_break_none():
    for name, row in GOOD.items():
        schema = table_schema(name)
        frame = pl.DataFrame([dict.fromkeys(schema) | row], schema=schema, orient="row")
        assert failures(contracts()[name], frame).is_empty()


def test_a_frame_of_another_shape_is_a_mistake_of_the_code():
    with pytest.raises(ValueError, match="payment_register"):
        failures(contracts()["payment_register"], pl.DataFrame({"x": [1]}))
