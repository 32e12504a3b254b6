"""Dashboards: how fast each chart's query is answered, and whether Superset goes on while releases are published.

Belongs here: timing the SQL of charts on a published file, and twenty releases under a running Superset. Does not: what charts show (tests/pipeline/test_dashboards.py).

Without CAKUPAN_BENCH_WAREHOUSE it makes a warehouse of the bundled reports. With it, the file named is asked, and Superset is left out:
`CAKUPAN_BENCH_WAREHOUSE=data/current/cakupan.duckdb make bench ONLY=dashboards`. ROWS is how often each query is asked.
"""

import os
import statistics
import tempfile
import threading
import time
from pathlib import Path

import duckdb

from bench.dashboards_warehouse import publish_generation, published_samples
from bench.measure import peak_mb
from bench.registry import Bar, Result, Say
from bench.superset_client import Client, Served, served
from serving.dashboards import definition_files as definition
from serving.dashboards.queries import chart_queries
from sources.settings import Settings

DEFAULT_ROWS = 20
MOST_MILLISECONDS = 300
RELEASES = 20
SANDBOX = {"enable_external_access": "false", "memory_limit": "2GB", "lock_configuration": "true"}


def run(rows: int, say: Say) -> Result:
    given = os.environ.get("CAKUPAN_BENCH_WAREHOUSE")
    with tempfile.TemporaryDirectory(prefix="cakupan-dashboards-") as folder:
        if given:
            return _result(rows, *_asked(Path(given), rows, say), ())
        say("building a warehouse of the bundled reports")
        settings = published_samples(Path(folder) / "home")
        times = _asked(settings.current / "cakupan.duckdb", rows, say)
        with served(settings.data) as superset:
            say(f"Superset is up after {superset.seconds:.0f} s; publishing {RELEASES} releases")
            bars = _releases(settings, superset)
        return _result(rows, *times, bars)


def _result(rows: int, times: dict[str, list[float]], empty: float, bars: tuple[Bar, ...]) -> Result:
    slowest = max(times, key=lambda name: _p95(times[name]))
    worst = _p95(times[slowest]) * 1000
    first = Bar(
        f"slowest chart of {len(times)}: {slowest}, 95 of 100 answers within",
        f"<= {MOST_MILLISECONDS} ms",
        f"{worst:.0f} ms",
        worst <= MOST_MILLISECONDS,
    )
    details = {name: round(_p95(of) * 1000, 1) for name, of in sorted(times.items())}
    seconds = sum(statistics.median(of) for of in times.values())
    return Result(
        "dashboards", rows, seconds, peak_mb(), "select 1, as often", empty, (first, *bars), {"p95_ms": details}
    )


def _asked(warehouse: Path, repeats: int, say: Say) -> tuple[dict[str, list[float]], float]:
    """Seconds of each chart's query, in a connection of its own each time, as Superset does it; and of as many empty ones."""
    queries = chart_queries(definition.LANGUAGES[0])
    say(f"asking {len(queries)} charts {repeats} times")
    times = {name: [_seconds(warehouse, query) for _ in range(repeats)] for name, query in queries.items()}
    empty = sum(_seconds(warehouse, "select 1") for _ in queries)
    return times, empty


def _seconds(warehouse: Path, query: str) -> float:
    started = time.perf_counter()
    with duckdb.connect(str(warehouse.resolve()), read_only=True, config=SANDBOX) as connection:
        connection.execute(query).fetchall()
    return time.perf_counter() - started


def _p95(times: list[float]) -> float:
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def _releases(settings: Settings, superset: Served) -> tuple[Bar, ...]:
    done, failed, asked, unseen = threading.Event(), [0], [0], 0

    def ask_on() -> None:
        client = Client(superset.address, "cakupan", superset.password("reader"))
        while not done.is_set():
            status, _ = client.query("select count(*) as n from marts.rpt_coverage_over_time")
            asked[0] += 1
            failed[0] += status != 200

    threads = [threading.Thread(target=ask_on) for _ in range(2)]
    for thread in threads:
        thread.start()
    client = Client(superset.address, "cakupan", superset.password("reader"))
    for generation in range(1, RELEASES + 1):
        publish_generation(settings, generation)
        status, answer = client.query("select generation_key from marts.generation")
        unseen += status != 200 or answer["data"] != [{"generation_key": generation}]
    done.set()
    for thread in threads:
        thread.join()
    return (
        Bar(f"failed answers of {asked[0]} during {RELEASES} releases", "0", str(failed[0]), failed[0] == 0),
        Bar(f"releases of {RELEASES} not seen at once", "0", str(unseen), unseen == 0),
    )
