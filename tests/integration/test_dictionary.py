"""The generated documents say what the contracts say, and those that are committed are current."""

import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import duckdb
import polars as pl
import pytest
import yaml
from lxml import html

from serving.dictionary import documents, outdated, write
from serving.dictionary.dbt_sources import location
from serving.dictionary.example_queries import queries
from serving.dictionary.html_page import html_page
from serving.dictionary.models import Model, ModelColumn, models
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


def test_every_number_of_a_fact_that_a_measure_fills_has_its_unit_and_how_it_may_be_added() -> None:
    page = documents()[Path("docs/dictionary/marts.md")]
    assert "| `workers_active` | decimal(28, 0) | persons |" in page
    assert "never over time" in next(line for line in page.splitlines() if line.startswith("| `workers_active` |"))
    assert "| `coverage_rate_reported` | decimal(28, 6) | percent |" in page
    assert "| `sort_by_rate` | integer |  |" in page, "a rank is no rate"
    assert "**Grain.** Area x segment x programme x month" in page


def test_the_diagram_has_a_line_for_every_tested_reference() -> None:
    page = documents()[Path("docs/dictionary/diagram.md")]
    drawn = set(re.findall(r'^    (\w+) (?:\|\||\|o)--o\{ (\w+) : "(\w+)"$', page, re.MULTILINE))
    tested = set()
    for path in [
        path for layer in ("marts", "audit") for path in (PROJECT_ROOT / "dbt_project/models" / layer).rglob("*.yml")
    ]:
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models") or []:
            for test in model.get("data_tests") or []:
                for column, target in (test.get("references") or {"arguments": {"columns": {}}})["arguments"][
                    "columns"
                ].items():
                    tested.add((target.split(".")[0], model["name"], column))
    assert len(tested) > 30
    assert drawn == tested
    assert page.count("```mermaid") == len({holder for _, holder, _ in tested}), (
        "one picture a table, so that it stays readable"
    )


def test_every_example_query_reads_tables_that_are_published() -> None:
    published = {model.qualified for layer in ("marts", "audit") for model in models(layer)}
    for query in queries():
        assert query.tables, query.name
        assert set(query.tables) <= published, query.name
    assert len(queries()) >= 15


def test_the_page_for_browsers_needs_no_network_and_its_links_lead_somewhere() -> None:
    text = documents()[Path("docs/dictionary/dictionary.html")]
    page = html.document_fromstring(text)
    identities = page.xpath("//@id")
    assert len(identities) == len(set(identities))
    assert {target[1:] for target in page.xpath("//a/@href")} <= set(identities)
    assert page.xpath("//@src | //link | //img | //iframe | //object") == []
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for element in ("style", "script"):
        (inline,) = page.xpath(f"//{element}/text()")
        assert f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'" in policy
    assert page.xpath("//meta[@name='viewport']")
    assert {f"marts.{model.name}" for model in models("marts")} | {query.name for query in queries()} <= set(identities)


def test_what_a_description_holds_stays_text_in_the_page_for_browsers() -> None:
    column = ModelColumn("c", "string", "<img src=x onerror=alert(1)> `a<b`", "", "", False, False, (), None)
    page = html_page({"marts": [Model("marts", "t", "<b>one</b>", "", (column,))]}, [], [])
    assert "<img" not in page
    assert "<code>a&lt;b</code>" in page


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
