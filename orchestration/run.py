"""`cakupan run`: the whole job, stage by stage, in this process and through Dagster.

Belongs here: the order of the stages, what is said while they work, the exit code. Does not: the stages (assets), the summary's text
(`orchestration.summary`).

Four runs at least, not one: which months have reports to read is known only when intake is done.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dagster as dg
from rich.console import Console

from orchestration import environment, manifest, summary
from orchestration.failures import classify
from orchestration.months import spans
from orchestration.stages import StageFailedError, Stages, alone, clear_up, metadata_of, only_progress
from sources import journal
from sources.ingest import pending_months
from sources.readers import SOURCES
from sources.settings import Settings

FINE = 0
FAILED = 1
REFUSED = 3


def run_warehouse(settings: Settings, console: Console) -> int:
    """Take in, read, build, check, publish. 0 if all is well, 3 if it is done but something was refused, 1 if a stage failed.

    A second call with the same data home waits for the first. After a failure the release before still is the current one.
    """
    started = time.monotonic()

    def waiting() -> None:
        console.print("another `cakupan run` works in this data home; waiting for it")

    journal.write(settings, "command_started")
    code = _guarded(settings, console, started, waiting)
    outcome = {FINE: "published", REFUSED: "published, something was refused"}.get(code, "failed")
    journal.write(settings, "command_finished", outcome=outcome, seconds=round(time.monotonic() - started, 3))
    return code


def _guarded(settings: Settings, console: Console, started: float, waiting: Callable[[], None]) -> int:
    try:
        with environment.applied(settings), alone(settings.dagster_dir, waiting):
            log = settings.dagster_dir / "last-run.log"
            with only_progress(console, log), dg.DagsterInstance.get() as instance:
                try:
                    return _run(settings, console, instance, started)
                except StageFailedError as error:
                    summary.print_failure(console, error.job, error.reasons)
                    console.print(
                        f"what was published before stands; run {error.run_id} in `make ui`, and {log}, tell more"
                    )
                except manifest.DbtProjectError as error:
                    summary.print_failure(console, "dbt parse", [str(error)])
                except Exception as error:
                    # Outside of any step: Dagster's storage that went away, above all. What the table does not know is a mistake of the code.
                    found = classify(error)
                    if found.code == "unknown" or isinstance(error, OSError):
                        raise
                    summary.print_failure(console, "Dagster", [f"{found.means}; {found.remedy}. Run it again then"])
    except OSError as error:
        found = classify(error)
        remedy = (
            "" if found.code == "unknown" else f" Remedy: {found.remedy}; then run again: it goes on where it ended"
        )
        summary.print_failure(console, "data home", [f"{settings.data}: {error}.{remedy}"])
    return FAILED


def _run(settings: Settings, console: Console, instance: dg.DagsterInstance, started: float) -> int:
    with _progress(console, "preparing"):
        manifest.prepare()
        from orchestration.definitions import load  # noqa: PLC0415  (reads the manifest that was prepared just now)

        killed = clear_up(instance)
        stages = Stages(load(), instance)
    if killed:
        console.print(f"  cleared up after {killed} run(s) that had been killed")

    with _progress(console, f"intake: {settings.inbox_dir}"):
        intake = metadata_of(stages.run("take_in"), "report")
    console.print(f"  {summary.intake_line(intake)}")
    for name in intake.get("repaired", []):
        summary.say(console, f"  {name} of the raw layer was damaged and is removed; its report is read again")

    read = summary.Read()
    months = sorted({month for source in SOURCES for month in pending_months(settings, source)})
    for span in spans(months):
        with _progress(console, f"reading: {' to '.join(dict.fromkeys(span))}"):
            result = stages.run("read", span)
        for source in sorted(SOURCES):
            read.add(metadata_of(result, source).get("read_now", {}))

    with _progress(console, "building, checking, publishing"):
        result = stages.run("publish")
    console.print(f"  {summary.build_line(result)}")

    release = metadata_of(result, "release")
    seconds = time.monotonic() - started
    refused = summary.print_summary(
        console, settings=settings, intake=intake, read=read, release=release, seconds=seconds
    )
    return REFUSED if refused else FINE


@contextmanager
def _progress(console: Console, what: str) -> Iterator[None]:
    """Say what is being done, and afterwards how long it took."""
    begun = time.monotonic()
    with console.status(what):
        if not console.is_terminal:
            console.print(what)
        yield
    console.print(f"{what if console.is_terminal else '  done'} ({time.monotonic() - begun:.1f} s)")
