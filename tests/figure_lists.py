"""A source of press reports for tests in which every figure, and how sure the reader is of it, stands in the report itself.

A line `measure value area confidence period_end` is a figure whose printed characters are the value; `# 19` is a number that is no fact.
What a test needs of corrections and review does not hang on what the real reader makes of a sentence.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sources import reference
from sources.identity import row_id
from sources.press.gazetteer import areas
from sources.readers import Source
from sources.reading import Description, Publication, Reading, RegisteredReport

PUBLISHED = date(2023, 2, 10)
# Two figures are less sure than any threshold would have it, the others surer.
REPORT = """\
workers_active 500000 61 0.99 2023-01-31
workers_labour_force 2640000 61 0.99 2023-01-31
workers_active 84370 61.71 0.01 2023-01-31
employers_active 1234 61 0.02 2023-01-31
employers_registered 5678 61 0.99 2023-01-31
# 19
# 79
"""


class FigureLists:
    """Fulfils sources.reading.Reader."""

    source = "press"
    suffixes = frozenset({".txt"})

    def __init__(self, version: str = "1") -> None:
        self.version = version

    def describe(self, content: bytes, file_name: str) -> Description:
        return Description(title=file_name, published=Publication(PUBLISHED, "day", "front_matter"))

    def read(self, report: RegisteredReport, content: bytes) -> Reading:
        reading, start = Reading(), 0
        for line in content.decode().splitlines(keepends=True):
            first, printed, *rest = line.split()
            place = start + line.index(f" {printed}") + 1
            shared = {
                "report_id": report.report_id,
                "report_month": report.report_month,
                "locator": f"characters {place}-{place + len(printed)}",
                "as_printed": printed,
                "reader": self.source,
                "reader_version": self.version,
            }
            if first == "#":
                identity = row_id(report.report_id, place)
                reading.unread.append(
                    shared
                    | {"unread_id": identity, "reason": "ordinal", "explanation": "no fact", "context": line.strip()}
                )
            else:
                figure = self._figure(shared, first, printed, rest)
                reading.rows.append(shared | figure | {"sentence": line.strip()})
            start += len(line)
        return reading

    def _figure(self, shared: Mapping[str, Any], measure: str, printed: str, rest: list[str]) -> dict[str, Any]:
        area, confidence, period_end = areas()[rest[0]], float(rest[1]), date.fromisoformat(rest[2])
        return {
            "observation_id": row_id(shared["report_id"], shared["locator"], measure, printed, area.code),
            "measure": measure,
            "value": Decimal(printed),
            "unit": reference.measures()[measure]["unit"],
            "decimals": 0,
            "qualifier": "exact",
            "period_start": None,
            "period_end": period_end,
            "period_kind": "instant",
            "period_basis": "text",
            "area_name": area.name,
            "area_kind": area.kind,
            "area_code": area.code,
            "office_code": area.office_code,
            "programme": None,
            "segment": None,
            "confidence": confidence,
            "rules": "a line of the list",
        }


def sources(version: str = "1") -> dict[str, Source]:
    """The readers' registry for these reports."""
    reader = FigureLists(version)
    return {"press": Source(lambda: reader, lambda settings: settings.max_text_bytes)}


def locator(printed: str, text: str = REPORT) -> str:
    """The place of a printed number in a report."""
    start = text.index(f" {printed}") + 1
    return f"characters {start}-{start + len(printed)}"
