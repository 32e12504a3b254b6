"""The whole job, killed at random moments: what is published stays whole, and the next run ends as if nothing had happened.

Belongs here: killing, running again, comparing with an undisturbed run. Does not: how a run is watched and its state read (kill_watch.py).

ROWS is the number of kills. Every second one ends the whole process group, the others the main process alone, so that dbt works on as an orphan.
Moments are drawn (seeded) within a stage, so that short stages have their share. Up to KILLS_BETWEEN_RUNS kills follow each other, then a run is left
to end; what it leaves is compared. Between two such runs the inbox changes from one delivery to another and the raw layer goes back to what both
have in common; build file, releases and Dagster's home live through it all.
"""

import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.kill_watch import STAGES, Job, State, leftovers, state_of, trouble_of_current
from bench.readers import Poller
from bench.registers import Register, write_register
from bench.registry import Bar, Result, Say
from sources.settings import Settings

DEFAULT_ROWS = 8
SEED = 20230210
KILLS_BETWEEN_RUNS = 4
MOST_MINUTES = 60.0
AREAS = ("Kalimantan Barat", "Kalimantan Timur")
HEADER = "provinsi;tahun;bulan;angkatan_kerja;bekerja;satuan"
Kept = dict[str, bytes]
LAYERS = ("raw", "quarantine", "archive")


@dataclass
class Found:
    """What went wrong, in sentences, and what was done."""

    kills: list[str] = field(default_factory=list)
    unended: int = 0  # processes that had ended before their moment came
    torn: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    whole_runs: int = 0
    files: list[int] = field(default_factory=list)  # of the data home without Dagster's, after each run that ended


@dataclass(frozen=True)
class _Plan:
    """What to do, and what an undisturbed run leaves: the layers in common, the state after each delivery, how long each stage takes."""

    settings: Settings
    kills: int
    common: Kept
    whole: list[State]
    durations: dict[str, float]


