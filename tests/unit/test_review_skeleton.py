"""What `cakupan review --format yaml` writes: whatever a report printed, it is read back as it was, and decides nothing by itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.review.queue import Waiting
from serving.review.skeleton import skeleton
from serving.trace.model import Excerpt
from sources.corrections.document import parse
from sources.corrections.entries import entries_of
from sources.corrections.problems import CorrectionsRefusedError

pytestmark = pytest.mark.unit

ROW: dict[str, Any] = {
    "report_id": "12e4567890123456",
    "source": "press",
    "file_name": "press/a.txt",
    "published_on": date(2023, 2, 10),
    "locator": "paragraph 14, characters 3-10",
    "as_printed": "31,98 persen",
    "measure": "coverage_rate",
    "value": Decimal("31.980000"),
    "qualifier": "approx",
    "area_code": "62.10",
    "area_name": "Kota: Contoh #1",
    "period_start": None,
    "period_end": date(2023, 1, 31),
    "programme": None,
    "segment": None,
    "rules": "a; b",
    "waits_because": "read with confidence 0.3, less than 0.5",
}
# Texts of reports: anything that UTF-8 holds, in which something can be seen.
PRINTED = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(lambda text: bool(text.strip()))
VALUES = st.decimals(min_value=0, max_value=10**15, places=6) | st.decimals(min_value=0, max_value=999, places=3)


def filled(text: str) -> str:
    for line, value in (
        ("why:", "why: so"),
        ("by:", "by: Sari"),
        ("on:", "on: 2026-03-01"),
        ("# confirmed:", "confirmed:"),
    ):
        text = text.replace(f"\n  {line}", f"\n  {value}")
    return text


@given(printed=PRINTED, name=PRINTED, value=VALUES)
def test_what_was_read_is_read_back(printed: str, name: str, value: Decimal) -> None:
    row = ROW | {"as_printed": printed, "area_name": name, "value": value, "file_name": f"press/{name}", "rules": name}
    text = skeleton([Waiting(row, Excerpt(name, printed, name), name), Waiting(ROW, None, None)])
    first, second = entries_of(parse(filled(text).encode()))
    assert first.was is not None
    assert (first.as_printed, first.was.value, first.was.area) == (printed, value, "62.10")
    assert first.was.period_start is None
    assert "period_start" in first.was.model_fields_set, "that there is none is part of what is confirmed"
    assert (second.report, second.locator, second.as_printed) == (ROW["report_id"], ROW["locator"], ROW["as_printed"])
    assert (first.action, second.action) == ("confirmed", "confirmed")


@given(printed=PRINTED)
def test_as_it_is_written_it_decides_nothing(printed: str) -> None:
    text = skeleton([Waiting(ROW | {"as_printed": printed}, Excerpt(printed, printed, printed), None)])
    with pytest.raises(CorrectionsRefusedError, match="correction_without_action"):
        entries_of(parse(text.encode()))


def test_why_it_was_read_so_is_told_in_words() -> None:
    text = skeleton([Waiting(ROW | {"rules": "workers_active; area_clause; a_rule_of_tomorrow"}, None, None)])
    assert "# why: measure: active members · area: named in its own words · unexplained: a rule of tomorrow\n" in text


def test_skeletons_can_be_put_behind_each_other() -> None:
    one = filled(skeleton([Waiting(ROW, None, None)]))
    other = filled(skeleton([Waiting(ROW | {"locator": "characters 1-2"}, None, None)]))
    assert len(entries_of(parse((one + skeleton([]) + other).encode()))) == 2
