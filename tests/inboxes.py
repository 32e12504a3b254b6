"""Small inboxes and tables for tests: a data home in a temporary folder, labour-force tables as CSV and XLSX."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl

from sources.identity import content_hash, report_id
from sources.ingest import ReportOutcome, ingest_month
from sources.intake import IntakeResult, take_in
from sources.labour_force.reader import LabourForceReader
from sources.raw_layer import registered_months
from sources.readers import SOURCES, Source
from sources.reading import Publication, Reading, RegisteredReport
from sources.settings import Settings
from sources.workbook.reader import WorkbookReader

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
TABLES: Mapping[str, Source] = {"labour_force": SOURCES["labour_force"]}
HEADER = ("provinsi", "tahun", "bulan", "angkatan_kerja", "bekerja", "satuan")
ROW = ("Kalimantan Barat", "2023", "Agustus", "2.920.100", "2.780.200", "orang")


def csv_table(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, separator: str = ";") -> bytes:
    return "".join(separator.join(line) + "\n" for line in (header, *rows)).encode()


def xlsx_table(rows: Iterable[Sequence[object]], header: Sequence[str] = HEADER, title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for line in (header, *rows):
        book.active.append(list(line))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read_labour_force(content: bytes, name: str = "table.csv", published: date = date(2025, 1, 1)) -> Reading:
    publication = Publication(published, "day", "front_matter")
    identity = report_id(content_hash(content))
    report = RegisteredReport(identity, publication.month, "labour_force", f"labour_force/{name}", publication)
    return LabourForceReader().read(report, content)


def read_workbook(content: bytes, name: str = "book.xlsx", received: date = date(2026, 11, 5)) -> Reading:
    """As intake and ingest do it: published on the day that the workbook itself tells."""
    reader = WorkbookReader()
    described = reader.describe(content, name).published or Publication(received, "day", "receipt")
    identity = report_id(content_hash(content))
    return reader.read(RegisteredReport(identity, described.month, "workbook", name, described), content)


def put(settings: Settings, name: str, content: bytes) -> Path:
    path = settings.inbox_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def run(
    settings: Settings, sources: Mapping[str, Source] = TABLES, now: datetime = NOW
) -> tuple[IntakeResult, dict[str, ReportOutcome]]:
    """Intake and ingest of everything; outcomes by file name."""
    taken = take_in(settings, now, sources)
    outcomes = [
        outcome
        for source in sources
        for outcome in ingest_month(settings, source, registered_months(settings, source), sources=sources)
    ]
    return taken, {outcome.report.file_name: outcome for outcome in outcomes}
