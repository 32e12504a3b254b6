"""What the guides say about files and limits is so."""

import csv
import re

import pytest

from sources.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.unit

DOCS = PROJECT_ROOT / "docs"
GUIDES = [PROJECT_ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
RECORDS = sorted((DOCS / "decisions").glob("*.md"))
FOLDERS = ("bench/", "cli/", "orchestration/", "serving/", "sources/", "dbt_project/", "tests/", "docs/")


def named_paths(text: str) -> set[str]:
    """Paths of the repository that a text names in backticks or as docs/…; patterns such as sources/<source>/ are none."""
    named = re.findall(r"`([^`\s<>*…]+)`", text) + re.findall(r"\bdocs/[\w./-]*\w", text)
    return {path for path in named if path.startswith(FOLDERS)}


def is_made_by_a_command(name: str) -> bool:
    """Whether a path lies in a folder that commands fill and git ignores: a fresh clone does not have it yet."""
    ignored = (PROJECT_ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return any(name.startswith(folder) for folder in ignored if folder.endswith("/"))


@pytest.mark.parametrize("path", [*GUIDES, *RECORDS], ids=lambda path: path.name)
def test_paths_named_in_the_docs_exist(path):
    missing = sorted(
        name
        for name in named_paths(path.read_text(encoding="utf-8"))
        if not is_made_by_a_command(name) and not (PROJECT_ROOT / name).exists()
    )
    assert not missing


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_decision_records_are_short_and_complete(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]} ")
    assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 40


def test_guide_for_senders_names_every_column_of_the_bundled_table():
    sample = next((PROJECT_ROOT / "sources" / "samples" / "labour_force").glob("*.csv"))
    lines = sample.read_text(encoding="utf-8").split("---\n", 2)[2].splitlines()
    guide = (DOCS / "reports.md").read_text(encoding="utf-8")
    assert [column for column in next(csv.reader(lines)) if f"`{column}`" not in guide] == []


def test_guide_for_senders_states_the_limits_that_hold():
    guide = (DOCS / "reports.md").read_text(encoding="utf-8")
    fields = Settings.model_fields
    assert f"up to {fields['max_text_bytes'].default // 1_000_000} MB" in guide
    assert f"up to {fields['max_table_bytes'].default // 1_000_000} MB" in guide
