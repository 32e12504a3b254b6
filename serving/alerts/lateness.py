"""Promised reports that have not come, as problems to tell: one for each source.

Belongs here: counting and wording. Does not: which reports are late (`serving.late`).
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import duckdb

from serving.alerts.problem import Problem
from serving.late import LateReport, late_reports
from sources.settings import Settings


def late_problems(settings: Settings, today: date) -> list[Problem]:
    """What is overdue today; none before the first release, or while it cannot be read: that is told by the run that failed."""
    try:
        return overdue(late_reports(settings, today))
    except duckdb.Error:
        return []


def overdue(late: Sequence[LateReport]) -> list[Problem]:
    """One problem for each source of these reports."""
    by_source = groupby(sorted(late, key=lambda report: report.source), key=lambda report: report.source)
    return [_problem(source, list(reports)) for source, reports in by_source]


def _problem(source: str, late: Sequence[LateReport]) -> Problem:
    months = sorted(report.covered_month for report in late)
    return Problem(
        key=f"late/{source}",
        kind="reports_late",
        title=f"{len(late)} promised {source} {'report is' if len(late) == 1 else 'reports are'} overdue",
        remedy="ask the sender; the check promised_reports_have_come of the release lists them",
        count=len(late),
        facts={
            "source": source,
            "areas": len({report.area_code for report in late}),
            "months": f"{months[0]} to {months[-1]}",
            "due": min(report.due_on for report in late).isoformat(),
        },
    )
