"""Pages of the dictionary in Markdown, one a raw table, and their overview."""

from serving.dictionary.dbt_sources import location
from serving.dictionary.shape import Column, Table
from sources.contracts.rules import rule_named

_NOTE = "<!-- Generated from sources/contracts by `python -m serving.dictionary`; do not edit. -->\n\n"


def overview(found: list[Table]) -> str:
    """docs/dictionary/README.md: the raw tables, one line each."""
    lines = [
        f"{_NOTE}# Dictionary",
        "",
        "The raw tables, as their contracts define them. `python -m serving.dictionary` writes these pages,",
        "`python -m serving.dictionary --check` tells whether they are current.",
        "",
        "| table | title | one row is |",
        "|---|---|---|",
    ]
    lines += [
        f"| [{table.name}](raw-{table.name}.md) | {escaped(table.title)} | {escaped(table.grain)} |" for table in found
    ]
    lines += [
        "",
        "The published tables: [marts](marts.md), [audit](audit.md). [Questions and their queries](queries.md),"
        " [entities and their keys](diagram.md). All on one page, for a browser: `docs/dictionary/dictionary.html`.",
    ]
    return "\n".join(lines) + "\n"


def page(table: Table) -> str:
    """docs/dictionary/raw-<table>.md: grain, columns, allowed values, rules."""
    lines = [
        f"{_NOTE}# raw.{table.name}: {table.title}",
        "",
        f"**Grain.** {table.grain}",
        "",
        table.meaning,
        "",
        f"In the data home: `{location(table.name)}`",
        "",
        "## Columns",
        "",
        "| column | type | may be empty | meaning | rules |",
        "|---|---|---|---|---|",
    ]
    lines += [_column(column) for column in table.columns]
    if table.checks:
        lines += ["", "## Rules", "", "A row that breaks one of these is quarantined under the rule's code.", ""]
        lines += ["| rule | meaning | remedy |", "|---|---|---|"]
        lines += [_check(check) for check in table.checks]
    return "\n".join(lines) + "\n"


def _column(column: Column) -> str:
    rules = list(column.rules)
    if column.unique:
        rules.insert(0, "unique")
    if column.allowed:
        rules.append("one of " + ", ".join(f"`{value}`" for value in column.allowed))
    cells = [
        f"`{column.name}`",
        column.data_type,
        "yes" if column.nullable else "no",
        escaped(column.description),
        escaped("; ".join(rules)),
    ]
    return f"| {' | '.join(cells)} |"


def _check(code: str) -> str:
    rule = rule_named(code)
    says = rule.says.replace("{value}", "the value").replace("{column}", rule.column or "the column")
    return f"| `{code}` | {escaped(says)} | {escaped(rule.remedy)} |"


def escaped(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return text.replace("|", "\\|")
