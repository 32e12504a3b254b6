"""The entity diagram, out of the tested references: which table holds keys of which.

Belongs here: Mermaid in Markdown, one picture a table that holds keys, so that each can be read. Does not: the tests themselves
(dbt_project/models).
"""

from serving.dictionary.models import Model, ModelColumn

_NOTE = "<!-- Generated from the tests `references` of dbt_project/models by `python -m serving.dictionary`; do not edit. -->\n\n"


def diagram_page(found: list[Model]) -> str:
    """docs/dictionary/diagram.md: the table of facts and dimensions, then one diagram for each table that holds keys of others."""
    holders = [model for model in found if _references(model)]
    lines = [
        f"{_NOTE}# Entities and their keys",
        "",
        "Every line is a reference that the build tests. `||` means that a row always has the key, `|o` that it may be empty;",
        "`o{` that any number of rows may hold it. A key held under another name (a role) stands with that name.",
        "",
        "## Facts and dimensions",
        "",
        *_matrix([model for model in holders if model.name.startswith("fct_")]),
    ]
    for model in holders:
        lines += ["", f"## {model.qualified}", "", model.grain, "", "```mermaid", "erDiagram"]
        lines += [f"    {line}" for line in _picture(model, {other.name: other for other in found})]
        lines += ["```"]
    return "\n".join(lines) + "\n"


def _references(model: Model) -> list[ModelColumn]:
    return [column for column in model.columns if column.reference]


def _targets(model: Model) -> list[str]:
    return [column.reference.table for column in model.columns if column.reference]


def _matrix(facts: list[Model]) -> list[str]:
    """Which fact holds keys of which dimension."""
    dimensions = sorted({target for model in facts for target in _targets(model)})
    lines = [f"| | {' | '.join(dimensions)} |", f"|---|{'---|' * len(dimensions)}"]
    for model in facts:
        held = _targets(model)
        lines.append(f"| {model.name} | {' | '.join('x' if name in held else '' for name in dimensions)} |")
    return lines


def _picture(model: Model, known: dict[str, Model]) -> list[str]:
    lines = []
    for column in _references(model):
        assert column.reference is not None  # noqa: S101 - _references gives no others
        one = "||" if column.filled else "|o"
        lines.append(f'{column.reference.table} {one}--o{{ {model.name} : "{column.name}"')
    lines += _entity(model, [column for column in model.columns if column.reference or column is model.columns[0]])
    for target in sorted(set(_targets(model)) - {model.name}):
        if target in known:
            other = known[target]
            lines += _entity(other, [column for column in other.columns if column.unique])
    return lines


def _entity(model: Model, columns: list[ModelColumn]) -> list[str]:
    marks = {id(column): "FK" for column in columns if column.reference} | {
        id(column): "PK" for column in columns if column is model.columns[0]
    }
    inner = [
        f"    {column.data_type.partition('(')[0]} {column.name} {marks.get(id(column), 'UK')}" for column in columns
    ]
    return [f"{model.name} {{", *inner, "}"]
