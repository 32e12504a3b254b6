"""The generated documents say what the contracts say, and those that are committed are current."""

import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
import yaml

from serving.dictionary import documents, outdated, write
from serving.dictionary.dbt_sources import location
from serving.dictionary.shape import duckdb_type, tables
from sources import raw_layer
from sources.contracts.registry import contracts
from sources.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.integration
SOURCES = Path("dbt_project/models/staging/_sources.yml")


def test_the_committed_documents_are_current() -> None:
    assert outdated() == [], "run `python -m serving.dictionary` and commit the result"


def test_every_raw_table_has_a_page_and_a_source() -> None:
    generated = documents()
    source = yaml.safe_load(generated[SOURCES])["sources"][0]
    assert source["name"] == "raw"
    assert [table["name"] for table in source["tables"]] == list(contracts())
    for table in contracts():
        page = generated[Path(f"docs/dictionary/raw-{table}.md")]
        for column in contracts()[table].to_schema().columns:
            assert f"| `{column}` |" in page


def test_types_and_locations_are_those_that_duckdb_finds(tmp_path: Path) -> None:
    """The definition is true of the files that the raw layer really writes."""
    raw_layer.ensure_tables(Settings(data=tmp_path))
    with duckdb.connect(config={"file_search_path": str(tmp_path)}) as connection:
        for table in tables():
            described = connection.execute(f"describe from {location(table.name)}").fetchall()
            assert [(row[0], row[1]) for row in described] == [
                (column.name, column.data_type) for column in table.columns
            ]


def test_a_page_names_units_values_and_rules() -> None:
    page = documents()[Path("docs/dictionary/raw-press.md")]
    assert "one of `exact`, `approx`, `at_least`" in page
    assert "| `period_runs_backwards` |" in page
    assert "| `value` | DECIMAL(28,6) | no |" in page
    assert "| `area_code` | VARCHAR | yes |" in page


def test_writing_brings_everything_up_to_date_and_removes_what_is_no_more(tmp_path: Path) -> None:
    assert set(write(tmp_path)) == set(documents())
    assert outdated(tmp_path) == []
    (tmp_path / "docs/dictionary/raw-gone.md").write_text("a table that is no more")
    (tmp_path / "docs/dictionary/notes.md").write_text("written by hand")
    (tmp_path / SOURCES).write_text("changed by hand")
    assert outdated(tmp_path) == [SOURCES, Path("docs/dictionary/raw-gone.md")]
    assert write(tmp_path) == [SOURCES, Path("docs/dictionary/raw-gone.md")]
    assert write(tmp_path) == []
    assert (tmp_path / "docs/dictionary/notes.md").exists()


def test_the_command_tells_by_its_exit_code() -> None:
    command = [sys.executable, "-m", "serving.dictionary", "--check"]
    ended = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "")


def test_a_type_without_words_is_an_error() -> None:
    with pytest.raises(TypeError, match="no DuckDB type"):
        duckdb_type(pl.Duration("us"))
    assert duckdb_type(pl.Datetime("us")) == "TIMESTAMP"
