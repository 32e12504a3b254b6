"""Pages of the dictionary about the tables of the warehouse in Markdown, one a schema.

Belongs here: what is said of each schema, and the form of the page. Does not: reading dbt's files (models), raw tables (shape, pages).
"""

from serving.dictionary.example_queries import Query
from serving.dictionary.models import Model, ModelColumn
from serving.dictionary.pages import escaped

LAYERS = {
    "marts": "The published tables for analysis: dimensions, bridges, facts and reports. Each table begins with its key.",
    "register": "Registers row by row and their sums, in the build file alone: never published (docs/decisions/0023-rows-of-registers-are-not-published.md).",
    "audit": "The published tables about the reports themselves: what arrived, what was refused, what cannot be right.",
}
_NOTE = "<!-- Generated from dbt_project/models/{layer} by `python -m serving.dictionary`; do not edit. -->\n\n"


def layer_page(layer: str, found: list[Model], asked: list[Query]) -> str:
    """docs/dictionary/<layer>.md: every model of the layer with grain, columns and the questions it answers, sorted by name."""
    lines = [f"{_NOTE.format(layer=layer)}# Schema {layer}", "", LAYERS[layer], ""]
    lines += [f"- [{model.qualified}](#{layer}{model.name})" for model in found]
    for model in found:
        lines += ["", f"## {model.qualified}", "", f"**Grain.** {model.grain}", ""]
        lines += [model.meaning, ""] if model.meaning else []
        lines += ["| column | type | unit | meaning | rules |", "|---|---|---|---|---|"]
        lines += [_column(column) for column in model.columns]
        lines += _questions(model, asked)
    return "\n".join(lines) + "\n"


def _column(column: ModelColumn) -> str:
    meaning = f"{column.meaning} *{column.semantics}*" if column.semantics else column.meaning
    cells = [f"`{column.name}`", column.data_type, column.unit, meaning, "; ".join(column.rules)]
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"


def _questions(model: Model, asked: list[Query]) -> list[str]:
    links = [f"[{query.title_en}](queries.md#{query.name})" for query in asked if model.qualified in query.tables]
    return ["", f"Answers: {' · '.join(links)}"] if links else []
