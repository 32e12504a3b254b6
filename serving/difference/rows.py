"""Rows of one table in two releases: which were added, removed, changed, and in which columns.

Belongs here: matching rows by their key. Does not: what the rows mean (figures.py, findings.py).
"""

from collections.abc import Mapping

import duckdb

from serving.difference.model import TableChange
from serving.difference.sides import AFTER, BEFORE, Pair, rows
from serving.release.contents import quoted
from serving.release.manifest import PublishedTable

DIFFERING = (
    "differing"  # temporary table of the rows of one table that differ: row_key, status (added, removed, changed)
)
ROWS = {BEFORE: "rows_before", AFTER: "rows_after"}  # temporary tables: these rows, whole, as either release has them
SHOWN_COLUMNS = 8
_HASHES = {BEFORE: "hashes_before", AFTER: "hashes_after"}


def table_change(
    connection: duckdb.DuckDBPyConnection, pair: Pair, before: PublishedTable | None, after: PublishedTable | None
) -> TableChange | None:
    """How a table differs, None if it does not. Leaves the rows that differ in DIFFERING and ROWS, where rows could be matched.

    `before` and `after` are the table's entries in the manifests: equal hashes of equal columns spare reading the table.
    """
    drop_differing(connection)
    if before and after and (before.columns, before.content_hash) == (after.columns, after.content_hash):
        return None
    old, new = pair.types(BEFORE), pair.types(AFTER)
    counts = {side: _count(connection, pair, side) for side in (BEFORE, AFTER)}
    added, removed, changed = counts[AFTER] or 0, counts[BEFORE] or 0, 0
    changed_columns: Mapping[str, int] = {}
    not_matched = None
    if pair.before and pair.after:
        if pair.key is None:
            keys = " and ".join(" ".join(relation.columns[0]) for relation in (pair.before, pair.after))
            not_matched = f"the first column, which is the key, differs: {keys}"
        else:
            added, removed, changed = _match(connection, pair)
            changed_columns = _changed_columns(connection, pair) if changed else {}
    retyped = [f"{name}: {old[name]} -> {new[name]}" for name in new if name in old and old[name] != new[name]]
    return TableChange(
        pair.name,
        counts[BEFORE],
        counts[AFTER],
        added,
        removed,
        changed,
        changed_columns,
        tuple(name for name in new if pair.before and name not in old),
        tuple(name for name in old if pair.after and name not in new),
        tuple(retyped),
        not_matched,
    )


def drop_differing(connection: duckdb.DuckDBPyConnection) -> None:
    for name in (DIFFERING, *ROWS.values(), *_HASHES.values()):
        connection.execute(f"drop table if exists {name}")


def _count(connection: duckdb.DuckDBPyConnection, pair: Pair, side: str) -> int | None:
    if not pair.types(side):
        return None
    return int(str(rows(connection, f"select count(*) from {pair.address(side)}")[0][0]))  # noqa: S608 - quoted names of the catalog


def _match(connection: duckdb.DuckDBPyConnection, pair: Pair) -> tuple[int, int, int]:
    """Fills DIFFERING and ROWS; counts of added, removed, changed rows.

    Whole rows by their hashes first, keys only of what is left: joining five million keys took four times as long.
    """
    key = quoted(pair.key or "")
    # Of this process and this moment only, so DuckDB's own hash serves: two different rows share one once in 2^64.
    values = f"hash({', '.join(quoted(name) for name in pair.shared)})"
    for side, name in _HASHES.items():
        connection.execute(
            f"create temp table {name} as select {values} as row_hash, rowid as row_place from {pair.address(side)}"  # noqa: S608 - as above
        )
    for side, other in ((BEFORE, AFTER), (AFTER, BEFORE)):
        connection.execute(
            f"create temp table {ROWS[side]} as select * from {pair.address(side)} where rowid in"  # noqa: S608 - as above
            f" (select row_place from {_HASHES[side]} anti join {_HASHES[other]} using (row_hash))"
        )
    connection.execute(
        f"""
        create temp table {DIFFERING} as
        select
            coalesce(old.{key}, new.{key}) as row_key,
            case when old.{key} is null then 'added' when new.{key} is null then 'removed' else 'changed' end as status
        from {ROWS[BEFORE]} as old
        full join {ROWS[AFTER]} as new on old.{key} = new.{key}
        """  # noqa: S608 - as above
    )
    found = rows(connection, f"select status, count(*) from {DIFFERING} group by all")  # noqa: S608 - own name
    counts = {str(status): int(str(count)) for status, count in found}
    added, removed, changed = (counts.get(status, 0) for status in ("added", "removed", "changed"))
    return added, removed, changed


def _changed_columns(connection: duckdb.DuckDBPyConnection, pair: Pair) -> dict[str, int]:
    """In how many changed rows each shared column differs, most first; at most SHOWN_COLUMNS of them."""
    names = [name for name in pair.shared if name != pair.key]
    key = quoted(pair.key or "")
    counts = ", ".join(
        f"count(*) filter (where old.{quoted(name)} is distinct from new.{quoted(name)})" for name in names
    )
    found = rows(
        connection,
        f"select {counts} from {DIFFERING} as d inner join {ROWS[BEFORE]} as old on old.{key} = d.row_key"  # noqa: S608 - as above
        f" inner join {ROWS[AFTER]} as new on new.{key} = d.row_key where d.status = 'changed'",
    )[0]
    differing = {name: int(str(count)) for name, count in zip(names, found, strict=True) if count}
    most = sorted(differing.items(), key=lambda item: (-item[1], item[0]))
    return dict(most[:SHOWN_COLUMNS])
