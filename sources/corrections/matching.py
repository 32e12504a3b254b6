"""Finding for each entry the figure that it means, and saying so where it no longer means any.

Belongs here: the rules by which an entry holds, and the row of the raw table `correction` that it becomes. Does not: the entry's form
(entries), looking things up (figures), writing (refresh).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from pathlib import PurePath

from sources.contracts.enforcement import enforce
from sources.contracts.registry import contracts
from sources.corrections.entries import Entry, Meaning
from sources.corrections.figures import ReadFigures, Row
from sources.corrections.meaning import COLUMNS, MEANING, SAME_FACT, corrected, differences, in_words, otherwise
from sources.corrections.problems import MOST_PROBLEMS, CorrectionProblem
from sources.documents import SUFFIXES
from sources.identity import row_id
from sources.intake.archive import ArchiveDamagedError
from sources.reading import ReportRefusedError

PERSON = "person"
VERSION = "1"
# Somewhere it is a day later already.
AHEAD = timedelta(days=1)


@dataclass
class Matched:
    """Rows of the raw table `correction` by their identity, and what does not hold."""

    rows: list[Row] = field(default_factory=list)
    problems: list[CorrectionProblem] = field(default_factory=list)


class _DoesNotHoldError(Exception):
    def __init__(self, rule: str, value: str | None = None, column: str | None = None) -> None:
        super().__init__(rule)
        self.rule, self.value, self.column = rule, value, column


def match(entries: Iterable[Entry], read: ReadFigures, today: date) -> Matched:
    """Every entry becomes a row or a problem. `today` only refuses days of decision that lie in the future (tomorrow is taken)."""
    problems: list[CorrectionProblem] = []
    decided: list[tuple[Entry, Row]] = []
    taken: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        try:
            row = _row(entry, read, today)
            for figure in _figures_of(row):
                if (before := taken.setdefault(figure, entry)) is not entry:
                    raise _DoesNotHoldError("correction_doubled", f"entry {before.number} in line {before.line}")
        except _DoesNotHoldError as broken:
            problems.append(CorrectionProblem(broken.rule, entry.line, entry.number, broken.value, broken.column))
            if len(problems) >= MOST_PROBLEMS:
                break
        else:
            decided.append((entry, row))
    breaking = list(_breaking(decided))
    problems += breaking
    unsound = {problem.entry for problem in breaking}
    rows = [row for entry, row in decided if entry.number not in unsound]
    rows.sort(key=lambda row: str(row["correction_id"]))
    return Matched(rows, sorted(problems, key=lambda problem: problem.line)[:MOST_PROBLEMS])


def _figures_of(row: Row) -> list[tuple[str, ...]]:
    """What two entries must not share: the figure as read, and what a person's figure means at its place."""
    figures: list[tuple[str, ...]] = [] if row["read_observation_id"] is None else [(row["read_observation_id"],)]
    if row["action"] in ("changed", "added"):
        figures.append((row["report_id"], row["locator"], *(str(row[column]) for column in SAME_FACT)))
    return figures


def _row(entry: Entry, read: ReadFigures, today: date) -> Row:
    report = read.report(entry.report)
    if report is None:
        raise _DoesNotHoldError("correction_report_unknown", entry.report)
    if (successor := read.superseded_by(entry.report)) is not None:
        raise _DoesNotHoldError("correction_report_superseded", successor)
    if read.refused(entry.report):
        raise _DoesNotHoldError("correction_report_refused", report["file_name"])
    if entry.on < (first := _first_day(report)):
        raise _DoesNotHoldError("correction_date_impossible", f"{entry.on}, the report is not older than {first}")
    if entry.on > today + AHEAD:
        raise _DoesNotHoldError("correction_date_impossible", f"{entry.on} is in the future")
    if entry.missed is not None:
        return _result(entry, report, None, _missed(entry, entry.missed, report, read))
    figure = _figure(entry, report, read)
    if entry.should_be is None:
        return _result(entry, report, figure, None if entry.not_a_fact else {name: figure[name] for name in MEANING})
    meaning = corrected(figure, entry.should_be)
    if not differences(figure, meaning):
        raise _DoesNotHoldError("correction_not_needed", in_words(figure))
    return _result(entry, report, figure, meaning)


def _first_day(report: Row) -> date:
    """The first day on which the report may have been published; the register has the last one."""
    last: date = report["published_on"]
    return {"month": last.replace(day=1), "year": last.replace(month=1, day=1)}.get(report["published_precision"], last)


