"""Ingesting: from an archived report to accepted rows, quarantine, unread figures and the account of it all.

Belongs here: reading by the reader, enforcing the contract, writing in an order that a kill cannot spoil (the account comes last).
Does not: how a source is read, what its rows must obey, how files are written.
"""

import traceback
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, cast

import polars as pl

from sources import raw_layer
from sources.contracts.enforcement import BrokenRule, enforce
from sources.contracts.registry import contracts
from sources.intake.archive import ArchiveDamagedError, archived
from sources.intake.register import as_registered
from sources.intake.retention import is_removed
from sources.privacy.key import load_key
from sources.privacy.masking import without_niks
from sources.quarantine import Problem, distinct, problem_of, quarantine_row
from sources.raw_lock import one_reader_of, writing
from sources.readers import SOURCES, Source
from sources.reading import Reader, Reading, Refusal, RegisteredReport, ReportRefusedError
from sources.settings import Settings


@dataclass
class ReportOutcome:
    """What became of one report. Counts are rows as in the contract row_balance; `problems` in the order of their place."""

    report: RegisteredReport
    outcome: str  # read, refused, known (done in an earlier run: nothing was written, all counts are 0)
    rows_read: int = 0
    rows_accepted: int = 0
    rows_quarantined: int = 0
    rows_unread: int = 0
    numbers_printed: int = 0
    numbers_accounted: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def balanced(self) -> bool:
        """Whether every row and every printed number is accounted for."""
        rows = self.rows_accepted + self.rows_quarantined + self.rows_unread
        return self.rows_read == rows and (self.outcome == "refused" or self.numbers_printed == self.numbers_accounted)


def ingest_month(
    settings: Settings,
    source: str,
    months: Iterable[str],
    on_report: Callable[[ReportOutcome], None] | None = None,
    sources: Mapping[str, Source] = SOURCES,
    *,
    only: Collection[str] = (),
    again: bool = False,
) -> list[ReportOutcome]:
    """Ingest all reports of a source that were published in these months (YYYY-MM), each unless it is done already.

    `only` names reports, by report_id; the others of these months are left alone. With `again` also what is done is read anew.
    """
    raw_layer.ensure_tables(settings)
    outcomes = []
    for month in sorted(set(months)):
        for entry in raw_layer.registered_reports(settings, source, month).to_dicts():
            if only and entry["report_id"] not in only:
                continue
            outcome = ingest_report(settings, entry, sources, again=again)
            outcomes.append(outcome)
            if on_report is not None:
                on_report(outcome)
    return outcomes


def pending_months(settings: Settings, source: str, sources: Mapping[str, Source] = SOURCES) -> list[str]:
    """Months with reports of a source that its present reader has not yet read, sorted."""
    entries = raw_layer.registered_reports(settings, source).to_dicts()
    return sorted({entry["report_month"] for entry in entries if not _is_done(settings, entry, sources[source])})


def _is_done(settings: Settings, entry: Mapping[str, Any], source: Source) -> bool:
    retried = raw_layer.RETRIED_RULES
    if source.too_large(settings, entry["size_bytes"]) is None:
        retried |= {"too_large"}  # the limit has been raised since
    if is_removed(settings, entry):
        return True  # what was accepted of it stays; there is nothing left to read
    version = _version(settings, source)
    return raw_layer.is_ingested(settings, entry["report_id"], version, entry["report_month"], retried)


def ingest_report(
    settings: Settings, entry: Mapping[str, Any], sources: Mapping[str, Source] = SOURCES, *, again: bool = False
) -> ReportOutcome:
    """Ingest one report, given as its row of the register. Nothing in the report, nor a mistake of its reader, makes it raise.

    Where another process reads the same report, this waits for it, and finds it done.
    """
    report = as_registered(entry)
    with one_reader_of(settings, report.report_id):
        if (_is_done(settings, entry, sources[report.source]) and not again) or is_removed(settings, entry):
            return ReportOutcome(report, "known")
        with writing(settings):
            return _ingest(settings, entry, report, sources[report.source])


def _ingest(settings: Settings, entry: Mapping[str, Any], report: RegisteredReport, source: Source) -> ReportOutcome:
    reader = source.load()
    # Of an earlier reader's version: without the account, a killed run is seen to be unfinished.
    raw_layer.remove_rows(settings, "row_balance", report.report_month, report.report_id)
    version = _version(settings, source)
    try:
        if source.streamed:
            return _ingest_streamed(settings, entry, report, source, reader)
        return _write(settings, report, version, _account(report, _read(settings, entry, report, source, reader)))
    except ReportRefusedError as error:
        refusals = error.refusals or [_reader_failed(error)]
    except Exception as error:  # a reader's mistake on one report must not stop the others
        if isinstance(error, OSError | MemoryError):
            raise  # the machine's trouble, not the report's
        refusals = [_reader_failed(error)]
    return _write(settings, report, version, _refused(report, refusals))


