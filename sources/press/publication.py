"""When a report was published: its front matter, or what its text gives away.

Belongs here: the front matter block and the search for a publication date. Does not: dates of figures (calendar.py). Today's date is
never evidence: a report that tells no date has none, and the register falls back on the receipt.

Evidence, in this order: front matter; a dateline in the prose with its year; a dateline without year, if weekday and eras leave
exactly one; a date beside a byline; the copyright year; the latest month that the text reports on.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from sources.press.calendar import DateMention, find_dates
from sources.press.calendar_periods import month_end, safe_day
from sources.press.vocabulary import alternation, table
from sources.reading import Publication

_FENCE = "---"
_LONGEST_BLOCK = 100  # lines
_DATELINES = 50  # how many are weighed; a report has a handful
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_YEAR = re.compile(r"(\d{4})\Z")


@dataclass(frozen=True)
class FrontMatter:
    """What the block before the text says; `body_start` is the offset of the text itself (0 without a block)."""

    title: str | None
    publisher: str | None
    url: str | None
    published: Publication | None
    body_start: int


def split_front_matter(text: str) -> FrontMatter:
    """Reads an optional block of `key: value` lines between two lines `---` at the very start; unknown keys are passed over.

    Raises ValueError naming the line on a malformed line or date, a key given twice, or a block that is not closed.
    """
    offset = 1 if text.startswith("\ufeff") else 0
    lines = _lines(text, offset)
    if not lines or lines[0][0].rstrip() != _FENCE:
        return FrontMatter(None, None, None, None, offset)
    if len(lines) < 2 or not re.match(r"\w+[ \t]*:", lines[1][0]):
        return FrontMatter(None, None, None, None, offset)
    values: dict[str, str] = {}
    published: Publication | None = None
    for number, (line, end) in enumerate(lines[1:], start=2):
        stripped = line.strip()
        if stripped == _FENCE:
            return FrontMatter(values.get("title"), values.get("publisher"), values.get("url"), published, end)
        if not stripped or stripped.startswith("#"):
            continue
        key, colon, value = stripped.partition(":")
        key = key.strip().lower()
        if not colon or not re.fullmatch(r"\w+", key):
            raise ValueError(f"line {number}: the front matter has no `key: value` here")
        if key in values:
            raise ValueError(f"line {number}: {key} is given twice")
        values[key] = value.strip().strip("\"'").strip()
        if key == "published_on" and values[key]:
            published = _published(values[key], number)
    raise ValueError(f"line 1: the front matter is not closed by a line '{_FENCE}' within {_LONGEST_BLOCK} lines")


def _lines(text: str, offset: int) -> list[tuple[str, int]]:
    """The first lines, each with the offset behind its line break."""
    lines: list[tuple[str, int]] = []
    while offset < len(text) and len(lines) < _LONGEST_BLOCK:
        end = text.find("\n", offset)
        following = len(text) if end < 0 else end + 1
        lines.append((text[offset : len(text) if end < 0 else end].removesuffix("\r"), following))
        offset = following
    return lines


def _published(value: str, line: int) -> Publication:
    if not value.isascii():
        raise ValueError(f"line {line}: published_on is {value!r}, expected YYYY-MM-DD, YYYY-MM or YYYY")
    try:
        if match := _DAY.match(value):
            return Publication(date(*(int(part) for part in match.groups())), "day", "front_matter")
        if match := _MONTH.match(value):
            return Publication(month_end(int(match[1]), date(2000, int(match[2]), 1).month), "month", "front_matter")
        if match := _YEAR.match(value):
            return Publication(date(int(match[1]), 12, 31), "year", "front_matter")
    except ValueError as error:
        raise ValueError(f"line {line}: published_on is {value!r}: {error}") from error
    raise ValueError(f"line {line}: published_on is {value!r}, expected YYYY-MM-DD, YYYY-MM or YYYY")


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
    return (
        _full_dateline(body, datelines, latest)
        or _dateline_without_year(body, mentions, datelines, latest)
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


def _line_of(body: str, mention: DateMention) -> str:
    start = body.rfind("\n", max(0, mention.start - 300), mention.start) + 1
    end = body.find("\n", mention.end, mention.end + 300)
    return body[max(start, mention.start - 300) : end if end >= 0 else mention.end + 300]


def _weekday_right(mention: DateMention, on: date) -> bool:
    return mention.weekday is None or on.isoweekday() == mention.weekday


def _full_dateline(body: str, datelines: list[DateMention], latest: Publication | None) -> Publication | None:
    for mention in datelines:
        on = mention.end_on
        if on is None or mention.weekday is None or not _weekday_right(mention, on):
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


_BYLINE = re.compile(r"(?i)(?<!\w)(?:reporter|editor|penulis|oleh|redaksi|wib|wita|wit|pewarta)(?!\w)|\|")


def _byline(body: str, mention: DateMention) -> bool:
    return bool(_BYLINE.search(_line_of(body, mention)))


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
