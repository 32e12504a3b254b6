"""The golden warehouse: how long dbt builds it with all tests, and whether two data homes that read the same inbox in different orders end alike.

Belongs here: two data homes and their comparison table by table. Does not: what stands in the warehouse (tests/pipeline/test_golden_warehouse.py).

The second home is delivered to file by file, in reverse order, and reads after every tenth file. ROWS does nothing here.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from bench.as_known import NOW
from bench.golden_inbox import CORPUS, write_inbox
from bench.known_then import content_hashes
from bench.measure import peak_mb
from bench.registry import Bar, Result, Say
from bench.warehouse import dbt_build, read_inbox
from sources.settings import Settings

DEFAULT_ROWS = 1
MOST_SECONDS = 60.0


def run(rows: int, say: Say) -> Result:
    if not CORPUS.is_dir():
        raise ValueError("the annotated corpus (../shared) is not at hand")
    with tempfile.TemporaryDirectory(prefix="cakupan-golden-") as folder:
        first, second = Settings(data=Path(folder) / "first"), Settings(data=Path(folder) / "second")
        write_inbox(first.inbox_dir)
        say("reading the golden inbox at once")
        read_inbox(first, NOW)
        say("reading it file by file, in reverse order")
        _read_in_reverse(first.inbox_dir, second)
        seconds, others = dbt_build(first).seconds, dbt_build(second).seconds
        hashes, again = content_hashes(first.build_database), content_hashes(second.build_database)
        unlike = sorted(table for table in hashes | again if hashes.get(table) != again.get(table))
    bars = (
        Bar("dbt build, tests included", f"<= {MOST_SECONDS:.0f} s", f"{seconds:.1f} s", seconds <= MOST_SECONDS),
        Bar(f"tables that differ, of {len(hashes)}", "0", ", ".join(unlike) or "0", not unlike),
    )
    return Result(
        "golden", rows, seconds, peak_mb(), "dbt build of the same inbox, read in reverse order", others, bars
    )


def _read_in_reverse(inbox: Path, settings: Settings) -> None:
    files = sorted((path for path in inbox.rglob("*") if path.is_file()), reverse=True)
    for number, path in enumerate(files):
        place = settings.inbox_dir / path.relative_to(inbox)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
        if number % 10 == 0 or number == len(files) - 1:
            read_inbox(settings, NOW + timedelta(minutes=number))
