"""What a printed date form covers: days from its printed parts and, for relative forms, from the publication date.

Belongs here: the arithmetic of one form. Does not: the words around it and its role in the sentence (calendar.py).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sources.press.calendar_forms import PARTS, Form, month_number, ordinal_number
from sources.press.vocabulary import table, words
from sources.reading import Publication


@dataclass(frozen=True)
class Period:
    """First and last day, the parts as far as known, and the role that the form itself suggests."""

    start: date | None = None
    end: date | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    role: str = "bare"
    rule: str = ""


_THIRDS_OF_A_YEAR = {"early": (1, 4), "middle": (5, 8), "late": (9, 12)}
_YEARS_AWAY = {
    "this_year": 0,
    "last_year": -1,
    "year_before": -1,
    "next_year": 1,
    "start_of_year": 0,
    "middle_of_year": 0,
    "end_of_year": 0,
    "start_of_this_year": 0,
    "middle_of_this_year": 0,
    "end_of_this_year": 0,
    "start_of_last_year": -1,
    "middle_of_last_year": -1,
    "end_of_last_year": -1,
    "start_of_next_year": 1,
    "end_of_next_year": 1,
}
_MONTHS_AWAY = {"this_month": 0, "last_month": -1, "next_month": 1}


def resolve(form: Form, publication: Publication | None, part: str | None, weekday: int | None) -> Period:
    """The period of a form. `part` is early, middle or late, from the words before it; `weekday` 1 to 7 where one is printed."""
    if form.name in ("iso", "numeric", "numeric_short", "day_month", "day", "english_day", "days"):
        return _days(form, publication, weekday)
    if form.name in ("month", "month_year", "months", "months_between", "week", "nth_month"):
        return _months(form, publication, part)
    if form.name in ("year", "year_word", "years", "law_year", "copyright"):
        return _years(form, part)
    if form.name in PARTS:
        return _part_of_year(form, publication)
    if form.name == "weekday":
        return _weekday(weekday, publication)
    return _counted(form) if form.name.startswith("counted") else _phrase(form, publication, part)


def _counted(form: Form) -> Period:
    """'lima tahun ke depan', 'tiga bulan terakhir': a time, but no stated period."""
    return Period(role="future" if "ahead" in form.parts else "past", rule="counted_time")


@cache
def _years_said() -> dict[str, int]:
    """'tahun lalu' -> -1: years away from the publication, of what says a year in words."""
    rows = [row for row in table("period_phrases") if row["rule"] in _YEARS_AWAY]
    return {row["phrase"]: _YEARS_AWAY[row["rule"]] for row in rows}


def _follows(form: Form) -> str:
    return " ".join(form.parts.get("after", "").lower().split())


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def safe_day(year: int | None, month: int | None, day: int | None) -> date | None:
    """The day, None if a part is missing or there is no such day."""
    try:
        return date(year, month, day) if year and month and day else None
    except ValueError:
        return None


def shifted(day: date | None, years: int) -> date | None:
    """The same day some years on; the last day of a month stays the last day."""
    if day is None or not 1 <= day.year + years <= 9999:
        return None
    last = month_end(day.year + years, day.month)
    return last if day == month_end(day.year, day.month) else day.replace(year=day.year + years)


def _nearest_year(month: int | None, day: int, publication: Publication | None, weekday: int | None) -> int | None:
    """The year in which a day without year comes nearest to the publication; a printed weekday must fit if any year lets it."""
    if publication is None:
        return None
    near = publication.on.year
    years = [near] if publication.precision == "year" else [near - 1, near, near + 1]
    days = [found for year in years if (found := safe_day(year, month, day))]
    fitting = [found for found in days if weekday in (None, found.isoweekday())] or days
    return min(fitting, key=lambda found: abs((found - publication.on).days)).year if fitting else None


def _printed_year(form: Form) -> int | None:
    said = form.parts.get("year") or form.parts.get("plain_year")
    if said is None:
        return None
    printed = int(said)
    return printed + 2000 if printed < 100 else printed


def _days(form: Form, publication: Publication | None, weekday: int | None) -> Period:
    month, day = month_number(form.parts["month"]), int(form.parts["day"])
    away = _years_said().get(_follows(form))
    said = publication.on.year + away if publication and away is not None else None
    year = _printed_year(form) or said or _nearest_year(month, day, publication, weekday)
    end = safe_day(year, month, day)
    start = end
    if form.name == "days" and end:
        early = month_number(form.parts["early_month"]) if "early_month" in form.parts else month
        start = safe_day(end.year - (early is not None and early > end.month), early, int(form.parts["early"])) or end
        start = min(start, end)
    impossible = not end and (year is not None or month is None or day > 31)
    role = "dateline" if form.name in ("numeric_short", "day_month") else "span" if form.name == "days" else "bare"
    return Period(start, end, day, month, year, role, "impossible_date" if impossible else form.name)


def _month_year(form: Form, month: int | None, publication: Publication | None) -> int | None:
    """The printed year, or the year of the latest such month that had begun when the report was published."""
    printed = _printed_year(form)
    if printed or publication is None or month is None:
        return printed
    on = publication.on
    follows = _follows(form)
    if follows in _years_said():
        return on.year + _years_said()[follows]
    if follows in ("depan", "mendatang"):
        return on.year if month > on.month else on.year + 1
    last = follows in ("lalu", "silam") and month == on.month
    return on.year - 1 if month > on.month or last else on.year


def _months(form: Form, publication: Publication | None, part: str | None) -> Period:
    printed = form.parts.get("month")
    month = month_number(printed) if printed else ordinal_number(form.parts["nth"])
    month = month if month and month <= 12 else None
    year = _month_year(form, month, publication)
    name = "months" if form.name == "months_between" else form.name
    role = "span" if name == "months" else "bare"
    if not year or not month:
        return Period(month=month, role=role, rule=name)
    start, end = date(year, month, 1), month_end(year, month)
    if name == "months":
        early = month_number(form.parts["early"]) or month
        early_year = int(form.parts["early_year"]) if "early_year" in form.parts else year - (early > month)
        return Period(min(date(early_year, early, 1), start), end, None, month, year, role, name)
    if name == "week":
        week = min(ordinal_number(form.parts["week"].lower().removeprefix("ke-")) or 1, 5)
        start = date(year, month, min(7 * week - 6, end.day))
        return Period(start, min(end, start + timedelta(days=6)), None, month, year, role, form.name)
    thirds = {"early": (1, 10), "middle": (11, 20), "late": (21, end.day)}
    if part in thirds:
        start, end = date(year, month, thirds[part][0]), date(year, month, thirds[part][1])
    if _after_roles().get(_follows(form)) == "past":
        role = "past"
    return Period(start, end, None, month, year, role, "month")


def _years(form: Form, part: str | None) -> Period:
    year = int(form.parts["year"])
    if form.name in ("law_year", "copyright"):
        return Period(year=year, role="none", rule=form.name)
    if form.name == "years":
        early = int(form.parts["early"])
        return Period(date(min(early, year), 1, 1), date(max(early, year), 12, 31), None, None, year, "span", "years")
    first, last = _THIRDS_OF_A_YEAR.get(part or "", (1, 12))
    return Period(date(year, first, 1), month_end(year, last), None, None, year, "bare", "year")


@cache
def _after_roles() -> dict[str, str]:
    return {row["phrase"]: row["role"] for row in table("period_phrases") if row["position"] == "after"}


def _part_of_year(form: Form, publication: Publication | None) -> Period:
    """Semesters and quarters; the first months of a year ('sembilan bulan ini')."""
    year = _printed_year(form)
    if year is None and publication:
        year = publication.on.year + _years_said().get(_follows(form), 0)
    if "count" in form.parts:
        rule, first, last = "months_of_year", 1, ordinal_number(form.parts["count"])
    else:
        rule, length = "part", int(words("year_parts", "word", "months")[form.parts["unit"].lower()])
        last = (ordinal_number(form.parts["nth"]) or 0) * length
        first = last - length + 1
    if not year or not last or not 1 <= last <= 12:
        return Period(year=year, role="span", rule=rule)
    start = date(year, first, 1)
    stated = _printed_year(form) is not None or "after" in form.parts
    if not stated and publication and start > publication.on:  # 'triwulan IV' in a report of January
        year, start = year - 1, date(year - 1, first, 1)
    return Period(start, month_end(year, last), None, last, year, "span", rule)


def _weekday(weekday: int | None, publication: Publication | None) -> Period:
    """A weekday alone is the last such day up to the publication, if its day is known."""
    if publication is None or publication.precision != "day" or weekday is None:
        return Period(role="dateline", rule="weekday")
    on = publication.on - timedelta(days=(publication.on.isoweekday() - weekday) % 7)
    return Period(on, on, on.day, on.month, on.year, "dateline", "weekday")


@cache
def _whole_phrases() -> dict[str, tuple[str, str]]:
    return {row["phrase"]: (row["rule"], row["role"]) for row in table("period_phrases") if row["position"] == "whole"}


def _phrase(form: Form, publication: Publication | None, part: str | None) -> Period:
    phrase = " ".join(form.parts["phrase"].lower().split())
    rule, role = _whole_phrases()[phrase]
    if publication is None:
        return Period(role=role, rule=rule)
    on = publication.on
    if rule in _YEARS_AWAY:
        year = on.year + _YEARS_AWAY[rule]
        named = {"start": "early", "middle": "middle", "end": "late"}.get(rule.split("_")[0])
        first, last = _THIRDS_OF_A_YEAR.get(named or part or "", (1, 12))
        return Period(date(year, first, 1), month_end(year, last), None, None, year, role, rule)
    if rule in _MONTHS_AWAY:
        months = on.year * 12 + on.month - 1 + _MONTHS_AWAY[rule]
        year, month = months // 12, months % 12 + 1
        return Period(date(year, month, 1), month_end(year, month), None, month, year, role, rule)
    if rule == "now":
        return Period(on, on, on.day, on.month, on.year, role, rule)
    if rule == "year_to_date":
        return Period(date(on.year, 1, 1), on, on.day, on.month, on.year, role, rule)
    return Period(role=role, rule=rule)
