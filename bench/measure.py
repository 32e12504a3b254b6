"""Time, memory and the machine they were measured on.

Belongs here: measuring that every benchmark needs. Does not: what is measured.
"""

import gc
import json
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sources.settings import PROJECT_ROOT

MEGABYTE = 1024 * 1024
LONG = 1.0  # seconds


def processor_seconds(work: Callable[[], object]) -> float:
    """Processor time of one call: what others do on the machine meanwhile does not count."""
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


def median_seconds(work: Callable[[], object], rounds: int, least: float = 0.02) -> float:
    """Median processor time of one call over several rounds. Work of a second and more is done once, where one round's noise is small;
    short work is repeated within a round until `least` seconds are measured."""
    once = processor_seconds(work)
    if once >= LONG:
        return once
    if once >= least:
        return statistics.median([once, *(processor_seconds(work) for _ in range(rounds - 1))])
    times = math.ceil(least / max(once, 1e-6))

    def repeated() -> None:
        for _ in range(times):
            work()

    return statistics.median(processor_seconds(repeated) / times for _ in range(rounds))


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The power of the size that the time grows with, by least squares over the logarithms: 1 is linear, 2 quadratic."""
    return statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(value) for value in seconds]
    ).slope


def peak_mb() -> float:
    """The most memory that this process has held so far, in MB."""
    return _megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def children_peak_mb() -> float:
    """The most memory that any single process started from here, and ended since, has held, in MB."""
    return _megabytes(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def _megabytes(peak: int) -> float:
    return peak / MEGABYTE if sys.platform == "darwin" else peak / 1024


def in_child(module: str, *arguments: str) -> dict[str, Any]:
    """What `python -m module arguments` prints as JSON. A process of its own: its memory is nobody else's.

    Raises RuntimeError with the end of what it wrote if it fails.
    """
    command = [sys.executable, "-m", module, *arguments]
    ended = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"{module} ended with {ended.returncode}: {ended.stderr.strip()[-2000:]}")
    printed: dict[str, Any] = json.loads(ended.stdout)
    return printed


def machine() -> dict[str, Any]:
    """Processor, memory and Python: what a figure hangs on, and nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpu": _processor(),
        "cpus": os.cpu_count(),
        "memory_gb": round(memory / MEGABYTE / 1024, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"
