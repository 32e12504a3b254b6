"""Overhead: the whole job on the bundled reports beside a bare `dbt build` of the same warehouse, and how long who works here waits.

Belongs here: starting the commands as a user does, by turns. Does not: what the job makes.

The bare call builds the same models, seeds and tests out of what the job has just read, into a file of its own. ROWS is the number of pairs.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.measure import children_peak_mb
from bench.registry import Bar, Result, Say
from orchestration import environment, manifest
from sources.settings import PROJECT_ROOT, Settings

DEFAULT_ROWS = 3
MOST_TIMES = 3.0
MOST_SECONDS_TO_LOAD = 4.0
SAMPLES = PROJECT_ROOT / "sources" / "samples"
LOADING = "from orchestration.definitions import load; load().get_repository_def()"


def run(rows: int, say: Say) -> Result:
    manifest.prepare()
    jobs: list[float] = []
    bare: list[float] = []
    again: list[float] = []
    for number in range(1, rows + 1):
        with tempfile.TemporaryDirectory(prefix="cakupan-overhead-") as folder:
            settings = Settings(data=Path(folder) / "data", inbox=SAMPLES)
            variables = environment.variables(settings)
            jobs.append(_seconds([sys.executable, "-m", "cli.main", "run"], variables, PROJECT_ROOT))
            again.append(_seconds([sys.executable, "-m", "cli.main", "run"], variables, PROJECT_ROOT))
            shutil.rmtree(settings.build_dir)
            settings.build_dir.mkdir()
            bare.append(_bare_build(settings))
        say(
            f"pair {number} of {rows}: job {jobs[-1]:.1f} s, bare {bare[-1]:.1f} s, job with nothing new {again[-1]:.1f} s"
        )
    with tempfile.TemporaryDirectory(prefix="cakupan-overhead-") as folder:
        settings = Settings(data=Path(folder) / "data")
        environment.make_home(settings)
        variables = environment.variables(settings)
        loading = min(_seconds([sys.executable, "-c", LOADING], variables, PROJECT_ROOT) for _ in range(rows))
        helping = min(
            _seconds([sys.executable, "-m", "cli.main", "--help"], variables, PROJECT_ROOT) for _ in range(rows)
        )
    times = statistics.median(job / build for job, build in zip(jobs, bare, strict=True))
    bars = (
        Bar("whole job beside a bare dbt build, median of pairs", f"<= {MOST_TIMES}", f"{times:.2f}", times <= MOST_TIMES),
        Bar("loading the code location", f"<= {MOST_SECONDS_TO_LOAD} s", f"{loading:.1f} s", loading <= MOST_SECONDS_TO_LOAD),
    )  # fmt: skip
    details = {"jobs": jobs, "bare": bare, "jobs_with_nothing_new": again, "loading": loading, "help": helping}
    return Result(
        "overhead",
        rows,
        statistics.median(jobs),
        children_peak_mb(),
        "bare dbt build",
        statistics.median(bare),
        bars,
        details,
    )


def _bare_build(settings: Settings) -> float:
    command: list[str | Path] = [manifest.dbt_executable(), "build", "--exclude-resource-type", "unit_test"]
    command += ["--profiles-dir", ".", "--target-path", settings.build_dir / "dbt"]
    return _seconds(command, environment.variables(settings), manifest.DBT_PROJECT_DIR)


def _seconds(command: Sequence[str | Path], variables: Mapping[str, str], folder: Path) -> float:
    """Wall time of a command. Raises RuntimeError with the end of what it said if it fails; 3 is done, with something refused."""
    started = time.perf_counter()
    ended = subprocess.run(command, cwd=folder, env=os.environ | variables, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - started
    if ended.returncode not in (0, 3):
        raise RuntimeError(f"{' '.join(map(str, command))}: {(ended.stdout + ended.stderr)[-2000:]}")
    return taken
