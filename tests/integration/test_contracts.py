"""Contracts enforced with pandera: a bad value is caught, and only its row."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.contracts.enforcement import RULE_OF_CHECK, enforce, fits
from sources.contracts.labour_force import LabourForce
from sources.contracts.press import Press
from sources.contracts.registry import contracts
from sources.contracts.row_balance import RowBalance
from sources.contracts.rules import rules
from sources.raw_layer import table_schema

pytestmark = pytest.mark.integration


def figure(number=1, **changes):
    row = {
        "observation_id": f"{number:016x}",
        "report_id": "0123456789abcdef",
        "report_month": "2024-11",
        "locator": f"line {number}, column 5",
        "as_printed": "142,18",
        "measure": "workers_employed",
        "value": Decimal("142180000"),
        "unit": "persons",
        "decimals": -4,
        "qualifier": "exact",
        "period_start": None,
        "period_end": date(2024, 2, 29),
        "period_kind": "instant",
        "period_basis": "text",
        "area_name": "Indonesia",
        "area_kind": "nation",
        "area_code": "ID",
        "office_code": None,
        "programme": None,
        "segment": None,
        "reader": "labour_force",
        "reader_version": "1",
        "confidence": 1.0,
        "rules": "column bekerja",
    }
    return {**row, **changes}


def broken(rows, contract=LabourForce):
    return [(rule.row_number, rule.column, rule.rule) for rule in enforce(contract, rows).broken]


def test_good_rows_are_accepted_in_order_with_the_contracts_types():
    enforced = enforce(LabourForce, [figure(3), figure(1), figure(2)])
    assert enforced.broken == []
    assert enforced.accepted.schema == table_schema("labour_force")
    assert enforced.accepted.schema["value"] == pl.Decimal(28, 6)
    assert enforced.accepted["observation_id"].str.strip_chars_start("0").to_list() == ["3", "1", "2"]
    assert enforce(LabourForce, []).accepted.schema == table_schema("labour_force")


@pytest.mark.parametrize(
    ("changes", "column", "rule"),
    [
        ({"measure": "workers_imagined"}, "measure", "measure_unknown"),
        ({"measure": "coverage_rate", "unit": "percent"}, "measure", "value_not_allowed"),
        ({"unit": "households"}, "unit", "unit_differs_from_registry"),
        ({"value": Decimal(-1)}, "value", "value_negative"),
        ({"value": "142180000"}, "value", "wrong_type"),
        ({"value": 1.5}, "value", "wrong_type"),
        ({"value": Decimal("NaN")}, "value", "wrong_type"),
        ({"value": Decimal("1e400")}, "value", "wrong_type"),
        ({"value": Decimal("0.0000001")}, "value", "wrong_type"),
        ({"value": 10**22}, "value", "wrong_type"),
        ({"value": None}, "value", "value_missing"),
        ({"decimals": 7}, "decimals", "value_out_of_range"),
        ({"decimals": 2**40}, "decimals", "wrong_type"),
        ({"decimals": True}, "decimals", "wrong_type"),
        ({"confidence": float("nan")}, "confidence", "wrong_type"),
        ({"confidence": 1.5}, "confidence", "value_out_of_range"),
        ({"period_end": None}, "period_end", "value_missing"),
        ({"period_end": "2024-02-29"}, "period_end", "wrong_type"),
        ({"period_end": datetime(2024, 2, 29, tzinfo=UTC)}, "period_end", "wrong_type"),
        ({"period_start": date(2024, 3, 1)}, "period_end", "period_runs_backwards"),
        ({"area_code": None}, "area_code", "value_missing"),
        ({"area_kind": "office_work_area"}, "area_kind", "value_not_allowed"),
        ({"segment": "fishermen"}, "segment", "segment_unknown"),
        ({"programme": "XYZ"}, "programme", "programme_unknown"),
        ({"report_month": "2024-13"}, "report_month", "pattern_not_matched"),
        ({"as_printed": ""}, "as_printed", "length_not_allowed"),
        ({"as_printed": "\ud800"}, "as_printed", "wrong_type"),
        ({"qualifier": "perhaps"}, "qualifier", "value_not_allowed"),
    ],
)
def test_a_bad_value_refuses_its_row_and_no_other(changes, column, rule):
    rows = [figure(1), figure(2, **changes), figure(3)]
    enforced = enforce(LabourForce, rows)
    assert (2, column, rule) in broken(rows)
    assert enforced.refused_rows == [2]
    assert enforced.accepted["observation_id"].to_list() == [f"{1:016x}", f"{3:016x}"]
    assert all(entry.message and "{" not in entry.message for entry in enforced.broken)


def test_every_broken_rule_of_a_row_is_told():
    assert broken([figure(1, measure="x", segment="y", value=Decimal(-1))]) == [
        (1, "measure", "measure_unknown"),
        (1, "measure", "value_not_allowed"),
        (1, "segment", "segment_unknown"),
        (1, "value", "value_negative"),
    ]


def test_of_equal_identities_the_first_good_row_stays():
    rows = [figure(1, value=Decimal(-1)), figure(1), figure(1), figure(2)]
    assert broken(rows) == [(1, "value", "value_negative"), (3, "observation_id", "duplicate_row")]
    assert enforce(LabourForce, rows).accepted.height == 2


def test_a_rule_of_one_source_holds_for_that_source():
    assert broken([figure(1, locator="somewhere")], Press) == [(1, "locator", "locator_not_characters")]


def test_an_account_that_does_not_balance_is_refused():
    account = {
        "report_id": "0123456789abcdef",
        "report_month": "2024-11",
        "source": "press",
        "outcome": "read",
        "rows_read": 5,
        "rows_accepted": 3,
        "rows_quarantined": 1,
        "rows_unread": 0,
        "numbers_printed": 4,
        "numbers_accounted": 4,
        "reader": "press",
        "reader_version": "1",
    }
    assert broken([account], RowBalance) == [(1, None, "rows_do_not_balance")]
    assert broken([{**account, "rows_read": 4}], RowBalance) == []


@pytest.mark.parametrize(
    "environment", [{"PANDERA_VALIDATION_ENABLED": "False"}, {"PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"}]
)
def test_nothing_in_the_environment_switches_contracts_off(environment, monkeypatch):
    from pandera.config import _config_from_env_vars, config_context

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    config = _config_from_env_vars()
    with config_context(validation_enabled=config.validation_enabled, validation_depth=config.validation_depth):
        assert broken([figure(1, value=Decimal(-1))]) == [(1, "value", "value_negative")]


def test_a_key_that_no_column_has_is_the_readers_mistake():
    with pytest.raises(ValueError, match="colour"):
        enforce(LabourForce, [figure(1, colour="red")])


def test_a_missing_key_counts_as_empty():
    row = figure(1)
    del row["area_code"], row["segment"]
    assert broken([row]) == [(1, "area_code", "value_missing")]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "value": st.one_of(st.decimals(), st.integers(), st.none(), st.text(max_size=5), st.floats()),
                "decimals": st.one_of(st.integers(), st.none(), st.booleans()),
                "segment": st.one_of(st.none(), st.sampled_from(["formal", "x", ""])),
                "as_printed": st.text(max_size=5),
                "observation_id": st.sampled_from(["0" * 16, "1" * 16, "no"]),
            },
        ),
        max_size=6,
    )
)
def test_whatever_a_reader_hands_over_each_row_is_accepted_or_refused(changes):
    rows = [figure(number, **change) for number, change in enumerate(changes, start=1)]
    enforced = enforce(LabourForce, rows)
    assert enforced.accepted.height + len(enforced.refused_rows) == len(rows)
    assert all(entry.rule in rules() for entry in enforced.broken)
    LabourForce.validate(enforced.accepted)


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_fits_only_if_the_column_keeps_it_exactly(number):
    dtype = pl.Decimal(28, 6)
    if fits(dtype, number):
        assert pl.Series([number], dtype=dtype)[0] == number
    else:
        assert abs(number) >= 10**22 or number != number.quantize(Decimal("0.000001"))


def test_every_check_of_every_contract_has_a_rule():
    for contract in contracts().values():
        schema = contract.to_schema()
        for check in schema.checks:
            assert check.name in rules(), check.name
        for column in schema.columns.values():
            assert {check.name for check in column.checks} <= RULE_OF_CHECK.keys()


def test_a_check_that_cannot_be_named_is_an_error_and_no_silence():
    class Odd(pa.DataFrameModel):
        code: str = pa.Field(str_length={"min_value": 1})

        class Config:
            name = "odd"
            strict = True

        @pa.check("code")
        @classmethod
        def lower_case(cls, data: pa.PolarsData) -> pl.LazyFrame:
            return data.lazyframe.select(pl.col(data.key) == pl.col(data.key).str.to_lowercase())

    with pytest.raises(RuntimeError, match="lower_case"):
        enforce(Odd, [{"code": "ABC"}])
