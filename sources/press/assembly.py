"""From a text to facts and unread numbers: all parts of the grammar in their order.

Belongs here: the order of the steps, areas and periods of the facts, repeated figures, the accounting of every number. Does not: rows
of the raw table (reader), printing (explain and the command line).
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from sources import reference
from sources.press import gazetteer
from sources.press.calendar import DateMention, find_dates
from sources.press.clauses import Sentence, places_of, sentences_of
from sources.press.frames import Frame, Tags, frame_of
from sources.press.gazetteer import Area
from sources.press.lexicon import words_of
from sources.press.measures import assign_measures
from sources.press.numerals import find_numerals
from sources.press.periods import Period, Periods
from sources.press.places import Mention, Places, without_list_commas
from sources.press.traps import Traps
from sources.press.vocabulary import table
from sources.reading import Publication

ALL_PROVINCES = 26  # a figure told of so many provinces is told of the nation; there were 26 in the smallest count of the reports' years
PLACE_BREAK = re.compile(r"[;:]|\.\s|\b(?:yakni|yaitu|antara lain|di antaranya|termasuk|seperti)\b")
DIGITS = re.compile(r"\d+")
JOINER = re.compile(r"\s*(?:,|,?\s*dan|,?\s*serta)\s*(?:di )?(?:Kota |Kabupaten )?")
NAME_GOES_ON = re.compile(r"(?:\s+[A-Z][\w-]+)+\s+")


@dataclass(frozen=True)
class Fact:
    """One figure: text[start:end] is as printed, offsets count characters of the whole file."""

    start: int
    end: int
    as_printed: str
    measure: str
    value: Decimal
    unit: str
    decimals: int
    qualifier: str
    area: Area
    period: Period
    programme: str | None
    segment: str | None
    confidence: float
    rules: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Unread:
    """A printed number that is no fact: `reason` is a code of unread_reasons.csv, `explanation` says it in words."""

    start: int
    end: int
    as_printed: str
    reason: str
    explanation: str
    sentence: str


@dataclass(frozen=True)
class Extraction:
    """What a report says: facts and unread numbers in order of place, and the accounting of its runs of digits."""

    facts: tuple[Fact, ...]
    unread: tuple[Unread, ...]
    numbers_printed: int
    numbers_accounted: int


def extract(
    text: str,
    publication: Publication | None,
    *,
    body_start: int = 0,
    headline: str | None = None,
    publication_stated: bool | None = None,
) -> Extraction:
    """Facts and unread numbers of text[body_start:], offsets counting from the start of text; the body's own numbers alone are counted.

    `publication_stated` False says that the date was only derived from the figures, so that it dates none of them; by default a date
    that the text gives to the month only counts as derived.
    """
    if publication_stated is None:
        publication_stated = publication is not None and not (
            publication.basis == "text" and publication.precision == "month"
        )
    blank = " " * body_start + text[body_start:]  # front matter is no prose, yet offsets must stay
    dates = find_dates(blank, publication)
    numerals = find_numerals(blank, dates)
    words = words_of(blank)
    names = gazetteer.find_places(blank, words)
    prose = without_list_commas(blank, names)
    spans = sorted({(n.start, n.end) for n in numerals} | {(d.start, d.end) for d in dates})
    sentences = sentences_of(blank, body_start, spans)
    tags = Tags(blank, words)
    number_places = places_of(prose, words, sentences, numerals)
    traps = Traps(blank, words, tags)
    title_end = _title_end(blank, sentences)
    places = Places(blank, names, tags.all("office_words"), title_end)
    name_starts = sorted(name.start for name in names)

    def is_place_name(offset: int) -> bool:
        index = bisect_right(name_starts, offset + 2)
        return index > 0 and name_starts[index - 1] >= offset

    unread: list[Unread] = []
    frames: list[Frame] = []
    last_reason, last_end = "", 0
    figures = []
    for place in number_places:
        sentence = sentences[place.sentence]
        numeral = place.numeral
        if numeral.kind == "other" and not DIGITS.search(blank, numeral.start, numeral.end):
            continue  # 'salah satu': a word that counts nothing
        reason = traps.reason(place, sentence, traps.in_line(sentence))
        if (
            reason is None
            and last_reason == "programme_name"
            and NAME_GOES_ON.fullmatch(blank[last_end : numeral.start])
        ):
            reason = "programme_name"
        last_reason, last_end = reason or "", numeral.end
        if reason:
            unread.append(_unread(blank, place.numeral.start, place.numeral.end, reason, sentence))
        else:
            figures.append(numeral)
    # Once it is known which numbers are figures, their words are bounded anew: a number that is none parts no words of others.
    for place in places_of(prose, words, sentences, figures):
        frames.append(frame_of(prose, tags, place, sentences[place.sentence], is_place_name))
    for frame in frames:
        place = frame.place
        named = places.between(place.left, place.numeral.start) or places.between(
            place.numeral.end, min(place.right, place.numeral.end + 40)
        )
        frame.listed = bool(named) or frame.segment is not None
    with_figures = {frame.place.sentence for frame in frames}
    sentence_starts = [sentence.start for sentence in sentences]
    places.settle(headline, lambda offset: bisect_right(sentence_starts, offset) - 1 in with_figures)
    assign_measures(blank, tags, frames)
    national = {
        place.sentence
        for place in number_places
        if place.numeral.kind == "count"
        and place.numeral.value >= ALL_PROVINCES
        and re.match(r"\s*(?:provinsi|propinsi)", blank[place.numeral.number_end : place.numeral.number_end + 12])
    }
    periods = Periods(blank, dates, publication, publication_stated=publication_stated)
    periods.mark_plans([(f.place.left, f.place.numeral.start) for f in frames if f.target and f.quantity == "count"])
    facts = []
    area_of: dict[int, tuple[Area, str]] = {}
    for index, frame in enumerate(frames):
        area, rule = _area(blank, frames, index, places, area_of, national)
        area_of[index] = (area, rule)
        if frame.measure is None:
            reason = (
                "other_amount"
                if frame.quantity == "money"
                else "other_rate"
                if frame.quantity == "percent"
                else "not_understood"
            )
            unread.append(_unread(blank, frame.place.numeral.start, frame.place.numeral.end, reason, frame.sentence))
            continue
        facts.append(_fact(blank, frame, area, rule, periods))
    facts, repeated = _once(facts, title_end)
    unread += [_repeated(fact, blank) for fact in repeated]
    unread += _dates(blank, dates, sentences)
    unread = _distinct(unread)
    return _accounted(blank, body_start, facts, unread, sentences)


# --- areas


def _area(
    text: str, frames: list[Frame], index: int, places: Places, known: dict[int, tuple[Area, str]], national: set[int]
) -> tuple[Area, str]:
    area, rule = _named_area(text, frames, index, places, known, national)
    frame = frames[index]
    if frame.measure == "offices_kanwil" and area.kind != "nation":
        return gazetteer.NATION, "area_of_all_offices"
    if (frame.measure or "").startswith(("workers_", "bsu_")) and frame.measure != "bsu_amount":
        most = gazetteer.largest_count(area)
        if most is not None and frame.value > most:
            return gazetteer.NATION, "area_too_small_for_count"
    return area, rule


def _named_area(
    text: str, frames: list[Frame], index: int, places: Places, known: dict[int, tuple[Area, str]], national: set[int]
) -> tuple[Area, str]:
    frame = frames[index]
    place, sentence = frame.place, frame.sentence
    left = places.between(place.left, place.numeral.start)
    stop = PLACE_BREAK.search(text, place.numeral.end, place.right)
    right_end = stop.start() if stop else place.right
    right = places.between(place.numeral.end, right_end)
    enumerated = len(right) > 1 and all(JOINER.fullmatch(text[a.end : b.start]) for a, b in pairwise(right[:3]))
    comma = text.find(",", place.numeral.end, right_end)
    right = [m for m in right if comma < 0 or m.start < comma]
    if enumerated and frame.measure and frame.measure.startswith("offices"):
        right = []  # 'empat kantor cabang di Balikpapan, Samarinda, …': the parts, not the area
    if right and (not left or left[-1].role in ("kanwil", "agency") or right[0].role in ("locative", "branch")):
        return right[0].area, "area_clause"
    if left:
        return _best_left(left).area, "area_clause"
    if place.sentence in national and (place.numeral.end, sentence.end):
        return gazetteer.NATION, "area_all_provinces"
    if index > 0 and frames[index - 1].place.sentence == place.sentence and index - 1 in known:
        return known[index - 1][0], "area_of_figure_before"
    before = places.between(sentence.start, place.numeral.start)
    if before:
        return _best_left(before).area, "area_sentence"
    after = places.between(place.numeral.end, stop.start() if stop else sentence.end)
    last_in_sentence = index + 1 >= len(frames) or frames[index + 1].place.sentence != place.sentence
    if last_in_sentence and len(after) == 1 and after[0].role == "locative":
        return after[0].area, "area_sentence"
    if index > 0 and index - 1 in known:
        previous = frames[index - 1]
        near = previous.sentence.paragraph == sentence.paragraph and place.sentence - previous.place.sentence <= 2
        if (
            near
            and known[index - 1][1] in ("area_clause", "area_sentence", "area_of_figure_before", "area_carried")
            and not _is_list(frames, index - 1, known)
        ):
            return known[index - 1][0], "area_carried"
    return places.default, places.default_rule


def _best_left(mentions: list[Mention]) -> Mention:
    """The last place named before the number, unless only an institution's seat stands there."""
    strong = [m for m in mentions if m.role in ("locative", "branch", "kanwil", "agency")]
    if mentions[-1].role == "bare" or not strong:
        return mentions[-1]
    locative = [m for m in strong if m.role == "locative"]
    return locative[-1] if locative and strong[-1].role in ("agency", "kanwil") else strong[-1]


