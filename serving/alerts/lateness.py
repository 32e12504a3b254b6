"""Reports that are late: what `audit.completeness` of the current release expects, is due by today, and was not received.

Belongs here: reading the release. Does not: what is expected (the seed reporting_obligation). The release has no clock, so that a day on which nothing arrives
changes nothing in it; here today counts.
"""

from datetime import date

import duckdb

from serving.alerts.problem import Problem
from serving.release import DATABASE_NAME
from sources.settings import Settings

# What is expected as an example only, nobody promised.
_QUERY = """
    select source, count(*) as reports, count(distinct area_code) as areas, min(covered_month) as first_month, max(covered_month) as last_month,
        cast(min(due_on) as varchar) as due_on
    from audit.completeness
    where is_expected and not is_received and expected_basis <> 'example' and due_on < ?
    group by source
    order by source
"""


def late_reports(settings: Settings, today: date) -> list[Problem]:
    """One problem for each source of which reports are overdue; none before the first release, or while it cannot be read."""
    database = settings.current / DATABASE_NAME
    if not database.exists():
        return []
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    try:
        with duckdb.connect(str(database), read_only=True, config=config) as connection:
            rows = connection.execute(_QUERY, [today]).fetchall()
    except duckdb.Error:
        return []
    return [
        Problem(
            key=f"late/{source}",
            kind="reports_late",
            title=f"{reports} expected {source} {'report is' if reports == 1 else 'reports are'} overdue",
            remedy="ask the sender; audit.completeness lists them",
            count=reports,
            facts={"source": source, "areas": areas, "months": f"{first} to {last}", "due": due},
        )
        for source, reports, areas, first, last, due in rows
    ]
