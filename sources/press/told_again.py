"""What a fact takes from facts before it: the area that was named for a figure at first, the period of the whole or of the list that it belongs to.

Belongs here: these two. Does not: a fact that is told twice and counted once (accounting.py), the area and period of a number by itself (areas, periods).
"""

from dataclasses import replace
from decimal import Decimal

from sources.press.accounting import NAMED_AREAS
from sources.press.constructions import within
from sources.press.extraction import Fact
from sources.press.frames import Frame

SMALLEST_KNOWN = 1000  # a smaller number may stand twice by chance
ITEMS_BACK = 3  # figures


def with_area_of_first(fact: Fact, firsts: dict[tuple[Decimal, str], Fact]) -> Fact:
    """A figure told again without an area of its own has the one that was named for it."""
    if (
        fact.value < SMALLEST_KNOWN
        or set(fact.rules) & NAMED_AREAS
        or fact.measure.startswith(("offices", "facilities"))
    ):
        return fact
    first = firsts.get((fact.value, fact.as_printed))
    if first is None or not set(first.rules) & NAMED_AREAS:
        return fact
    return replace(fact, area=first.area, rules=(*fact.rules[:-2], "area_of_first", fact.rules[-1]))


def with_period_of_whole(frame: Frame, fact: Fact, before: list[Fact], *, beside: bool, back: bool) -> Fact:
    """A figure told again has the period that it had at first, the parts of a whole have that of the whole, and the items of a list that of the
    list. `beside` says that the last figure before stands in the same paragraph, `back` that the text points back to it."""
    if fact.period.rule not in ("period_carried", "period_publication", "period_none") or not before:
        return fact
    whole = next((f for f in before if f.value == frame.whole), None) if frame.whole else None
    if whole is not None:
        first: Fact | None = whole
    elif frame.status_from == "known":
        first = next((f for f in before if f.measure == fact.measure and f.value == fact.value), None)
    else:
        part = "status_of_figure_before" in frame.rules and before[-1].measure == fact.measure
        undated = fact.period.rule != "period_carried"
        listed = [f for f in before[-ITEMS_BACK:] if f.measure == fact.measure] if "item_of_list" in frame.rules else []
        goes_on = undated and beside and before[-1].period.rule == "period_of_whole"
        continued = undated and "topic_of_figure_before" in frame.rules and before[-1].programme == fact.programme
        last = _newer_of_two(before)
        dated = last.period.basis == "text" and last.period.rule != "period_same_as_compared"
        pointed = back and dated and not last.measure.endswith("_target")
        first = (
            last
            if pointed
            else before[-1]
            if part or continued or goes_on
            else listed[-1]
            if listed and undated
            else None
        )
    if first is None:
        return fact
    return replace(
        fact, period=replace(first.period, rule="period_of_whole"), rules=(*fact.rules[:-1], "period_of_whole")
    )


def _newer_of_two(before: list[Fact]) -> Fact:
    """'Klaim Rp63 miliar. Pada periode yang sama 2023 Rp68 miliar. Dari jumlah tersebut …': the last figure, or the one before that it was compared with."""
    other, last = before[-2:] if before[1:] else (before[-1], before[-1])
    alike = (other.measure, other.programme, other.area.code) == (last.measure, last.programme, last.area.code)
    older = other.period.end and last.period.end and last.period.end < other.period.end
    compared = within("continued", last.sentence) is not None
    return other if alike and older and compared else last
