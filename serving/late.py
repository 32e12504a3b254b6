"""Which promised reports have not come until a day.

Belongs here: comparing the promises with what is published. Does not: the promises (seed reporting_obligation); how late a report was that came
(`audit.completeness`).
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from sources.settings import PROJECT_ROOT, Settings

OBLIGATIONS = PROJECT_ROOT / "dbt_project" / "seeds" / "reporting_obligation.csv"
# As audit.expected_reports has it, but up to a day of the calendar: that table ends with the latest report.
QUERY = """
with
obligations as (
    -- An example shows how a promise is written down; nobody made it.
    select * from read_csv($obligations, header = true, all_varchar = true) where basis <> 'example'
),

months as (
    select last_day(cast(month_start as date)) as month_end
    from range(timestamp '1990-01-01', cast($today as timestamp), interval 1 month) as months (month_start)
),

promised as (
    select
        obligations.source,
        areas.area_code,
        strftime(months.month_end, '%Y-%m') as covered_month,
        months.month_end + cast(obligations.due_days as integer) as due_on,
        obligations.basis
    from obligations
    inner join months
        on
            cast(obligations.valid_from as date) <= months.month_end
            and date_trunc('month', months.month_end) <= coalesce(cast(obligations.valid_to as date), date '9999-12-31')
            and date_diff('month', cast(obligations.valid_from as date), months.month_end)
            % cast(obligations.every_months as integer) = 0
    inner join marts.dim_area as areas
        on
            areas.is_resolved
            and (obligations.area_code = areas.area_code or obligations.area_kind = areas.area_kind)
            and months.month_end between areas.valid_from and coalesce(areas.valid_to, date '9999-12-31')
)

select distinct
    promised.source, promised.area_code, promised.covered_month, promised.due_on,
    date_diff('day', promised.due_on, cast($today as date)) as days_late, promised.basis
from promised
left join audit.completeness as came
    on
        promised.source = came.source
        and promised.area_code = came.area_code
        and promised.covered_month = came.covered_month
        and came.is_received
where promised.due_on < cast($today as date) and came.source is null
order by all
"""


@dataclass(frozen=True)
class LateReport:
    """A promised report that is not in the warehouse; `days_late` counts from the day it was due."""

    source: str
    area_code: str
    covered_month: str
    due_on: date
    days_late: int
    basis: str


def late_reports(settings: Settings, today: date, database: Path | None = None) -> list[LateReport]:
    """Promised reports that were due before `today` and are not in the published warehouse (or `database`); none before the first release."""
    path = database or settings.current / "cakupan.duckdb"
    if not path.exists():
        return []
    with duckdb.connect(str(path), read_only=True, config={"memory_limit": settings.memory_limit}) as connection:
        found = connection.execute(QUERY, {"obligations": str(OBLIGATIONS), "today": today}).fetchall()
    return [LateReport(*row) for row in found]
