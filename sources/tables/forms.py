"""From the bytes of a table to its sheets, by what the bytes are and, for texts, what the name says.

Belongs here: choosing the form. Does not: any form, any meaning.
"""

from functools import lru_cache
from pathlib import PurePosixPath

from sources.reading import Refusal, ReportRefusedError
from sources.tables.csv_table import csv_sheet
from sources.tables.facets import names_found
from sources.tables.grid import Sheet
from sources.tables.html_tables import html_sheets
from sources.tables.json_table import json_sheet
from sources.tables.text_tables import is_text_table, text_sheet
from sources.tables.workbook import WORKBOOK_MARKS, workbook_sheets
from sources.text import decode_utf8

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".md", ".html", ".htm", ".json", ".xlsx", ".xls", ".ods"})
_PAGES = (".html", ".htm")
_WORKBOOKS = (".xlsx", ".xls", ".ods")


def sheets_of(content: bytes, file_name: str) -> list[Sheet]:
    """All sheets of a file that hold anything. Raises ReportRefusedError (empty_file, wrong_encoding, not_what_ending_says, …)."""
    return list(_sheets_of(content, PurePosixPath(file_name).suffix.lower()))


@lru_cache(maxsize=2)  # a report is described and then read
def _sheets_of(content: bytes, suffix: str) -> tuple[Sheet, ...]:
    if not content.strip():
        raise ReportRefusedError([Refusal("empty_file", "byte 0", f"the file holds nothing ({len(content)} bytes)")])
    if content.startswith(WORKBOOK_MARKS):
        return tuple(workbook_sheets(content, every_form=True))
    if suffix in _WORKBOOKS:
        message = f"the file is no workbook, although its name ends in {suffix}"
        raise ReportRefusedError(
            [Refusal("workbook_unreadable", "whole workbook", message, f"no workbook behind {suffix}")]
        )
    if suffix in _PAGES:
        return tuple(html_sheets(content))
    if suffix == ".json":
        return (json_sheet(content),)
    if suffix in (".txt", ".md") and is_text_table(decode_utf8(content)):
        return (text_sheet(content),)
    if suffix in (".txt", ".md") and not _has_separator(decode_utf8(content)):
        return (text_sheet(content),)
    return (csv_sheet(content, names_found),)


def _has_separator(text: str) -> bool:
    lines = [line for line in text[: 1 << 16].splitlines() if line.strip()][:100]
    return any(
        sum(line.count(mark) >= 2 for line in lines) >= 2 and names_found(line.split(mark)) >= 2
        for mark in ",;\t"
        for line in lines
    )
