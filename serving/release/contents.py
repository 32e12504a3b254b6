"""What a database file holds: its tables, their fingerprints, its macros; and copying them from one file to another.

Belongs here: everything that is said to DuckDB about contents. Does not: folders, links, manifests. Every name comes from the
catalog and is quoted; catalogs are those that `publish` attached.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from serving.release.errors import ReleaseError
from serving.release.manifest import PublishedTable, ReportInput

PUBLISHED_SCHEMAS = ("marts", "audit")
_CATALOG_FIELDS = ("catalog", "catalog_name")


@dataclass(frozen=True)
class Relation:
    """A table or view with its columns (name, type) in order and its comments."""

    schema: str
    name: str
    columns: tuple[tuple[str, str], ...]
    comment: str | None
    column_comments: tuple[tuple[str, str], ...]

    @property
    def qualified(self) -> str:
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Macro:
    """A macro of schema marts, as SQL without the catalog's name; `parameters` are counted per overload."""

    name: str
    is_table: bool
    overloads: tuple[tuple[tuple[str, ...], str], ...]
    comment: str | None

    @property
    def sql(self) -> str:
        """The statement that creates it in the catalog in use."""
        heads = [
            f"({', '.join(quoted(parameter) for parameter in parameters)}) as {'table ' if self.is_table else ''}{body}"
            for parameters, body in self.overloads
        ]
        return f"create macro marts.{quoted(self.name)} {', '.join(heads)}"


def quoted(identifier: str) -> str:
    """An identifier for SQL, whatever characters it has."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string for SQL, where DuckDB takes no bound parameter (comments)."""
    return "'" + text.replace("'", "''") + "'"


def address(catalog: str, relation: Relation) -> str:
    return f"{quoted(catalog)}.{quoted(relation.schema)}.{quoted(relation.name)}"


