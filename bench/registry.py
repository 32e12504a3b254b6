"""Which benchmarks there are, and what each hands over.

Belongs here: the registry and the shape of a result. Does not: measuring (measure.py), any benchmark.

A benchmark is a module with `DEFAULT_ROWS` (int) and `run(rows, say)`, which returns a Result and may tell its progress with `say`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from bench.measure import machine

BENCHMARKS = {
    "as_known": "bench.as_known",
    "dashboards": "bench.dashboards",
    "build": "bench.build",
    "golden": "bench.golden",
    "growth": "bench.growth",
    "kill": "bench.kill",
    "overhead": "bench.overhead",
    "payment_register": "bench.payment_register",
    "press": "bench.press",
    "readers": "bench.readers",
}
Say = Callable[[str], None]


@dataclass(frozen=True)
class Bar:
    """One demand: what was measured, in words with its unit, and whether that is enough."""

    what: str
    demanded: str
    measured: str
    met: bool


@dataclass(frozen=True)
class Result:
    """What one benchmark measured. `seconds` and `baseline_seconds` are for the same `rows`, taken by turns in the same process."""

    name: str
    rows: int
    seconds: float
    peak_mb: float
    baseline: str
    baseline_seconds: float
    bars: tuple[Bar, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """How many times as long as the baseline."""
        return self.seconds / self.baseline_seconds

    def write(self, folder: Path) -> Path:
        """Writes `<name>.json` into the folder and returns its path."""
        folder.mkdir(parents=True, exist_ok=True)
        content = {
            "name": self.name,
            "seconds": round(self.seconds, 3),
            "peak_mb": round(self.peak_mb, 1),
            "baseline": self.baseline,
            "baseline_seconds": round(self.baseline_seconds, 3),
            "ratio": round(self.ratio, 2),
            "rows": self.rows,
            "machine": machine(),
            "bars": [vars(bar) for bar in self.bars],
            "details": self.details,
        }
        path = folder / f"{self.name}.json"
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return path


class Benchmark(Protocol):
    """The module of a benchmark."""

    DEFAULT_ROWS: int

    def run(self, rows: int, say: Say) -> Result:
        """Measures. Raises ValueError on a number of rows that is too small to tell anything."""
        ...


def benchmark(name: str) -> Benchmark:
    """The benchmark of that name, imported now. Raises KeyError."""
    return cast(Benchmark, import_module(BENCHMARKS[name]))
