"""What Dagster looks for by itself: each file of the inbox is taken in once, whole, whatever happens meanwhile; each report is read once."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration import environment, manifest
from orchestration.definitions import load
from orchestration.sensors import BATCH, InboxCursor
from sources.identity import content_hash
from sources.intake.memory import dealt_with
from sources.raw_layer import read_table
from sources.settings import Settings
from sources.unread import unread_reports

pytestmark = pytest.mark.pipeline

FILES = int(os.environ.get("CAKUPAN_TEST_FILES", "200"))  # 1000 take a minute
WAVES = 4
BATCH_FILES = 40


@pytest.fixture(scope="module")
def location() -> dg.Definitions:
    manifest.prepare()
    return load()


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(data=tmp_path / "home", settle_seconds=1, batch_files=BATCH_FILES)
    settings.inbox_dir.mkdir(parents=True)
    with environment.applied(settings):
        yield settings


class Daemon:
    """As much of Dagster's daemon as a sensor sees: a tick with the cursor of the last one, runs that are started once a key."""

    def __init__(self, location: dg.Definitions, instance: dg.DagsterInstance, sensor: str) -> None:
        self.location, self.instance, self.name = location, instance, sensor
        self.sensor = location.resolve_sensor_def(sensor)
        self.cursor: str | None = None
        self.requests: list[dg.RunRequest] = []
        self.told: str | None = None

    def tick(self) -> list[dg.RunRequest]:
        with dg.build_sensor_context(
            instance=self.instance, cursor=self.cursor, sensor_name=self.name, definitions=self.location
        ) as context:
            ticked = self.sensor.evaluate_tick(context)
        self.cursor, self.told = ticked.cursor, ticked.skip_message
        known = [run.tags[BATCH] for run in self.instance.get_runs() if BATCH in run.tags]
        new = [request for request in ticked.run_requests or [] if request.run_key not in known]
        self.requests += new
        return new

    def start(self, request: dg.RunRequest) -> bool:
        job = self.location.resolve_job_def(request.job_name or self.sensor.job_name)
        ended = job.execute_in_process(
            run_config=request.run_config,
            tags=request.tags,
            instance=self.instance,
            asset_selection=request.asset_selection,
            raise_on_error=False,
        )
        return ended.success

    def forget(self) -> None:
        """Killed, and its storage restored from before: the worst that a restart can do."""
        self.cursor = None


def text(number: int) -> bytes:
    return f"---\ntitle: Berita {number}\npublished_on: 2024-0{1 + number % 9}-11\n---\nJumlah peserta di Kota Pontianak {number + 1000} orang.\n".encode()


def names_asked(requests: list[dg.RunRequest]) -> Counter[str]:
    return Counter(name for one in requests for name in one.run_config["ops"]["intake"]["config"]["files"])


