"""dbt's models as plain data: what the generated documents say about a table of the warehouse.

Belongs here: reading dbt's YAML files, which own the shapes. Does not: any output format, raw tables (shape).
"""

from collections.abc import Iterator, Mapping
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
    """A tested reference: the column holds keys of another table."""

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
    tested = _tested(definition)
    columns = tuple(
        _column(layer, column, tested, str(definition["name"]).startswith(_FACTS))
        for column in definition.get("columns", [])
    )
    return Model(layer, definition["name"], grain.strip(), meaning.strip(), columns)


def _text(definition: Mapping[str, Any]) -> str:
    return str(definition.get("description") or "").strip()


@dataclass(frozen=True)
class _Tested:
    """What the tests of a table hold for each of its rows, by column."""

    unique: frozenset[str]
    filled: frozenset[str]
    values: Mapping[str, list[Any]]
    references: Mapping[str, Reference]


def _tested(model: Mapping[str, Any]) -> _Tested:
    """The arguments of `well_formed` and `references`; a test of some of the rows (`where`) says nothing of a column."""
    alone, together = (_arguments(model, name) for name in ("well_formed", "references"))
    return _Tested(
        unique=frozenset(key for one in alone for key in one.get("keys", []) if isinstance(key, str)),
        filled=frozenset(column for one in alone for column in one.get("filled", [])),
        values={column: values for one in alone for column, values in one.get("values", {}).items()},
        references={
            column: Reference(*target.split(".")) for one in together for column, target in one["columns"].items()
        },
    )


def _arguments(model: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    tests = [test[name] for test in model.get("data_tests") or [] if name in test]
    return [test["arguments"] for test in tests if "where" not in test.get("config", {})]


def _column(layer: str, column: Mapping[str, Any], tested: _Tested, of_fact: bool) -> ModelColumn:
    name, data_type = column["name"], str(column.get("data_type", ""))
    return ModelColumn(
        name=name,
        data_type=data_type,
        meaning=_text(column).replace("\n", " "),
        unit=_unit(name, data_type) if of_fact else "",
        semantics=semantics(name) if layer == "marts" else "",
        filled=name in tested.filled,
        unique=name in tested.unique,
        rules=tuple(_rules(name, tested)),
        reference=tested.references.get(name),
    )


def _rules(column: str, tested: _Tested) -> Iterator[str]:
    """A column's tests in words; tests with a name of their own are not rules of one column."""
    if column in tested.unique:
        yield "unique"
    if column in tested.references:
        reference = tested.references[column]
        yield f"in `{reference.table}.{reference.column}`"
    if column in tested.values:
        yield "one of " + ", ".join(f"`{value}`" for value in tested.values[column])
    if column in tested.filled:
        yield "not empty"


def _unit(name: str, data_type: str) -> str:
    """Unit of a column with numbers: of the measures that fill it, or as its name ends."""
    unit = measured_columns().get(name, "") if data_type.startswith("decimal") else ""
    return unit or unit_of_name(name, data_type)
