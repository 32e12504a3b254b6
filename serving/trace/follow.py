"""From a row to the observations it rests on, and from these to their reports.

Belongs here: which columns and link tables lead on. Does not: opening archived files (`archive`), cutting out places (`places`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb

from serving.release import ReleaseError, current_release
from serving.trace.archive import ArchivedReports
from serving.trace.model import Excerpt, Origin, Row, Trace, TraceError
from serving.trace.places import excerpt
from serving.trace.published import PublishedColumns, open_release, quoted, row_with_key, select, table_named, tables
from sources.settings import Settings

_BRIDGE = "marts.bridge_fact_observation"
_OBSERVATIONS = "marts.fct_observation"
_WAITING = "audit.review_queue"
_CORRECTIONS = "audit.corrections"
_REPORTS = ("marts.dim_report", "audit.reports")
_OBSERVATION = "observation_id"
_COUNTED_FROM = "report_ids"
_ACCOUNTS = "audit.row_balance"
_NO_ROLE = "printed"
_BETWEEN_IDS = re.compile(r"[;,\s]+")


@dataclass(frozen=True)
class _Step:
    observation_id: str
    role: str
    measure: str | None = None
    because: str | None = None


def trace(settings: Settings, table: str, key: str) -> Trace:
    """Follows a row of the current release. `table` with or without schema; `key` its first column, or the beginning of it.

    Raises TraceError if nothing is published or table or key do not exist. What is wrong with a single origin (a report that is
    missing from the archive, other characters at the place) is told in that origin.
    """
    try:
        release = current_release(settings)
    except ReleaseError as error:
        raise TraceError(str(error)) from error
    if release is None:
        raise TraceError(f"{settings.current}: nothing has been published yet; run `cakupan run` first")
    try:
        with open_release(release) as connection:
            known = tables(connection)
            wanted = table_named(known, table)
            row = row_with_key(connection, wanted, key)
            origins = _origins(connection, known, wanted, row, ArchivedReports(settings))
    except duckdb.Error as error:
        raise TraceError(f"{release.database}: {' '.join(str(error).split())}; try another release") from error
    return Trace(release.release_id, wanted.qualified, wanted.key, str(row[wanted.key]), row, tuple(origins))


def _origins(
    connection: duckdb.DuckDBPyConnection,
    known: dict[str, PublishedColumns],
    table: PublishedColumns,
    row: Row,
    archived: ArchivedReports,
) -> list[Origin]:
    steps = _merged(_steps(connection, known, table, row))
    if not steps:
        return _registers(connection, known, row) or (
            [_own_place(connection, known, row, archived)] if row.get("report_id") else []
        )
    wanted = {step.observation_id for step in steps}
    # What waits for a person is in no mart; the queue has the columns of a figure that a trace shows.
    observations = _by(connection, known, _WAITING, _OBSERVATION, wanted)
    observations |= _by(connection, known, _OBSERVATIONS, _OBSERVATION, wanted)
    decisions = {decision for row in observations.values() for decision in _decisions(row)}
    corrections = _by(connection, known, _CORRECTIONS, "correction_id", decisions)
    report_ids = {str(observation["report_id"]) for observation in observations.values()}
    reports = _reports(connection, known, report_ids)
    origins = []
    for step in steps:
        observation = observations.get(step.observation_id, {})
        report = reports.get(str(observation.get("report_id")), {})
        locator, as_printed = observation.get("locator"), observation.get("as_printed")
        shown, problem = _place(archived, report, locator, as_printed)
        if not observation:
            problem = f"observation {step.observation_id} is not in {_OBSERVATIONS}; the release is not consistent"
        measure = step.measure or observation.get("measure")
        correction = next((corrections[name] for name in _decisions(observation) if name in corrections), {})
        origins.append(
            Origin(
                step.role, measure, step.because, locator, as_printed, observation, report, shown, problem, correction
            )
        )
    return origins


def _decisions(observation: Row) -> list[str]:
    """The decisions of people about a figure: the one that made it, the one that put an end to it."""
    return [str(observation[name]) for name in ("correction_id", "ended_by") if observation.get(name)]


def _steps(
    connection: duckdb.DuckDBPyConnection, known: dict[str, PublishedColumns], table: PublishedColumns, row: Row
) -> Iterator[_Step]:
    """Observations that a row rests on: named in the row, linked by the bridge of facts, or by a link table of audit."""
    for column, value in row.items():
        if value is None or not column.removesuffix("s").endswith(_OBSERVATION):
            continue
        role = str(row.get("role") or column.removesuffix("s").removesuffix(_OBSERVATION).rstrip("_") or _NO_ROLE)
        because = row.get("chosen_because")
        listed = (
            value if isinstance(value, list) else _BETWEEN_IDS.split(str(value)) if column.endswith("s") else [value]
        )
        for observation_id in listed:
            yield _Step(str(observation_id), role, None, because)
    if _BRIDGE in known and table.qualified != _BRIDGE:
        for link in select(
            connection,
            f"from {known[_BRIDGE].address} where list_contains(?, fact_key)"
            " order by fact_table, fact_key, measure, role = 'chosen' desc, role, observation_id",
            [_keys(row)],
        ):
            yield _Step(link[_OBSERVATION], link["role"], link["measure"], link["chosen_because"])
    for linking in known.values():
        if linking.schema != "audit" or linking == table or not {table.key, _OBSERVATION} <= set(linking.columns):
            continue
        for link in select(
            connection,
            f"from {linking.address} where {quoted(table.key)} = ? order by {quoted(linking.key)}",
            [row[table.key]],
        ):
            yield _Step(link[_OBSERVATION], str(link.get("role") or linking.name), link.get("measure"))


def _merged(steps: Iterable[_Step]) -> list[_Step]:
    """Every observation once for each measure; one that is named in the row and linked, too, has both roles."""
    merged: dict[str, list[_Step]] = {}
    for step in dict.fromkeys(steps):
        before = merged.setdefault(step.observation_id, [])
        at = next((i for i, other in enumerate(before) if None in (other.measure, step.measure)), None)
        if at is None:
            before.append(step)
            continue
        other = before[at]
        roles = dict.fromkeys(role for role in (step.role, other.role) if role != _NO_ROLE)
        before[at] = _Step(
            step.observation_id,
            ", ".join(roles) or _NO_ROLE,
            step.measure or other.measure,
            step.because or other.because,
        )
    return [step for group in merged.values() for step in group]


def _keys(row: Row) -> list[str]:
    """All surrogate keys in a row. Keys are unique over all tables: one of a dimension never meets a fact."""
    keys: list[str] = []
    for column, value in row.items():
        if column.endswith("_key") and isinstance(value, str):
            keys.append(value)
        elif column.endswith("_keys") and isinstance(value, list):
            keys.extend(str(key) for key in value)
        elif column.endswith("_keys") and isinstance(value, str):
            keys.extend(_BETWEEN_IDS.split(value))
    return keys


def _registers(connection: duckdb.DuckDBPyConnection, known: dict[str, PublishedColumns], row: Row) -> list[Origin]:
    """Registers that a row was counted from: they are named, and not opened, for their rows are persons."""
    report_ids: set[str] = set()
    for table in known.values():
        if table.schema == "marts" and _COUNTED_FROM in table.columns:
            query = f"from {table.address} where list_contains(?, {quoted(table.key)})"
            for counted in select(connection, query, [_keys(row)]):
                report_ids |= set(_BETWEEN_IDS.split(str(counted[_COUNTED_FROM])))
    reports = _reports(connection, known, report_ids)
    accounts = _by(connection, known, _ACCOUNTS, "report_id", report_ids)
    return [
        Origin("register", None, _counted(accounts.get(report_id)), None, None, {}, reports[report_id], None, None)
        for report_id in sorted(reports)
    ]


def _counted(account: Row | None) -> str | None:
    return f"counted from {account['rows_accepted']} accepted rows" if account else None


def _own_place(
    connection: duckdb.DuckDBPyConnection, known: dict[str, PublishedColumns], row: Row, archived: ArchivedReports
) -> Origin:
    """A row that is no figure but names a report, perhaps a place in it: a report, a refused row, an unread number."""
    report_id = str(row["report_id"])
    report = _reports(connection, known, {report_id}).get(report_id, {})
    locator, as_printed = row.get("locator"), row.get("as_printed")
    shown, problem = _place(archived, report, locator, as_printed)
    return Origin("report", None, None, locator, as_printed, {}, report, shown, problem)


def _place(
    archived: ArchivedReports, report: Row, locator: str | None, as_printed: str | None
) -> tuple[Excerpt | None, str | None]:
    if not report:
        return None, "its report is not in the register of reports"
    content, problem = archived.content(report)
    if content is None:
        return None, problem
    if locator is None:
        return None, None
    return excerpt(content, locator, as_printed, str(report.get("file_name") or ""))


def _reports(
    connection: duckdb.DuckDBPyConnection, known: dict[str, PublishedColumns], report_ids: set[str]
) -> dict[str, Row]:
    for name in _REPORTS:
        found = _by(connection, known, name, "report_id", report_ids)
        if found:
            return found
    return {}


def _by(
    connection: duckdb.DuckDBPyConnection,
    known: dict[str, PublishedColumns],
    table: str,
    column: str,
    values: set[str],
) -> dict[str, Row]:
    """Rows of a table by a column's value; empty if the release has no such table."""
    if table not in known or column not in known[table].columns:
        return {}
    rows = select(connection, f"from {known[table].address} where list_contains(?, {quoted(column)})", [sorted(values)])
    return {str(row[column]): row for row in rows}
