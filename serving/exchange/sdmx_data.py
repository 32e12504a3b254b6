"""The data of a flow as SDMX-CSV 2.0: one line an observation, in the order of the warehouse's keys.

Belongs here: from fact rows to lines. Does not: what is a dimension (sdmx_shape), the structure message (sdmx_structure).

A stock's period is a month, a flow's a span in ISO 8601 (first day and duration). Rows without any period go to a file of their own, whose
structure has no time. A hidden figure is an observation without value, with its status; a figure that nobody reports is no observation.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from serving.exchange.errors import ExchangeError
from serving.exchange.release_tables import Table, streamed
from serving.exchange.sdmx_shape import PERIOD, SUPPRESSED, Flow
from serving.exchange.sdmx_structure import AGENCY, VERSION, attributes, structure_id
from serving.release.contents import literal, quoted

_ACTION = "I"
_SUPPRESSED = "suppressed"
_ORIGIN = "origin"
_BRIDGE, _FIGURES = "marts.bridge_fact_observation", "marts.fct_observation"


@dataclass(frozen=True)
class Written:
    """A file of data: its dataflow and how many observations it has."""

    path: Path
    flow: str
    observations: int


def write_flow(
    connection: duckdb.DuckDBPyConnection, published: dict[str, Table], flow: Flow, folder: Path
) -> list[Written]:
    """Writes <flow>.csv and, where rows have no period, <flow>_undated.csv. Raises ExchangeError if two observations share a key."""
    return [
        written
        for dated in (True, False)
        if (written := _write(connection, published, flow, folder, dated)).observations or dated
    ]


def _write(
    connection: duckdb.DuckDBPyConnection, published: dict[str, Table], flow: Flow, folder: Path, dated: bool
) -> Written:
    identity = structure_id(flow, dated)
    path = folder / f"{identity.lower()}.csv"
    dimensions = [part.concept for part in flow.dimensions]
    said = [part.concept for part in attributes(flow)]
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)  # RFC 4180, as SDMX-CSV asks
        key = [*dimensions, "INDICATOR", *(["TIME_PERIOD"] if dated else [])]
        writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *key, "OBS_VALUE", *said])
        reference = f"{AGENCY}:{identity}({VERSION})"
        before: list[str] | None = None
        for line, values in _observations(connection, published, flow, dated):
            if line == before:
                raise ExchangeError(
                    f"{flow.table.qualified}: two rows are one observation of SDMX, {', '.join(line)}; enter the column that tells"
                    " them apart into serving/exchange/vocabulary/dimensions.csv"
                )
            before = line
            count += 1
            writer.writerow(["dataflow", reference, _ACTION, *line, *values])
    if not count and not dated:
        path.unlink()
    return Written(path, identity, count)


def _observations(
    connection: duckdb.DuckDBPyConnection, published: dict[str, Table], flow: Flow, dated: bool
) -> Iterator[tuple[list[str], list[str]]]:
    """Key and values (OBS_VALUE, attributes) of each observation."""
    width = len(flow.dimensions)
    units = {indicator.column: indicator.unit for indicator in flow.indicators}
    codes = {indicator.column: indicator.code for indicator in flow.indicators}
    maps = [flow.lists[part.code_list].of_member for part in flow.dimensions]
    for row in streamed(connection, _query(published, flow, dated)):
        members, (column, period, value, hidden, qualifier, decimals) = row[:width], row[width : width + 6]
        line = [
            of_member["" if member is None else str(member)] for of_member, member in zip(maps, members, strict=True)
        ]
        line += [codes[str(column)], *([_time(str(period))] if dated else [])]
        shown = _number(value)
        status = _SUPPRESSED if hidden is not None and value is None else str(qualifier or "")
        own = [
            _coded(flow, "CL_OBS_STATUS", status),
            _coded(flow, "CL_CONF_STATUS", str(hidden or "") if value is None else ""),
            units[str(column)],
            "0",
            str(len(shown.partition(".")[2])) if shown else "",
        ]
        said = [_text(part) for part in (decimals, qualifier, *row[width + 6 :])]
        yield line, [shown, *own, *said]


def _query(published: dict[str, Table], flow: Flow, dated: bool) -> str:
    """The observations of a flow in order of their keys. Its parts are quoted names of the catalog and literals of the vocabulary."""
    table = flow.table
    members = [quoted(part.column) for part in flow.dimensions]
    said = [quoted(part.column) for part in flow.attributes]
    hidden = quoted(SUPPRESSED) if table.has(SUPPRESSED) else "null"
    values = [f"{quoted(part.column)}::decimal(38, 6) as {quoted(part.column)}" for part in flow.indicators]
    columns = ", ".join(quoted(part.column) for part in flow.indicators)
    vague = "cells.least_firm_qualifier" if table.has("least_firm_qualifier") else "null"
    order = ", ".join(f"cells.{member}" for member in members)
    return f"""
        with facts as (
            select {", ".join(dict.fromkeys([quoted(table.key), *members, quoted(PERIOD), *said]))}, {hidden} as "hidden because", {", ".join(values)}
            from {table.address}
            where ({quoted(PERIOD)} like '____-__' or {quoted(PERIOD)} like '____-__-__/____-__-__') = {"true" if dated else "false"}
        ),
        cells as (from facts unpivot include nulls ("the value" for "the indicator" in ({columns}))),
        chosen as ({_chosen(published, table)}),
        counted as ({_counted(flow)})
        select {order}, cells."the indicator", cells.{quoted(PERIOD)}, cells."the value", cells."hidden because",
            coalesce(chosen.qualifier, {vague}), chosen.decimals, cells.{quoted(table.key)}, chosen.observation_id, chosen.report_id
            {"".join(f", cells.{column}" for column in said)}
        from cells
        left join chosen on cells.{quoted(table.key)} = chosen.fact_key and cells."the indicator" = chosen.fact_column
        where cells."the value" is not null or (cells."hidden because" is not null and cells."the indicator" in (from counted))
        order by {order}, cells."the indicator", cells.{quoted(PERIOD)}, cells.{quoted(table.key)}
    """  # noqa: S608 - see above


def _chosen(published: dict[str, Table], table: Table) -> str:
    """The figure of a report that each cell shows; a release without figures tells of none."""
    said = {"qualifier": "varchar", "decimals": "integer", "observation_id": "varchar", "report_id": "varchar"}
    if _BRIDGE not in published or _FIGURES not in published:
        none = {"fact_key": "varchar", "fact_column": "varchar"} | said
        return f"select {', '.join(f'null::{data_type} as {name}' for name, data_type in none.items())}"
    return (
        f"select b.fact_key, b.fact_column, {', '.join(f'min(o.{name}) as {name}' for name in said)}"  # noqa: S608 - quoted names of the catalog
        f" from {published[_BRIDGE].address} as b join {published[_FIGURES].address} as o using (observation_id)"
        f" where b.fact_table = {literal(table.name)} and b.role = 'chosen' group by all"
    )


def _counted(flow: Flow) -> str:
    """The indicators that rows like the hidden ones have at all: nothing is said to be hidden that is never counted.

    Where all such rows are hidden, that cannot be known, and every indicator is.
    """
    table = flow.table
    if not table.has(SUPPRESSED):
        return "select null where false"
    hidden = f"select {quoted(_ORIGIN)} from {table.address} where {quoted(SUPPRESSED)} is not null"  # noqa: S608 - quoted names of the catalog
    same = f"{quoted(_ORIGIN)} in ({hidden})" if table.has(_ORIGIN) else "true"
    alike = f"{same} and {quoted(SUPPRESSED)} is null"
    rows = f"(select count(*) from {table.address} where {alike})"  # noqa: S608 - as above
    return " union all ".join(
        f"select {literal(part.column)} where {rows} = 0 or exists"
        f" (from {table.address} where {alike} and {quoted(part.column)} is not null)"
        for part in flow.indicators
    )


def _time(period: str) -> str:
    """A month as it stands, a span as its first day and its days: 2023-01-01/P31D."""
    first, slash, last = period.partition("/")
    if not slash:
        return period
    return f"{first}/P{(date.fromisoformat(last) - date.fromisoformat(first)).days + 1}D"


def _number(value: Any) -> str:
    """Plain digits, without the zeros that the column's type adds."""
    if value is None:
        return ""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _coded(flow: Flow, code_list: str, member: str) -> str:
    found = flow.lists[code_list].of_member
    return found.get(member, found[""])


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()  # the connection speaks UTC; readers of SDMX refuse an offset
    return str(value).lower() if isinstance(value, bool) else str(value)
