"""dbt's models as plain data: what the generated documents say about a table of the warehouse.

Belongs here: reading dbt's YAML files, which own the shapes. Does not: any output format, raw tables (shape).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from serving.dictionary.additivity import semantics
from serving.units import measured_columns, unit_of_name
from sources.settings import PROJECT_ROOT

_MODELS = Path("dbt_project/models")
_FACTS = ("fct_", "rpt_")


@dataclass(frozen=True)
class Reference:
    """A relationship test: the column holds keys of another table."""

    table: str
    column: str


@dataclass(frozen=True)
class ModelColumn:
    """One column; `unit` and `semantics` of a measure, else empty; `rules` in words."""

    name: str
    data_type: str
    meaning: str
    unit: str
    semantics: str
    filled: bool
    unique: bool
    rules: tuple[str, ...]
    reference: Reference | None


@dataclass(frozen=True)
class Model:
    """One table; `grain` is the first line of its description, `meaning` the rest."""

    layer: str
    name: str
    grain: str
    meaning: str
    columns: tuple[ModelColumn, ...]

    @property
    def qualified(self) -> str:
        return f"{self.layer}.{self.name}"


def models(layer: str, root: Path = PROJECT_ROOT) -> list[Model]:
    """The models of dbt_project/models/<layer>, sorted by name; unit tests and the like are passed over."""
    found: dict[str, Mapping[str, Any]] = {}
    folder = root / _MODELS / layer
    for path in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
        definitions = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        found.update({model["name"]: model for model in definitions.get("models") or []})
    return [_model(layer, found[name]) for name in sorted(found)]


def _model(layer: str, definition: Mapping[str, Any]) -> Model:
    grain, _, meaning = _text(definition).partition("\n")
    filled = _never_empty(definition)
    columns = tuple(
        _column(layer, column, column["name"] in filled, str(definition["name"]).startswith(_FACTS))
        for column in definition.get("columns", [])
    )
    return Model(layer, definition["name"], grain.strip(), meaning.strip(), columns)


def _text(definition: Mapping[str, Any]) -> str:
    return str(definition.get("description") or "").strip()


def _never_empty(model: Mapping[str, Any]) -> frozenset[str]:
    """Columns that the model's test `never_empty` names."""
    tests = [test["never_empty"] for test in model.get("data_tests") or [] if "never_empty" in test]
    return frozenset(name for test in tests for name in test["arguments"]["columns"])


def _column(layer: str, column: Mapping[str, Any], filled: bool, of_fact: bool) -> ModelColumn:
    tests = column.get("data_tests") or []
    rules = [rule for rule in (_rule(test) for test in tests) if rule] + (["not empty"] if filled else [])
    references = [reference for reference in (_reference(test) for test in tests) if reference]
    unit = _unit(column["name"], str(column.get("data_type", ""))) if of_fact else ""
    return ModelColumn(
        name=column["name"],
        data_type=str(column.get("data_type", "")),
        meaning=_text(column).replace("\n", " "),
        unit=unit,
        semantics=semantics(column["name"]) if layer == "marts" else "",
        filled=filled,
        unique="unique" in rules,
        rules=tuple(rules),
        reference=references[0] if references else None,
    )


def _unit(name: str, data_type: str) -> str:
    """Unit of a column with numbers: of the measures that fill it, or as its name ends."""
    unit = measured_columns().get(name, "") if data_type.startswith("decimal") else ""
    return unit or unit_of_name(name, data_type)


def _rule(test: str | Mapping[str, Any]) -> str:
    """A column's test in words; tests with a name of their own are not rules of one column."""
    if isinstance(test, str):
        return {"unique": "unique"}.get(test, "")
    reference = _reference(test)
    if reference:
        return f"in `{reference.table}.{reference.column}`"
    for name, settings in test.items():
        if name == "accepted_values":
            return "one of " + ", ".join(f"`{value}`" for value in _arguments(settings)["values"])
    return ""


def _reference(test: str | Mapping[str, Any]) -> Reference | None:
    if isinstance(test, str) or "relationships" not in test:
        return None
    arguments = _arguments(test["relationships"])
    return Reference(arguments["to"].removeprefix("ref(").removesuffix(")").strip("'\" "), arguments["field"])


def _arguments(settings: Mapping[str, Any] | None) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (settings or {}).get("arguments", settings or {})
    return found
