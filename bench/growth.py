"""Growth: what the next month costs after 12, 24, 48 and 96 months of history.

Belongs here: letting a data home grow month by month and timing the next one, reading and loading apart. Does not: the registers
(registers.py). Loading is dbt's whole call for the schema `register` and what leads to it, its start-up of some seconds included; months
between the measured ones are loaded together.

ROWS=1000000 a month is the size that counts; the default is small. Each month has workers of its own.
"""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from bench.registers import Register, write_register
from bench.registry import Bar, Result, Say
from bench.warehouse import MODELS, dbt_build, read_inbox
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
    read_inbox(settings, datetime(int(month[:4]), int(month[5:]), 28, tzinfo=UTC), [SOURCE])


def load_month(settings: Settings, month: str) -> None:
    """What dbt makes of the registers, row by row and summed. Raises RuntimeError with the end of what dbt said."""
    dbt_build(settings, *MODELS, "--select", "+path:models/register", "+path:models/marts/registers")


def grown(
    settings: Settings,
    rows: int,
    steps: Mapping[str, Step],
    histories: Sequence[int],
    say: Say,
    *,
    sparse: Sequence[str] = (),
) -> dict[str, dict[int, float]]:
    """Seconds of each step for the month after each history, by the step's name. Every month passes through all steps, in order.

    Steps that are `sparse` are left out between the measured months: the last one before each history catches up.
    """
    seconds: dict[str, dict[int, float]] = {name: {} for name in steps}
    for number in range(max(histories) + REPEATS):
        month = _deliver(settings, rows, number)
        near = any(history - 1 <= number < history + REPEATS for history in histories)
        for name, step in steps.items():
            if name in sparse and not near:
                continue
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
    """Measures reading and loading. Raises ValueError below LEAST_ROWS."""
    if rows < LEAST_ROWS:
        raise ValueError(f"{rows} rows a month tell nothing; at least {LEAST_ROWS}")
    with tempfile.TemporaryDirectory(prefix="cakupan-growth-") as folder:
        settings = Settings(data=Path(folder))
        steps = {"reading": read_month, "loading": load_month}
        seconds = grown(settings, rows, steps, HISTORIES, say, sparse=("loading",))
        read = read_table(settings, "row_balance")
    first, last = (sum(taken[history] for taken in seconds.values()) for history in (HISTORIES[0], HISTORIES[-1]))
    worst = {
        name: max(abs(value / taken[HISTORIES[0]] - 1) for value in taken.values()) for name, taken in seconds.items()
    }
    bars = (
        *(
            Bar(f"{name} the next month beside the first measured", f"within {MOST_DIFFERENCE:.0%}", f"{value:.0%}", value <= MOST_DIFFERENCE)
            for name, value in worst.items()
        ),
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
