"""Lines of registers: the fast ways of cutting them agree with each other and with Python's csv, and cells mean what they say."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sources.reading import ReportRefusedError
from sources.registers import lines
from sources.registers.cells import Days, amount, amounts, counts, month_end
from sources.registers.lines import Table, batches, rows_of, well_quoted

pytestmark = pytest.mark.unit

TABLE = Table(("a", "b", "c"), ",", 1)
LINES = st.lists(st.text(st.sampled_from([*'xé1;\t"", ']), max_size=12), max_size=8)


def rows(text: bytes, many_quotes: float, monkeypatch) -> tuple[dict[int, tuple], dict[int, str]]:
    monkeypatch.setattr(lines, "MANY_QUOTES", many_quotes)
    found = rows_of(text, TABLE, 1, 1)
    assert found.count == found.cells.height + found.faults.height
    numbers = sorted([*found.cells["row_number"], *found.faults["row_number"]])
    assert numbers == list(range(1, found.count + 1))
    cells = {row["line_number"]: (row["a"], row["b"], row["c"]) for row in found.cells.to_dicts()}
    return cells, dict(found.faults.select("line_number", "rule").iter_rows())


def plainly(text: bytes) -> tuple[dict[int, tuple], dict[int, str]]:
    """The same in plain Python."""
    good, faults = {}, {}
    pattern = re.compile(well_quoted(","))
    for number, line in enumerate(text.decode().split("\n"), start=1):
        if not line:
            continue
        if '"' in line and not pattern.search(line):
            faults[number] = "quote_unbalanced"
            continue
        (cells,) = csv.reader(io.StringIO(line, newline=""))
        if len(cells) == 3:
            good[number] = tuple(cell or None for cell in cells)
        else:
            faults[number] = "ragged_row"
    return good, faults


@given(LINES)
@settings(max_examples=200, deadline=None)
def test_every_way_of_cutting_lines_is_the_plain_one(found):
    text = "\n".join(found).encode()
    with pytest.MonkeyPatch.context() as patch:
        expected = plainly(text)
        assert rows(text, 0, patch) == expected
        assert rows(text, 100, patch) == expected


def test_columns_that_are_dropped_are_not_taken():
    table = Table(("a", "b", "name", "c"), ",", 1, frozenset({"name"}))
    found = rows_of(b'1,2,"Budi ""B""",4\n5,6,Siti,8\n9,9,x\n', table, 1, 1)
    assert found.cells.drop("line_number", "row_number").rows() == [("1", "2", "4"), ("5", "6", "8")]
    assert found.faults["rule"].to_list() == ["ragged_row"]


@given(st.lists(st.sampled_from(["", "1,2,3", "x" * 30, "a,b"]), max_size=40), st.integers(1, 9))
@settings(max_examples=100, deadline=None)
def test_batches_lose_nothing_and_end_at_lines(found, most):
    text = "\n".join(found).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BATCH_BYTES", 16)
        patch.setattr(lines, "BATCH_LINES", most)
        parts = list(batches(io.BytesIO(text[5:]), text[:5]))
    assert b"".join(parts) == text
    assert all(part.endswith(b"\n") for part in parts[:-1])
    assert all(part.count(b"\n") <= most for part in parts)


def test_a_line_without_end_is_refused_before_it_fills_the_memory():
    class Endless:
        read_bytes = 0

        def read(self, size):
            self.read_bytes += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(ReportRefusedError, match="line_too_long"):
        list(batches(stream, b""))
    assert stream.read_bytes <= 2 * lines.BATCH_BYTES


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("600000", "600000"), ("600.000", "600000"), ("600,000", "600000"), ("1.234.567,5", "1234567.5"), ("1,234,567.50", "1234567.50"),
        ("600000,00", "600000.00"), ("600000.5", "600000.5"), ("Rp 600.000,-", "600000"), ("IDR600000", "600000"), ("0", "0"),
        ("1.23.456", None), ("1.234,567.8", None), ("12,345.678", None), ("", None), ("-5", None), ("+5", None), ("1e6", None), ("٦٠٠", None),
        ("12345678901234567", None), ("600 000", None), ("=1+1", None), ("NaN", None), ("inf", None),
    ],
)  # fmt: skip
def test_amounts_in_both_forms_or_none(text, value):
    expected = None if value is None else Decimal(value)
    assert amount(text) == expected
    assert amounts(pl.Series([text, "7"]))[0] == expected


@given(st.lists(st.one_of(st.none(), st.text("0123456789.,+-eR p", max_size=12)), max_size=20))
@example(["-0", "+0"])
@settings(max_examples=200, deadline=None)
def test_amounts_in_bulk_are_those_one_by_one(texts):
    cells = pl.Series(texts, dtype=pl.String).replace("", None)
    assert amounts(cells).to_list() == [None if not text else amount(text) for text in texts]


def test_counts_are_whole():
    assert counts(pl.Series(["12", "1.200", "12.5", "x", None, "12,0"])).to_list() == [12, 1200, None, None, None, 12]


def test_days_tell_when_the_month_stands_first():
    days = Days()
    assert days.parse("2025-02-28") == date(2025, 2, 28)
    assert days.parse("01/02/2025") == date(2025, 2, 1)
    assert days.parse("2025-02-30") is None
    assert days.parse("01/02-2025") is None
    assert not days.month_stands_first
    assert days.parse("02/13/2025") is None
    assert days.month_stands_first
    assert days.parse("13-02-2025") == date(2025, 2, 13)
    assert not days.month_stands_first


@pytest.mark.parametrize(
    ("text", "end"),
    [("2024-02", date(2024, 2, 29)), ("02/2023", date(2023, 2, 28)), ("2025-12-31", date(2025, 12, 31)), ("2025-13", None), ("Juli 2025", None)],
)  # fmt: skip
def test_months_end_on_their_last_day(text, end):
    assert month_end(text) == end