def relations(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[Relation]:
    """Tables and views of the published schemas, sorted by schema and name."""
    found = connection.execute(
        """
        select t.schema_name, t.table_name, t.comment, c.column_name, c.data_type, c.comment
        from (
            select database_name, schema_name, table_name, comment from duckdb_tables() where not internal
            union all
            select database_name, schema_name, view_name, comment from duckdb_views() where not internal
        ) as t
        join duckdb_columns() as c
            on c.database_name = t.database_name and c.schema_name = t.schema_name and c.table_name = t.table_name
        where t.database_name = ? and list_contains(?, t.schema_name)
        order by t.schema_name, t.table_name, c.column_index
        """,
        [catalog, list(PUBLISHED_SCHEMAS)],
    ).fetchall()
    grouped: dict[tuple[str, str, str | None], list[tuple[str, str, str | None]]] = {}
    for schema, name, comment, column, data_type, column_comment in found:
        grouped.setdefault((schema, name, comment), []).append((column, data_type, column_comment))
    return [
        Relation(
            schema,
            name,
            tuple((column, data_type) for column, data_type, _ in columns),
            comment,
            tuple((column, text) for column, _, text in columns if text is not None),
        )
        for (schema, name, comment), columns in grouped.items()
    ]


def macros(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[Macro]:
    """Macros of schema marts, sorted by name. Raises ReleaseError if a definition cannot be taken apart."""
    found = connection.execute(
        """
        select function_name, function_type = 'table_macro', parameters, macro_definition, comment
        from duckdb_functions()
        where database_name = ? and schema_name = 'marts' and function_type in ('macro', 'table_macro') and not internal
        order by function_name, len(parameters), macro_definition
        """,
        [catalog],
    ).fetchall()
    grouped: dict[tuple[str, bool, str | None], list[tuple[tuple[str, ...], str]]] = {}
    for name, is_table, parameters, definition, comment in found:
        body = without_catalog(connection, definition, catalog, is_table=is_table)
        if body is None:
            raise ReleaseError(f"macro marts.{name}: its definition cannot be carried over; write it as one SELECT")
        grouped.setdefault((name, is_table, comment), []).append((tuple(parameters), body))
    return [
        Macro(name, is_table, tuple(overloads), comment) for (name, is_table, comment), overloads in grouped.items()
    ]


def without_catalog(
    connection: duckdb.DuckDBPyConnection, definition: str, catalog: str, *, is_table: bool
) -> str | None:
    """A macro's body with the catalog's name taken out of its syntax tree, or None if DuckDB cannot parse it.

    A macro keeps the catalog's name it was written with; under another alias, or in another file, it would fail.
    """
    select = definition if is_table else f"select {definition}"
    (serialized,) = connection.execute("select json_serialize_sql(?)", [select]).fetchall()[0]
    tree = json.loads(serialized)
    if tree.get("error"):
        return None
    pruned = _pruned(tree, catalog)
    if pruned == tree:
        return definition
    (text,) = connection.execute("select json_deserialize_sql(cast(? as json))", [json.dumps(pruned)]).fetchall()[0]
    return str(text) if is_table else str(text).removeprefix("SELECT ")


def _pruned(node: object, catalog: str) -> object:
    if isinstance(node, list):
        return [_pruned(part, catalog) for part in node]
    if not isinstance(node, dict):
        return node
    pruned: dict[str, object] = {}
    for key, value in node.items():
        if key in _CATALOG_FIELDS and value == catalog:
            pruned[key] = ""
        elif key == "column_names" and len(value) > 2 and value[0] == catalog:
            pruned[key] = value[1:]
        else:
            pruned[key] = _pruned(value, catalog)
    return pruned


def copy_relation(connection: duckdb.DuckDBPyConnection, relation: Relation, source: str, target: str) -> None:
    """Copies a table or view as a table: sorted, so that files are small and equal contents lie in equal order."""
    connection.execute(f"create schema if not exists {quoted(target)}.{quoted(relation.schema)}")
    connection.execute(
        f"create table {address(target, relation)} as from {address(source, relation)} order by all nulls last"
    )
    if relation.comment is not None:
        connection.execute(f"comment on table {address(target, relation)} is {literal(relation.comment)}")
    for column, text in relation.column_comments:
        connection.execute(f"comment on column {address(target, relation)}.{quoted(column)} is {literal(text)}")


def create_macros(connection: duckdb.DuckDBPyConnection, carried: Sequence[Macro], target: str) -> None:
    """Creates macros that may call each other: whichever cannot be bound yet is tried again after the others."""
    waiting = list(carried)
    connection.execute(f"use {quoted(target)}")
    try:
        while waiting:
            failed: dict[Macro, duckdb.Error] = {}
            for macro in waiting:
                try:
                    connection.execute(macro.sql)
                except duckdb.CatalogException as error:
                    failed[macro] = error
            if len(failed) == len(waiting):
                macro, cause = next(iter(failed.items()))
                raise ReleaseError(
                    f"macro marts.{macro.name}: {' '.join(str(cause).split())}; it may use only schemas marts and audit"
                ) from cause
            waiting = list(failed)
        for macro in carried:
            if macro.comment is not None:
                kind = "macro table" if macro.is_table else "macro"
                connection.execute(f"comment on {kind} marts.{quoted(macro.name)} is {literal(macro.comment)}")
    finally:
        connection.execute("use memory")


def fingerprint(connection: duckdb.DuckDBPyConnection, relation: Relation, catalog: str) -> PublishedTable:
    """Rows and content hash of a table: the sum over all rows of 60 bits of the md5 of the row's text.

    Independent of the order of rows and of DuckDB's own hash function, which changes between versions. Every cell is
    written with its length before it, NULL as '-': no two different rows have one text.
    """
    cells = " || ".join(_cell(column, data_type) for column, data_type in relation.columns)
    rows, total = connection.execute(
        f"select count(*), coalesce(sum(('0x' || substr(md5({cells}), 1, 15))::bigint::hugeint), 0)"  # noqa: S608 - quoted names of the catalog
        f" from {address(catalog, relation)}"
    ).fetchall()[0]
    columns = [f"{column} {data_type}" for column, data_type in relation.columns]
    return PublishedTable(
        rows=rows,
        content_hash=f"{int(total):032x}",
        columns=columns,
        comment=relation.comment,
        column_comments=dict(relation.column_comments),
    )


def _cell(column: str, data_type: str) -> str:
    name = quoted(column)
    # The text of a timestamp with time zone depends on the session's time zone.
    text = f"epoch_us({name})" if data_type == "TIMESTAMP WITH TIME ZONE" else name
    return f"coalesce(strlen({text}::varchar) || ':' || {text}::varchar, '-')"


def inputs(connection: duckdb.DuckDBPyConnection, found: Sequence[Relation], catalog: str) -> list[ReportInput]:
    """The reports that the warehouse was built from, by the first register that is published: dim_report, else reports."""
    wanted = {"report_id", "file_name", "sha256"}
    for qualified in ("marts.dim_report", "audit.reports"):
        for relation in found:
            if relation.qualified == qualified and wanted <= {column for column, _ in relation.columns}:
                rows = connection.execute(
                    f"select distinct report_id, file_name, sha256 from {address(catalog, relation)}"  # noqa: S608 - quoted names of the catalog
                    " where report_id is not null and sha256 is not null order by all"
                ).fetchall()
                return [ReportInput(report_id=row[0], file_name=row[1] or "", sha256=row[2]) for row in rows]
    return []