def test_files_dropped_over_time_are_taken_in_once_and_whole(  # noqa: PLR0912  (waves of a story)
    location: dg.Definitions, settings: Settings
) -> None:
    chance = random.Random(7)  # noqa: S311  (the same files every time)
    inbox = settings.inbox_dir / "press"
    inbox.mkdir()
    wanted = {f"press/{number:04}.txt": text(number) for number in range(FILES)}
    twice = chance.sample(sorted(wanted), 50)  # delivered a second time, under another name
    again = chance.sample(sorted(wanted), 20)  # sent a second time under the same name, after they were taken in
    (inbox / "0000.txt.part").write_bytes(b"half")
    (inbox / "~$0001.txt").write_bytes(b"lock")
    with dg.DagsterInstance.ephemeral() as instance:
        daemon = Daemon(location, instance, "inbox")
        half: list[str] = []
        for wave in range(WAVES):
            for name in half:  # begun in the wave before, finished now
                (settings.inbox_dir / name).write_bytes(wanted[name])
            half = []
            for name in sorted(wanted)[wave::WAVES]:
                whole = wave == WAVES - 1 or chance.random() > 0.1
                content = wanted[name]
                (settings.inbox_dir / name).write_bytes(content if whole else content[: len(content) // 2])
                half += [] if whole else [name]
            daemon.tick()
            if wave == 2:
                daemon.forget()
            time.sleep(1.1)
            for name in half:  # still being written: touched again just before the look
                with (settings.inbox_dir / name).open("ab") as file:
                    file.write(b" ")
            for position, request in enumerate(daemon.tick()):
                if wave == 1 and position == 0:
                    continue  # asked for, and the daemon was killed before it started it: asked for again in time
                assert daemon.start(request)
        for name in twice:
            (settings.inbox_dir / name.replace(".txt", "-copy.txt")).write_bytes(wanted[name])
        for name in again:
            (settings.inbox_dir / name).write_bytes(wanted[name])
        daemon.tick()
        time.sleep(1.1)
        for _ in range(20):
            for request in daemon.tick():
                assert daemon.start(request)
            if len(dealt_with(settings)) == FILES + len(twice) or daemon.cursor is None:
                break
            if not daemon.requests[-1:]:
                time.sleep(0.2)
            cursor = InboxCursor.model_validate_json(daemon.cursor)
            if any(not instance.get_runs(dg.RunsFilter(tags={BATCH: key})) for key in cursor.asked.on_their_way):
                daemon.forget()
                daemon.tick()
                time.sleep(1.1)
        assert daemon.tick() == []

    reports = read_table(settings, "report")
    assert sorted(reports["sha256"]) == sorted(content_hash(content) for content in wanted.values()), (
        "none half, none lost"
    )
    deliveries = Counter(read_table(settings, "delivery")["file_name"])
    copies = {name.replace(".txt", "-copy.txt") for name in twice}
    assert deliveries == Counter([*wanted, *copies]), "one delivery a name: the same content again is none"
    asked = names_asked(daemon.requests)
    assert set(asked) == {*wanted, *copies}, "nothing temporary is ever asked for"
    assert max(asked.values()) <= 3
    assert all(len(one.run_config["ops"]["intake"]["config"]["files"]) <= BATCH_FILES for one in daemon.requests)


def test_a_file_that_kills_its_run_is_soon_alone_and_the_others_are_taken_in(
    location: dg.Definitions, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run is ended from outside whenever the bad file is in it, as where a library crashes or memory runs out."""
    inbox = settings.inbox_dir / "press"
    inbox.mkdir()
    for number in range(60):
        (inbox / f"{number:04}.txt").write_bytes(text(number))
    monkeypatch.setattr("sources.batches.FIRST_PAUSE_SECONDS", 0.01)
    with dg.DagsterInstance.ephemeral() as instance:
        daemon = Daemon(location, instance, "inbox")
        daemon.tick()
        time.sleep(1.1)
        alone = False
        for _ in range(12):
            for request in daemon.tick():
                files = request.run_config["ops"]["intake"]["config"]["files"]
                if "press/0007.txt" in files:
                    run = dg.DagsterRun(job_name="take_in", tags={**request.tags, "dagster/run_key": request.run_key})
                    instance.report_run_failed(instance.add_run(run), "killed")
                    alone = alone or len(files) == 1
                else:
                    assert daemon.start(request)
            time.sleep(0.7)
            if alone and len(dealt_with(settings)) == 59:
                break
        assert alone
        assert daemon.tick() == [] or "press/0007.txt" in names_asked(daemon.requests[-1:])
    assert len(read_table(settings, "report")) == 59


def test_every_report_is_read_once_by_source_and_stretch_of_months(
    location: dg.Definitions, settings: Settings
) -> None:
    from datetime import UTC, datetime

    from sources.intake import take_in

    for number, month in enumerate(["1999-03", "2024-01", "2024-02"] * 3):
        path = settings.inbox_dir / "press" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(
            f"---\npublished_on: {month}-05\n---\nPeserta di Kota Pontianak {2000 + number} orang.\n".encode()
        )
    (settings.inbox_dir / "labour_force").mkdir()
    (settings.inbox_dir / "labour_force" / "bad.csv").write_bytes(b"\xff\xfe\x00")
    take_in(settings, datetime.now(UTC))
    assert len(unread_reports(settings)) == 10
    with dg.DagsterInstance.ephemeral() as instance:
        daemon = Daemon(location, instance, "unread_reports")
        requests = daemon.tick()
        sources = Counter(key.path[-1] for one in requests for key in one.asset_selection or [])
        assert sources == {"press": 2, "labour_force": 1}, "far months are runs of their own"
        assert daemon.tick() == [], "what is on its way is not asked for again"
        for request in requests:
            assert daemon.start(request)
        assert unread_reports(settings) == []
        assert daemon.tick() == []
        assert instance.get_runs_count() == 3
    accounts = read_table(settings, "row_balance")
    assert Counter(accounts["outcome"]) == {"read": 9, "refused": 1}
