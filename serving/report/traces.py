"""From a number of the page to the printed characters: which facts the page shows, and what was printed of them.

Belongs here: numbering what is linked to, and asking the release for it. Does not: how it looks (templates), reading archived reports
(serving.trace: the page shows what was printed, not the sentence around it, so that it can be sent to anybody).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from serving.report.model import Edition, FactRef
from serving.report.release_rows import ReleaseRows
from serving.report.views.asked import text


@dataclass(frozen=True)
class Printed:
    """One figure as a report printed it."""

    measure_id: str
    measure_en: str
    as_printed: str
    place: str
    report: str | None


@dataclass(frozen=True)
class TracedFact:
    """A row of a fact table; `figures` is empty where it was counted out of a register."""

    anchor: str
    area: str
    about: str
    table: str
    figures: tuple[Printed, ...]


@dataclass(frozen=True)
class ReportLine:
    """A report of the release under a short name of this page (R1 is the newest)."""

    anchor: str
    name: str
    publisher: str
    title: str
    file_name: str
    published_on: object
    address: str
    sha256: str


class Traces:
    """Anchors of facts and reports. A fact that has no room has no anchor: its numbers are then no links."""

    def __init__(self, rows: ReleaseRows, editions: Iterable[Edition], most_facts: int, most_reports: int) -> None:
        linked = _linked(editions)
        kept = linked[:most_facts]
        self.left_off = len(linked) - len(kept)
        found = rows.ask("reports") or []
        self._names = {str(row["report_id"]): f"R{number}" for number, row in enumerate(found, start=1)}
        self.reports = [_report(self._names[str(row["report_id"])], row) for row in found[:most_reports]]
        self.reports_left_off = len(found) - len(self.reports)
        self._shown_reports = {report.name for report in self.reports}
        self._publishers = {report.name: report.publisher or report.file_name for report in self.reports}
        self._anchors = {fact: f"f{number}" for number, fact in enumerate(kept, start=1)}
        by_fact: dict[FactRef, list[dict[str, object]]] = {}
        for row in rows.ask_of("trace_facts", sorted({fact.key for fact in linked})):
            by_fact.setdefault(FactRef(str(row["fact_table"]), str(row["fact_key"])), []).append(row)
        self._reports_of = {
            fact: list(
                dict.fromkeys(
                    self._names[str(row["report_id"])] for row in found if str(row["report_id"]) in self._names
                )
            )
            for fact, found in by_fact.items()
        }
        self.facts = [self._traced(fact, by_fact.get(fact, [])) for fact in kept]

    def anchor(self, fact: FactRef | None) -> str | None:
        return self._anchors.get(fact) if fact else None

    def report(self, report_id: str | None) -> str | None:
        """The short name of a report that has a place on the page."""
        name = self._names.get(str(report_id))
        return name if name in self._shown_reports else None

    def sources(self, facts: Iterable[FactRef], most: int = 4) -> tuple[list[tuple[str, str]], int]:
        """Short name and publisher of the reports behind facts, those behind most of them first; and how many more there are."""
        counts: dict[str, int] = {}
        for fact in dict.fromkeys(facts):
            for name in self._reports_of.get(fact, []):
                counts[name] = counts.get(name, 0) + 1
        ordered = sorted(counts, key=lambda name: (-counts[name], int(name[1:])))
        shown = [name for name in ordered if name in self._shown_reports][:most]
        return [(name, self._publishers[name]) for name in shown], len(ordered) - len(shown)

    def _traced(self, fact: FactRef, rows: list[dict[str, object]]) -> TracedFact:
        figures = {
            str(row["observation_id"]): Printed(
                text(row["measure_id"]),
                text(row["measure_en"]),
                text(row["as_printed"]),
                text(row["locator"]),
                self._names.get(str(row["report_id"])),
            )
            for row in rows
        }
        area = text(rows[0]["area_name"]) if rows else ""
        told = (rows[0]["programme"], rows[0]["period_end"]) if rows else ()
        about = ", ".join(text(part) for part in told if part)
        return TracedFact(self._anchors[fact], area, about, fact.table, tuple(figures.values()))


def _linked(editions: Iterable[Edition]) -> list[FactRef]:
    """The facts that numbers of the page are linked to, in the order in which they come up: top, drawings, tables."""
    found: dict[FactRef, None] = {}
    for edition in editions:
        for headline in edition.headlines:
            found.update(dict.fromkeys(headline.value.facts))
        for section in edition.sections:
            for figure in section.figures:
                found.update(dict.fromkeys(figure.facts))
        for section in edition.sections:
            for figure in section.figures:
                for row in figure.table.rows if figure.table else ():
                    for cell in row:
                        found.update(dict.fromkeys(cell.facts))
    return list(found)


def _report(name: str, row: dict[str, object]) -> ReportLine:
    address = str(row["url"] or "")
    return ReportLine(
        name.lower(),
        name,
        text(row["publisher"]),
        text(row["title"]),
        text(row["file_name"]),
        row["published_on"],
        text(address),
        str(row["sha256"] or ""),
    )
