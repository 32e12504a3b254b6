"""Each figure once, and every printed number somewhere.

Belongs here: repetitions, the digits of dates, and the account of a text's runs of digits. Does not: why a number is no figure (traps).
"""

import re
from bisect import bisect_right
from decimal import Decimal

from sources.press.calendar import DateMention
from sources.press.clauses import Sentence
from sources.press.constructions import within
from sources.press.extraction import Extraction, Fact, Unread, explanation, unread_at

ROUNDED_WITHIN = 60  # figures
SMALLEST_ROUNDED = 1000
NAMED_AREAS = {"area_clause", "area_respectively", "area_shared", "area_named_again"}
NO_DATES = {"law_year": "law_number", "copyright": "page_furniture"}
DIGITS_OF_ONE = 6  # two figures of so many digits are one figure told twice, whatever is said of the areas
DIGITS_OF_ONE_TIME = 5  # and of so many digits no two times have the same
DIGITS = re.compile(r"\d+")


def each_once(facts: list[Fact], title_end: int) -> tuple[list[Fact], list[Fact]]:
    """Each figure once: of several printings the one that tells most; the others are repetitions."""
    groups: list[list[Fact]] = []
    by_value: dict[tuple[str, Decimal], list[list[Fact]]] = {}
    for fact in facts:
        key = (_family(fact.measure), fact.value)
        for group in by_value.get(key, []):
            if _same(group[0], fact):
                group.append(fact)
                break
        else:
            groups.append([fact])
            by_value.setdefault(key, []).append(groups[-1])
    kept, repeated = [], []
    for index, group in enumerate(groups):
        said_again = any(_rounded(group[0], other[0]) for other in groups[max(0, index - ROUNDED_WITHIN) : index])
        in_title = group[-1].end <= title_end
        told_below = in_title and any(
            _same_number(group[0], other[-1]) for other in groups[index + 1 :][:ROUNDED_WITHIN]
        )
        rounded = in_title and any(_rounds(group[0], other[0]) for other in groups[:ROUNDED_WITHIN])
        exact_follows = any(_told_exactly(group[0], other[0]) for other in groups[index + 1 :][:ROUNDED_WITHIN])
        if said_again or told_below or rounded or exact_follows:
            repeated += group
            continue
        best = max(
            group, key=lambda fact: (fact.start >= title_end, fact.period.basis == "text", fact.confidence, -fact.start)
        )
        kept.append(best)
        repeated += [fact for fact in group if fact is not best]
    return sorted(kept, key=lambda fact: (fact.start, fact.value)), repeated


def _told_exactly(rough: Fact, exact: Fact) -> bool:
    """Whether the next sentences tell a scaled amount of the same time to the last rupiah: 'Rp34,28 miliar, secara rinci Rp34.282.895.231'."""
    scaled = rough.rules[0].startswith("scaled") and not exact.rules[0].startswith("scaled")
    alike = rough.measure == exact.measure and rough.programme == exact.programme and rough.segment == exact.segment
    together = rough.area.code == exact.area.code and rough.period.end == exact.period.end
    unit = Decimal(10) ** len(re.sub(r".*?(0*)$", r"\1", str(int(rough.value))))
    return scaled and alike and together and rough.value != exact.value and abs(exact.value - rough.value) < unit


def _same_number(headline: Fact, other: Fact) -> bool:
    """Whether the text tells the number of a headline, shortened there so that it seems to be of another measure, as what it is."""
    large = headline.value >= SMALLEST_ROUNDED
    return large and headline.unit == other.unit and headline.value == other.value and headline.start < other.start


def _rounds(headline: Fact, other: Fact) -> bool:
    """Whether the figure of a headline is the other one with fewer decimals: '98 persen' above '98,2 persen'."""
    alike = headline.measure == other.measure and headline.decimals < other.decimals and headline.unit == other.unit
    return alike and abs(headline.value - other.value) < Decimal(10) ** -headline.decimals


