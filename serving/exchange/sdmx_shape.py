"""What of a fact table is a dimension, a measure, an attribute in SDMX: decided by the columns that the release has.

Belongs here: the reading of a table's columns. Does not: codes, XML, data.

Columns of codes (and those of vocabulary/dimensions.csv) tell rows apart: dimensions. Each decimal column is an indicator, a code of the
dimension INDICATOR, so that stocks, flows, computed and reported rates are observations of their own. What else a row says is an attribute
of its observations. Keys and names are left to the code lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from serving.exchange.errors import ExchangeError
from serving.exchange.release_tables import Column, Table
from serving.exchange.sdmx_codes import (
    Code,
    CodeList,
    dimension_list,
    distinct,
    fixed_list,
    plain_list,
    vocabulary,
    with_missing,
)
from serving.release.contents import quoted
from serving.units import unit_of_name

PERIOD = "period_key"
SUPPRESSED = "suppressed_because"
_TEXT_TYPES = {
    "BIGINT": "Integer",
    "INTEGER": "Integer",
    "DOUBLE": "Double",
    "DATE": "GregorianDay",
    "TIMESTAMP": "DateTime",
    "TIMESTAMP WITH TIME ZONE": "DateTime",
    "BOOLEAN": "Boolean",
}


@dataclass(frozen=True)
class Component:
    """One component of a structure; `column` of the fact table, empty for what the export itself says; a list or a type of text."""

    concept: str
    column: str
    code_list: str
    text_type: str
    name_id: str
    name_en: str
    description: str


@dataclass(frozen=True)
class Indicator:
    """A column that is measured; `unit` is a code of CL_UNIT."""

    column: str
    code: str
    unit: str


@dataclass(frozen=True)
class Flow:
    """One fact table as a dataflow; `lists` by their ids."""

    identity: str
    name_id: str
    name_en: str
    table: Table
    dimensions: tuple[Component, ...]
    indicators: tuple[Indicator, ...]
    attributes: tuple[Component, ...]
    lists: Mapping[str, CodeList]


def flows(connection: duckdb.DuckDBPyConnection, published: Mapping[str, Table]) -> list[Flow]:
    """The flows of vocabulary/flows.csv whose tables the release has. Raises ExchangeError if it has none."""
    wanted = [row for row in vocabulary("flows") if f"marts.{row['table']}" in published]
    if not wanted:
        raise ExchangeError("the release has no table of facts that SDMX can carry; publish the whole warehouse first")
    return [
        _flow(connection, published, row["flow"], (row["name_id"], row["name_en"]), published[f"marts.{row['table']}"])
        for row in wanted
    ]


def own_concepts() -> list[Component]:
    """Concepts that the export adds to those of the columns, in order of vocabulary/concepts.csv."""
    return [
        Component(
            row["concept"], "", row["code_list"], row["text_type"], row["name_id"], row["name_en"], row["description"]
        )
        for row in vocabulary("concepts")
    ]


def _flow(
    connection: duckdb.DuckDBPyConnection,
    published: Mapping[str, Table],
    identity: str,
    names: tuple[str, str],
    table: Table,
) -> Flow:
    if not table.has(PERIOD):
        raise ExchangeError(
            f"{table.qualified}: has no column {PERIOD}; publish a release of this version of the project"
        )
    lists: dict[str, CodeList] = {}
    dimensions = tuple(_dimensions(connection, published, table, lists))
    indicators = tuple(_indicators(connection, published, table, identity, lists))
    taken = {PERIOD, SUPPRESSED, *(part.column for part in dimensions), *(part.column for part in indicators)}
    taken |= {row["column"] for row in vocabulary("dimensions")}
    concepts = {part.concept for part in (*own_concepts(), *dimensions)}
    attributes = tuple(
        _attribute(column, concepts)
        for column in table.columns
        if column.name not in taken and not _is_explained(column.name)
    )
    for name in ("CL_OBS_STATUS", "CL_CONF_STATUS", "CL_UNIT_MULT"):
        lists[name] = fixed_list(name)
    return Flow(identity, *names, table, dimensions, indicators, attributes, lists)


def _attribute(column: Column, concepts: set[str]) -> Component:
    concept = column.name.upper()
    # What the row says must not pass for what the export says of the observation.
    concept = f"ROW_{concept}" if concept in concepts else concept
    text_type = _TEXT_TYPES.get(column.data_type, "String")
    return Component(concept, column.name, "", text_type, *_spoken(column.name), column.comment)


def _is_explained(column: str) -> bool:
    """Whether a column is a key, or what a code list says of its codes anyway: name and kind of a member."""
    stems = [row["column"].removesuffix("_code") for row in vocabulary("dimensions") if row["table"]]
    return column.endswith("_key") or any(
        column.startswith(f"{stem}_name") or column == f"{stem}_kind" for stem in stems
    )


def _has_gaps(connection: duckdb.DuckDBPyConnection, table: Table, column: str) -> bool:
    query = f"select count(*) > 0 from {table.address} where {quoted(column)} is null"  # noqa: S608 - quoted names of the catalog
    return bool(connection.execute(query).fetchall()[0][0])


def _dimensions(
    connection: duckdb.DuckDBPyConnection, published: Mapping[str, Table], table: Table, lists: dict[str, CodeList]
) -> list[Component]:
    known = {row["column"]: row for row in vocabulary("dimensions")}
    found = []
    for column in table.columns:
        row = known.get(column.name)
        if row is None and not column.name.endswith("_code"):
            continue
        concept = row["concept"] if row else column.name.removesuffix("_code").upper()
        names = (row["name_id"], row["name_en"]) if row else _spoken(column.name)
        source = published.get(f"marts.{row['table']}") if row and row["table"] else None
        member = column.name
        if row and source and source.has(row["member"], row["code"]) and table.has(row["member"]):
            member = row["member"]
            lists[f"CL_{concept}"] = dimension_list(connection, source, row, f"CL_{concept}")
        else:
            lists[f"CL_{concept}"] = plain_list(f"CL_{concept}", distinct(connection, table, column.name))
        if _has_gaps(connection, table, member):
            lists[f"CL_{concept}"] = with_missing(lists[f"CL_{concept}"])
        found.append(Component(concept, member, f"CL_{concept}", "", *names, column.comment))
    return found


def _indicators(
    connection: duckdb.DuckDBPyConnection,
    published: Mapping[str, Table],
    table: Table,
    identity: str,
    lists: dict[str, CodeList],
) -> list[Indicator]:
    measures = _measures(connection, published, table)
    named = {row["column"]: (row["name_id"], row["name_en"]) for row in vocabulary("indicators")}
    columns = [column for column in table.columns if column.is_number]
    units = {
        column.name: measures.get(column.name, ("", "", ""))[0] or unit_of_name(column.name, "decimal") or column.name
        for column in columns
    }
    lists["CL_UNIT"] = fixed_list("CL_UNIT", sorted(set(units.values())))
    codes = []
    for column in columns:
        _, name_id, name_en = measures.get(column.name, ("", "", ""))
        names = named.get(column.name) or ((name_id, name_en) if name_en else _spoken(column.name))
        codes.append(Code(column.name.upper(), *names, column.comment))
    own = f"CL_{identity}_INDICATOR"
    lists[own] = CodeList(
        own,
        "Indikator",
        "Indicator",
        tuple(sorted(codes, key=lambda code: code.code)),
        {code.code: code.code for code in codes},
    )
    return [
        Indicator(column.name, column.name.upper(), lists["CL_UNIT"].of_member[units[column.name]])
        for column in columns
    ]


def _measures(
    connection: duckdb.DuckDBPyConnection, published: Mapping[str, Table], table: Table
) -> dict[str, tuple[str, str, str]]:
    """Column of the fact -> unit and names of the only measure that fills it; names are empty where several do."""
    dimension = published.get("marts.dim_measure")
    if dimension is None or not dimension.has("fact_table", "fact_column", "unit", "name_id", "name_en"):
        return {}
    rows = connection.execute(
        f"select fact_column, list(distinct unit), list(name_id), list(name_en) from {dimension.address}"  # noqa: S608 - quoted names of the catalog
        f" where {quoted('fact_table')} = ? and fact_column is not null group by all order by all",
        [table.name],
    ).fetchall()
    return {
        column: (units[0] if len(units) == 1 else "", *((ids[0], ens[0]) if len(ids) == 1 else ("", "")))
        for column, units, ids, ens in rows
    }


def _spoken(column: str) -> tuple[str, str]:
    words = column.replace("_", " ").capitalize()
    return words, words
