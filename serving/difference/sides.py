"""Two attached releases and what their catalogs hold.

Belongs here: opening both files, tables and columns of either, SQL for a column that one of them may lack. Does not: comparing.
Names come from the catalogs and are quoted; values are only ever bound.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from serving.difference.choice import DifferenceError
from serving.release import Release
from serving.release.contents import Relation, address, literal, quoted, relations
from sources.settings import Settings

BEFORE, AFTER = "before_release", "after_release"


@dataclass(frozen=True)
class Pair:
    """One table as either release has it; at least one of them does."""

    name: str
    before: Relation | None
    after: Relation | None

    @property
    def shared(self) -> list[str]:
        """Columns that both have in the same type, in the later order."""
        return [name for name, data_type in self.types(AFTER).items() if self.types(BEFORE).get(name) == data_type]

    @property
    def key(self) -> str | None:
        """The first column, if it is the same in both."""
        if self.before is None or self.after is None:
            return None
        first = self.after.columns[0]
        return first[0] if self.before.columns[0] == first else None

    def types(self, side: str) -> dict[str, str]:
        relation = self.before if side == BEFORE else self.after
        return dict(relation.columns) if relation else {}

    def address(self, side: str) -> str:
        relation = self.before if side == BEFORE else self.after
        if relation is None:
            raise KeyError(f"{self.name} is not in {side}")
        return address(side, relation)

    def column(self, side: str, alias: str, name: str, data_type: str = "varchar") -> str:
        """SQL for a column of one side, empty where that side lacks it."""
        found = f"{alias}.{quoted(name)}" if name in self.types(side) else "null"
        return f"cast({found} as {data_type})"

    def columns(self, side: str, alias: str, wanted: Mapping[str, str]) -> list[str]:
        """The same for several columns, each with its type."""
        return [self.column(side, alias, name, data_type) for name, data_type in wanted.items()]


@contextmanager
def opened(settings: Settings, before: Release, after: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with both files attached for reading. Raises DifferenceError if DuckDB cannot read one, or has no room."""
    with tempfile.TemporaryDirectory(prefix="cakupan-diff-") as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": settings.memory_limit,
            "temp_directory": spill,
            "preserve_insertion_order": False,
        }
        try:
            with duckdb.connect(config=config) as connection:
                connection.execute("set timezone = 'UTC'")
                for alias, release in ((BEFORE, before), (AFTER, after)):
                    connection.execute(f"attach {literal(str(release.database))} as {quoted(alias)} (read_only)")
                yield connection
        except duckdb.Error as error:
            raise DifferenceError(
                f"{before.release_id} and {after.release_id} cannot be compared: {' '.join(str(error).split())}; "
                "compare other releases, or raise CAKUPAN_MEMORY_LIMIT"
            ) from error


def pairs(connection: duckdb.DuckDBPyConnection) -> list[Pair]:
    """All tables that either release has, sorted by name."""
    before = {relation.qualified: relation for relation in relations(connection, BEFORE)}
    after = {relation.qualified: relation for relation in relations(connection, AFTER)}
    return [Pair(name, before.get(name), after.get(name)) for name in sorted(before.keys() | after.keys())]


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()
) -> list[tuple[object, ...]]:
    return connection.execute(query, list(parameters)).fetchall()
