"""From a text to facts and unread numbers: all parts of the grammar in their order.

Belongs here: the order of the steps, and what one fact is put together from. Does not: any of the steps.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from sources import reference
from sources.press import gazetteer
from sources.press.accounting import (
    DIGITS,
    accounted,
    dates_as_unread,
    distinct,
    each_once,
    repeated_as_unread,
)
from sources.press.area_lists import points_back, told_of_all_provinces
from sources.press.area_spoken_for import region_spoken_for
from sources.press.areas import Areas, first_named
from sources.press.calendar import DateMention, find_dates
from sources.press.clauses import Place, Sentence, places_of, sentences_of
from sources.press.confidence import calibrated
from sources.press.constructions import between
from sources.press.extraction import Extraction, Fact, Unread, sentence_text, unread_at
from sources.press.features import frame_of
from sources.press.frames import Frame, Tags
from sources.press.gazetteer import Area, PlaceName
from sources.press.lexicon import Word, words_of
from sources.press.measures import assign_measures
from sources.press.numerals import Numeral, find_numerals
from sources.press.periods import Periods
from sources.press.place_roles import without_list_commas
from sources.press.places import Places
from sources.press.siblings import settled
from sources.press.told_again import with_area_of_first, with_period_of_whole
from sources.press.traps import Traps
from sources.reading import Publication

NAME_GOES_ON = re.compile(r"(?:\s+[A-Z][\w-]+)+\s+")
MEMBERSHIP = {"coverage", "registered", "unprotected", "active", "claims"}
OF_PEOPLE = ("workers_", "coverage_", "bsu_")
DUE = ("coverage_target", "growth_target", "achievement_rate")
AIMED_AT = {
    "workers_registered": "workers_target",
    "workers_active": "workers_target",
    "employers_registered": "employers_target",
}
NOT_FOUND = {"money": "other_amount", "percent": "other_rate", "count": "not_understood"}
LONGEST_HEADLINE = 140
HEAD_LINES = 12


@dataclass(frozen=True)
class _Text:
    """A text and what was found in it before any number was understood. `prose` is the text without the commas of lists of places."""

    text: str
    prose: str
    words: list[Word]
    dates: list[DateMention]
    sentences: list[Sentence]
    tags: Tags
    names: list[PlaceName]
    numbers: list[Place]


def extract(
    text: str,
    publication: Publication | None,
    *,
    body_start: int = 0,
    headline: str | None = None,
    publication_stated: bool | None = None,
) -> Extraction:
    """Facts and unread numbers of text[body_start:], offsets counting from the start of text; the body's own numbers alone are counted.

    `headline` is a title that stands outside the body. `publication_stated` False says that the date was only derived from the figures,
    so that it dates none of them; by default a date that the text gives to the month only counts as derived.
    """
    if publication_stated is None:
        derived = publication is not None and publication.basis == "text" and publication.precision == "month"
        publication_stated = publication is not None and not derived
    parts = _take_apart(" " * body_start + text[body_start:], body_start, publication)
    figures, unread = _figures(parts)
    places = Places(parts.text, parts.names, parts.tags.all("office_words"), title_end := _title_end(parts))
    frames = _frames(parts, figures, places)
    with_figures = {frame.place.sentence for frame in frames}
    starts = [sentence.start for sentence in parts.sentences]
    assign_measures(parts.text, parts.tags, frames)
    _share_between_ends(frames)
    lead = first_named(parts.text, frames, places)

    def told_at(offset: int) -> bool:
        return bisect_right(starts, offset) - 1 in with_figures

    places.settle(headline, told_at, lead)
    of_people = {f.place.sentence for f in frames if (f.measure or "").startswith(OF_PEOPLE)}
    region = region_spoken_for(
        parts.text, places.mentions, places.default, lambda offset: bisect_right(starts, offset) - 1 in of_people
    )
    if region:
        places.speak_for(region)
    figures_of = Areas(parts.text, frames, places, told_of_all_provinces(parts.text, parts.numbers))
    areas = figures_of.all()
    periods = Periods(parts.text, parts.dates, publication, publication_stated=publication_stated)
    periods.mark_plans(
        [(f.place, f.sentence) for f in frames if f.target and (f.quantity == "count" or f.measure in DUE)]
    )
    facts: list[Fact] = []
    told: Frame | None = None
    firsts: dict[tuple[Decimal, str], Fact] = {}
    for index, (frame, (area, rule)) in enumerate(zip(frames, areas, strict=True)):
        if frame.measure:
            beside = told is not None and told.sentence.paragraph == frame.sentence.paragraph
            fact = with_area_of_first(_fact(parts.text, frame, area, rule, periods), firsts)
            fact = with_period_of_whole(frame, fact, facts, beside=beside, back=points_back(parts.text, frame))
            told = frame
            firsts.setdefault((fact.value, fact.as_printed), fact)
            facts += [replace(fact, area=each) for each in figures_of.shared(index)] or [fact]
        else:
            numeral = frame.place.numeral
            unread.append(unread_at(parts.text, numeral.start, numeral.end, NOT_FOUND[frame.quantity], frame.sentence))
    facts, repeated = each_once(facts, title_end)
    unread += [repeated_as_unread(fact) for fact in repeated]
    unread += dates_as_unread(parts.text, parts.dates, parts.sentences)
    facts = [replace(fact, confidence=calibrated(fact.measure_confidence, fact.rules)) for fact in facts]
    return accounted(parts.text, body_start, facts, distinct(unread), parts.sentences)


def _take_apart(text: str, body_start: int, publication: Publication | None) -> _Text:
    dates = find_dates(text, publication)
    numerals = settled(find_numerals(text, dates))
    words = words_of(text)
    names = gazetteer.find_places(text, words)
    prose = without_list_commas(text, names)
    spans = sorted({(n.start, n.end) for n in numerals} | {(d.start, d.end) for d in dates})
    sentences = sentences_of(text, body_start, spans)
    numbers = places_of(prose, words, sentences, numerals)
    return _Text(text, prose, words, dates, sentences, Tags(text, words), names, numbers)


def _figures(parts: _Text) -> tuple[list[Numeral], list[Unread]]:
    """The numbers that may be figures, and those that are none, with the reason."""
    traps = Traps(parts.text, parts.words)
    figures: list[Numeral] = []
    unread: list[Unread] = []
    last_reason, last_end = "", 0
    for place in parts.numbers:
        sentence, numeral = parts.sentences[place.sentence], place.numeral
        if numeral.kind == "other" and not DIGITS.search(parts.text, numeral.start, numeral.end):
            continue  # 'salah satu': a word that counts nothing
        reason = traps.reason(place, sentence)
        if (
            reason is None
            and last_reason == "programme_name"
            and NAME_GOES_ON.fullmatch(parts.text[last_end : numeral.start])
        ):
            reason = "programme_name"
        same_rate = numeral.kind == "percent" and last_reason == "premium_or_rule"
        if reason is None and same_rate and between("rate_compared", parts.text, last_end, numeral.start):
            reason = last_reason
        if reason is None and numeral.kind == "percent" and last_reason == "other_agency":
            own = {tag.value for tag in parts.tags.between("measure_cues", last_end, sentence.end)}
            if last_end >= sentence.start and not own & MEMBERSHIP:
                reason = last_reason  # 'Kemiskinan 6,33 persen, di bawah nasional 9,4 persen'
        last_reason, last_end = reason or "", numeral.end
        if reason:
            unread.append(unread_at(parts.text, numeral.start, numeral.end, reason, sentence))
        else:
            figures.append(numeral)
    return figures, unread


def _frames(parts: _Text, figures: list[Numeral], places: Places) -> list[Frame]:
    """The features of each figure. Their words are bounded anew: a number that is no figure parts no words of others."""
    starts = [name.start for name in parts.names]

    def is_place_name(offset: int) -> bool:
        index = bisect_right(starts, offset + 2)
        return index > 0 and starts[index - 1] >= offset

    frames = []
    for place in places_of(parts.prose, parts.words, parts.sentences, figures):
        frame = frame_of(parts.prose, parts.tags, place, parts.sentences[place.sentence], is_place_name)
        end = place.numeral.end
        named = places.between(place.left, place.numeral.start) or places.between(end, min(place.right, end + 40))
        frame.listed = bool(named) or frame.segment is not None
        frames.append(frame)
    return frames


def _share_between_ends(frames: list[Frame]) -> None:
    """The two ends of a range are one figure: the upper one is what the lower one was found to be, or what it was if the lower one is nothing."""
    for low, high in pairwise(frames):
        if low.place.numeral.start != high.place.numeral.start:
            continue
        known, other = (low, high) if low.measure or not high.measure else (high, low)
        for name in (
            "noun",
            "status",
            "target",
            "planned",
            "programme",
            "segment",
            "facility",
            "topic",
            "measure",
            "confidence",
        ):
            setattr(other, name, getattr(known, name))
        other.rules = list(known.rules)


def _fact(text: str, frame: Frame, area: Area, area_rule: str, periods: Periods) -> Fact:
    numeral = frame.place.numeral
    measure = frame.measure or ""
    row = reference.measures()[measure]
    flow = row["kind"] == "flow" or measure in ("growth_rate", "achievement_rate")
    planned = frame.planned and row["fact"] == "service_points"
    target = row["kind"] == "target" or (frame.target and row["kind"] != "stock") or planned
    period = periods.of(frame.place, frame.sentence, flow=flow, target=target, plan_only=planned)
    if "level_from" in frame.rules:
        period = replace(period, start=None, end=None, basis="none", rule="period_none")
    aimed_at = AIMED_AT.get(measure) if periods.lies_ahead(period) else None
    if aimed_at:
        measure = aimed_at
        frame.rules.append("told_of_a_year_to_come")
    return Fact(
        start=numeral.start,
        end=numeral.end,
        as_printed=text[numeral.start : numeral.end],
        measure=measure,
        value=-numeral.value if "fall" in frame.rules and numeral.value > 0 else numeral.value,
        unit=row["unit"],
        decimals=numeral.decimals,
        qualifier="planned" if planned and numeral.qualifier == "exact" else numeral.qualifier,
        area=area,
        period=period,
        programme=frame.programme,
        segment=frame.facility if measure == "facilities_plkk" else frame.segment,
        confidence=round(frame.confidence, 2),
        measure_confidence=round(frame.confidence, 2),
        rules=(numeral.form, *filter(None, (numeral.decided,)), *dict.fromkeys(frame.rules), area_rule, period.rule),
        sentence=sentence_text(text, frame.sentence),
        own_words=(frame.place.left, frame.place.right),
    )


def _title_end(parts: _Text) -> int:
    """End of the head: short lines without a full stop before the first prose; 0 where the text begins with prose or is none but such lines."""
    if not parts.sentences:
        return 0
    text, first = parts.text, parts.sentences[0]
    begin = head = first.line_start
    for _ in range(HEAD_LINES):
        end = text.find("\n", begin)
        line = text[begin : end if end >= 0 else len(text)].strip()
        if len(line) > LONGEST_HEADLINE or line.endswith((".", '"', "”")):
            return head if head > first.line_start else 0
        if end < 0:
            break
        begin, head = end + 1, end if line else head
    return first.line_end if text[first.line_end :].strip() else 0
