"""Dates that lean on the one named before them: 'sejak 1 Juli sampai November', 'periode yang sama tahun lalu', 'tahun sebelumnya', 'akhir tahun'.

Belongs here: a printed date as a mention, and what one mention takes from others. Does not: the forms and their days (calendar_forms, calendar_periods),
the words around one form (calendar.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sources.press.calendar_periods import shifted
from sources.press.vocabulary import GAP, alternation, table


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


@cache
def _compared() -> re.Pattern[str]:
    words_said = alternation(row["word"] for row in table("date_words") if row["role"] == "compared")
    return re.compile(rf"(?<!\w)(?:{words_said}){GAP}\Z", re.IGNORECASE)


_GAP = re.compile(rf"{GAP}?")


def leaning(text: str, mentions: Sequence[DateMention]) -> list[DateMention]:
    """Joins 'sejak 1 Juli 2015' with 'sampai November', 'periode yang sama' with 'tahun lalu', and resolves what leans on them."""
    done: list[DateMention] = []
    for mention in mentions:
        last = done[-1] if done and _GAP.fullmatch(text, done[-1].end, mention.start) else None
        opened = last and (
            last.rule.startswith(("since", "throughout_year")) or (last.rule in _OPENING and last.role in _OPEN)
        )
        if last and opened and mention.role == "until":
            done[-1] = _since_until(last, mention)
        elif last and last.rule in ("same_period", "same_span") and mention.rule in _YEAR_RULES:
            done[-1] = _same_period_of(done[:-1][-_MEMORY:], last, mention)
        elif mention.rule in ("same_span", "same_period"):
            compared = _compared().search(text[max(0, mention.start - 24) : mention.start])
            done.append(mention if compared else _moved(_model(done), mention, 0))
        elif mention.rule.endswith(_OF_YEAR_NAMED) and mention.end_on:
            done.append(_in_year_named(done, mention))
        elif mention.rule == "a_year_earlier":
            done.append(_moved(_model(done), mention, -1))
        elif mention.rule.endswith("year_before"):
            done.append(_the_year_before(done, mention))
        else:
            done.append(mention)
    return done


_OF_YEAR_NAMED = ("start_of_year", "middle_of_year", "end_of_year")
_NAMED_NEAR = 160  # characters between a year and the 'akhir tahun' that means its end
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


def _in_year_named(done: Sequence[DateMention], mention: DateMention) -> DateMention:
    """'dari target tahun 2021 … hingga akhir tahun': the end of the year named right before, not of that of the publication."""
    last = done[-1] if done else None
    if last is None or last.year is None or last.role in ("dateline", "now", "none") or mention.end_on is None:
        return mention
    if mention.start - last.end > _NAMED_NEAR or last.end_on is None or last.year == mention.year:
        return mention
    years = last.year - mention.end_on.year
    start_on, end_on = shifted(mention.start_on, years), shifted(mention.end_on, years)
    return replace(mention, year=last.year, start_on=start_on, end_on=end_on)


def _the_year_before(done: Sequence[DateMention], mention: DateMention) -> DateMention:
    """'tahun sebelumnya': the year before the one named last, else the year before the publication."""
    named = next(
        (m.year for m in reversed(done[-_MEMORY:]) if m.year and m.end_on and m.role not in ("dateline", "now")), None
    )
    if named is None:
        return mention
    return replace(mention, year=named - 1, start_on=date(named - 1, 1, 1), end_on=date(named - 1, 12, 31))