def _is_list(frames: list[Frame], index: int, known: dict[int, tuple[Area, str]]) -> bool:
    """Whether the sentence of that figure tells of several areas one after the other."""
    sentence = frames[index].place.sentence
    codes = set()
    while index >= 0 and frames[index].place.sentence == sentence:
        codes.add(known[index][0].code)
        index -= 1
    return len(codes) > 1


# --- facts


def _fact(text: str, frame: Frame, area: Area, area_rule: str, periods: Periods) -> Fact:
    numeral = frame.place.numeral
    measure = frame.measure or ""
    row = reference.measures()[measure]
    flow = row["kind"] == "flow" or measure in ("growth_rate", "achievement_rate")
    planned = frame.planned and row["fact"] == "service_points"
    target = row["kind"] == "target" or frame.target or planned
    period = periods.of(frame.place, frame.sentence, flow=flow, target=target)
    if (planned and period.rule != "period_clause") or "level_from" in frame.rules:
        period = replace(period, start=None, end=None, basis="none", rule="period_none")
    value = -numeral.value if "fall" in frame.rules and numeral.value > 0 else numeral.value
    qualifier = numeral.qualifier
    if planned and qualifier == "exact":
        qualifier = "planned"
    segment = frame.facility if measure == "facilities_plkk" else frame.segment
    return Fact(
        numeral.start,
        numeral.end,
        text[numeral.start : numeral.end],
        measure,
        value,
        row["unit"],
        numeral.decimals,
        qualifier,
        area,
        period,
        frame.programme,
        segment,
        round(frame.confidence, 2),
        (numeral.form, *frame.rules, area_rule, period.rule),
        _sentence_text(text, frame.sentence),
    )


