"""The catalogue of metrics as a dbt macro, out of seeds/metric.csv, so that models are compiled from the same rows that are published.

Belongs here: the text of the macro. Does not: how a metric is computed (macros/metrics/metric.sql).
"""

import re

from sources.reference import Row, seed

_HEADER = "{# Generated from seeds/metric.csv by `python -m serving.dictionary`; do not edit. #}\n"
_NAME = re.compile(r"[a-z][a-z0-9_]*|")
_UNIT = re.compile(r"[A-Za-z ]+")
_NAMES = (
    "value_column",
    "numerator",
    "denominator",
    "reported",
    "numerator_named_by",
    "denominator_named_by",
    "denominator_code",
)


def metric_macro() -> str:
    """The text of dbt_project/macros/metrics/catalogue.sql. Raises ValueError if a cell is no name of a column, a unit or a number."""
    lines = [f"        {_entry(row)},\n" for row in seed("metric")]
    return (
        _HEADER + "{% macro metric_catalogue() -%}\n    {{ return({\n" + "".join(lines) + "    }) }}\n{%- endmacro %}\n"
    )


def _entry(row: Row) -> str:
    code = _checked(_NAME, row["metric_code"])
    facts = {"fact_table": _checked(_NAME, row["fact_table"])} | {name: _checked(_NAME, row[name]) for name in _NAMES}
    texts = ", ".join(f"'{name}': '{value}'" for name, value in facts.items())
    return f"'{code}': {{{texts}, 'unit': '{_checked(_UNIT, row['unit'])}', 'scale': {int(row['scale'])}}}"


def _checked(form: re.Pattern[str], cell: str) -> str:
    if not form.fullmatch(cell):
        raise ValueError(f"seeds/metric.csv: {cell!r} cannot stand in a macro")
    return cell
