"""Which files count as arrived, and what intake does with those it is given."""

import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sources import raw_lock
from sources.batches import Asked, State, Waiting, plan
from sources.intake import take_in
from sources.intake.arrivals import look
from sources.raw_layer import read_table
from sources.settings import Settings

pytestmark = pytest.mark.integration

NOW = datetime(2026, 3, 4, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "home", settle_seconds=20)


def put(settings: Settings, name: str, content: str = "Peserta 1.000 orang") -> Path:
    path = settings.inbox_dir / "press" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def names(things: list[Waiting]) -> list[str]:
    return [thing.name for thing in things]


def test_a_file_has_arrived_when_it_was_the_same_for_long_enough(settings: Settings) -> None:
    put(settings, "a.txt")
    first = look(settings, {}, 100.0)
    assert (names(first.arrived), first.restless) == ([], 1)
    put(settings, "a.txt", "Peserta 1.000 orang, dan lagi")
    second = look(settings, first.watched, 119.0)
    assert names(look(settings, second.watched, 138.0).arrived) == [], "it was changed at 119"
    assert names(look(settings, second.watched, 139.0).arrived) == ["press/a.txt"]


def test_an_old_time_of_writing_makes_no_file_settled_and_another_content_is_seen_behind_it(settings: Settings) -> None:
    path = put(settings, "a.txt", "Peserta 1.000 orang")
    os.utime(path, (1, 1))
    assert look(settings, {}, 100.0).arrived == []
    take_in(settings, NOW)
    assert look(settings, {}, 100.0).watched == {}, "what was taken in is known"
    put(settings, "a.txt", "Peserta 2.000 orang")
    os.utime(path, (1, 1))
    assert list(look(settings, {}, 100.0).watched) == ["press/a.txt"], "same size, same time of writing"


@pytest.mark.parametrize("name", ["a.txt.part", "~$a.txt", "a.TMP", "a.txt~", "a.txt.crdownload", ".a.txt"])
def test_unfinished_files_are_named_and_never_taken_in(settings: Settings, name: str) -> None:
    put(settings, name)
    seen = look(settings, {}, 100.0)
    assert (seen.watched, seen.never_taken) == ({}, 1)
    taken = take_in(settings, NOW)
    assert [file.rule for file in taken.refused] == ["hidden_file" if name.startswith(".") else "temporary_name"]
    assert read_table(settings, "report").is_empty()


def test_intake_leaves_alone_what_it_was_not_given_and_what_has_changed_since(settings: Settings) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        put(settings, name, f"Peserta di {name} 1.000 orang")
    put(settings, "photo.jpg")
    take_in(settings, NOW, only={})
    seen = {
        thing.name: thing.stamp for thing in look(settings.model_copy(update={"settle_seconds": 0}), {}, 0.0).arrived
    }
    put(settings, "b.txt", "half")
    taken = take_in(
        settings, NOW, only={name: seen[name] for name in ("press/a.txt", "press/b.txt", "press/photo.jpg")}
    )
    assert [report.file_name for report in taken.new_reports] == ["press/a.txt"]
    assert read_table(settings, "refused_file")["file_name"].to_list() == ["press/photo.jpg"]
    take_in(settings, NOW, only={"press/c.txt": seen["press/c.txt"]})
    assert read_table(settings, "refused_file")["file_name"].to_list() == ["press/photo.jpg"], "it still stands"
    assert list(look(settings, {}, 0.0).watched) == ["press/b.txt"]


def test_a_thing_is_asked_for_once_while_its_run_lives_and_again_with_fewer_when_it_was_killed() -> None:
    things = [Waiting(f"{number:02}", "x") for number in range(32)]
    states: dict[str, State] = {}

    def state_of(key: str) -> State:
        return states.get(key, State.UNKNOWN)

    asked, now, sizes = Asked(), 0.0, []
    for _ in range(4):
        planned = plan(things, asked, now, state_of, most_things=16, most_runs=99)
        sizes.append(sorted({len(batch.things) for batch in planned.batches}))
        keys = [batch.key for batch in planned.batches]
        again = plan(
            things,
            Asked.model_validate_json(planned.asked.model_dump_json()),
            now,
            lambda _: State.UNFINISHED,
            most_things=16,
            most_runs=99,
        )
        assert again.batches == []
        states.update(dict.fromkeys(keys, State.FAILED))
        failed = plan(things, planned.asked, now, state_of, most_things=16, most_runs=99)
        assert failed.batches == [], "not at once"
        asked, now = failed.asked, now + 100_000
    assert sizes == [[16], [4], [1], [1]]
    assert failed.troubled["00"] == 4


def test_a_run_that_was_never_started_is_asked_for_again_under_the_same_key() -> None:
    things = [Waiting("a", "x")]
    first = plan(things, Asked(), 0.0, lambda _: State.UNKNOWN, most_things=5, most_runs=1)
    soon = plan(things, first.asked, 60.0, lambda _: State.UNKNOWN, most_things=5, most_runs=1)
    late = plan(things, soon.asked, 700.0, lambda _: State.UNKNOWN, most_things=5, most_runs=1)
    assert (soon.batches, late.batches) == ([], first.batches)


def test_no_more_runs_than_allowed_are_on_their_way() -> None:
    things = [Waiting(f"{number}", "x", f"group {number % 3}") for number in range(30)]
    planned = plan(things, Asked(), 0.0, lambda _: State.UNKNOWN, most_things=5, most_runs=2)
    assert len(planned.batches) == 2
    assert all(len({thing.group for thing in batch.things}) == 1 for batch in planned.batches)


def test_a_build_waits_for_who_writes_and_whoever_comes_later_waits_for_the_build(settings: Settings) -> None:
    order: list[str] = []
    inside, waiting = threading.Event(), threading.Event()

    def build() -> None:
        inside.wait()
        waiting.set()
        with raw_lock.frozen(settings):
            order.append("build")

    builder = threading.Thread(target=build)
    builder.start()
    with raw_lock.writing(settings), raw_lock.writing(settings):  # two reports at once
        inside.set()
        waiting.wait()
        order.append("written")
    builder.join(timeout=10)
    assert order == ["written", "build"]