def _once(facts: list[Fact], title_end: int) -> tuple[list[Fact], list[Fact]]:
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
    for group in groups:
        best = max(
            group, key=lambda fact: (fact.start >= title_end, fact.period.basis == "text", fact.confidence, -fact.start)
        )
        kept.append(best)
        repeated += [fact for fact in group if fact is not best]
    return sorted(kept, key=lambda fact: (fact.start, fact.value)), repeated


def _family(measure: str) -> str:
    return {"coverage_target": "coverage", "coverage_rate": "coverage"}.get(measure, measure)


def _same(first: Fact, second: Fact) -> bool:
    if first.measure.startswith(("coverage", "share", "achievement", "growth")) or first.value >= 1000:
        areas = first.area.code == second.area.code or not {first.rules[-2], second.rules[-2]} <= {"area_clause"}
    else:
        areas = first.area.code == second.area.code
    segments = first.segment == second.segment or first.segment is None or second.segment is None
    ranges = first.qualifier == second.qualifier or "range_low" not in (first.qualifier, second.qualifier)
    periods = (
        first.period.end == second.period.end
        or "text" not in (first.period.basis, second.period.basis)
        or not (first.period.basis == second.period.basis == "text")
    )
    return areas and segments and ranges and periods and (first.programme == second.programme)


