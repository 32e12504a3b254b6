"""Dates and periods as a report prints them: `per November 2012`, `Januari-Oktober 2012`, `Senin (6/12/2021)`, `tahun lalu`.

Belongs here: the role of a form, from the words around it, and forms that lean on the one before them. Does not: the forms
(calendar_forms.py), their days (calendar_periods.py), the publication date (publication.py). A form that cannot be resolved keeps its
place in the text and has no period.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sources.press.calendar_forms import Form, find_forms
from sources.press.calendar_periods import resolve, shifted
from sources.press.vocabulary import GAP, SPACE, alternation, table, words
from sources.reading import Publication


@dataclass(frozen=True)
class DateMention:
    """One printed date or period; text[start:end] includes the words that give its role ('hingga', 'per', 'Senin (').

    `day`, `month`, `year` as far as printed or resolved, of the last day named; `weekday` 1 (Monday) to 7. `role`: as_of, until, span,
    dateline, now, future, past, bare; none for what is no period (the year of a law, a copyright line). `start_on`, `end_on`: the period,
    None where unresolved; `until` has no start, `sejak` (rule since_…) no end.
    """

    start: int
    end: int
    day: int | None
    month: int | None
    year: int | None
    weekday: int | None
    role: str
    start_on: date | None
    end_on: date | None
    rule: str


@dataclass(frozen=True)
class _Around:
    """What the words before a form say."""

    start: int
    role: str | None = None
    rule: str | None = None
    part: str | None = None  # early, middle, late
    weekday: int | None = None


_IN_BRACKETS = ("numeric_short", "day_month")
_RANGES = ("months", "days", "years", "part", "months_of_year")


def find_dates(text: str, publication: Publication | None) -> list[DateMention]:
    """Every date and period, in order, overlapping none. The spans do not depend on the publication; relative forms are resolved by it.

    Ages, durations and clock times are no dates: their digits are numerals.
    """
    if publication and not 1900 <= publication.on.year <= 2200:
        publication = None  # nothing can be counted from such a date
    mentions: list[DateMention] = []
    for form in find_forms(text):
        lone = mentions[-1] if mentions and mentions[-1].rule.endswith("weekday") else None
        around = _look_left(text, form, lone.start if lone else mentions[-1].end if mentions else 0)
        if lone and around.start <= lone.start:
            mentions.pop()  # the weekday belongs to this date
        elif lone and around.start < lone.end:
            around = replace(around, start=max(form.start, lone.end))
        if _is_year(text, form, around):
            mentions.append(_mention(text, form, around, publication))
    return _leaning(text, mentions)


def _mention(text: str, form: Form, around: _Around, publication: Publication | None) -> DateMention:
    bracketed = text[form.start - 1 : form.start] == "(" and text[form.end : form.end + 1] == ")"
    end = form.end + 1 if form.name in _IN_BRACKETS or (bracketed and around.weekday) else form.end
    period = resolve(form, publication, around.part, around.weekday)
    mention = DateMention(
        start=around.start,
        end=end,
        day=period.day,
        month=period.month,
        year=period.year,
        weekday=around.weekday,
        role=period.role,
        start_on=period.start,
        end_on=period.end,
        rule=period.rule,
    )
    return _with_role(mention, around, form, publication)


@cache
def _before() -> re.Pattern[str]:
    phrases = alternation(row["phrase"] for row in table("period_phrases") if row["position"] == "before")
    return re.compile(rf"(?<!\w)(?<!\w-)(?:(?:{phrases}){GAP}){{1,5}}\Z", re.IGNORECASE)


@cache
def _phrase() -> re.Pattern[str]:
    phrases = alternation(row["phrase"] for row in table("period_phrases") if row["position"] == "before")
    return re.compile(rf"(?<!\w)(?P<phrase>{phrases})(?!\w)", re.IGNORECASE)


@cache
def _before_rows() -> dict[str, tuple[str, str]]:
    return {row["phrase"]: (row["role"], row["rule"]) for row in table("period_phrases") if row["position"] == "before"}


@cache
def _weekday_before() -> re.Pattern[str]:
    weekdays = alternation(row["word"] for row in table("weekdays"))
    part_of_day = rf"(?:(?:pagi|siang|sore|malam|petang|dini{SPACE}hari),?{SPACE})?"
    return re.compile(rf"(?<![\w-])(?P<weekday>{weekdays}),?{SPACE}{{0,2}}{part_of_day}(?:tanggal{SPACE})?[(]?\Z")


def _look_left(text: str, form: Form, reached: int) -> _Around:
    """The weekday and the chain of prepositions before the form, at most 64 characters away and not before `reached`."""
    if form.name in ("law_year", "copyright"):
        return _Around(form.start)
    low = max(reached, form.start - 64)
    start = form.start - 1 if form.name in _IN_BRACKETS else form.start
    weekday, printed = None, form.parts.get("weekday")
    if printed is None and (match := _weekday_before().search(text[low : form.start])):
        start, printed = low + match.start(), match["weekday"]
    if printed:
        weekday = int(words("weekdays", "word", "weekday")[printed.lower()])
    chain = _before().search(text[low:start])
    if not chain:
        return _Around(start, weekday=weekday)
    role = rule = part = None
    for found in _phrase().finditer(chain[0]):
        row_role, row_rule = _before_rows()[" ".join(found["phrase"].lower().split())]
        if not row_role:
            part = row_rule
        elif role in (None, "bare"):
            role, rule = row_role, row_rule
    return _Around(low + chain.start(), role, rule, part, weekday)


def _is_year(text: str, form: Form, around: _Around) -> bool:
    """Whether four bare digits are a year: words before it say so, or no counted thing follows."""
    if form.name != "year" or around.role or around.part:
        return True
    follows = re.match(rf"{GAP}?([^\W\d_]{{1,20}}|%)", text[form.end : form.end + 24])
    return not follows or follows[1].lower() not in _not_after_a_year()


@cache
def _not_after_a_year() -> frozenset[str]:
    nouns = {row["noun"] for row in table("unit_nouns")}
    scales = {row["word"] for row in table("scale_words") if row["needs_currency"] == "no"}
    return frozenset(nouns | scales | {"persen", "percent", "%", "rupiah"})


def _with_role(mention: DateMention, around: _Around, form: Form, publication: Publication | None) -> DateMention:
    role, rule = mention.role, mention.rule
    if role in ("none", "now") or rule in ("ahead", "counted_time"):
        return mention
    is_range = form.name in _RANGES and not (around.role == "until" and form.name in ("part", "months_of_year"))
    if around.role and around.role != "bare" and not (is_range and around.role in ("span", "past", "until")):
        role, rule = around.role, f"{around.rule}_{rule}"
    elif around.weekday and not is_range:
        role = "dateline"
    mention = replace(mention, role=role, rule=rule)
    if role == "until":
        return replace(mention, start_on=None)
    if rule.startswith("since"):
        return replace(mention, end_on=None)
    return _with_time(mention, publication)


def _with_time(mention: DateMention, publication: Publication | None) -> DateMention:
    """A bare period before the year of publication is past, one that begins after the publication is future."""
    if publication is None or mention.role != "bare" or mention.end_on is None:
        return mention
    if mention.start_on and mention.start_on > publication.on:
        return replace(mention, role="future")
    return replace(mention, role="past") if mention.end_on.year < publication.on.year else mention


# --- forms that lean on the one before them

_COMPARED = re.compile(rf"(?i)(?<!\w)(?:dibanding|dibandingkan|ketimbang|daripada|dari){GAP}\Z")
_GAP = re.compile(rf"{GAP}?")


def _leaning(text: str, mentions: Sequence[DateMention]) -> list[DateMention]:
    """Joins 'sejak 1 Juli 2015' with 'sampai November', 'periode yang sama' with 'tahun lalu', and resolves what leans on them."""
    done: list[DateMention] = []
    for mention in mentions:
        last = done[-1] if done and _GAP.fullmatch(text, done[-1].end, mention.start) else None
        opened = last and (
            last.rule.startswith(("since", "throughout_year")) or (last.rule in _OPENING and last.role in _OPEN)
        )
        if last and opened and mention.role == "until":
            done[-1] = _since_until(last, mention)
        elif last and last.rule == "same_period" and mention.rule in _YEAR_RULES:
            done[-1] = _same_period_of(done[:-1][-_MEMORY:], last, mention)
        elif mention.rule in ("same_span", "same_period"):
            compared = _COMPARED.search(text[max(0, mention.start - 24) : mention.start])
            done.append(mention if compared else _moved(_model(done), mention, 0))
        elif mention.rule.endswith("year_before"):
            done.append(_the_year_before(done, mention))
        else:
            done.append(mention)
    return done


_MEMORY = 12  # how many mentions back a form may lean
_YEAR_RULES = ("year", "last_year", "this_year", "year_before", "throughout_year")


_OPENING = ("day", "month", "numeric", "iso", "english_day")  # 'Januari' before 'hingga 15 Maret 2024'
_OPEN = ("bare", "past", "future")


def _since_until(since: DateMention, until: DateMention) -> DateMention:
    end_on = until.end_on
    if since.start_on and end_on and since.rule in _OPENING and since.start_on > end_on:
        years = end_on.year - since.start_on.year
        start_on = shifted(since.start_on, years)
        since = replace(
            since, start_on=start_on if start_on and start_on <= end_on else shifted(since.start_on, years - 1)
        )
    if since.start_on and end_on and end_on < since.start_on:  # the month without a year took the publication's
        years = since.start_on.year - end_on.year
        end_on = (
            shifted(end_on, years)
            if (shifted(end_on, years) or end_on) >= since.start_on
            else shifted(end_on, years + 1)
        )
    return replace(
        until,
        start=since.start,
        role="span",
        start_on=since.start_on,
        end_on=end_on,
        year=end_on.year if end_on else None,
        rule="since_until",
    )


def _model(done: Sequence[DateMention]) -> DateMention | None:
    """The period named last: what 'the same period' means."""
    resolved = [m for m in done[-_MEMORY:] if m.end_on and not m.rule.startswith("same")]
    for roles in (("until", "span", "as_of"), ("past", "bare")):
        if found := next((m for m in reversed(resolved) if m.role in roles), None):
            return found
    return None


def _moved(model: DateMention | None, mention: DateMention, years: int) -> DateMention:
    if model is None or model.end_on is None:
        return mention
    end_on = shifted(model.end_on, years)
    return replace(
        mention,
        month=model.month,
        year=end_on.year if end_on else None,
        role="past" if years < 0 else "span",
        start_on=shifted(model.start_on, years),
        end_on=end_on,
    )


def _same_period_of(earlier: Sequence[DateMention], same: DateMention, year: DateMention) -> DateMention:
    """'periode yang sama tahun lalu': the period named last, in the year that follows the phrase."""
    joined = replace(year, start=same.start, rule=f"same_period_{year.rule}", role="past")
    model = _model(earlier)
    if model is None or model.end_on is None:
        return joined
    if year.rule == "year_before":
        return replace(_moved(model, joined, -1), role="past")
    if year.year is None:
        return joined
    return replace(_moved(model, joined, year.year - model.end_on.year), role="past")


def _the_year_before(done: Sequence[DateMention], mention: DateMention) -> DateMention:
    """'tahun sebelumnya': the year before the one named last, else the year before the publication."""
    named = next(
        (m.year for m in reversed(done[-_MEMORY:]) if m.year and m.end_on and m.role not in ("dateline", "now")), None
    )
    if named is None:
        return mention
    return replace(mention, year=named - 1, start_on=date(named - 1, 1, 1), end_on=date(named - 1, 12, 31))
