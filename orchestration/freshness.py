"""How old an asset may be before Dagster shows it as late: a table, and no more.

Belongs here: from `freshness.csv` to policies. Does not: whether a promised report has come (`audit.completeness` tells that by report, area and month).
"""

from datetime import timedelta
from functools import cache
from pathlib import Path

import dagster as dg

from sources.reference import read_table


@cache
def policies() -> dict[str, dg.FreshnessPolicy]:
    """Asset -> its policy; Dagster warns, then fails it, by the time since it was last materialized."""
    rows = read_table(Path(__file__).with_name("freshness.csv"))
    return {
        row["asset"]: dg.FreshnessPolicy.time_window(
            fail_window=timedelta(days=int(row["fail_days"])), warn_window=timedelta(days=int(row["warn_days"]))
        )
        for row in rows
    }
