"""Facts and unread numbers together are the printed numbers, counted apart from the reader: on every report at hand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sources.press.explain import page_of
from sources.press.page import Page
from sources.settings import PROJECT_ROOT
from tests.press_invariants import check_report, digit_runs_of

pytestmark = pytest.mark.integration
SHARED = PROJECT_ROOT.parent / "shared"
OWN = [PROJECT_ROOT / "tests" / "restatements" / "press", PROJECT_ROOT / "sources" / "samples" / "press"]
CORPUS = [SHARED / "press_corpus" / "dev", SHARED / "seeds"]
REPORTS = [path for folder in OWN for path in sorted(folder.iterdir())]


def reports_of_the_corpus() -> list[Path]:
    found = [path for folder in CORPUS if folder.is_dir() for path in sorted(folder.glob("*.txt"))]
    if not found:
        pytest.skip("the annotated reports (../shared/press_corpus) are not at hand")
    return found


def places(page: Page) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Where facts and where unread numbers stand; both ends of a range stand in one place."""
    found = page.extraction
    return {(fact.start, fact.end) for fact in found.facts}, {(entry.start, entry.end) for entry in found.unread}


def assert_the_account_closes(path: Path) -> int:
    """Counts the digits of all facts and all unread numbers; how many facts have none, because they are in words."""
    content = path.read_bytes()
    page = page_of(content, path.name)
    text = page.document.text
    runs = digit_runs_of(text, page.document.matter.body_start)
    facts, unread = places(page)
    in_facts = sum(len(digit_runs_of(text[start:end])) for start, end in facts)
    in_unread = sum(len(digit_runs_of(text[start:end])) for start, end in unread)
    assert in_facts + in_unread == len(runs), path.name
    assert (page.extraction.numbers_printed, page.extraction.numbers_accounted) == (len(runs), len(runs)), path.name
    check_report(content)
    return sum(not digit_runs_of(text[start:end]) for start, end in facts)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_facts_and_unread_numbers_are_all_numbers(path: Path) -> None:
    assert_the_account_closes(path)


def test_facts_and_unread_numbers_are_all_numbers_of_the_annotated_reports() -> None:
    in_words = sum(assert_the_account_closes(path) for path in reports_of_the_corpus())
    assert in_words > 0, "figures in words are facts beyond the digits"


READ_ALL = """
import pathlib, sys
from sources.press.explain import fact_rows, unread_rows
for name in sys.argv[1:]:
    content = pathlib.Path(name).read_bytes()
    print(fact_rows(content, name), unread_rows(content, name))
"""


def test_another_process_reads_the_same() -> None:
    names = [str(path) for path in REPORTS[::2]]
    read = [
        subprocess.run(
            [sys.executable, "-c", READ_ALL, *names],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=PROJECT_ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert read[0] == read[1]
    assert len(read[0].splitlines()) == len(names)
