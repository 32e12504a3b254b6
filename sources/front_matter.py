"""The block at the head of a report, the same in every source: `key: value` lines between two lines `---`.

Belongs here: reading the block and refusing a wrong one. Does not: what a report without a block gives away (press/publication.py).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from sources.reading import Publication, Refusal, ReportRefusedError

_FENCE = "---"
_LONGEST_BLOCK = 100  # lines
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
            return Publication(_last_day(int(match[1]), int(match[2])), "month", "front_matter")
        if match := _YEAR.match(value):
            return Publication(date(int(match[1]), 12, 31), "year", "front_matter")
    except ValueError as error:
        raise ValueError(f"line {line}: published_on is {value!r}: {error}") from error
    raise ValueError(f"line {line}: published_on is {value!r}, expected YYYY-MM-DD, YYYY-MM or YYYY")


def _last_day(year: int, month: int) -> date:
    first = date(year, month, 1)  # raises ValueError on a month that there is not
    return first.replace(day=monthrange(year, month)[1])


def front_matter_of(text: str) -> FrontMatter:
    """As split_front_matter, its mistakes as a refusal: raises ReportRefusedError (front_matter_invalid)."""
    try:
        return split_front_matter(text)
    except ValueError as error:
        place, _, what = str(error).partition(": ")
        message = f"the block at the head of the file is wrong: {what or place}"
        raise ReportRefusedError([Refusal("front_matter_invalid", place, message, value=what or None)]) from None
