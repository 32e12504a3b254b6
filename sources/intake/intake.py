"""Taking in: every file of the inbox becomes an archived, registered report or is named with the rule that refuses it.

Belongs here: the order of steps, such that a kill at any point is made good by the next run: archive, then report, then delivery;
the refusals when all files are through. Does not: the steps themselves (walk, archive, register, refusals).
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

from sources import raw_layer
from sources.intake.archive import PERSONAL_FOLDER, ChangedWhileReadError, clear_archive, keep, measure
from sources.intake.lock import intake_lock
from sources.intake.memory import dealt_with, remember
from sources.intake.refusals import keep_refusals
from sources.intake.register import EntryRefusedError, Register, as_registered
from sources.intake.retention import is_removed
from sources.intake.walk import FoundFile, RefusedFile, opened, refused_file, walk
from sources.raw_lock import writing
from sources.raw_repair import Repaired, repair
from sources.readers import SOURCES, Source
from sources.reading import Description, RegisteredReport, ReportRefusedError, StreamedReader
from sources.settings import Settings


@dataclass
class IntakeResult:
    """What one run of intake found. `files` counts the regular files of known sources that it looked into, refused ones included."""

    files: int = 0
    new_reports: list[RegisteredReport] = field(default_factory=list)  # in the order of their file names
    new_deliveries: int = 0  # a known content under another name, or a replacement, counts too
    refused: list[RefusedFile] = field(default_factory=list)
    repaired: Repaired = field(default_factory=Repaired)  # what was put right before

    @property
    def new_months(self) -> dict[str, list[str]]:
        """Source -> months (YYYY-MM) with new reports, sorted."""
        found = sorted({(report.source, report.report_month) for report in self.new_reports})
        return {source: [month for of, month in found if of == source] for source, _ in found}


def take_in(
    settings: Settings,
    now: datetime,
    sources: Mapping[str, Source] = SOURCES,
    only: Mapping[str, str] | None = None,
) -> IntakeResult:
    """Take in every file of the inbox. `now` (with its time zone) is the moment of receipt; the inbox is never altered.

    With `only` (file name -> stamp, as `sources.intake.arrivals` gives them) no other file is opened, and none that has changed since it was seen:
    it may be half written.

    Waits while another intake works in the same data home. Refused files are in the result and in the raw table refused_file; nothing in a
    file makes it raise. Raises RawLayerDamagedError if the register itself is damaged, OSError if the data home cannot be written.
    """
    now = now.astimezone(UTC)
    result = IntakeResult()
    with intake_lock(settings):
        clear_archive(settings)
        result.repaired = repair(settings)
        raw_layer.ensure_tables(settings)
        register = Register(settings)
        before, dealt, left = dealt_with(settings), dict[str, str](), set[str]()
        for found in walk(settings.inbox_dir, sources):
            if isinstance(found, RefusedFile):
                result.refused.append(found)
                continue
            name = found.file_name
            if only is not None and only.get(name) != found.stamp:
                left.add(name)
                if name in before:
                    dealt[name] = before[name]
                continue
            result.files += 1
            refused = len(result.refused)
            # Report and delivery belong together: no build may see the one without the other.
            with writing(settings):
                _take_in_file(settings, now, sources[found.source], found, register=register, result=result)
            if not any(file.rule == "changed_while_read" for file in result.refused[refused:]):
                dealt[name] = found.stamp
        keep_refusals(settings, result.refused, sources, left)
        if dealt != before:
            remember(settings, dealt)
    return result


def _take_in_file(
    settings: Settings, now: datetime, source: Source, found: FoundFile, *, register: Register, result: IntakeResult
) -> None:
    def refuse(rule: str, value: str | None = None) -> None:
        result.refused.append(refused_file(found.parts, rule, value))

    if found.suffix not in source.load().suffixes:
        refuse("unknown_suffix", found.suffix or "nothing")
        return
    try:
        entry, is_new = _entry_of(settings, now, source, found, register)
        if entry["source"] != found.source:
            refuse("known_under_other_source", entry["source"])
        result.new_deliveries += register.deliver(entry, found.source, found.file_name, now)
    except ChangedWhileReadError:
        refuse("changed_while_read")
    except _TooLargeToKeepError as error:
        refuse("too_large_to_keep", str(error))
    except (EntryRefusedError, _ReaderFailedError) as error:
        refuse("reader_failed", str(error))
    except _CannotBeOpenedError as error:
        refuse("cannot_be_opened", str(error))
    else:
        if is_new:
            result.new_reports.append(as_registered(entry))


def _entry_of(
    settings: Settings, now: datetime, source: Source, found: FoundFile, register: Register
) -> tuple[dict[str, Any], bool]:
    with ExitStack() as stack:
        try:
            file = stack.enter_context(opened(settings.inbox_dir, found.parts))
            sha256, size, content = measure(file, 0 if source.streamed else source.limit_bytes(settings))
        except OSError as error:  # only the inbox: a full disk under the data home must stop the run
            raise _CannotBeOpenedError(error.strerror) from error
        entry = register.find(sha256)
        if entry is None and size > settings.max_archive_bytes:
            raise _TooLargeToKeepError(size)
        if entry is not None:
            if not is_removed(
                settings, entry
            ):  # what was removed in time does not come back because its file still lies there
                keep(settings, file, sha256, entry["archive_path"].startswith(f"{PERSONAL_FOLDER}/"))
            return entry, False
        keep(settings, file, sha256, source.personal)
        description = _describe(source, file, content, found.file_name)
    content_id = (sha256, size)
    return register.enter(found.source, found.file_name, content_id, description, now, personal=source.personal), True


class _CannotBeOpenedError(Exception):
    pass


class _TooLargeToKeepError(Exception):
    pass


class _ReaderFailedError(Exception):
    pass


def _describe(source: Source, file: BinaryIO, content: bytes | None, file_name: str) -> Description:
    reader = source.load()
    try:
        if source.streamed:
            file.seek(0)
            return cast(StreamedReader, reader).describe_file(file)
        return Description() if content is None else reader.describe(content, file_name)
    except ReportRefusedError:
        return Description()  # entered by its day of receipt; ingest refuses it with every problem
    except Exception as error:  # one reader's mistake must not stop the other reports
        raise _ReaderFailedError(type(error).__name__) from error
