"""The payment register: from a CSV to accepted Parquet and quarantine, beside a bare DuckDB import and beside pandas with pandera.

Belongs here: the runs, in pairs, each in a process of its own, and the bars. Does not: the register (registers.py), the pandas job
(register_pandas.py), how time and memory are taken (measure.py).

The bare import is `create table as from read_csv` into a database file on the same disk, with two threads: it types the columns, checks nothing and
makes no token. Processor seconds stand beside the time on the wall, which others on the machine disturb. Ours is timed from the archived file to both Parquet files in their place; what intake takes to hash and copy the file is told apart.
The pandas job holds the whole file, so it is run on at most PANDAS_ROWS rows, and compared with ours on the same file.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.measure import in_child, peak_mb
from bench.registers import Register, write_register
from bench.registry import Bar, Result, Say

DEFAULT_ROWS = 1_000_000
LEAST_ROWS = 100_000
PANDAS_ROWS = 4_000_000
ROUNDS = 3
BASELINE = "bare DuckDB create table as from read_csv"
PANDAS = Path(__file__).resolve().parents[1] / ".venv-bench"
MOST_TIMES, MOST_MB = 2.0, 2048
PANDAS_TIMES, PANDAS_MEMORY = 3.0, 4.0
KEY = "00112233445566778899aabbccddeeff" * 2
RECEIVED = datetime(2026, 3, 4, tzinfo=UTC)


def run(rows: int, say: Say) -> Result:
    """Measures. Raises ValueError below LEAST_ROWS."""
    if rows < LEAST_ROWS:
        raise ValueError(f"{rows} rows tell nothing; at least {LEAST_ROWS}")
    with tempfile.TemporaryDirectory(prefix="cakupan-bench-") as folder:
        path = Path(folder) / "register.csv"
        say(f"payment_register: drawing {rows} rows")
        write_register(Register("payment_register", rows), path)
        pairs = _pairs(path, ROUNDS, say)
        clean = Path(folder) / "clean.csv"
        write_register(Register("payment_register", min(rows, PANDAS_ROWS), faults_in_ten_thousand=0), clean)
        bad = Path(folder) / "bad.csv"
        write_register(Register("payment_register", min(rows, PANDAS_ROWS), faults_in_ten_thousand=5000), bad)
        shares = {
            name: in_child("bench.payment_register", "ours", str(file))
            for name, file in (("clean", clean), ("half_bad", bad))
        }
        pandas = _pandas(Path(folder), rows, path, say)
    ours = statistics.median(pair["ours"]["seconds"] for pair in pairs)
    bare = statistics.median(pair["bare"]["seconds"] for pair in pairs)
    ratio = statistics.median(pair["ours"]["seconds"] / pair["bare"]["seconds"] for pair in pairs)
    peak = max(pair["ours"]["peak_mb"] for pair in pairs)
    missed = pairs[0]["ours"]["missed"] + pairs[0]["ours"]["wrongly_refused"]
    bars = [
        Bar("time beside the bare import", f"at most {MOST_TIMES:g} times", f"{ratio:.2f} times", ratio <= MOST_TIMES),
        Bar("peak memory", f"at most {MOST_MB} MB", f"{peak:.0f} MB", peak <= MOST_MB),
        Bar("planted faults missed, good rows refused", "none", str(missed), missed == 0),
    ]
    if pandas is not None:
        faster, smaller = pandas["times_as_fast"], pandas["times_the_memory"]
        bars += [
            Bar("speed beside pandas", f"at least {PANDAS_TIMES:g} times", f"{faster:.1f} times", faster >= PANDAS_TIMES),
            Bar("memory of pandas beside ours", f"at least {PANDAS_MEMORY:g} times", f"{smaller:.1f} times", smaller >= PANDAS_MEMORY),
        ]  # fmt: skip
    details = {"pairs": pairs, "faults": shares, "pandas": pandas}
    return Result("payment_register", rows, ours, peak, BASELINE, bare, tuple(bars), details)


def _pairs(path: Path, rounds: int, say: Say) -> list[dict[str, Any]]:
    pairs = []
    for number in range(rounds):
        pair = {what: in_child("bench.payment_register", what, str(path)) for what in ("bare", "ours")}
        say(
            f"payment_register: pair {number + 1}: bare {pair['bare']['seconds']:.1f} s, ours {pair['ours']['seconds']:.1f} s"
        )
        pairs.append(pair)
    return pairs


def _pandas(folder: Path, rows: int, path: Path, say: Say) -> dict[str, Any] | None:
    if not PANDAS.is_dir():
        say("payment_register: pandas is not installed (make .venv-bench); it is left out")
        return None
    if rows > PANDAS_ROWS:
        path = folder / "pandas.csv"
        write_register(Register("payment_register", PANDAS_ROWS), path)
    say(f"payment_register: pandas and pandera on {min(rows, PANDAS_ROWS)} rows")
    theirs = in_child("bench.register_pandas", str(PANDAS), str(path))
    ours = in_child("bench.payment_register", "ours", str(path))
    return {
        "rows": min(rows, PANDAS_ROWS),
        "theirs": theirs,
        "ours": ours,
        "times_as_fast": theirs["seconds"] / ours["seconds"],
        "times_the_memory": theirs["peak_mb"] / ours["peak_mb"],
    }


def bare(path: Path) -> dict[str, Any]:
    """The bare import."""
    import duckdb  # noqa: PLC0415  (each process loads what it measures)

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        started, worked = time.perf_counter(), time.process_time()
        with duckdb.connect(str(Path(folder) / "bare.duckdb")) as connection:
            connection.execute("set threads = 2")
            connection.execute(
                "create table register as from read_csv($path, ignore_errors = true)", {"path": str(path)}
            )
        seconds, processor = time.perf_counter() - started, time.process_time() - worked
    return {"seconds": seconds, "processor_seconds": processor, "peak_mb": peak_mb()}


def ours(path: Path) -> dict[str, Any]:
    """Intake and ingest in a data home of its own; `seconds` is ingest alone."""
    import polars as pl  # noqa: PLC0415  (as above)

    from sources.ingest import ingest_month  # noqa: PLC0415  (as above)
    from sources.intake import take_in  # noqa: PLC0415  (as above)
    from sources.raw_layer import read_table, registered_months  # noqa: PLC0415  (as above)
    from sources.settings import Settings  # noqa: PLC0415  (as above)

    os.environ["CAKUPAN_TOKEN_KEY"] = KEY
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        settings = Settings(data=Path(folder))
        inbox = settings.inbox_dir / "payment_register"
        inbox.mkdir(parents=True)
        os.link(path, inbox / path.name)
        started = time.perf_counter()
        take_in(settings, RECEIVED)
        taken, worked = time.perf_counter(), time.process_time()
        (outcome,) = ingest_month(settings, "payment_register", registered_months(settings, "payment_register"))
        seconds, processor = time.perf_counter() - taken, time.process_time() - worked
        peak = peak_mb()
        caught = read_table(settings, "quarantine").select("row_number", "rule")
    planted = pl.read_csv(path.with_name(f"{path.name}.planted.csv"), schema=caught.schema)
    return {
        "seconds": seconds,
        "processor_seconds": processor,
        "intake_seconds": taken - started,
        "peak_mb": peak,
        "rows": outcome.rows_read,
        "accepted": outcome.rows_accepted,
        "quarantined": outcome.rows_quarantined,
        "balanced": outcome.balanced,
        "missed": planted.join(caught, on=caught.columns, how="anti").height,
        "wrongly_refused": caught.join(planted, on=caught.columns, how="anti").height,
    }


if __name__ == "__main__":
    what, file = sys.argv[1:]
    sys.stdout.write(json.dumps({"ours": ours, "bare": bare}[what](Path(file))))
