"""The rules of tests/dbt_rules on dbt_project, and on small projects that break them: a rule that cannot fail proves nothing."""

import csv
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

from tests.dbt_rules import graph, statements
from tests.dbt_rules.project import Project

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
RULES = {rule.__name__: rule for rule in (*graph.RULES, *statements.RULES)}


@cache
def project() -> Project:
    return Project(ROOT / "dbt_project")


@cache
def exceptions() -> list[dict[str, str]]:
    with (ROOT / "tests" / "dbt_rules" / "exceptions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("rule", RULES)
def test_the_project_keeps_the_rule(rule: str) -> None:
    patterns = [row["subject"] for row in exceptions() if row["rule"] == rule]
    broken = [
        f"{subject}: {wrong}"
        for subject, wrong in RULES[rule](project())
        if not any(fnmatchcase(subject, pattern) for pattern in patterns)
    ]
    assert broken == [], RULES[rule].__doc__


@pytest.mark.parametrize("exception", exceptions(), ids=lambda row: f"{row['rule']} {row['subject']}")
def test_an_exception_has_a_reason_and_is_needed(exception: dict[str, str]) -> None:
    assert len(exception["reason"].split()) > 5
    subjects = [subject for subject, _wrong in RULES[exception["rule"]](project())]
    assert any(fnmatchcase(subject, exception["subject"]) for subject in subjects), (
        "nothing breaks the rule there any more"
    )


# A sound project in a few lines: a source, its staging model, a seed, an intermediate model, a dimension, a fact, a report mart.
TESTED = (
    "  data_tests: [well_formed: {{name: {table}_is_well_formed, arguments: {{keys: [{key}], filled: [{key}]}}}}]\n"
)
COLUMNS = TESTED + "  columns:\n  - {{name: {key}, data_type: string, description: Key.}}\n"
SOUND = {
    "dbt_project.yml": "models: {cakupan: {+contract: {enforced: true}}}\nvars: {observation_sources: [press]}\n",
    "macros/latest.sql": "{% macro latest() -%} published_on desc nulls last, report_id nulls last {%- endmacro %}",
    "models/staging/_sources.yml": (
        "sources:\n- name: raw\n  tables:\n  - name: press\n    description: Figures.\n"
        "    config: {meta: {external_location: raw/press}}\n"
        "    columns:\n    - {name: figure_id, data_type: VARCHAR, description: Identity.}\n"
    ),
    "models/staging/_staging.yml": "models:\n- name: stg_press\n  description: One figure.\n"
    + COLUMNS.format(table="stg_press", key="figure_id"),
    "models/staging/stg_press.sql": "select figure_id from {{ source('raw', 'press') }}",
    "models/intermediate/_intermediate.yml": "models:\n- name: int_figure\n  description: One figure.\n"
    + COLUMNS.format(table="int_figure", key="figure_id"),
    "models/intermediate/int_figure.sql": (
        "select figure_id, row_number() over (partition by area order by {{ latest() }}) as turn from {{ ref('stg_press') }}"
    ),
    "models/intermediate/_unit_tests.yml": (
        "unit_tests:\n- {name: the_latest_comes_first, description: Of two figures the later one has turn 1., model: int_figure}\n"
    ),
    "models/marts/dimensions/_dimensions.yml": "models:\n- name: dim_area\n  description: One area.\n"
    + COLUMNS.format(table="dim_area", key="area_key"),
    "models/marts/dimensions/dim_area.sql": "select area_key from {{ ref('area') }}",
    "models/marts/facts/_facts.yml": (
        "models:\n- name: fct_coverage\n  description: Area x month.\n"
        + COLUMNS.format(table="fct_coverage", key="coverage_key").replace(
            "}}]\n",
            "}}, references: {name: fct_coverage_references_exist, arguments: {columns: {area_key: dim_area.area_key}}}]\n",
        )
        + "  - {name: area_key, data_type: string, description: Key of dim_area.}\n"
    ),
    "models/marts/facts/fct_coverage.sql": (
        "select figure_id as coverage_key, area_key from {{ ref('int_figure') }} join {{ ref('dim_area') }} using (area_code)"
    ),
    "seeds/area.csv": "area_code,name_id\n61,Kalimantan Barat\n",
    "seeds/seeds.yml": (
        "seeds:\n- name: area\n  description: 'Provinces: one province.'\n"
        "  config: {column_types: {area_code: varchar, name_id: varchar}}\n"
        "  data_tests: [well_formed: {name: area_is_well_formed, arguments: {keys: [area_code], filled: [area_code]}}]\n"
    ),
    "tests/areas_are_there.sql": "select * from {{ ref('dim_area') }}",
}
FACT = SOUND["models/marts/facts/fct_coverage.sql"]
FACTS = SOUND["models/marts/facts/_facts.yml"]
SEEDS = SOUND["seeds/seeds.yml"]
SOURCES = SOUND["models/staging/_sources.yml"]


def model(folder: str, name: str, sql: str) -> dict[str, str]:
    """One more model, with a description of its own that breaks no rule."""
    description = f"models:\n- name: {name}\n  description: One figure.\n" + COLUMNS.format(
        table=name, key=f"{name}_key"
    )
    return {f"models/{folder}/{name}.sql": sql, f"models/{folder}/_{name}.yml": description}


def several(folder: str, names: list[str], sql: str) -> dict[str, str]:
    return {path: text for name in names for path, text in model(folder, name, sql).items()}


# Rule → the files that break it, and who is named.
BREAKING: dict[str, tuple[dict[str, str], str]] = {
    "source_beside_model": (
        {
            "models/staging/stg_press.sql": "select * from {{ source('raw', 'press') }} join {{ ref('area') }} using (code)"
        },
        "stg_press",
    ),
    "source_outside_staging": (
        {"models/intermediate/int_figure.sql": "select figure_id from {{ source('raw', 'press') }}"},
        "int_figure",
    ),
    "several_sources": (
        {
            "models/staging/stg_press.sql": "select * from {{ source('raw', 'press') }}, {{ source('raw', 'press') }}, {{ source('raw', 'report') }}"
        }
        | {"models/staging/_sources.yml": SOURCES + "  - name: report\n"},
        "stg_press",
    ),
    "source_read_twice": (model("staging", "stg_again", "select * from {{ source('raw', 'press') }}"), "raw.press"),
    "source_unread": ({"models/staging/_sources.yml": SOURCES + "  - name: report\n"}, "raw.report"),
    "source_declared_twice": (
        {
            "models/staging/_sources.yml": SOURCES
            + "  - {name: again, config: {meta: {external_location: raw/press}}}\n"
        },
        "raw.again, raw.press",
    ),
    "unknown_reference": (
        {"models/marts/facts/fct_coverage.sql": FACT.replace("int_figure", "int_gone")},
        "fct_coverage",
    ),
    "hard_coded_reference": (
        {"models/marts/facts/fct_coverage.sql": FACT.replace("{{ ref('dim_area') }}", "marts.dim_area")},
        "fct_coverage",
    ),
    "model_without_parent": ({"models/marts/dimensions/dim_area.sql": "select '61' as area_key"}, "dim_area"),
    "staging_reads_model": (model("staging", "stg_again", "select * from {{ ref('stg_press') }}"), "stg_again"),
    "many_leaves": (
        several("marts/reports", ["rpt_a", "rpt_b", "rpt_c", "rpt_d"], "select * from {{ ref('fct_coverage') }}"),
        "fct_coverage",
    ),
    "rejoined": (
        {"models/marts/facts/fct_coverage.sql": FACT + " join {{ ref('stg_press') }} using (figure_id)"},
        "stg_press > int_figure > fct_coverage",
    ),
    "many_parents": (
        {
            "models/marts/facts/fct_coverage.sql": FACT
            + "".join(f" join {{{{ ref('x{i}') }}}} using (x)" for i in range(5))
        },
        "fct_coverage",
    ),
    "view_on_view": (
        {"models/staging/stg_press.sql": "{{ config(materialized='view') }}" + SOUND["models/staging/stg_press.sql"]}
        | {
            "models/intermediate/int_figure.sql": "{{ config(materialized='view') }} select figure_id from {{ ref('stg_press') }}"
        },
        "int_figure",
    ),
    "published_view": (
        {"models/marts/facts/fct_coverage.sql": "{{ config(materialized='view') }}" + FACT},
        "fct_coverage",
    ),
    "intermediate_unread": (
        model("intermediate", "int_left_over", "select * from {{ ref('stg_press') }}"),
        "int_left_over",
    ),
    "seed_unread": ({"seeds/office.csv": "office_code\n"}, "office"),
    "name_of_its_layer": (model("marts/facts", "coverage", FACT), "coverage"),
    "described_elsewhere": (
        {"models/_facts.yml": FACTS, "models/marts/facts/_facts.yml": ""},
        "fct_coverage",
    ),
    "undocumented": ({"models/marts/facts/_facts.yml": FACTS.replace("Area x month.", "''")}, "fct_coverage"),
    "undocumented_column": (
        {"models/marts/facts/_facts.yml": FACTS.replace(", description: Key.", "")},
        "fct_coverage",
    ),
    "no_grain": (
        {"models/marts/facts/_facts.yml": FACTS.replace("Area x month.", "Coverage of areas.")},
        "fct_coverage",
    ),
    "no_contract": (
        {
            "models/marts/facts/_facts.yml": FACTS.replace(
                "  columns:", "  config: {contract: {enforced: false}}\n  columns:"
            )
        },
        "fct_coverage",
    ),
    "no_key_test": ({"models/marts/facts/_facts.yml": FACTS.replace("keys: [coverage_key], ", "")}, "fct_coverage"),
    "several_tests": (
        {"models/marts/facts/_facts.yml": FACTS.replace("dim_area.}", "dim_area., data_tests: [not_null]}")},
        "fct_coverage",
    ),
    "key_not_first": (
        {"models/marts/facts/_facts.yml": FACTS.replace("coverage_key", "coverage_number")},
        "fct_coverage",
    ),
    "key_without_relationship": (
        {"models/marts/facts/_facts.yml": FACTS.replace("dim_area.area_key", "fct_coverage.area_key")},
        "fct_coverage.area_key",
    ),
    "type_not_of_its_name": (
        {"models/marts/facts/_facts.yml": FACTS + "  - {name: amount_idr, data_type: double, description: Rupiah.}\n"},
        "fct_coverage.amount_idr",
    ),
    "window_without_total_order": (
        {
            "models/marts/facts/fct_coverage.sql": FACT.replace(
                "area_key", "lag(a) over (order by b, f(c, d) nulls last) as a"
            )
        },
        "fct_coverage",
    ),
    "seed_columns_untyped": ({"seeds/area.csv": "area_code,name_id,name_en\n"}, "area"),
    "unit_test_unsaid": (
        {
            "models/intermediate/_unit_tests.yml": "unit_tests:\n- {name: latest, description: It works., model: int_figure}\n"
        },
        "latest",
    ),
}


@pytest.fixture
def small_project(tmp_path: Path) -> Callable[[dict[str, str]], Project]:
    def written(changes: dict[str, str]) -> Project:
        for name, text in (SOUND | changes).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Project(tmp_path)

    return written


@pytest.mark.parametrize("rule", RULES)
def test_a_sound_project_keeps_the_rule(rule: str, small_project: Callable[[dict[str, str]], Project]) -> None:
    assert list(RULES[rule](small_project({}))) == []


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_names_who_breaks_it(rule: str, small_project: Callable[[dict[str, str]], Project]) -> None:
    changes, named = BREAKING[rule]
    assert named in {subject for subject, _wrong in RULES[rule](small_project(changes))}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("fct_coverage_is_well_formed", "coverage_is_well_formed", "is named coverage_is_well_formed"),
        ("{name: fct_coverage_references_exist, arguments", "{arguments", "is named None"),
        (
            "[well_formed: ",
            "[well_formed: {name: fct_coverage_is_well_formed, arguments: {}}, well_formed: ",
            "several",
        ),
    ],
)
def test_the_two_tests_of_a_table_are_named_after_it(
    before: str, after: str, said: str, small_project: Callable[[dict[str, str]], Project]
) -> None:
    assert before in FACTS
    found = statements.several_tests(small_project({"models/marts/facts/_facts.yml": FACTS.replace(before, after)}))
    assert any(said in wrong for subject, wrong in found if subject == "fct_coverage")


def test_what_a_macro_reads_is_read_by_who_calls_it(small_project: Callable[[dict[str, str]], Project]) -> None:
    macro = "{% macro figures() %}{{ ref('stg_press') }}{% endmacro %}{% macro again() %}{{ figures() }}{% endmacro %}"
    read = small_project({"macros/m.sql": macro, "models/intermediate/int_figure.sql": "select * from {{ again() }}"})
    assert read.models["int_figure"].parents == {"stg_press"}


def test_names_composed_of_a_prefix_are_read_for_each_source(
    small_project: Callable[[dict[str, str]], Project],
) -> None:
    read = small_project({"models/intermediate/int_figure.sql": "select * from {{ ref('stg_' ~ source) }}"})
    assert read.models["int_figure"].parents == {"stg_press"}


def test_a_contract_of_the_whole_project_may_not_be_taken_away(
    small_project: Callable[[dict[str, str]], Project],
) -> None:
    without = small_project({"dbt_project.yml": "models: {cakupan: {}}\nvars: {observation_sources: []}\n"})
    assert len(list(statements.no_contract(without))) == len(without.models)
