"""When a report was published: as its front matter says, or what its text gives away.

Belongs here: the search for a publication date. Does not: reading the block (sources.front_matter), dates of figures (calendar.py). Today's date is
never evidence: a report that tells no date has none, and the register falls back on the receipt.

Evidence, in this order: front matter; a dateline in the prose with its year; a dateline without year, if weekday and eras leave
exactly one; a date beside a byline; the copyright year; the latest month that the text reports on.
"""

import re
from datetime import date
from functools import cache

from sources.front_matter import FrontMatter
from sources.press.calendar import DateMention, find_dates
from sources.press.calendar_periods import month_end, safe_day
from sources.press.vocabulary import alternation, table
from sources.reading import Publication

LONGEST_HEADING = 140  # characters
SOON = 92  # days
_DATELINES = 50  # how many are weighed; a report has a handful


def find_publication(text: str, front_matter: FrontMatter) -> Publication | None:
    """The publication date with the best evidence, None if there is none. `text` is the whole report, front matter included."""
    if front_matter.published:
        return front_matter.published
    body = text[front_matter.body_start :]
    mentions = find_dates(body, None)
    datelines = [mention for mention in mentions if mention.role == "dateline" and mention.day and mention.month][
        :_DATELINES
    ]
    latest = _latest_month(body, mentions)
    prose = [mention for mention in mentions if not _is_heading(_line_of(body, mention))]
    told = _latest_month(body, prose) if prose else latest
    return (
        _full_dateline(body, datelines, told)
        or _dateline_without_year(body, mentions, datelines, told)
        or _above_the_report(body, mentions, datelines, told)
        or _beside_a_byline(body, mentions)
        or _copyright(mentions)
        or latest
    )


@cache
def _future_cue() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(row['word'] for row in table('future_cues'))})(?!\w)", re.IGNORECASE)


def _planned(body: str, mention: DateMention) -> bool:
    clause = re.split(r"[.,;:!?\n\"“”]", body[max(0, mention.start - 80) : mention.start])[-1]
    return bool(_future_cue().search(clause))


def _latest_month(body: str, mentions: list[DateMention]) -> Publication | None:
    """The end of the latest month that the text reports on, plans left aside: a report is no older than its figures."""
    ends = [
        mention.end_on
        for mention in mentions
        if mention.end_on
        and mention.month
        and mention.role in ("as_of", "until", "span")
        and not (mention.role == "until" and _planned(body, mention))
    ]
    return Publication(month_end(max(ends).year, max(ends).month), "month", "text") if ends else None


def _alone(body: str, mention: DateMention) -> bool:
    """Whether the date fills its line or shares it with page furniture: the clock of the page, not the report."""
    line = _line_of(body, mention)
    return len(re.sub(r"[\W\d_]+", "", line)) <= len(re.sub(r"[\W\d_]+", "", body[mention.start : mention.end])) + 4


def _is_heading(line: str) -> bool:
    """Whether a line is a headline or a link, whose dates are not those of the report: short, without a full stop."""
    return len(line.strip()) <= LONGEST_HEADING and not line.rstrip().endswith((".", '"', "”", ":", ","))


def _above_the_report(
    body: str, mentions: list[DateMention], datelines: list[DateMention], told: Publication | None
) -> Publication | None:
    """A day alone above the report, if what the report tells of is not much older: a page's clock runs on for years."""
    first = datelines[0] if datelines else None
    if first is None or first.end_on is None or first.weekday is None or not _weekday_right(first, first.end_on):
        return None
    if told is None:
        above = all(_is_heading(line) for line in body[: first.start].splitlines() if line.strip())
        soon = above and any(_is_day_before(mention, first.end_on) for mention in mentions)
    else:
        soon = not body[: first.start].strip() and 0 <= (first.end_on - told.on.replace(day=1)).days <= SOON
    return Publication(first.end_on, "day", "text") if soon else None


