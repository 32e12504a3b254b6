"""The lines of PDF pages: which belong to one sentence, one paragraph, one table, and which are repeated on every page.

Belongs here: judging lines by their boxes and words. Does not: getting them out of the file (pdf_child), the document (pdf).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

CELLS_BETWEEN = " | "
PARAGRAPH = 1.35  # of the usual distance of lines
COLUMN = 40.0  # points; lines that begin nearer to each other are of one column
SHORT = 0.25  # of its width that a line leaves free, although the next word would have fitted in
OTHER_SIZE = 1.4  # a headline is so many times higher than the text below it
PROSE = 1 / 3  # of the lines of a paragraph begin in lower case; items of a list do not
_EDGE = 2  # lines at the top and at the bottom of a page that may be its running head or foot
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|]\s*)?(?:(?:hal(?:aman)?|page|p)\.?\s*)?\d{1,4}(?:\s*(?:dari|of|/)\s*\d{1,4})?(?:\s*[-–—|])?",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"(?:[-–•*▪●◦·]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_SENTENCE_ENDS = tuple('.!?:;"”’)')
_SOFT_HYPHEN = "\u00ad"
_BROKEN = re.compile("([^\\W_]+)[-\u00ad]$")
_LIGATURES = re.compile("[\ufb00-\ufb06]")


@dataclass(frozen=True)
class Line:
    """A line of a page, its box in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return max(1.0, self.top - self.bottom)


def running_lines(pages: Sequence[Sequence[Line]]) -> dict[tuple[int, int], str]:
    """Heads and feet by page and index of the line: the same words at the same height on half of the pages or
    more, numbers aside; page numbers."""
    edges = {
        (number, index): edge
        for number, page in enumerate(pages, start=1)
        for index in range(len(page))
        if (edge := "header" if index < _EDGE else "footer" if index >= len(page) - _EDGE else "")
    }
    words = {place: _at_its_height(pages[place[0] - 1][place[1]]) for place in edges}
    times = Counter(words.values())
    often = max(2, (len(pages) + 1) // 2)
    found = {}
    for (number, index), edge in edges.items():
        page, text = pages[number - 1], pages[number - 1][index].text.strip()
        outermost = index in (0, len(page) - 1)
        if len(page) > 1 and (times[words[number, index]] >= often or (outermost and _PAGE_NUMBER.fullmatch(text))):
            found[number, index] = edge
    return found


def _at_its_height(line: Line) -> tuple[str, int]:
    """The words of a line, numbers aside, and how high on the page they stand."""
    return re.sub(r"\d+", "#", " ".join(line.text.split())), round(line.bottom)


def joints(lines: Sequence[Line]) -> list[str]:
    """What stands behind each line of a page but the last: a blank, a line break (rows, items of a list), a paragraph."""
    steps = [above.top - below.top for above, below in pairwise(lines) if 0 < above.top - below.top < 6 * above.height]
    pitch = median(steps) if steps else 0.0
    columns: dict[int, float] = {}
    for line in lines:
        column = int(line.left // COLUMN)
        columns[column] = max(columns.get(column, 0.0), line.right)
    found: list[str] = []
    for run in _runs(lines, pitch):
        prose = sum(line.text[:1].islower() for line in run[1:]) >= max(1.0, PROSE * (len(run) - 1))
        longest = max(line.right for line in run)
        for line, following in pairwise(run):
            # Prose may stand beside a picture, or below a headline that is wider: its own longest line tells its width.
            found.append(_within(line, following, longest if prose else _edge(columns, line)))
        found.append("\n\n")
    return _over_columns(lines, found)


def _runs(lines: Sequence[Line], pitch: float) -> Iterator[Sequence[Line]]:
    """Lines that follow each other at the usual distance and in one size."""
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or not _follows(lines[index - 1], lines[index], pitch):
            yield lines[start:index]
            start = index


def _follows(line: Line, following: Line, pitch: float) -> bool:
    cells = (CELLS_BETWEEN in line.text, CELLS_BETWEEN in following.text)
    step = line.top - following.top
    if any(cells):
        return all(cells) and step > 0
    size = max(line.height, following.height) / min(line.height, following.height)
    return 0 < step <= PARAGRAPH * pitch and size <= OTHER_SIZE


def _edge(columns: dict[int, float], line: Line) -> float:
    column = int(line.left // COLUMN)
    return max(columns.get(near, 0.0) for near in (column - 1, column, column + 1))


def _within(line: Line, following: Line, edge: float) -> str:
    if CELLS_BETWEEN in line.text:
        return "\n"
    ends = line.text.rstrip().endswith(_SENTENCE_ENDS)
    short = line.right < edge - SHORT * (edge - line.left)
    if short and (_LIST_MARK.match(following.text) or not (ends or following.text[:1].islower())):
        return "\n"
    if ends and _LIST_MARK.match(following.text):
        return "\n"
    indented = following.left > line.left + 0.8 * line.height
    return "\n\n" if ends and (short or indented) else " "


def _over_columns(lines: Sequence[Line], found: list[str]) -> list[str]:
    """A sentence goes on at the top of the next column."""
    for index, (line, following) in enumerate(pairwise(lines)):
        if following.top >= line.top and found[index] == "\n\n":
            found[index] = across_pages(line.text.rstrip(), following.text)
    return found[: max(0, len(lines) - 1)]


def across_pages(text: str, following: str) -> str:
    """What joins the last line of a page or column to the first of the next."""
    if CELLS_BETWEEN in text and CELLS_BETWEEN in following:
        return "\n"
    return "\n\n" if text.endswith(_SENTENCE_ENDS) or _LIST_MARK.match(following) else " "


def ended(text: str, following: str, between: str) -> str:
    """A line and what joins it to the next. A word broken at the end of the line is put together; `rata-rata`, `2022-2023` and
    names keep their hyphen."""
    broken = _BROKEN.search(text) if between == " " else None
    if broken is None or not following[:1].isalnum():
        return clean(text) + between
    head, tail = broken[1], following.lstrip()
    kept = head[-1].isdigit() or tail[0].isdigit() or tail[0].isupper() or tail.lower().startswith(head.lower())
    return clean(text[:-1]) + ("-" if kept else "")


def clean(text: str) -> str:
    """A line as it is written down, ligatures taken apart."""
    return _LIGATURES.sub(
        lambda match: unicodedata.normalize("NFKC", match[0]), text.strip().replace(_SOFT_HYPHEN, "-")
    )
