"""What happens on a day of the month, whether anything arrived or not.

Belongs here: when, and what the run finds late. Does not: building (assets), which reports are promised (seed reporting_obligation).
"""

from datetime import UTC, datetime

import dagster as dg
import polars as pl

from orchestration.home import DataHome
from orchestration.tables import preview
from serving.late import late_reports

MONTHLY = "publish_monthly"
CHECK = "promised_reports_have_come"
TIME_ZONE = "Asia/Jakarta"
# The workbooks of a month are due in the first days of the next one; on the fifth a person still has time to ask for what is missing.
ON_THE_FIFTH = "0 6 5 * *"
EVERY_MORNING = "0 6 * * *"
COLUMNS = ["source", "area_code", "covered_month", "due_on", "days_late", "basis"]


def schedules() -> list[dg.ScheduleDefinition]:
    """One, running from the start."""
    return [
        dg.ScheduleDefinition(
            name=MONTHLY,
            job_name=MONTHLY,
            cron_schedule=ON_THE_FIFTH,
            execution_timezone=TIME_ZONE,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description="Builds and publishes once a month, and names the promised reports that have not come.",
        )
    ]


def late_check() -> dg.AssetChecksDefinition:
    """The check of the release. It asks the clock, so it is no dbt test: tables of the warehouse must not change with the day."""

    @dg.asset_check(
        asset="release",
        name=CHECK,
        description="Every report that was promised until today is in the published warehouse. A warning: the rest goes on.",
        # Days pass without news, too. And with a condition on any check Dagster names all checks of the assets that it asks for by itself; without
        # one it names those alone that share an operation with an asset (corrections_match), and the build ran and was published with no test.
        automation_condition=dg.AutomationCondition.cron_tick_passed(EVERY_MORNING, TIME_ZONE),
    )
    def promised_reports_have_come(home: DataHome) -> dg.AssetCheckResult:
        late = late_reports(home.settings, datetime.now(UTC).date())
        frame = pl.DataFrame([vars(one) for one in late], schema=dict.fromkeys(COLUMNS, pl.String), strict=False)
        return dg.AssetCheckResult(
            passed=not late,
            severity=dg.AssetCheckSeverity.WARN,
            description=f"{len(late)} promised reports have not come" if late else None,
            metadata={"late": len(late), "reports": preview(frame)},
        )

    return promised_reports_have_come
