"""The months of reporting as Dagster partitions.

Belongs here: the axis, and how a report's month finds its partition. Does not: which months have new reports (`sources.ingest` knows).
"""

from collections.abc import Iterable

import dagster as dg

# The law on the workers' social security (UU 3/1992) made Jamsostek's reporting a duty; a partition's key is the report's month itself.
FIRST_MONTH = "1992-01"

reporting_months = dg.MonthlyPartitionsDefinition(
    start_date=FIRST_MONTH,
    fmt="%Y-%m",
    end_offset=1,  # the current month has reports before it is over
)

# In-process, one run with its checks costs about 0.7 s and one partition of one source 0.017 s (measured with SQLite storage): a run of its own
# pays off where more than twenty months without reports lie between two with some.
MONTHS_WORTH_A_RUN = 20


def partition_of(month: str) -> str:
    """The partition that holds a report's month: the first one holds everything older, the last one everything dated ahead of today."""
    last = reporting_months.get_last_partition_key() or FIRST_MONTH
    return min(max(month, FIRST_MONTH), last)


def months_in(partition_keys: Iterable[str], known_months: Iterable[str]) -> list[str]:
    """The report months that fall into these partitions, sorted; `known_months` are all months that the register has."""
    keys = set(partition_keys)
    return sorted({month for month in known_months if partition_of(month) in keys})


def spans(months: Iterable[str]) -> list[tuple[str, str]]:
    """First and last partition of each stretch that is read in one run, in order of time."""
    stretches: list[tuple[str, str]] = []
    for key in sorted({partition_of(month) for month in months}):
        if stretches and _ordinal(key) - _ordinal(stretches[-1][1]) <= MONTHS_WORTH_A_RUN:
            stretches[-1] = (stretches[-1][0], key)
        else:
            stretches.append((key, key))
    return stretches


def _ordinal(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)