def _version(settings: Settings, source: Source) -> str:
    """What must be the same for a report to be done: of a register also the key, since its tokens hang on it."""
    version = source.load().version
    return f"{version}+{load_key(settings).key_id}" if source.streamed else version


def _ingest_streamed(
    settings: Settings, entry: Mapping[str, Any], report: RegisteredReport, source: Source, reader: Reader
) -> ReportOutcome:
    from sources.ingest_register import ArchiveMissingError, ingest_register  # noqa: PLC0415  (only where registers are read)
    from sources.registers.reader import RegisterReader  # noqa: PLC0415  (as above)

    _within_limit(settings, entry, source)
    key = load_key(settings)
    try:
        counts = ingest_register(
            settings, entry, report, cast(RegisterReader, reader), key=key, limit=source.limit_bytes(settings)
        )
    except (ArchiveMissingError, ArchiveDamagedError) as error:
        raise _archive_refusal(missing=isinstance(error, ArchiveMissingError)) from None
    raw_layer.remove_rows(settings, "unread_figure", report.report_month, report.report_id)
    outcome = ReportOutcome(
        report,
        "read",
        rows_read=counts.read,
        rows_accepted=counts.accepted,
        rows_quarantined=counts.quarantined,
        # A register's numbers are its rows: a row is accounted for as a whole.
        numbers_printed=counts.read,
        numbers_accounted=counts.accepted + counts.quarantined,
        problems=[problem_of(row) for row in counts.first_refused],
    )
    _write_balance(settings, report, f"{reader.version}+{key.key_id}", outcome)
    return outcome


def _within_limit(settings: Settings, entry: Mapping[str, Any], source: Source) -> None:
    if (refusal := source.too_large(settings, entry["size_bytes"])) is not None:
        raise ReportRefusedError([refusal])


def _archive_refusal(*, missing: bool) -> ReportRefusedError:
    if missing:
        return ReportRefusedError([Refusal("archive_missing", "byte 0", "the archived copy is missing")])
    message = "the archived copy no longer has the bytes that were registered"
    return ReportRefusedError([Refusal("archive_damaged", "byte 0", message)])


@dataclass
class _Account:
    outcome: ReportOutcome
    rows: pl.DataFrame
    unread: pl.DataFrame
    quarantine: list[dict[str, Any]]


def _read(
    settings: Settings, entry: Mapping[str, Any], report: RegisteredReport, source: Source, reader: Reader
) -> Reading:
    _within_limit(settings, entry, source)
    try:
        content = archived(settings, entry["sha256"])
    except (FileNotFoundError, ArchiveDamagedError) as error:
        raise _archive_refusal(missing=isinstance(error, FileNotFoundError)) from None
    return reader.read(report, content)


def _account(report: RegisteredReport, reading: Reading) -> _Account:
    refused_numbers = {refused.row_number for refused in reading.refused}
    # Rows take the numbers that the refused ones leave free: the reader numbers both in the order read.
    free = (
        number for number in range(1, len(reading.rows) + len(refused_numbers) + 1) if number not in refused_numbers
    )
    row_numbers = list(free)[: len(reading.rows)]
    # A press report that prints somebody's NIK is archived as it came; what is made of it does not repeat the number.
    rows = enforce(contracts()[report.source], [_without_niks(row) for row in reading.rows])
    unread = enforce(contracts()["unread_figure"], [_without_niks(row) for row in reading.unread])
    quarantine = [
        quarantine_row(report, report.source, refused.refusal, refused.row_number, refused.record)
        for refused in reading.refused
    ]
    for broken in rows.broken:
        record = reading.rows[broken.row_number - 1]
        refusal = _refusal_of(broken, record)
        quarantine.append(quarantine_row(report, report.source, refusal, row_numbers[broken.row_number - 1], record))
    for broken in unread.broken:
        record = reading.unread[broken.row_number - 1]
        quarantine.append(
            quarantine_row(report, "unread_figure", _refusal_of(broken, record), broken.row_number, record)
        )
    outcome = ReportOutcome(
        report,
        "read",
        rows_read=len(reading.rows) + len(refused_numbers) + len(reading.unread),
        rows_accepted=rows.accepted.height,
        rows_quarantined=len(refused_numbers) + len(rows.refused_rows) + len(unread.refused_rows),
        rows_unread=unread.accepted.height,
        numbers_printed=reading.numbers_printed,
        numbers_accounted=reading.numbers_accounted,
    )
    quarantine += [quarantine_row(report, report.source, refusal) for refusal in _imbalance(outcome)]
    return _Account(outcome, rows.accepted, unread.accepted, quarantine)


