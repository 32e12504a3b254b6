"""What the press reader found in a report, as plain rows and as a page for people: `cakupan extract`.

Belongs here: reading one file's bytes for that view, the columns of its table and of its JSON lines. Does not: printing, the page's
shape (page.py).
"""

from pathlib import PurePath
from typing import Any

from sources.press.page import Page
from sources.press.reader import extract_report, open_report, publication_of


def page_of(content: bytes, file_name: str) -> Page:
    """The report of a file's bytes, read, without any register. Raises ReportRefusedError."""
    document = open_report(content, file_name)
    published = publication_of(document)
    return Page(file_name, document, published, extract_report(document, published))


def fact_rows(content: bytes, file_name: str) -> list[dict[str, Any]]:
    """One row a fact, as `rows_of_facts`. Raises ReportRefusedError."""
    return rows_of_facts(page_of(content, file_name))


def unread_rows(content: bytes, file_name: str) -> list[dict[str, Any]]:
    """One row a printed number that became no fact, with the reason. Raises ReportRefusedError."""
    return rows_of_unread(page_of(content, file_name))


def rows_of_facts(page: Page) -> list[dict[str, Any]]:
    """One row a fact, in order of place: numbers as int or float, dates as ISO text, None where nothing is said."""
    return [
        {
            "article_id": PurePath(page.name).stem,
            "as_printed": fact.as_printed,
            "measure": fact.measure,
            "value": int(fact.value) if fact.value == fact.value.to_integral_value() else float(fact.value),
            "unit": fact.unit,
            "area_name": fact.area.name,
            "area_kind": fact.area.kind,
            "area_code": fact.area.code,
            "office_code": fact.area.office_code,
            "period_start": fact.period.start.isoformat() if fact.period.start else None,
            "period_end": fact.period.end.isoformat() if fact.period.end else None,
            "period_kind": fact.period.kind,
            "period_basis": fact.period.basis,
            "programme": fact.programme,
            "segment": fact.segment,
            "qualifier": fact.qualifier,
            "decimals": fact.decimals,
            "confidence": fact.confidence,
            "locator": page.document.locate(fact.start, fact.end),
            "rules": "; ".join(fact.rules),
            "sentence": fact.sentence,
        }
        for fact in page.extraction.facts
    ]


def rows_of_unread(page: Page) -> list[dict[str, Any]]:
    """One row a printed number that became no fact, in order of place."""
    return [
        {
            "article_id": PurePath(page.name).stem,
            "as_printed": entry.as_printed,
            "reason": entry.reason,
            "explanation": entry.explanation,
            "locator": page.document.locate(entry.start, entry.end),
            "sentence": entry.sentence,
        }
        for entry in page.extraction.unread
    ]
