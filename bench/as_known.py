"""As known: twenty random days of the golden warehouse, each against a warehouse built from only what was published by that day.

Belongs here: the golden inbox with versions that replace each other, the days, the result. Does not: building and comparing (known_then.py).

ROWS is the number of days. Every third press report comes a second time under its name, one digit changed, dated up to a year before or after.
"""

import random
import re
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.golden_inbox import CORPUS, press_files, write_inbox
from bench.known_then import differences, random_days
from bench.measure import peak_mb
from bench.registry import Bar, Result, Say
from bench.warehouse import MODELS, dbt_build, read_inbox
from sources.settings import Settings

DEFAULT_ROWS = 20
SEED = 5
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PUBLISHED = re.compile(r"^published_on: (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
BUILD = (*MODELS, "--select", "+path:models/marts/facts")


def run(rows: int, say: Say) -> Result:
    if not CORPUS.is_dir():
        raise ValueError("the annotated corpus (../shared) is not at hand")
    with tempfile.TemporaryDirectory(prefix="cakupan-as-known-") as folder:
        home = Path(folder) / "home"
        settings = Settings(data=home)
        say("reading the golden inbox, then newer versions of a third of its press reports")
        write_inbox(settings.inbox_dir)
        read_inbox(settings, NOW)
        replaced = _replace_reports(settings.inbox_dir / "press")
        read_inbox(settings, NOW)
        started = time.perf_counter()
        target = dbt_build(settings, *BUILD).target
        whole = time.perf_counter() - started
        days = random_days(settings.build_database, rows, SEED)
        started = time.perf_counter()
        found = [one for day in days for one in differences(home, target, day, Path(folder) / "then")]
        seconds = (time.perf_counter() - started) / len(days)
        for one in found:
            say(f"{one.day} {one.fact}: {one.only_then} rows only then, {one.only_as_known} only as known")
    bar = Bar(f"differences of all facts on {len(days)} days", "0", str(len(found)), not found)
    details = {"days": [str(day) for day in days], "replaced_reports": replaced}
    return Result("as_known", rows, seconds, peak_mb(), "dbt build of the facts of all days", whole, (bar,), details)


def _replace_reports(press: Path) -> int:
    """Another version of every third report; how many."""
    chance = random.Random(SEED)  # noqa: S311 - versions for a benchmark, nothing secret
    replaced = 0
    for path in [press / file.name for file in press_files()[::3]]:
        text = path.read_text(encoding="utf-8")
        dated = PUBLISHED.search(text)
        if dated is None:
            continue
        day = date.fromisoformat(dated[1]) + timedelta(days=chance.randrange(-365, 365))
        head, body = text[: dated.end()], text[dated.end() :]
        body = re.sub(r"(?<=\d\.\d{2})\d(?!\d)", lambda digit: str((int(digit[0]) + 1) % 10), body, count=1)
        path.write_text(head.replace(dated[0], f"published_on: {day}") + body, encoding="utf-8")
        replaced += 1
    return replaced
