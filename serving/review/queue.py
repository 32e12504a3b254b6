"""Reading the queue, each figure with the words around it.

Belongs here: which file is asked, and the excerpt of the archived report. Does not: printing.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from serving.release import ReleaseError, current_release
from serving.trace.archive import ArchivedReports
from serving.trace.model import Excerpt, Row, Trace
from serving.trace.places import excerpt
from serving.trace.published import attached, select
from sources.settings import Settings

_QUERY = """
    select queue.*, reports.sha256
    from audit.review_queue as queue
    inner join marts.dim_report as reports on queue.report_id = reports.report_id
    where
        queue.is_current
        and (? = '' or starts_with(queue.report_id, ?) or queue.file_name = ? or ends_with(queue.file_name, '/' || ?))
    order by queue.confidence, queue.file_name, queue.report_id, queue.locator, queue.observation_id
"""
_REPORT = """
    select report_id
    from audit.reports
    where starts_with(report_id, ?) or file_name = ? or ends_with(file_name, '/' || ?)
    limit 1
"""


class ReviewError(Exception):
    """There is no queue to read: nothing is published or built, or the file is not one of ours. The message says what to do."""


@dataclass(frozen=True)
class Waiting:
    """One figure that waits: its row of audit.review_queue, and the place in the report (None, and why, if it cannot be shown)."""

    row: Row
    excerpt: Excerpt | None
    problem: str | None


@dataclass(frozen=True)
class Queue:
    """The figures that wait, least sure first, and the file that says so."""

    database: Path
    waiting: tuple[Waiting, ...]


def queue(settings: Settings, *, build: bool = False, report: str = "") -> Queue:
    """What waits in the current release, or in the latest build; of one report only, if named by report_id (its beginning will do) or file name (with or
    without its folders).

    Raises ReviewError if there is no warehouse, or no such report in it.
    """
    database = _database(settings, build=build)
    archived = ArchivedReports(settings)
    try:
        with attached(database) as connection:
            if report and not select(connection, _REPORT, [report] * 3):
                raise ReviewError(f"{database}: there is no report {report!r}; `from audit.reports` lists them")
            rows = select(connection, _QUERY, [report] * 4)
    except duckdb.Error as error:
        raise ReviewError(f"{database}: {' '.join(str(error).split())}; `cakupan run` builds it anew") from error
    return Queue(database, tuple(_waiting(row, archived) for row in rows))


def of_trace(found: Trace) -> tuple[Waiting, ...]:
    """The figures that a traced row rests on as they stand, as if they waited: for a person who doubts a figure that is published.

    Left out are figures that a person made already (their entry is to be changed instead), and those that are no longer current.
    """
    figures: dict[str, Waiting] = {}
    for origin in found.origins:
        figure = origin.observation
        if not figure or figure.get("correction_id") or not figure.get("is_current", True):
            continue
        because = f"{found.table} {found.key} rests on it ({origin.role})"
        named = {name: origin.report.get(name) for name in ("file_name", "published_on")}
        row = {**figure, **named, "waits_because": because}
        figures.setdefault(str(figure["observation_id"]), Waiting(row, origin.excerpt, origin.problem))
    return tuple(figures.values())


def _database(settings: Settings, *, build: bool) -> Path:
    if build:
        if not settings.build_database.exists():
            raise ReviewError(f"{settings.build_database}: nothing has been built yet; run `cakupan run` first")
        return settings.build_database
    try:
        release = current_release(settings)
    except ReleaseError as error:
        raise ReviewError(str(error)) from error
    if release is None:
        raise ReviewError(f"{settings.current}: nothing has been published yet; run `cakupan run` first")
    return release.database


def _waiting(row: Row, archived: ArchivedReports) -> Waiting:
    content, problem = archived.content(row)
    if content is None:
        return Waiting(row, None, problem)
    return Waiting(row, *excerpt(content, row["locator"], row["as_printed"], row["file_name"]))
