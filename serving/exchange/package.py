"""The Frictionless data package of a release: every published table as a Parquet file, described by datapackage.json.

Belongs here: files and their description. Does not: SDMX. What is said of tables and columns are their comments in the release; keys are
declared where the rows keep them.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from serving.exchange.release_tables import Column, Table
from serving.exchange.sdmx_codes import vocabulary
from serving.release import Release
from serving.release.contents import quoted
from serving.release.manifest import file_sha256

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_MEDIA_TYPE = "application/vnd.apache.parquet"
_ROWS_A_GROUP = 100_000
_KEY = "_key"
_URL = re.compile(r"https?://[^\s\"<>]+")
_ABOUT = (
    "Coverage of Indonesia's employment social security: facts out of reports, checked and traced to the characters that print them."
    " marts holds dimensions, facts and reports, audit what is to be known of the reports themselves."
    " Stocks must not be added over time or programmes. The figures belong to those who reported them, named as sources."
)


def write_package(
    connection: duckdb.DuckDBPyConnection, published: Mapping[str, Table], release: Release, folder: Path
) -> list[str]:
    """Fills a folder: <schema>/<table>.parquet, sorted by key, and the descriptor. Gives a line for people each file."""
    keyed = {name for name, table in published.items() if _is_keyed(connection, table)}
    resources, lines = [], []
    for table in published.values():
        path = folder / table.schema / f"{table.name}.parquet"
        path.parent.mkdir(exist_ok=True)
        rows = _write_table(connection, table, path)
        described = _schema(connection, published, keyed, table)
        resources.append(_resource(table, path, rows, described))
        lines.append(f"{table.schema}/{path.name}: {rows} rows")
    descriptor = _descriptor(connection, published, release, resources)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    return [f"{DESCRIPTOR}: Data Package 2.0, {len(resources)} tables", *lines]


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> int:
    query = f"from {table.address} order by all nulls last"  # the key comes first
    reader = connection.execute(query).to_arrow_reader(_ROWS_A_GROUP)
    rows = 0
    with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            rows += batch.num_rows
            writer.write_batch(batch, row_group_size=_ROWS_A_GROUP)
    return rows


def _is_keyed(connection: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Whether the first column is a key: filled, and different in each row."""
    key = quoted(table.key)
    query = f"select count(*) = count(distinct {key}) from {table.address}"  # noqa: S608 - quoted names of the catalog
    return bool(connection.execute(query).fetchall()[0][0])


def _schema(
    connection: duckdb.DuckDBPyConnection, published: Mapping[str, Table], keyed: set[str], table: Table
) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, table.qualified in keyed and column.name == table.key) for column in table.columns]
    }
    if table.qualified in keyed:
        schema["primaryKey"] = [table.key]
    if foreign := _foreign_keys(connection, published, keyed, table):
        schema["foreignKeys"] = foreign
    return schema


def _resource(table: Table, path: Path, rows: int, schema: dict[str, Any]) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.qualified.lower(),
        "path": f"{table.schema}/{path.name}",
        "title": table.qualified,
        "description": table.comment,
        "format": "parquet",
        "mediatype": _MEDIA_TYPE,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
        "rows": rows,
        "schema": schema,
    }
    licences = [row for row in vocabulary("licences") if row["table"] == table.qualified]
    if licences:
        resource["licenses"] = [{key: row[key] for key in ("name", "title", "path")} for row in licences]
    return {key: value for key, value in resource.items() if value != ""}


def _field(column: Column, is_key: bool) -> dict[str, Any]:
    types = {row["duckdb"]: row["field"] for row in vocabulary("types")}
    field: dict[str, Any] = {"name": column.name, "type": types.get(column.data_type.partition("(")[0], "any")}
    if column.comment:
        field["description"] = column.comment
    if is_key:
        field["constraints"] = {"required": True, "unique": True}
    return field


def _foreign_keys(
    connection: duckdb.DuckDBPyConnection, published: Mapping[str, Table], keyed: set[str], table: Table
) -> list[dict[str, Any]]:
    """Columns named like the key of another table, in that role or another (as_of_date_key), whose values are all there."""
    targets: dict[str, list[Table]] = {}
    for name in sorted(keyed):
        if published[name].key.endswith(_KEY):
            targets.setdefault(published[name].key, []).append(published[name])
    found = []
    for column in table.columns[1:]:
        names = [key for key in targets if column.name == key or column.name.endswith(f"_{key}")]
        if not names or len(targets[max(names, key=len)]) > 1:
            continue
        target = targets[max(names, key=len)][0]
        if _all_there(connection, table, column.name, target):
            # An empty name means the table itself.
            resource = "" if target == table else target.qualified.lower()
            found.append({"fields": [column.name], "reference": {"resource": resource, "fields": [target.key]}})
    return found


def _all_there(connection: duckdb.DuckDBPyConnection, table: Table, column: str, target: Table) -> bool:
    query = (
        f"select count(*) = 0 from {table.address} as here anti join {target.address} as there"  # noqa: S608 - quoted names of the catalog
        f" on here.{quoted(column)} = there.{quoted(target.key)} where here.{quoted(column)} is not null"
    )
    return bool(connection.execute(query).fetchall()[0][0])


def _descriptor(
    connection: duckdb.DuckDBPyConnection,
    published: Mapping[str, Table],
    release: Release,
    resources: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    manifest = release.manifest
    return {
        "$schema": PROFILE,
        "name": "cakupan",
        "id": manifest.contents_sha256,
        "title": f"Cakupan, release {manifest.release_id}",
        "description": _ABOUT,
        "version": manifest.release_id,
        "created": f"{manifest.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "sources": _sources(connection, published, release),
        "resources": list(resources),
    }


def _sources(
    connection: duckdb.DuckDBPyConnection, published: Mapping[str, Table], release: Release
) -> list[dict[str, str]]:
    """The reports: title and publisher as they say, their address where it is one, and the hash by which the archive has them."""
    known: dict[str, tuple[str | None, ...]] = {}
    reports = published.get("marts.dim_report")
    if reports is not None and reports.has("report_id", "title", "publisher", "url"):
        query = f"select report_id, title, publisher, url from {reports.address} order by all"  # noqa: S608 - quoted names of the catalog
        known = {row[0]: row[1:] for row in connection.execute(query).fetchall()}
    sources = []
    for report in release.manifest.inputs:
        title, publisher, url = known.get(report.report_id, (None, None, None))
        source = {"title": ": ".join(part for part in (publisher, title or report.file_name) if part)}
        if url and _URL.fullmatch(url):
            source["path"] = url
        sources.append(source | {"reportId": report.report_id, "sha256": report.sha256})
    return sources
