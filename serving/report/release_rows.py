"""What the page asks of a release: one file of SQL a question, read-only, from this one database file and nothing else.

Belongs here: asking. Does not: what the answers mean (views). Nothing is ever put into a query but bound parameters.

An older release may lack a table or a column that a question names. That is an answer, too: the page says so in that place.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from serving.release.contents import literal, quoted
from serving.report.model import Row

_QUERIES = Path(__file__).parent / "queries"


@cache
def query(name: str) -> str:
    """The text of a question."""
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def query_names() -> list[str]:
    return sorted(path.stem for path in _QUERIES.glob("*.sql"))


class ReleaseRows:
    """Answers by name, each asked once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._answers: dict[str, list[Row] | None] = {}

    def ask(self, name: str) -> list[Row] | None:
        """Rows of the question; None if this release does not hold what it names."""
        if name not in self._answers:
            self._answers[name] = self._asked(query(name))
        return self._answers[name]

    def ask_of(self, name: str, keys: list[str]) -> list[Row]:
        """Rows of a question about keys, its one parameter; no rows if this release does not hold what it names."""
        return self._asked(query(name), [keys]) or []

    def _asked(self, text: str, parameters: list[object] | None = None) -> list[Row] | None:
        try:
            result = self.connection.execute(text, parameters)
        except (duckdb.CatalogException, duckdb.BinderException):
            return None
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@contextmanager
def opened(database: Path, memory_limit: str) -> Iterator[ReleaseRows]:
    """The file, read-only, with no way out of it; what does not fit into memory goes into a folder that is removed."""
    spill = Path(mkdtemp(prefix="cakupan-report-"))
    try:
        with duckdb.connect(config={"memory_limit": memory_limit, "temp_directory": str(spill)}) as connection:
            # Attached, not opened: within one process DuckDB shares an opened file with its settings.
            connection.execute(f"attach {literal(str(database))} as {quoted(database.stem)} (read_only)")
            connection.execute(f"use {quoted(database.stem)}")
            connection.execute("set timezone = 'UTC'")
            connection.execute("set enable_external_access = false")
            connection.execute("set lock_configuration = true")
            yield ReleaseRows(connection)
    finally:
        shutil.rmtree(spill, ignore_errors=True)
