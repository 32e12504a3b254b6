"""From a text to facts and unread numbers: all parts of the grammar in their order.

Belongs here: the order of the steps, and what one fact is put together from. Does not: any of the steps.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from sources import reference
from sources.press import gazetteer
from sources.press.accounting import DIGITS, accounted, dates_as_unread, distinct, each_once, repeated_as_unread
from sources.press.areas import Areas, told_of_all_provinces
from sources.press.calendar import DateMention, find_dates
from sources.press.clauses import Place, Sentence, places_of, sentences_of
from sources.press.extraction import Extraction, Fact, Unread, sentence_text, unread_at
from sources.press.features import frame_of
from sources.press.frames import Frame, Tags
from sources.press.gazetteer import Area, PlaceName
from sources.press.lexicon import Word, words_of
from sources.press.measures import assign_measures
from sources.press.numerals import Numeral, find_numerals
from sources.press.periods import Periods
from sources.press.places import Places, without_list_commas
from sources.press.traps import Traps
from sources.reading import Publication

NAME_GOES_ON = re.compile(r"(?:\s+[A-Z][\w-]+)+\s+")
PAIRED = re.compile(r"\s*(?:(?:men)?jadi|dari|ke|hingga|dan|-|–)(?: sebelumnya)?\s*", re.IGNORECASE)  # '10% dari 8%'
MEMBERSHIP = {"coverage", "registered", "unprotected", "active", "claims"}
DUE = ("coverage_target", "growth_target", "achievement_rate")
NOT_FOUND = {"money": "other_amount", "percent": "other_rate", "count": "not_understood"}
LONGEST_HEADLINE = 140


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
    places.settle(headline, lambda offset: bisect_right(starts, offset) - 1 in with_figures)
    assign_measures(parts.text, parts.tags, frames)
    areas = Areas(parts.text, frames, places, told_of_all_provinces(parts.text, parts.numbers)).all()
    periods = Periods(parts.text, parts.dates, publication, publication_stated=publication_stated)
    periods.mark_plans(
        [(f.place, f.sentence) for f in frames if f.target and (f.quantity == "count" or f.measure in DUE)]
    )
    facts: list[Fact] = []
    for frame, (area, rule) in zip(frames, areas, strict=True):
        if frame.measure:
            facts.append(_with_period_of_whole(frame, _fact(parts.text, frame, area, rule, periods), facts))
        else:
            numeral = frame.place.numeral
            unread.append(unread_at(parts.text, numeral.start, numeral.end, NOT_FOUND[frame.quantity], frame.sentence))
    facts, repeated = each_once(facts, title_end)
    unread += [repeated_as_unread(fact) for fact in repeated]
    unread += dates_as_unread(parts.text, parts.dates, parts.sentences)
    return accounted(parts.text, body_start, facts, distinct(unread), parts.sentences)


def _take_apart(text: str, body_start: int, publication: Publication | None) -> _Text:
    dates = find_dates(text, publication)
    numerals = find_numerals(text, dates)
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
        if reason is None and same_rate and PAIRED.fullmatch(parts.text[last_end : numeral.start]):
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


def _fact(text: str, frame: Frame, area: Area, area_rule: str, periods: Periods) -> Fact:
    numeral = frame.place.numeral
    measure = frame.measure or ""
    row = reference.measures()[measure]
    flow = row["kind"] == "flow" or measure in ("growth_rate", "achievement_rate")
    planned = frame.planned and row["fact"] == "service_points"
    target = row["kind"] == "target" or frame.target or planned
    period = periods.of(frame.place, frame.sentence, flow=flow, target=target, plan_only=planned)
    if "level_from" in frame.rules:
        period = replace(period, start=None, end=None, basis="none", rule="period_none")
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
        rules=(numeral.form, *dict.fromkeys(frame.rules), area_rule, period.rule),
        sentence=sentence_text(text, frame.sentence),
    )


def _with_period_of_whole(frame: Frame, fact: Fact, before: list[Fact]) -> Fact:
    """A figure told again has the period that it had at first, and the parts of a whole have that of the whole."""
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
        continued = undated and "topic_of_figure_before" in frame.rules and before[-1].programme == fact.programme
        first = before[-1] if part or continued else None
    if first is None:
        return fact
    return replace(
        fact, period=replace(first.period, rule="period_of_whole"), rules=(*fact.rules[:-1], "period_of_whole")
    )


def _title_end(parts: _Text) -> int:
    """End of the headline: a short first line, alone in its paragraph and without a full stop; 0 where the text begins with prose."""
    if not parts.sentences:
        return 0
    first = parts.sentences[0]
    line = parts.text[first.line_start : first.line_end].strip()
    prose = len(line) > LONGEST_HEADLINE or line.endswith((".", '"', "”")) or first.line_end >= len(parts.text) - 1
    return 0 if prose else first.line_end