def _without_niks(row: Mapping[str, Any]) -> dict[str, Any]:
    # One identity in two thousand is made of digits alone; it must not be taken for a number of a person.
    return {
        name: without_niks(value) if isinstance(value, str) and not name.endswith("_id") else value
        for name, value in row.items()
    }


def _refused(report: RegisteredReport, refusals: Iterable[Refusal]) -> _Account:
    return _Account(
        ReportOutcome(report, "refused"),
        pl.DataFrame(schema=raw_layer.table_schema(report.source)),
        pl.DataFrame(schema=raw_layer.table_schema("unread_figure")),
        [quarantine_row(report, report.source, refusal) for refusal in refusals],
    )


def _write(settings: Settings, report: RegisteredReport, version: str, account: _Account) -> ReportOutcome:
    outcome, month, report_id = account.outcome, report.report_month, report.report_id
    quarantine = enforce(contracts()[raw_layer.QUARANTINE], distinct(account.quarantine))
    if quarantine.broken:
        raise RuntimeError(f"report {report_id}: quarantine rows break their contract: {quarantine.broken[:3]}")
    raw_layer.replace_rows(settings, report.source, month, report_id, account.rows)
    raw_layer.replace_rows(settings, "unread_figure", month, report_id, account.unread)
    raw_layer.replace_rows(settings, raw_layer.QUARANTINE, month, report_id, quarantine.accepted)
    _write_balance(settings, report, version, outcome)
    outcome.problems = [problem_of(row) for row in quarantine.accepted.to_dicts()]
    return outcome


def _write_balance(settings: Settings, report: RegisteredReport, version: str, outcome: ReportOutcome) -> None:
    balance = {
        "report_id": report.report_id,
        "report_month": report.report_month,
        "source": report.source,
        "outcome": outcome.outcome,
        "rows_read": outcome.rows_read,
        "rows_accepted": outcome.rows_accepted,
        "rows_quarantined": outcome.rows_quarantined,
        "rows_unread": outcome.rows_unread,
        "numbers_printed": outcome.numbers_printed,
        "numbers_accounted": outcome.numbers_accounted,
        "reader": report.source,
        "reader_version": version,
    }
    # Not enforced here: an account that does not balance must be seen by the checks, not be left out.
    frame = pl.DataFrame([balance], schema=raw_layer.table_schema("row_balance"), orient="row")
    raw_layer.write_table(settings, "row_balance", report.report_month, report.report_id, frame)


def _refusal_of(broken: BrokenRule, record: Mapping[str, Any]) -> Refusal:
    value = None if broken.value is None else str(broken.value)
    return Refusal(broken.rule, str(record.get("locator") or "?"), broken.message, value, broken.column)


def _imbalance(outcome: ReportOutcome) -> list[Refusal]:
    refusals = []
    if outcome.numbers_printed != outcome.numbers_accounted:
        value = f"{outcome.numbers_printed} printed, {outcome.numbers_accounted} accounted for"
        message = f"the reader does not account for every printed number: {value}"
        refusals.append(Refusal("numbers_do_not_balance", "whole report", message, value))
    if outcome.rows_read != outcome.rows_accepted + outcome.rows_quarantined + outcome.rows_unread:
        value = (
            f"{outcome.rows_read} read, {outcome.rows_accepted} accepted, {outcome.rows_quarantined} quarantined, "
            f"{outcome.rows_unread} unread"
        )
        refusals.append(Refusal("rows_do_not_balance", "whole report", f"the rows do not balance: {value}", value))
    return refusals


def _reader_failed(error: Exception) -> Refusal:
    # Type and place only: the error's text may hold what the report says.
    frames = traceback.extract_tb(error.__traceback__)
    place = next((f for f in reversed(frames) if "sources" in PurePath(f.filename).parts), frames[-1])
    where = f"{type(error).__name__} in {PurePath(place.filename).name} line {place.lineno}"
    return Refusal("reader_failed", "whole report", f"the reader stopped with an unexpected error: {where}", where)
