"""Pages of the dictionary about the published tables, out of dbt's model definitions, which own their shapes.

Belongs here: reading those YAML files and what is said of them. Does not: raw tables (shape, pages).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from serving.dictionary.additivity import MEANINGS, additivity
from serving.dictionary.pages import escaped
from sources.settings import PROJECT_ROOT

LAYERS = {
    "marts": "The published tables for analysis: dimensions, bridges, facts and reports. Each table begins with its key.",
    "register": "Registers row by row and their sums, in the build file alone: never published (docs/decisions/0023-rows-of-registers-are-not-published.md).",
    "audit": "The published tables about the reports themselves: what arrived, what was refused, what cannot be right.",
}
_NOTE = "<!-- Generated from dbt_project/models/{layer} by `python -m serving.dictionary`; do not edit. -->\n\n"
_MODELS = Path("dbt_project/models")


def layer_page(layer: str, root: Path = PROJECT_ROOT) -> str:
    """docs/dictionary/<layer>.md: every model of the layer with grain and columns, sorted by name."""
    models = _models(root / _MODELS / layer)
    lines = [f"{_NOTE.format(layer=layer)}# Schema {layer}", "", LAYERS[layer], ""]
    lines += [f"- [{layer}.{name}](#{layer}{name})" for name in models]
    for name, model in models.items():
        lines += ["", f"## {layer}.{name}", "", _text(model), ""]
        lines += ["| column | type | meaning | rules |", "|---|---|---|---|"]
        filled = _never_empty(model)
        classes = additivity() if layer == "marts" else {}
        lines += [
            _column(column, column["name"] in filled, classes.get(column["name"]))
            for column in model.get("columns", [])
        ]
    return "\n".join(lines) + "\n"


def _models(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Name -> definition. Models of dbt's own YAML files, sorted; unit tests and the like are passed over."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
        definitions = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        found.update({model["name"]: model for model in definitions.get("models") or []})
    return dict(sorted(found.items()))


def _text(definition: Mapping[str, Any]) -> str:
    return str(definition.get("description") or "").strip()


def _never_empty(model: Mapping[str, Any]) -> frozenset[str]:
    """Columns that the model's test `never_empty` names."""
    tests = [test["never_empty"] for test in model.get("data_tests") or [] if "never_empty" in test]
    return frozenset(name for test in tests for name in test["arguments"]["columns"])


def _column(column: Mapping[str, Any], filled: bool, additive: str | None) -> str:
    rules = [rule for rule in (_rule(test) for test in column.get("data_tests") or []) if rule]
    rules += ["not empty"] if filled else []
    rules += [f"{additive}: {MEANINGS[additive]}"] if additive else []
    cells = [
        f"`{column['name']}`",
        str(column.get("data_type", "")),
        _text(column).replace("\n", " "),
        "; ".join(rules),
    ]
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"


def _rule(test: str | Mapping[str, Any]) -> str:
    """A column's test in words; tests with a name of their own are not rules of one column."""
    if isinstance(test, str):
        return {"unique": "unique"}.get(test, "")
    for name, settings in test.items():
        arguments = (settings or {}).get("arguments", settings or {})
        if name == "accepted_values":
            return "one of " + ", ".join(f"`{value}`" for value in arguments["values"])
        if name == "relationships":
            return f"in `{_referenced(arguments['to'])}.{arguments['field']}`"
    return ""


def _referenced(reference: str) -> str:
    return reference.removeprefix("ref(").removesuffix(")").strip("'\" ")
