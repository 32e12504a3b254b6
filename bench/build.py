"""Build: how long dbt builds the warehouse of a nation, and how long it takes to bring it up to date with one more month.

Belongs here: the two calls of dbt and their bars. Does not: the figures (observations.py), the calls (warehouse.py).

ROWS is about the number of figures in ten years; the bars are meant for 5 000 000. Tests of the data are included, unit tests are not, as in the
job. The further month is a second call of the same command after the month's reports have come in.
"""

import shutil
import tempfile
from pathlib import Path

from bench.observations import MONTHS, Nation, write_months
from bench.registry import Bar, Result, Say
from bench.warehouse import WITHOUT_UNIT_TESTS, dbt_build
from sources.settings import Settings

DEFAULT_ROWS = 5_000_000
LEAST_ROWS = 100_000
MOST_SECONDS = 120.0
MOST_SECONDS_A_MONTH = 15.0
MOST_MB = 4096.0
SHOWN = 25


def run(rows: int, say: Say) -> Result:
    """Measures both. Raises ValueError below LEAST_ROWS."""
    if rows < LEAST_ROWS:
        raise ValueError(f"{rows} figures tell nothing; at least {LEAST_ROWS}")
    nation = Nation.of_rows(rows, MONTHS)
    folder = Path(tempfile.mkdtemp(prefix="cakupan-build-"))
    try:
        settings = Settings(data=folder)
        written = write_months(settings, nation, range(MONTHS))
        say(f"build: {written} figures of {MONTHS} months in the raw layer")
        whole = dbt_build(settings, *WITHOUT_UNIT_TESTS)
        slowest = whole.slowest(SHOWN)
        say(f"build: the whole in {whole.seconds:.1f} s, {whole.peak_mb:.0f} MB")
        added = write_months(settings, nation, range(MONTHS, MONTHS + 1))
        month = dbt_build(settings, *WITHOUT_UNIT_TESTS)
        peak = max(whole.peak_mb, month.peak_mb)
        bars = (
            Bar("dbt build, tests included", f"<= {MOST_SECONDS:.0f} s", f"{whole.seconds:.1f} s", whole.seconds <= MOST_SECONDS),
            Bar("the further month", f"<= {MOST_SECONDS_A_MONTH:.0f} s", f"{month.seconds:.1f} s", month.seconds <= MOST_SECONDS_A_MONTH),
            Bar("memory of dbt", f"<= {MOST_MB:.0f} MB", f"{peak:.0f} MB", peak <= MOST_MB),
        )  # fmt: skip
        details = {
            "figures": written,
            "figures_of_further_month": added,
            "seconds_of_slowest": slowest,
            "seconds_of_slowest_in_further_month": month.slowest(SHOWN),
        }
        return Result(
            "build", written, whole.seconds, peak, "dbt build after one more month", month.seconds, bars, details
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
