"""What the command says: nothing that a report printed reaches the terminal as a control, and old refusals are not repeated."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from orchestration.stages import alone
from orchestration.summary import Read, intake_line, plain, present, print_failure
from sources.ingest import ingest_month
from sources.intake import take_in
from sources.quarantine import problems
from sources.raw_layer import registered_months
from sources.settings import Settings
from tests.inboxes import ROW, csv_table, put

pytestmark = pytest.mark.unit


def test_text_from_outside_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[2Jb\r\nc\u202ed") == "a\\x1b[2Jb c\\x202ed"
    shown = io.StringIO()
    print_failure(Console(file=shown, width=40), "publish", ["[red]not markup[/red]\nsecond \x1b[0m line" + "x" * 80])
    lines = shown.getvalue().splitlines()
    assert lines[0] == "FAILED: publish"
    assert lines[1] == "  [red]not markup[/red]"
    assert lines[2].endswith("x" * 80), "long lines are not cut"


def test_counts_of_several_readers_add_up() -> None:
    read = Read()
    read.add({"reports": 2, "rows_read": 10, "rows_accepted": 9})
    read.add({"reports": 1, "rows_read": 5})
    read.add({})
    assert (read.reports, read.rows_read, read.rows_accepted, read.rows_unread) == (3, 15, 9, 0)


def test_the_line_of_intake_counts_each_file_once() -> None:
    intake = {"new_reports": 2, "files_found": 6, "refused": 1, "refused_files": [{}]}
    assert intake_line(intake) == "2 new reports, 3 known, 1 files refused"


def ingested(settings: Settings) -> None:
    take_in(settings, datetime.now(UTC))
    ingest_month(settings, "labour_force", registered_months(settings, "labour_force"))


def test_a_refusal_is_told_until_the_file_is_replaced_or_taken_away(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "home")
    bad = csv_table([("Atlantis", *ROW[1:])])
    replaced, removed = "labour_force/replaced.csv", "labour_force/removed.csv"
    put(settings, replaced, bad)
    put(settings, removed, bad + b"\n")
    ingested(settings)
    assert {problem.file_name for problem in present(settings, problems(settings))} == {replaced, removed}

    put(settings, replaced, csv_table([ROW]))
    (settings.inbox_dir / removed).unlink()
    ingested(settings)
    assert problems(settings), "quarantine forgets nothing"
    assert present(settings, problems(settings)) == []


def test_a_refusal_is_told_for_each_file_that_holds_the_content_however_it_is_named(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "home")
    bad = csv_table([("Atlantis", *ROW[1:])])
    put(settings, "labour_force/plain.csv", bad)
    put(settings, "labour_force/red\x1b[31m.csv", bad)
    ingested(settings)
    told = [problem.file_name for problem in present(settings, problems(settings))]
    assert told == ["labour_force/plain.csv", "labour_force/red\\x1b[31m.csv"]


def test_the_lock_tells_who_waits_and_is_free_afterwards(tmp_path: Path) -> None:
    told: list[str] = []
    with alone(tmp_path, lambda: told.append("waiting")):
        pass
    with alone(tmp_path, lambda: told.append("waiting")):
        assert told == []
