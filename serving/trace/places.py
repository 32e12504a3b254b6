"""Cutting out the place that a locator names: characters of a text, a cell or a row of a table.

Belongs here: what surrounds a place. Does not: how a file is taken apart; the readers do that, so that a locator means to them and to
a trace the same.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from serving.sheets import sheets_of
from serving.trace.model import Excerpt
from sources.documents import Document, open_document
from sources.locators import TABLE_PLACE, parsed
from sources.reading import ReportRefusedError
from sources.tables.grid import Row, Sheet
from sources.text import shown

_AROUND = 90  # characters of a text that are shown on either side
_TABLE = re.compile(TABLE_PLACE, re.DOTALL)


class _NoPlaceError(Exception):
    pass


def excerpt(
    content: bytes, locator: str, as_printed: str | None, file_name: str = ""
) -> tuple[Excerpt | None, str | None]:
    """The place and None, or what can be shown of it and what is wrong: other characters there, no such place.

    `file_name` is the name under which the report arrived: its ending says in which form the bytes were read.
    Both None if the locator names no place that could be shown (a byte, the file as a whole).
    """
    try:
        if parsed(locator):
            found = _characters(_opened(content, file_name), locator)
        elif _TABLE.fullmatch(locator):
            found = _in_table(sheets_of(content, file_name), locator)
        else:
            return None, None
    except (_NoPlaceError, ReportRefusedError) as error:
        return None, f"{shown(locator)}: the place cannot be shown: {error}"
    if as_printed is not None and found.printed != as_printed:
        problem = (
            f"{shown(locator)}: the report has '{shown(found.printed)}' there, the warehouse '{shown(as_printed)}'"
        )
        return found, problem
    return found, None


@lru_cache(maxsize=4)  # the figures of a row often stand in one report, and a PDF takes a while
def _opened(content: bytes, file_name: str) -> Document:
    return open_document(content, file_name)


def _characters(document: Document, locator: str) -> Excerpt:
    text, place = document.text, document.find(locator)
    if place is None:
        raise _NoPlaceError(f"the text has only {len(text)} characters, or no such part")
    start, end = place
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = "…" + before[1:].lstrip() if " " not in before else "… " + before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after[:-1].rstrip() + "…" if " " not in after else after.rpartition(" ")[0] + " …"
    return Excerpt(before, text[start:end], after)


def _in_table(sheets: list[Sheet], locator: str) -> Excerpt:
    for sheet, row in _rows(sheets):
        texts = [cell.text for cell in row.cells]
        if sheet.place(row, None) == locator:
            return Excerpt("", " | ".join(texts), "")
        for index, text in enumerate(texts):
            if sheet.place(row, index) == locator:
                left, right = texts[:index], texts[index + 1 :]
                return Excerpt("".join(f"{cell} | " for cell in left), text, "".join(f" | {cell}" for cell in right))
    raise _NoPlaceError("the table has no such cell")


def _rows(sheets: list[Sheet]) -> Iterator[tuple[Sheet, Row]]:
    for sheet in sheets:
        for row in sheet.rows:
            yield sheet, row
