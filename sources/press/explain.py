"""What the press reader found in a report, as plain rows for people: `cakupan extract`.

Belongs here: the columns of that view and of its JSON lines. Does not: printing.
"""

from pathlib import PurePath
from typing import Any

from sources.press.extraction import Extraction
from sources.press.publication import find_publication
from sources.press.reader import extract_report, text_and_front_matter


def extraction_of(content: bytes) -> Extraction:
    """Facts and unread numbers of a report's bytes, without any register. Raises ReportRefusedError."""
    text, matter = text_and_front_matter(content)
    return extract_report(text, matter, find_publication(text, matter))


def fact_rows(content: bytes, file_name: str) -> list[dict[str, Any]]:
    """One row a fact, in order of place: numbers as int or float, dates as ISO text, None where nothing is said."""
    return [
        {
            "article_id": PurePath(file_name).stem,
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
            "locator": f"characters {fact.start}-{fact.end}",
            "rules": "; ".join(fact.rules),
            "sentence": fact.sentence,
        }
        for fact in extraction_of(content).facts
    ]


def unread_rows(content: bytes, file_name: str) -> list[dict[str, Any]]:
    """One row a printed number that became no fact, with the reason."""
    return [
        {
            "article_id": PurePath(file_name).stem,
            "as_printed": entry.as_printed,
            "reason": entry.reason,
            "explanation": entry.explanation,
            "locator": f"characters {entry.start}-{entry.end}",
            "sentence": entry.sentence,
        }
        for entry in extraction_of(content).unread
    ]