# --- unread numbers


def _unread(text: str, start: int, end: int, reason: str, sentence: Sentence) -> Unread:
    return Unread(start, end, text[start:end], reason, _explanation(reason), _sentence_text(text, sentence))


def _explanation(reason: str) -> str:
    return next(row["explanation"] for row in table("unread_reasons") if row["reason"] == reason)


def _repeated(fact: Fact, text: str) -> Unread:
    return Unread(fact.start, fact.end, fact.as_printed, "repeated", _explanation("repeated"), fact.sentence)


def _dates(text: str, dates: list[DateMention], sentences: list[Sentence]) -> list[Unread]:
    starts = [sentence.start for sentence in sentences]
    found = []
    for mention in dates:
        digits = [match.span() for match in DIGITS.finditer(text, mention.start, mention.end)]
        if not digits:
            continue
        sentence = sentences[max(0, bisect_right(starts, mention.start) - 1)]
        found.append(
            _unread(text, digits[0][0], digits[-1][1], "law_number" if mention.role == "none" else "date", sentence)
        )
    return found


def _distinct(unread: list[Unread]) -> list[Unread]:
    """One entry a place; the two ends of a range are one printed number."""
    found: dict[tuple[int, int], Unread] = {}
    for entry in sorted(unread, key=lambda entry: (entry.start, -entry.end)):
        found.setdefault((entry.start, entry.end), entry)
    return list(found.values())


def _accounted(
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
        unread.append(_unread(text, match.start(), match.end(), "not_understood", sentence))
    unread.sort(key=lambda entry: (entry.start, entry.end))
    covered = sorted({(fact.start, fact.end) for fact in facts} | {(entry.start, entry.end) for entry in unread})
    starts = [start for start, _ in covered]
    accounted = 0
    for match in DIGITS.finditer(text, body_start):
        index = bisect_right(starts, match.start()) - 1
        accounted += index >= 0 and match.end() <= covered[index][1]
    return Extraction(tuple(facts), tuple(unread), printed, accounted)


def _sentence_text(text: str, sentence: Sentence) -> str:
    return " ".join(text[sentence.start : sentence.end].split())[:600]


def _title_end(text: str, sentences: list[Sentence]) -> int:
    """End of the headline: a short first line, alone in its paragraph and without a full stop; 0 where the text begins with prose."""
    if not sentences:
        return 0
    first = sentences[0]
    line = text[first.line_start : first.line_end].strip()
    if len(line) > 140 or line.endswith((".", '"', "”")) or first.line_end >= len(text) - 1:
        return 0
    return first.line_end


def latest(dates: list[date]) -> date | None:
    return max(dates, default=None)
