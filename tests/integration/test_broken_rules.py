"""The tests of tables, on tables that break each of their rules, through dbt; and what a person is told of it."""

import json
import shutil

import pytest

from orchestration.broken_rules import SHOWN_CHARACTERS, broken_rules
from sources.settings import PROJECT_ROOT
from tests.dbt_command import called

pytestmark = pytest.mark.integration

DBT = PROJECT_ROOT / "dbt_project"
LONG = "x" * 100
FILES = {
    "dbt_project.yml": "name: cakupan\nprofile: cakupan\nversion: 0.1.0\nconfig-version: 2\n"
    "seeds: {cakupan: {+schema: marts, register_rows: {+schema: register}}}\n",
    "seeds/area.csv": "code,name\n61,Kalbar\n62,\n62,Kalteng\n",
    "seeds/office.csv": f"number,area,kind,era,edition\n1,61,branch,1,\n2,99,branch,1,\n3,99,shop's,2,a\n,,,2,b\n,,{LONG},,b\n",
    "seeds/register_rows.csv": "employer\nNPP123\nNPP123\n",
    "seeds/sound.csv": "number,area,kind,era,edition\n1,61,branch,1,\n2,,it's,2,\n,61,,1,b\n,61,,2,b\n",
    "seeds/seeds.yml": """
seeds:
- name: area
  config: {column_types: {code: varchar}}
  data_tests:
  - well_formed: {name: area_is_well_formed, arguments: {keys: [code], filled: [code, name]}}
  - well_formed: {name: area_is_well_formed_where_named, arguments: {keys: [code]}, config: {where: name is not null}}
- name: office
  config: {column_types: {number: integer, area: varchar, edition: varchar}}
  data_tests:
  - well_formed:
      name: office_is_well_formed
      arguments: {keys: [number, [era, edition]], filled: [kind, area], values: {kind: [branch, "it's"]}}
  - references: {name: office_references_exist, arguments: {columns: {area: area.code, kind: area.name}}}
- name: register_rows
  data_tests:
  - well_formed: {name: register_rows_is_well_formed, arguments: {keys: [employer]}}
- name: sound
  config: {column_types: {number: integer, area: varchar, edition: varchar}}
  data_tests:
  - well_formed:
      name: sound_is_well_formed
      arguments: {keys: [number, [number, area, era, edition]], filled: [era], values: {kind: [branch, "it's"]}}
  - references: {name: sound_references_exist, arguments: {columns: {area: area.code}}}
""",
    "tests/names_are_short.sql": "select code, name, null as nickname from {{ ref('area') }} where name like 'Kal%' order by code",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Name of each test that failed → what is said of it. Fails if dbt could not run a test."""
    project = tmp_path_factory.mktemp("project")
    for name, text in FILES.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(DBT / "tests" / "generic", project / "tests" / "generic")
    shutil.copytree(DBT / "macros", project / "macros", ignore=lambda _folder, names: {"facts", "metrics"} & set(names))
    shutil.copy(DBT / "profiles.yml", project)
    (project / "build").mkdir()
    finished = called(project, "build", project=project)
    artifacts = project / "dbt_target"
    results = json.loads((artifacts / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert {result["status"] for result in results} == {"success", "pass", "fail"}, finished.stdout
    built = project / "build" / "cakupan.duckdb"
    found = broken_rules(project, built, artifacts / "run_results.json", artifacts / "manifest.json")
    return {name.split(".")[2]: text for name, text in found.items()}


def test_every_broken_rule_is_told_with_its_column_what_was_found_and_how_often(told: dict[str, str]) -> None:
    assert sorted(told["office_is_well_formed"].split("; ")) == sorted(
        [
            "area is empty (2 rows)",
            f"kind has a value that it may not have: {LONG[:SHOWN_CHARACTERS]} (1 row)",
            "kind has a value that it may not have: shop's (1 row)",
            "kind is empty (1 row)",
            "era, edition is not unique: 1, empty (2 rows)",
        ]
    )


def test_a_key_of_one_column_may_be_missing_and_a_combination_with_a_gap_may_not_repeat(told: dict[str, str]) -> None:
    assert "number" not in told["office_is_well_formed"]
    assert told["area_is_well_formed"] == "code is not unique: 62 (2 rows); name is empty (1 row)"


def test_what_a_test_of_some_rows_leaves_out_breaks_nothing(told: dict[str, str]) -> None:
    assert "area_is_well_formed_where_named" not in told


def test_a_reference_to_what_does_not_exist_is_told_with_the_table(told: dict[str, str]) -> None:
    assert "area refers to what does not exist: 99 is not in area.code (2 rows)" in told["office_references_exist"]
    assert "kind refers to what does not exist: branch is not in area.name (2 rows)" in told["office_references_exist"]


def test_a_sound_table_passes(told: dict[str, str]) -> None:
    assert not [name for name in told if name.startswith("sound")]


def test_rows_of_registers_are_counted_and_not_shown(told: dict[str, str]) -> None:
    assert told["register_rows_is_well_formed"] == "employer is not unique: (not shown) (2 rows)"


def test_rows_of_a_test_of_its_own_are_shown_as_they_are(told: dict[str, str]) -> None:
    assert told["names_are_short"] == "code 61, name Kalbar, nickname empty; code 62, name Kalteng, nickname empty"
