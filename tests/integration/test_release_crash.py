"""Readers never notice a publication, and a publisher that dies at any point leaves the old release standing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from serving.release import ReleaseError, current_release, list_releases, publish
from serving.release.publish import STEPS
from serving.release.store import publishing_lock
from sources.settings import PROJECT_ROOT, Settings
from tests.small_warehouse import NOW, published, write_build

pytestmark = pytest.mark.integration

READER = """
import json, sys, duckdb
path, stop = sys.argv[1:]
import pathlib
held_path = str(pathlib.Path(path).resolve())
held = duckdb.connect(held_path, read_only=True)
question = '''
    select (select list(distinct generation) from marts.fct_coverage) || (select list(distinct generation) from marts.rpt_coverage)
           || (select list(distinct generation) from audit.contradictions),
           (select count(*) from marts.fct_coverage), (select count(*) from marts.rpt_coverage)
'''
answers, seen, held_seen = 0, set(), set()
print("reading", flush=True)
while not pathlib.Path(stop).exists():
    with duckdb.connect(path, read_only=True) as fresh:
        generations, facts, report = fresh.execute(question).fetchall()[0]
    assert len(set(generations)) == 1, f"a mixture: {generations}"
    assert facts == report == 101 + generations[0], (facts, report, generations)
    seen.add(generations[0])
    held_seen.add(str(held.execute(question).fetchall()))
    answers += 1
print(json.dumps({"answers": answers, "seen": sorted(seen), "held": len(held_seen)}))
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, keep_releases=2)


@contextmanager
def publisher(settings: Settings, killed_at: str) -> Iterator[subprocess.Popen[bytes]]:
    """A publisher in a process of its own."""
    environment = os.environ | {
        "CAKUPAN_DATA": str(settings.data),
        "CAKUPAN_KEEP_RELEASES": str(settings.keep_releases),
        "PYTHONPATH": str(PROJECT_ROOT),
    }
    command = [sys.executable, str(PROJECT_ROOT / "tests" / "small_warehouse.py"), killed_at]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        yield process


def generation_of_current(settings: Settings) -> int:
    with duckdb.connect(str(settings.current / "cakupan.duckdb"), read_only=True) as connection:
        answer = connection.execute(
            "select min(generation), max(generation), count(*) from marts.rpt_coverage"
        ).fetchall()[0]
    assert answer[0] == answer[1]
    assert answer[2] == 101 + answer[0], "a release is whole"
    return int(answer[0])


def test_readers_never_notice_a_publication(settings: Settings) -> None:
    published(settings, 0, rows=100)
    stop = settings.data / "stop"
    command = [sys.executable, "-c", READER, str(settings.current / "cakupan.duckdb"), str(stop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
        for generation in range(1, 5):
            published(settings, generation, rows=100 + generation)
        stop.touch()
        out, err = reader.communicate(timeout=60)
    assert reader.returncode == 0, err
    report = json.loads(out)
    assert report["held"] == 1, "an open reader keeps its release, although it was removed meanwhile"
    assert len(report["seen"]) > 1, "new connections see new releases"


@pytest.mark.parametrize("step", STEPS)
def test_a_publisher_killed_after_any_step_does_no_harm(settings: Settings, step: str) -> None:
    published(settings, 1, rows=101)
    write_build(settings, 2, rows=102)
    with publisher(settings, killed_at=step) as process:
        assert process.wait(timeout=60) == -signal.SIGKILL
    flipped = STEPS.index(step) >= STEPS.index("flipped")
    assert generation_of_current(settings) == (2 if flipped else 1)
    release = publish(settings, code_revision="next", now=NOW)
    assert release.unchanged == flipped
    assert generation_of_current(settings) == 2
    assert not list(settings.releases_dir.glob(".tmp-*")), "the next publisher clears away what the dead one left"
    assert not list(settings.data.glob(".tmp-*"))


def test_a_publisher_killed_at_a_random_moment_does_no_harm(settings: Settings) -> None:
    published(settings, 0, rows=100)
    chance = random.Random(20230210)  # noqa: S311 - moments in time, no secret
    killed = 0
    for generation in range(1, 9):
        before = generation_of_current(settings)
        write_build(settings, generation, rows=100 + generation)
        with publisher(settings, killed_at="never") as process:
            deadline = time.monotonic() + 10
            while not list(settings.releases_dir.glob(".tmp-*")) and time.monotonic() < deadline:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.15))
            process.kill()
            killed += process.wait(timeout=60) == -signal.SIGKILL
        assert generation_of_current(settings) in (before, generation)
    assert killed > 0
    write_build(settings, 9, rows=109)
    publish(settings, code_revision="next", now=NOW)
    assert generation_of_current(settings) == 9
    assert len(list_releases(settings)) <= 2


def test_two_publishers_do_not_interfere(settings: Settings) -> None:
    published(settings, 1, rows=101)
    write_build(settings, 2, rows=102)
    with publisher(settings, "never") as one, publisher(settings, "never") as other:
        assert (one.wait(timeout=60), other.wait(timeout=60)) == (0, 0)
    assert generation_of_current(settings) == 2
    assert len(list_releases(settings)) == 2, "the second found nothing left to publish"


def test_who_waits_too_long_for_another_publisher_is_told(settings: Settings) -> None:
    first = published(settings)
    with (
        publishing_lock(settings),
        pytest.raises(ReleaseError, match="another process"),
        publishing_lock(settings, wait_seconds=0.1),
    ):
        pass
    current = current_release(settings)
    assert current is not None
    assert current.release_id == first.release_id
