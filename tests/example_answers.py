"""What the example queries of the dictionary must answer on the bundled reports: the lines of golden/dictionary_queries.csv.

Belongs here: comparing a result with them. Does not: which warehouse is asked.

`has` is a row that must be among the result, as cells (column=value, divided by |); `has_not` one that must not; `rows` how many there are.
"""

import csv
from decimal import Decimal
from pathlib import Path

import duckdb

from serving.dictionary.example_queries import Query

_GOLDEN = Path(__file__).parent / "golden" / "dictionary_queries.csv"


def wrong(database: Path, query: Query) -> list[str]:
    """What of a query's answer is not as expected; asked as BI asks."""
    with duckdb.connect(str(database), read_only=True) as connection:
        result = connection.execute(query.sql)
        columns = [column[0] for column in result.description or []]
        rows = [dict(zip(columns, map(_text, row), strict=True)) for row in result.fetchall()]
    expected = [line for line in _lines() if line["query"] == query.name]
    problems = [] if expected else ["nothing is expected of it in golden/dictionary_queries.csv"]
    problems += [] if rows else ["it returns no row"]
    for line in expected:
        if line["kind"] == "rows":
            problems += (
                [] if len(rows) == int(line["expected"]) else [f"{len(rows)} rows instead of {line['expected']}"]
            )
            continue
        cells = dict(cell.split("=", 1) for cell in line["expected"].split("|"))
        if unknown := cells.keys() - set(columns):
            problems.append(f"it has no columns {sorted(unknown)}")
        elif any(cells.items() <= row.items() for row in rows) != (line["kind"] == "has"):
            problems.append(f"{line['kind']} {line['expected']}: not so among {rows[:20]}")
    return problems


def _lines() -> list[dict[str, str]]:
    with _GOLDEN.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {line["kind"] for line in lines} <= {"has", "has_not", "rows"}
    return lines


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{Decimal(str(value)).normalize():f}" if isinstance(value, Decimal | float) else str(value)