def _is_day_before(mention: DateMention, on: date) -> bool:
    """Whether a day printed without its year lies shortly before, on the weekday that is printed beside it."""
    if mention.year is not None or not (mention.weekday and mention.day and mention.month):
        return False
    day = safe_day(on.year, mention.month, mention.day)
    return day is not None and _weekday_right(mention, day) and 0 <= (on - day).days <= SOON


def _line_of(body: str, mention: DateMention) -> str:
    start = body.rfind("\n", max(0, mention.start - 300), mention.start) + 1
    end = body.find("\n", mention.end, mention.end + 300)
    return body[max(start, mention.start - 300) : end if end >= 0 else mention.end + 300]


def _weekday_right(mention: DateMention, on: date) -> bool:
    return mention.weekday is None or on.isoweekday() == mention.weekday


def _full_dateline(body: str, datelines: list[DateMention], latest: Publication | None) -> Publication | None:
    for mention in datelines:
        on = mention.end_on
        stated = mention.weekday is not None or mention.rule == "day_at_the_head"
        if on is None or not stated or not _weekday_right(mention, on):
            continue
        if _alone(body, mention) or _byline(body, mention):
            continue
        if latest is None or on >= latest.on.replace(day=1):
            return Publication(on, "day", "text")
    return None


def _dateline_without_year(
    body: str, mentions: list[DateMention], datelines: list[DateMention], latest: Publication | None
) -> Publication | None:
    """A day and weekday without year: the one year that the text's own months, or the eras that it mentions, leave."""
    copyright_years = {mention.year for mention in mentions if mention.rule == "copyright"}
    eras = _eras_named(body)
    for mention in datelines:
        if mention.year is not None or mention.weekday is None or mention.day is None or mention.month is None:
            continue
        days = [
            on
            for year in range(1993, 2051)
            if (on := safe_day(year, mention.month, mention.day)) and _weekday_right(mention, on)
        ]
        for fitting in (
            _within_a_year(days, latest),
            [on for on in days if on.year in copyright_years],
            _within_eras(days, eras),
        ):
            if len(fitting) == 1:
                return Publication(fitting[0], "day", "text")
    return None


def _within_a_year(days: list[date], latest: Publication | None) -> list[date]:
    """A report appears within a year after the latest month that it reports on."""
    if latest is None:
        return []
    first = latest.on.replace(day=1)
    return [on for on in days if first <= on and (on - first).days < 365]


@cache
def _eras() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(row['phrase'] for row in table('era_markers'))})(?!\w)", re.IGNORECASE)


def _eras_named(body: str) -> tuple[str, str] | None:
    """First and last month in which every era that the text names holds; None if it names none."""
    found = {" ".join(match[0].lower().split()) for match in _eras().finditer(body)}
    rows = [row for row in table("era_markers") if row["phrase"] in found]
    if not rows:
        return None
    return max(row["from"] for row in rows), min(row["to"] or "9999-12" for row in rows)


def _within_eras(days: list[date], eras: tuple[str, str] | None) -> list[date]:
    return [on for on in days if eras[0] <= f"{on:%Y-%m}" <= eras[1]] if eras else []


@cache
def _byline_word() -> re.Pattern[str]:
    """What stands in a line with who wrote the report and when it appeared."""
    words = alternation(row["word"] for row in table("date_words") if row["role"] == "byline")
    return re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)|\|")


def _byline(body: str, mention: DateMention) -> bool:
    return bool(_byline_word().search(_line_of(body, mention)))


def _beside_a_byline(body: str, mentions: list[DateMention]) -> Publication | None:
    for mention in mentions:
        if (
            mention.end_on
            and mention.day
            and mention.year
            and _weekday_right(mention, mention.end_on)
            and _byline(body, mention)
        ):
            return Publication(mention.end_on, "day", "text")
    return None


def _copyright(mentions: list[DateMention]) -> Publication | None:
    years = [mention.year for mention in mentions if mention.rule == "copyright" and mention.year]
    return Publication(date(years[-1], 12, 31), "year", "text") if years else None
