"""Which partition a report's month belongs to, and which months are read in one run."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.months import FIRST_MONTH, MONTHS_WORTH_A_RUN, months_in, partition_of, reporting_months, spans

pytestmark = pytest.mark.unit

months = st.tuples(st.integers(1950, 2100), st.integers(1, 12)).map(lambda pair: f"{pair[0]:04d}-{pair[1]:02d}")


def test_the_current_month_is_a_partition_and_keys_are_the_months_of_reports() -> None:
    keys = reporting_months.get_partition_keys()
    assert keys[0] == FIRST_MONTH
    assert "2023-01" in keys
    assert all(len(key) == 7 for key in keys)


@given(months)
def test_every_month_has_a_partition_however_old_or_far_ahead(month: str) -> None:
    assert partition_of(month) in set(reporting_months.get_partition_keys())


def test_a_month_before_the_first_partition_is_read_with_the_first_one() -> None:
    assert partition_of("1986-08") == FIRST_MONTH
    assert months_in([FIRST_MONTH], ["1986-08", FIRST_MONTH, "2023-01"]) == ["1986-08", FIRST_MONTH]


@given(st.lists(months))
def test_all_partitions_together_hold_each_month_once(known: list[str]) -> None:
    assert months_in(reporting_months.get_partition_keys(), known) == sorted(set(known))


@given(st.lists(months, max_size=12))
def test_spans_cover_every_month_and_do_not_touch(known: list[str]) -> None:
    stretches = spans(known)
    for month in known:
        assert any(first <= partition_of(month) <= last for first, last in stretches)
    assert stretches == sorted(stretches)
    assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(stretches))


def test_near_months_share_a_run_and_far_ones_do_not() -> None:
    assert MONTHS_WORTH_A_RUN == 20
    assert spans(["2023-01", "2021-12"]) == [("2021-12", "2023-01")]
    assert spans(["2023-01", "2011-03"]) == [("2011-03", "2011-03"), ("2023-01", "2023-01")]
    assert spans([]) == []