def run(rows: int, say: Say) -> Result:
    """Kills that often, and compares."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cakupan-kill-") as folder:
        settings = Settings(data=Path(folder) / "home", inbox=Path(folder) / "inbox", keep_releases=3)
        say("kill: three undisturbed runs")
        common, whole, seconds, durations = _undisturbed(settings)
        say(f"kill: stages take {', '.join(f'{stage} {lasts:.1f} s' for stage, lasts in durations.items())}")
        found = Found()
        with Poller(settings.current, Path(folder)) as poller:
            plan = _Plan(settings, rows, common, whole, durations)
            _kill_and_compare(plan, found, say)
            polled = poller.end()
    minutes = (time.monotonic() - started) / 60
    bars = (
        Bar("kills", str(rows), str(len(found.kills)), len(found.kills) == rows),
        _none("times the published file was not whole", [*found.torn, *polled.errors]),
        _none("runs after a kill that failed", found.failed),
        _none("differences from an undisturbed run", found.differing),
        _none("things left over after a run", found.left),
        Bar("files in the data home, last run beside first", "no more", f"{found.files[-1:]} {found.files[:1]}", found.files[-1:] <= found.files[:1]),
        Bar("minutes", f"< {MOST_MINUTES:.0f} for 100 kills", f"{minutes:.1f}", minutes / max(rows, 1) * 100 < MOST_MINUTES or rows < 100),
    )  # fmt: skip
    details = {
        "kills": found.kills,
        "ended_before_their_kill": found.unended,
        "runs_that_ended": found.whole_runs,
        "polls": polled.answers,
        "releases_seen": polled.releases,
        "trouble": [*found.torn, *polled.errors, *found.failed, *found.differing, *found.left],
    }
    return Result("kill", rows, minutes * 60, 0.0, "an undisturbed run", seconds, bars, details)


def _none(what: str, found: Sequence[str]) -> Bar:
    return Bar(what, "0", f"{len(found)}{f' ({found[0][:300]})' if found else ''}", not found)


def _undisturbed(settings: Settings) -> tuple[Kept, list[State], float, dict[str, float]]:
    """Runs the common inbox and both deliveries: the layers in common, the state after each delivery, seconds of a run, and of its stages."""
    deliver(settings, None)
    _ended(settings)
    common = _kept(settings)
    states = []
    for number in (0, 1):
        _put_back(settings, common)
        deliver(settings, number)
        job = _ended(settings)
        states.append(state_of(settings))
    return common, states, job.seconds, job.durations()


def _ended(settings: Settings) -> Job:
    job = Job(settings)
    job.wait_for(None)
    if not job.is_published:
        raise RuntimeError(f"an undisturbed run ended with {job.code}: {job.output[-2000:]}")
    return job


def _kill_and_compare(plan: _Plan, found: Found, say: Say) -> None:
    settings, rows, whole = plan.settings, plan.kills, plan.whole
    chance = random.Random(SEED)  # noqa: S311 - moments in time, no secret
    published = {state.contents for state in whole}
    # A job that always ends too early must not go on for ever.
    while len(found.kills) < rows and found.whole_runs <= rows:
        number = found.whole_runs % 2
        _put_back(settings, plan.common)
        deliver(settings, number)
        stages = sorted(chance.sample(range(len(STAGES)), min(KILLS_BETWEEN_RUNS, len(STAGES))))
        for place in stages[: rows - len(found.kills)]:
            stage, group = STAGES[place], len(found.kills) % 2 == 0
            moment = chance.uniform(0, plan.durations[stage])
            job = Job(settings)
            if job.wait_for(stage, moment) and job.kill(group=group):
                found.kills.append(f"{stage} + {moment:.2f} s, {'group' if group else 'main process'}")
                say(f"kill: {len(found.kills)} of {rows}: {found.kills[-1]}")
            else:
                found.unended += 1
            found.torn += trouble_of_current(settings, published)
        job = Job(settings)
        job.wait_for(None)
        found.whole_runs += 1
        after = f"after kill {len(found.kills)} ({found.kills[-1] if found.kills else 'none'})"
        if not job.is_published:
            found.failed.append(f"{after}: the run ended with {job.code}: {' '.join(job.output[-1500:].split())}")
            continue
        state = state_of(settings)
        found.differing += [f"{after}: {line}" for line in state.unlike(whole[number])]
        found.left += [f"{after}: {line}" for line in leftovers(settings)]
        found.files.append(_files(settings))


def _files(settings: Settings) -> int:
    return sum(1 for path in settings.data.rglob("*") if path.is_file() and settings.dagster_dir not in path.parents)


def deliver(settings: Settings, number: int | None) -> None:
    """Lay an inbox: two reports that every delivery has, and, unless it is None, three of that delivery's own."""
    _text(settings, "press/common.txt", f"Jumlah peserta aktif BPJS Ketenagakerjaan di {AREAS[0]} 500.000 orang.")
    _table(settings, "labour_force/common.csv", AREAS[0], "2.920.100")
    if number is None:
        return
    _text(settings, "press/news.txt", f"Jumlah peserta aktif BPJS Ketenagakerjaan di {AREAS[1]} 70{number}.000 orang.")
    _table(settings, "labour_force/news.csv", AREAS[1], f"1.92{number}.100")
    register = settings.inbox_dir / "payment_register" / "july.csv"
    register.parent.mkdir(parents=True, exist_ok=True)
    write_register(Register("payment_register", 3000, seed=7), register).unlink()
    register.write_bytes(b"---\npublished_on: 2023-03-01\n---\n" + register.read_bytes())


def _text(settings: Settings, name: str, sentence: str) -> None:
    path = settings.inbox_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\npublished_on: 2023-02-10\n---\nPontianak - {sentence}\n", encoding="utf-8")


def _table(settings: Settings, name: str, area: str, labour_force: str) -> None:
    path = settings.inbox_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    # Dated, since what is not belongs to the day of its receipt, and the bench may pass midnight.
    path.write_text(f"---\npublished_on: 2023-03-01\n---\n{HEADER}\n{area};2022;Agustus;{labour_force};1.780.200;orang\n", encoding="utf-8")  # fmt: skip


def _kept(settings: Settings) -> Kept:
    layers = [settings.data / layer for layer in LAYERS]
    return {
        str(path.relative_to(settings.data)): path.read_bytes()
        for layer in layers
        for path in sorted(layer.rglob("*"))
        if path.is_file()
    }


def _put_back(settings: Settings, kept: Kept) -> None:
    """The layers that reports end in, as they were; nothing else is touched."""
    for layer in LAYERS:
        for path in sorted((settings.data / layer).rglob("*")):
            if path.is_file() and str(path.relative_to(settings.data)) not in kept:
                path.unlink()
    for name, content in kept.items():
        path = settings.data / name
        if not path.exists() or path.read_bytes() != content:
            path.unlink(missing_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
