"""What dbt's tests found, for a person: the failing rows in words.

Belongs here: reading the failing rows of the last dbt call, and their wording. Does not: the tests (dbt_project/tests), running dbt, showing it.

dbt counts the rows that break a test and shows none. A test of this project says a lot of a table (docs/decisions/0044-two-tests-a-table.md), so a count
would leave open what is wrong. The queries are dbt's own, as it compiled them for this build.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

SHOWN_ROWS = 5
SHOWN_CHARACTERS = 60
_ROW = ("broken_rule", "column_name", "found", "row_count")
_SAID = {
    "unique": "is not unique: {found}",
    "filled": "is empty",
    "values": "has a value that it may not have: {found}",
    "references": "refers to what does not exist: {found}",
}


def broken_rules(data_home: Path, database: Path, run_results: Path, manifest: Path) -> dict[str, str]:
    """unique_id of each test of the last dbt call that failed or warned → what is broken where, the first rows of it.

    `run_results` and `manifest` are dbt's artifacts. Rows of registers are counted, not shown. A test whose query cannot be run is passed over: dbt has
    said why.
    """
    results = json.loads(run_results.read_text(encoding="utf-8"))["results"]
    failed = [one for one in results if one["status"] in ("fail", "warn") and one.get("compiled_code")]
    if not failed:
        return {}
    project = json.loads(manifest.read_text(encoding="utf-8"))
    told: dict[str, str] = {}
    with duckdb.connect(str(database), read_only=True, config={"file_search_path": str(data_home)}) as connection:
        for result in failed:
            test = result["unique_id"]
            try:
                rows = list(_rows(connection, result["compiled_code"]))
            except duckdb.Error:
                continue
            if rows:
                told[test] = _sentence(rows, int(result["failures"]), shown=not _reads_registers(project, test))
    return told


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    for row in found.fetchmany(SHOWN_ROWS):
        yield dict(zip(names, row, strict=True))


def _reads_registers(project: Mapping[str, Any], test: str) -> bool:
    """Whether the test reads rows of a register: they are of persons and employers, and a message goes to terminals and logs."""
    known = project["nodes"] | project["sources"]
    read = [known[name] for name in known[test]["depends_on"]["nodes"]]
    return any(node["schema"] == "register" or "register" in node["name"] for node in read)


def _sentence(rows: list[dict[str, Any]], count: int, *, shown: bool) -> str:
    said = [_said(row, shown=shown) for row in rows]
    more = [f"and {count - len(rows)} more"] if count > len(rows) else []
    return "; ".join([*dict.fromkeys(text for text in said if text), *more]) or f"{count} rows break it"


def _said(row: Mapping[str, Any], *, shown: bool) -> str:
    if tuple(row) == _ROW and row["broken_rule"] in _SAID:
        found = str(row["found"]) if shown else "(not shown)"
        count = f"{row['row_count']} row{'s' if row['row_count'] != 1 else ''}"
        return f"{row['column_name']} {_SAID[row['broken_rule']].format(found=found)} ({count})"
    return ", ".join(f"{name} {_cut(value)}" for name, value in row.items()) if shown else ""


def _cut(value: object) -> str:
    text = "empty" if value is None else str(value)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
