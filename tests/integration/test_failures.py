"""Failures with real causes: what passes is tried again and ends well, what does not is told once; runs that were killed; the journal of it all."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import psycopg2
import pytest
from dagster._core.execution.retries import auto_reexecution_should_retry_run

from orchestration import environment, manifest
from orchestration.failures import LONGEST_WAIT_SECONDS, classify, means_of, wait_seconds
from orchestration.home import DataHome
from orchestration.intake import intake_assets
from orchestration.release import release_asset
from orchestration.stages import CODE_LOCATION, COMMAND, MAX_RETRIES, STARTED_BY, Stages
from orchestration.steps import CLASS, CODE
from orchestration.warehouse import LeanDbt
from serving.release import ReleaseError, publish
from sources import journal
from sources.settings import Settings
from tests.small_warehouse import NOW, write_build

pytestmark = pytest.mark.integration

REPORT = "---\npublished_on: 2023-01-17\n---\nPontianak: peserta aktif di Kalimantan Barat 500.000 orang, NIK 6171010101900001.\n"


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No data home but the test's; retries without a wait worth a name; a journal."""
    for name in [name for name in os.environ if name.startswith(("CAKUPAN_", "DAGSTER_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CAKUPAN_DATA", str(tmp_path / "home"))
    monkeypatch.setenv("CAKUPAN_INBOX", str(tmp_path / "inbox"))
    monkeypatch.setenv("CAKUPAN_RETRY_SECONDS", "0.2")
    monkeypatch.setenv("CAKUPAN_LOG_FILE", str(tmp_path / "journal.jsonl"))
    (tmp_path / "inbox" / "press").mkdir(parents=True)
    (tmp_path / "inbox" / "press" / "ani-lestari.txt").write_text(REPORT)
    return monkeypatch


def lines(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / "journal.jsonl").read_text().splitlines()]


def materialized(*assets: dg.AssetsDefinition) -> dg.ExecuteInProcessResult:
    return dg.materialize(
        [*assets], resources={"home": DataHome()}, raise_on_error=False, instance=dg.DagsterInstance.ephemeral()
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for little."""
    folder = tmp_path / "home"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small file system cannot be mounted here: that takes root and the right to mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_waited_for_and_the_step_ends_well(
    small_disk: Path, tmp_path: Path, environ: pytest.MonkeyPatch
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 500_000)
    room = threading.Thread(target=lambda: (_until(tmp_path, "step_tried_again"), ballast.unlink()))
    room.start()
    result = materialized(*intake_assets())
    room.join()
    assert result.success
    told = [line for line in lines(tmp_path) if line["event"] == "step_tried_again"]
    assert told
    assert (told[0]["failure_class"], told[0]["failure_code"], told[0]["error"]) == ("passing", "disk_full", "OSError")
    assert lines(tmp_path)[-1]["event"] == "step_finished"
    assert list((small_disk / "raw" / "report").glob("month=2023-01/*.parquet")), (
        "what was read after the wait is there"
    )


def test_a_disk_that_stays_full_is_given_up_after_the_tries_with_the_remedy(
    small_disk: Path, tmp_path: Path, environ: pytest.MonkeyPatch
) -> None:
    environ.setenv("CAKUPAN_RETRIES", "2")
    (small_disk / "ballast").write_bytes(b"x" * 500_000)
    result = materialized(*intake_assets())
    assert not result.success
    (failure,) = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    said = failure.user_failure_data
    assert "the disk is full; free some space, or lower CAKUPAN_KEEP_RELEASES. Tried 3 times." in said.description
    assert (said.metadata[CLASS].value, said.metadata[CODE].value) == ("passing", "disk_full")
    events = [line["event"] for line in lines(tmp_path)]
    assert events.count("step_tried_again") == 2
    assert events[-1] == "step_failed"


def test_what_may_not_be_written_is_not_tried_again(tmp_path: Path, environ: pytest.MonkeyPatch) -> None:
    """A limit of this process does not go away by waiting."""
    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    assert materialized(_writes_much(tmp_path)).success is not None
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        result = materialized(_writes_much(tmp_path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert not result.success
    last = lines(tmp_path)[-1]
    assert (last["event"], last["failure_code"], last["attempt"]) == ("step_failed", "file_too_large", 1)


def _writes_much(tmp_path: Path) -> dg.AssetsDefinition:
    from orchestration.steps import step

    @dg.asset
    def much(home: DataHome) -> None:
        with step(home.settings):
            (tmp_path / "much").write_bytes(b"x" * 100_000)

    return much


def test_an_error_that_no_row_knows_is_not_tried_again_and_says_its_own_words(
    tmp_path: Path, environ: pytest.MonkeyPatch
) -> None:
    from orchestration.steps import step

    @dg.asset
    def wrong(home: DataHome) -> None:
        with step(home.settings):
            raise ValueError("the worker Ani Lestari has no number")

    result = materialized(wrong)
    assert not result.success
    assert "Ani Lestari" in str(result.all_events), "Dagster's own log keeps the words"
    last = lines(tmp_path)[-1]
    assert (last["event"], last["failure_class"], last["failure_code"], last["error"]) == (
        "step_failed",
        "permanent",
        "unknown",
        "ValueError",
    )
    assert "Ani" not in (tmp_path / "journal.jsonl").read_text()


def test_nothing_of_a_person_is_in_the_journal(tmp_path: Path, environ: pytest.MonkeyPatch) -> None:
    from orchestration.readers import reader_asset

    assert materialized(*intake_assets()).success
    result = dg.materialize(
        [reader_asset("press")],
        selection=["press"],
        resources={"home": DataHome()},
        partition_key="2023-01",
        instance=dg.DagsterInstance.ephemeral(),
    )
    assert result.success
    text = (tmp_path / "journal.jsonl").read_text()
    (read,) = [line for line in lines(tmp_path) if line["event"] == "report_read"]
    assert read["source"] == "press"
    assert read["run_id"] == result.run_id
    assert read["rows_read"] == read["rows_accepted"] + read["rows_quarantined"] + read["rows_unread"] > 0
    assert read["seconds"] >= 0
    for word in ("ani", "lestari", "6171010101900001", "Pontianak", str(tmp_path)):
        assert word not in text


def test_a_journal_takes_no_field_that_is_not_in_its_list_and_hinders_nobody(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no field file_name"):
        journal.write(Settings(data=tmp_path), "report_read", file_name="ani-lestari.txt")
    journal.write(Settings(data=tmp_path, log_file=tmp_path / "no" / "folder"), "report_read", source="press")
    assert not (tmp_path / "no").exists()


def test_a_build_file_that_another_process_holds_is_a_failure_that_passes(
    tmp_path: Path, environ: pytest.MonkeyPatch
) -> None:
    """The release is made again as soon as the other one lets go."""
    settings = Settings()
    write_build(settings)
    with _holding(settings.build_database) as holder:
        with pytest.raises(ReleaseError) as raised:
            publish(settings, code_revision="test", now=NOW)
        assert classify(raised.value).code == "locked"
        assert classify(raised.value).passes
        ends = threading.Thread(target=lambda: (_until(tmp_path, "step_tried_again"), holder.terminate()))
        ends.start()
        result = materialized(release_asset([]))
        ends.join()
    assert result.success
    assert [line["event"] for line in lines(tmp_path)][-2:] == ["step_finished", "release"]


def test_what_dbt_says_of_a_lock_or_a_kill_is_a_failure_that_passes(tmp_path: Path) -> None:
    database, project = tmp_path / "small.duckdb", tmp_path / "project"
    (project / "models").mkdir(parents=True)
    (project / "models" / "one.sql").write_text("select 1 as one")
    (project / "dbt_project.yml").write_text("name: small\nprofile: small\n")
    (project / "profiles.yml").write_text(
        f"{{small: {{target: t, outputs: {{t: {{type: duckdb, path: '{database}', schema: main}}}}}}}}"
    )
    duckdb.connect(str(database)).close()
    dbt = LeanDbt(project_dir=str(project), profiles_dir=str(project), dbt_executable=str(manifest.dbt_executable()))
    with _holding(database):
        locked = dbt.cli(["run"], target_path=project / "target", raise_on_error=False)
        error = locked.wait().get_error()
    assert error is not None
    assert (classify(error).code, classify(error).passes) == ("locked", True)
    killed = dbt.cli(["run"], target_path=project / "target", raise_on_error=False)
    killed.process.kill()
    error = killed.wait().get_error()
    assert error is not None
    assert (classify(error).code, classify(error).passes) == ("killed", True)


def test_too_little_memory_and_a_storage_that_is_gone_are_failures_that_pass() -> None:
    with (
        duckdb.connect(config={"memory_limit": "2MB", "temp_directory": ""}) as connection,
        pytest.raises(duckdb.Error) as memory,
    ):
        connection.execute(
            "create table big as select range as i, random()::varchar as t from range(2_000_000) order by t"
        )
    with pytest.raises(psycopg2.OperationalError) as gone:
        psycopg2.connect(host="127.0.0.1", port=1, user="nobody", dbname="none", connect_timeout=2)
    assert [classify(error.value).code for error in (memory, gone)] == ["no_memory", "storage_gone"]
    assert classify(memory.value).passes
    assert classify(gone.value).passes


def test_waits_grow_have_chance_in_them_and_an_end() -> None:
    for tries in range(30):
        waits = [wait_seconds(20, tries) for _ in range(50)]
        longest = min(20 * 2**tries, LONGEST_WAIT_SECONDS)
        assert longest / 2 <= min(waits) <= max(waits) <= longest
        assert len(set(waits)) > 1
    assert means_of("disk_full") == "the disk is full; free some space, or lower CAKUPAN_KEEP_RELEASES"


def test_every_row_of_the_table_names_errors_that_there_are() -> None:
    """A misspelled name would never be found, and the failure never tried again."""
    import builtins
    import errno
    from importlib import import_module

    from orchestration.failures import TABLE
    from sources.reference import read_table

    for row in read_table(TABLE):
        for name in row["exceptions"].split("|"):
            module, _, kind = name.rpartition(".")
            assert issubclass(getattr(import_module(module) if module else builtins, kind), Exception), name
        assert not row["errno"] or hasattr(errno, row["errno"]), row
        assert row["class"] in ("passing", "permanent"), row


def test_a_killed_run_of_the_daemon_is_started_again_once_and_one_of_the_command_never(tmp_path: Path) -> None:
    with environment.applied(Settings(data=tmp_path / "home")), dg.DagsterInstance.get() as instance:
        assert instance.run_retries_enabled
        asked = {}
        for name, tags in (("daemon", {}), ("command", {STARTED_BY: COMMAND, MAX_RETRIES: "0"})):
            run = instance.create_run_for_job(job_def=_job(), tags=tags)
            instance.report_run_failed(run, "The process of this run was ended from outside.")
            ended = instance.get_run_by_id(run.run_id)
            assert ended is not None
            asked[name] = auto_reexecution_should_retry_run(instance, ended, None)
        assert asked == {"daemon": True, "command": False}
        stages = Stages(dg.Definitions(jobs=[_job()]), instance)
        done = instance.get_run_by_id(stages.run("nothing").run_id)
        assert done is not None
        assert done.tags[MAX_RETRIES] == "0"
        assert done.tags[".dagster/repository"] == CODE_LOCATION


def _job() -> dg.JobDefinition:
    @dg.op
    def nothing_to_do() -> None:
        pass

    @dg.job(name="nothing", executor_def=dg.in_process_executor)
    def job() -> None:
        nothing_to_do()

    return job


def _until(tmp_path: Path, event: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        path = tmp_path / "journal.jsonl"
        if path.exists() and f'"event": "{event}"' in path.read_text():
            return
        time.sleep(0.02)


class _holding:  # noqa: N801  (reads as a word)
    """Another process that has a DuckDB file open for writing."""

    def __init__(self, database: Path) -> None:
        code = f"import duckdb, sys; c = duckdb.connect({str(database)!r}); print('open', flush=True); sys.stdin.read()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> "subprocess.Popen[str]":
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "open\n"
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()