def _figure(entry: Entry, report: Row, read: ReadFigures) -> Row:
    """The one figure as read that an entry means."""
    there = read.at(report, entry.locator)
    if not there:
        unread = read.unread_at(report, entry.locator)
        if unread and entry.not_a_fact:
            raise _DoesNotHoldError("correction_not_needed", f"no fact: {unread[0]['reason']}")
        near = [f"{in_words(row)} at {row['locator']}" for row in read.touching(report, entry.locator)]
        what = [f"the number is unread: {unread[0]['reason']}"] if unread else near
        raise _DoesNotHoldError("correction_figure_gone", "; ".join(what) or entry.locator)
    if other := sorted({row["as_printed"] for row in there} - {entry.as_printed}):
        raise _DoesNotHoldError("correction_other_characters", "; ".join(other))
    meant = [row for row in there if not otherwise(row, entry.was)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise _DoesNotHoldError("correction_ambiguous", "; ".join(in_words(row) for row in meant))
    said = entry.should_be
    if said is not None and any(_agrees(row, said) for row in there):
        raise _DoesNotHoldError(
            "correction_not_needed", "; ".join(in_words(row) for row in there if _agrees(row, said))
        )
    keys = sorted({name for row in there for name in otherwise(row, entry.was)})
    now = [f"{name} is {row[COLUMNS[name]]}" for row in there for name in keys]
    raise _DoesNotHoldError("correction_read_otherwise", "; ".join(dict.fromkeys(now)))


def _agrees(row: Row, said: Meaning) -> bool:
    return all(row[COLUMNS[name]] == getattr(said, name) for name in said.model_fields_set)


def _missed(entry: Entry, said: Meaning, report: Row, read: ReadFigures) -> Row:
    """What a fact means that was not read, if it stands there and still is not read."""
    if PurePath(report["file_name"]).suffix.lower() not in SUFFIXES:
        raise _DoesNotHoldError("correction_missed_in_table", report["file_name"])
    meaning = corrected(None, said)
    touching = read.touching(report, entry.locator)
    if any(all(row[column] == meaning[column] for column in SAME_FACT) for row in touching):
        raise _DoesNotHoldError("correction_not_needed", in_words(meaning))
    if touching and not entry.second_figure:
        raise _DoesNotHoldError("correction_beside_a_figure", "; ".join(in_words(row) for row in touching))
    if entry.second_figure and not touching:
        raise _DoesNotHoldError("correction_figure_gone", "no first figure stands beside the second one")
    try:
        printed = read.printed_at(report, entry.locator)
    except FileNotFoundError:
        raise _DoesNotHoldError("archive_missing") from None
    except ArchiveDamagedError:
        raise _DoesNotHoldError("archive_damaged") from None
    except ReportRefusedError as error:
        raise _DoesNotHoldError("correction_figure_gone", error.refusals[0].message) from error
    if printed is None:
        raise _DoesNotHoldError("correction_figure_gone", f"the report has no place {entry.locator} in its text")
    if printed != entry.as_printed:
        raise _DoesNotHoldError("correction_other_characters", printed)
    return meaning


def _result(entry: Entry, report: Row, figure: Row | None, meaning: Row | None) -> Row:
    """The row of the raw table. `meaning` is None where the figure is rejected."""
    changed = differences(figure, meaning) if figure is not None and meaning is not None else []
    identity = row_id(
        entry.report,
        entry.locator,
        entry.action,
        entry.on.isoformat(),
        entry.not_a_fact,
        figure["observation_id"] if figure is not None else None,
        *(meaning or {}).values(),
    )
    row: Row = {
        "correction_id": identity,
        "report_id": report["report_id"],
        "report_month": report["report_month"],
        "source": report["source"],
        "locator": entry.locator,
        "as_printed": entry.as_printed,
        "action": entry.action,
        "read_observation_id": None if figure is None else figure["observation_id"],
        "observation_id": None,
        "changed_columns": "; ".join(changed) or None,
        "reason": entry.not_a_fact,
        "why": entry.why,
        "decided_by": entry.by,
        "decided_on": entry.on,
    }
    if meaning is None:
        return row
    return (
        row
        | meaning
        | {
            "observation_id": row_id(PERSON, identity),
            "reader": PERSON,
            "reader_version": VERSION,
            "confidence": 1.0,
            "rules": "; ".join([*([figure["rules"]] if figure is not None else []), f"{entry.action} by a person"]),
        }
    )


def _breaking(decided: Iterable[tuple[Entry, Row]]) -> Iterator[CorrectionProblem]:
    """Figures of people that break what figures of the reader obey. A contract is asked once for all of them: it takes its time."""
    figures: dict[str, list[tuple[Entry, Row]]] = {}
    for entry, row in decided:
        if row["observation_id"] is not None:
            figures.setdefault(row["source"], []).append((entry, row))
    for source, made in figures.items():
        contract = contracts()[source]
        columns = contract.to_schema().columns
        rows = [{name: value for name, value in row.items() if name in columns} for _, row in made]
        for number, broken in groupby(enforce(contract, rows).broken, key=lambda rule: rule.row_number):
            told = "; ".join(f"{rule.message} ({rule.rule})" for rule in broken)
            entry = made[number - 1][0]
            yield CorrectionProblem("correction_breaks_contract", entry.line, entry.number, told)
