"""What benchmarks of the warehouse share: reading an inbox, and one call of dbt as the job makes it.

Belongs here: plain calls, without Dagster. Does not: what is measured, or when.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from orchestration import environment, manifest
from sources.ingest import ingest_month, pending_months
from sources.intake import take_in
from sources.readers import SOURCES
from sources.settings import Settings

MODELS = ("--resource-type", "seed", "--resource-type", "model")
WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")  # as the job builds: they prove the code, not the data


@dataclass(frozen=True)
class Built:
    """One call of dbt: seconds from start to end, the most memory that it held, and where it left its artifacts."""

    seconds: float
    peak_mb: float
    target: Path

    def slowest(self, count: int) -> dict[str, float]:
        """Seconds of the models and tests that took longest, by dbt's name of the node."""
        results = json.loads((self.target / "run_results.json").read_text(encoding="utf-8"))["results"]
        taken = sorted(results, key=lambda result: -float(result["execution_time"]))[:count]
        return {str(result["unique_id"]): round(float(result["execution_time"]), 2) for result in taken}


def read_inbox(settings: Settings, at: datetime, sources: Sequence[str] | None = None) -> None:
    """Take in what lies in the inbox, received `at`, and read it; all sources unless named."""
    take_in(settings, at)
    for source in sources if sources is not None else tuple(SOURCES):
        for month in pending_months(settings, source):
            ingest_month(settings, source, [month])


def dbt_build(settings: Settings, *arguments: str) -> Built:
    """`dbt build` with these arguments in a process of its own. Raises RuntimeError with the end of what dbt said."""
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    target = settings.build_dir / "dbt"
    command = [
        str(manifest.prepared_dbt_executable()),
        "build",
        "--profiles-dir",
        ".",
        "--target-path",
        str(target),
        *arguments,
    ]
    log = settings.build_dir / "dbt.out"
    started = time.perf_counter()
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=manifest.DBT_PROJECT_DIR,
            env=os.environ | environment.variables(settings),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        # wait4 tells of this child alone; RUSAGE_CHILDREN would give the largest child so far.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"dbt: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
    return Built(seconds, used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024), target)
