"""Growth: what the next month costs after 12, 24, 48 and 96 months of history.

Belongs here: letting a data home grow month by month and timing the next one, with whatever steps follow reading. Does not: the registers
(registers.py), building the warehouse: who measures that hands its step over.

ROWS=1000000 a month is the size that counts; the default is small. Each month has workers of its own.
"""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from bench.registers import Register, write_register
from bench.registry import Bar, Result, Say
from sources.ingest import ingest_month, pending_months
from sources.intake import take_in
from sources.raw_layer import read_table
from sources.settings import Settings

DEFAULT_ROWS = 50_000
LEAST_ROWS = 10_000
HISTORIES = (12, 24, 48, 96)
MOST_DIFFERENCE = 0.15
REPEATS = 3  # months measured at each length of history; the fastest counts, the others were disturbed
SOURCE = "payment_register"
FIRST = (2025, 8)
Step = Callable[[Settings, str], None]


def read_month(settings: Settings, month: str) -> None:
    """Intake and ingest of what lies in the inbox."""
    take_in(settings, datetime(int(month[:4]), int(month[5:]), 28, tzinfo=UTC))
    for pending in pending_months(settings, SOURCE):
        ingest_month(settings, SOURCE, [pending])


def grown(
    settings: Settings, rows: int, steps: Mapping[str, Step], histories: Sequence[int], say: Say
) -> dict[str, dict[int, float]]:
    """Seconds of each step for the month after each history, by the step's name. Every month passes through all steps, in order."""
    seconds: dict[str, dict[int, float]] = {name: {} for name in steps}
    for number in range(max(histories) + REPEATS):
        month = _deliver(settings, rows, number)
        for name, step in steps.items():
            started = time.perf_counter()
            step(settings, month)
            taken = time.perf_counter() - started
            for history in histories:
                if history <= number < history + REPEATS:
                    seconds[name][history] = min(taken, seconds[name].get(history, taken))
        if number + 1 in histories:
            say(f"growth: {number + 1} months")
    return seconds


def run(rows: int, say: Say) -> Result:
    """Measures reading. Raises ValueError below LEAST_ROWS."""
    if rows < LEAST_ROWS:
        raise ValueError(f"{rows} rows a month tell nothing; at least {LEAST_ROWS}")
    with tempfile.TemporaryDirectory(prefix="cakupan-growth-") as folder:
        settings = Settings(data=Path(folder))
        seconds = grown(settings, rows, {"reading": read_month}, HISTORIES, say)["reading"]
        read = read_table(settings, "row_balance")
    first, last = seconds[HISTORIES[0]], seconds[HISTORIES[-1]]
    worst = max(abs(value / first - 1) for value in seconds.values())
    bars = (
        Bar("next month beside the first measured", f"within {MOST_DIFFERENCE:.0%}", f"{worst:.0%}", worst <= MOST_DIFFERENCE),
        Bar("months read", str(max(HISTORIES) + REPEATS), str(read.height), read.height == max(HISTORIES) + REPEATS),
    )  # fmt: skip
    details = {"seconds_by_months_of_history": seconds}
    return Result("growth", rows, last, 0.0, f"the month after {HISTORIES[0]} months", first, bars, details)


def _deliver(settings: Settings, rows: int, number: int) -> str:
    """Put the register of a month into the inbox, where it is alone; returns YYYY-MM."""
    ordinal = FIRST[0] * 12 + FIRST[1] - 1 + number
    published = date(ordinal // 12, ordinal % 12 + 1, 15)
    folder = settings.inbox_dir / SOURCE
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    drawn = settings.data / "drawn.csv"
    write_register(Register(SOURCE, rows, seed=number + 1), drawn).unlink()
    with (folder / f"{published:%Y-%m}.csv").open("wb") as file:
        file.write(f"---\npublished_on: {published}\n---\n".encode())
        with drawn.open("rb") as content:
            while piece := content.read(1 << 20):
                file.write(piece)
    drawn.unlink()
    return f"{published:%Y-%m}"
