"""Dates and periods as a report prints them: `per November 2012`, `Januari-Oktober 2012`, `Senin (6/12/2021)`, `tahun lalu`.

Belongs here: the role of a form, from the words around it, and forms that lean on the one before them. Does not: the forms
(calendar_forms.py), their days (calendar_periods.py), the publication date (publication.py). A form that cannot be resolved keeps its
place in the text and has no period.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from sources.press.calendar_forms import Form, find_forms
from sources.press.calendar_leaning import DateMention, leaning
from sources.press.calendar_periods import resolve
from sources.press.kinds import unit_kinds
from sources.press.vocabulary import GAP, SPACE, alternation, table, words
from sources.reading import Publication


@dataclass(frozen=True)
class _Around:
    """What the words before a form say."""

    start: int
    role: str | None = None
    rule: str | None = None
    part: str | None = None  # early, middle, late
    weekday: int | None = None


__all__ = ["DateMention", "find_dates"]
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
        if _is_year(text, form, around) and not _is_part_of_name(text, form):
            mentions.append(_mention(text, form, around, publication))
    return leaning(text, mentions)


LONGEST_HEAD = 60  # characters of a town, and of an outlet, before the day of a report
_TOWN_BEFORE = re.compile(r"[ \t]*[^\W\d_a-z][^\n\d.;:]{1,50}[,(][ \t]*")
_DASH_BEHIND = re.compile(r"[ \t)]{0,3}(?:[-–—:]{1,2}(?=\s)|\|)")


def _is_part_of_name(text: str, form: Form) -> bool:
    """'Tapanuli Kini': a capital inside a sentence makes a name of what is said of the time."""
    if form.name != "phrase" or not text[form.start].isupper():
        return False
    return re.search(r"[^\W\d_][ \t]*\Z", text[max(0, form.start - 8) : form.start]) is not None


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
    mention = _with_role(mention, around, form, publication)
    # 'SINTANG, 14 Maret 2023 - …': the day on which the report was written, and of no figure in it.
    heads = mention.role in ("bare", "past", "future") and mention.day and mention.year and _heads_a_report(text, form)
    return replace(mention, role="dateline", rule="day_at_the_head") if heads else mention


def _heads_a_report(text: str, form: Form) -> bool:
    head = text[max(text.rfind("\n", 0, form.start) + 1, form.start - LONGEST_HEAD) : form.start]
    return _TOWN_BEFORE.fullmatch(head) is not None and _DASH_BEHIND.match(text, form.end) is not None


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
    parts = alternation(row["word"] for row in table("date_words") if row["role"] == "part_of_day")
    part_of_day = rf"(?:(?:{parts}),?{SPACE})?"
    return re.compile(
        rf"(?<![\w-])(?P<weekday>{weekdays}),?{SPACE}{{0,2}}{part_of_day}(?:(?:tanggal|tgl){SPACE})?[(]?\Z"
    )


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
    nouns = set(unit_kinds())
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