def _rounded(rough: Fact, exact: Fact) -> bool:
    """Whether the one says the other again in round words: '35 ribu peserta tadi' after '35.214 peserta'."""
    if not rough.rules[0].startswith("scaled") or rough.value < SMALLEST_ROUNDED or exact.start >= rough.start:
        return False
    alike = rough.measure == exact.measure and rough.programme == exact.programme and rough.segment == exact.segment
    unit = Decimal(10) ** len(re.sub(r".*?(0*)$", r"\1", str(int(rough.value))))
    exactly = exact.value != rough.value and abs(exact.value - rough.value) <= unit / 2
    cut = (
        rough.qualifier == "at_least" and rough.period.end == exact.period.end
    )  # 'Rp215 miliar lebih' after 'Rp215,6 miliar'
    exactly = exactly or (cut and 0 < exact.value - rough.value < unit)
    same_area = rough.area.code == exact.area.code or rough.area.code in exact.area.code
    return (
        alike
        and exactly
        and unit >= SMALLEST_ROUNDED
        and (same_area or within("told_again", rough.sentence) is not None)
    )


def _family(measure: str) -> str:
    return {"coverage_target": "coverage", "coverage_rate": "coverage"}.get(measure, measure)


def _same(first: Fact, second: Fact) -> bool:
    if first.measure.startswith(("coverage", "share", "achievement", "growth")) or first.value >= 1000:
        areas = first.area.code == second.area.code or not all(NAMED_AREAS & {*fact.rules} for fact in (first, second))
    else:
        areas = first.area.code == second.area.code
    areas = areas or len(first.value.normalize().as_tuple().digits) >= DIGITS_OF_ONE
    segments = first.segment == second.segment or first.segment is None or second.segment is None
    ranges = first.qualifier == second.qualifier or "range_low" not in (first.qualifier, second.qualifier)
    periods = (
        first.period.end == second.period.end
        or "text" not in (first.period.basis, second.period.basis)
        or not (first.period.basis == second.period.basis == "text")
        or len(first.value.normalize().as_tuple().digits) >= DIGITS_OF_ONE_TIME
    )
    return areas and segments and ranges and periods and (first.programme == second.programme)


def repeated_as_unread(fact: Fact) -> Unread:
    return Unread(fact.start, fact.end, fact.as_printed, "repeated", explanation("repeated"), fact.sentence)


def dates_as_unread(text: str, dates: list[DateMention], sentences: list[Sentence]) -> list[Unread]:
    starts = [sentence.start for sentence in sentences]
    found = []
    for mention in dates:
        digits = [match.span() for match in DIGITS.finditer(text, mention.start, mention.end)]
        if not digits:
            continue
        sentence = sentences[max(0, bisect_right(starts, mention.start) - 1)]
        reason = NO_DATES.get(mention.rule, "date")
        found.append(unread_at(text, digits[0][0], digits[-1][1], reason, sentence))
    return found


def distinct(unread: list[Unread]) -> list[Unread]:
    """One entry a place; the two ends of a range are one printed number."""
    found: dict[tuple[int, int], Unread] = {}
    for entry in sorted(unread, key=lambda entry: (entry.start, -entry.end)):
        found.setdefault((entry.start, entry.end), entry)
    return list(found.values())


def accounted(
    text: str, body_start: int, facts: list[Fact], unread: list[Unread], sentences: list[Sentence]
) -> Extraction:
    """Adds every run of digits that nothing has taken to the unread, so that the account closes; a span is a fact or unread, not both."""
    taken = {(fact.start, fact.end) for fact in facts}
    unread = [entry for entry in unread if (entry.start, entry.end) not in taken]
    spans = sorted(taken | {(entry.start, entry.end) for entry in unread})
    starts = [start for start, _ in spans]
    sentence_starts = [sentence.start for sentence in sentences]
    printed = 0
    for match in DIGITS.finditer(text, body_start):
        printed += 1
        index = bisect_right(starts, match.start()) - 1
        if index >= 0 and match.end() <= spans[index][1]:
            continue
        sentence = sentences[max(0, bisect_right(sentence_starts, match.start()) - 1)]
        unread.append(unread_at(text, match.start(), match.end(), "not_understood", sentence))
    unread.sort(key=lambda entry: (entry.start, entry.end))
    covered = sorted({(fact.start, fact.end) for fact in facts} | {(entry.start, entry.end) for entry in unread})
    starts = [start for start, _ in covered]
    accounted = 0
    for match in DIGITS.finditer(text, body_start):
        index = bisect_right(starts, match.start()) - 1
        accounted += index >= 0 and match.end() <= covered[index][1]
    return Extraction(tuple(facts), tuple(unread), printed, accounted)
