"""Registers in a raw layer, written row by row as intake and ingest leave them: for tests of what dbt makes of them.

Belongs here: rows of the register, its delivery, its account. Does not: reading a register (tests/integration/test_registers.py).
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from sources import raw_layer
from sources.identity import content_hash, report_id, row_id
from sources.settings import Settings

RECEIVED = datetime(2026, 1, 2, tzinfo=UTC)


def last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def register(
    settings: Settings,
    source: str,
    name: str,
    month: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    sequence: int = 1,
    publisher: str | None = None,
) -> str:
    """Enter a register that was published at the end of `month`; its report_id. A later `sequence` under one name supersedes."""
    raw_layer.ensure_tables(settings)
    sha256 = content_hash(f"{source}/{name}/{sequence}".encode())
    identity = report_id(sha256)
    shared = {"report_id": identity, "report_month": month, "source": source}
    file = {"file_name": f"{source}/{name}", "received_at": RECEIVED}
    published = {"published_on": last_day(month), "published_precision": "day", "published_basis": "front_matter"}
    counts = dict.fromkeys(("rows_read", "rows_accepted", "numbers_printed", "numbers_accounted"), len(rows))
    counts |= {"rows_quarantined": 0, "rows_unread": 0}
    delivery = row_id(name, sha256, sequence)
    tables = {
        "report": (
            identity,
            shared
            | file
            | published
            | {"sha256": sha256, "archive_path": "archive/x", "size_bytes": 1, "publisher": publisher},
        ),
        "delivery": (delivery, shared | file | {"delivery_id": delivery, "sequence": sequence}),
        "row_balance": (identity, shared | counts | {"outcome": "read", "reader": source, "reader_version": "1+k"}),
    }
    for table, (file_id, row) in tables.items():
        write(settings, table, month, file_id, [row])
    given = {"report_id": identity, "report_month": month}
    if source == "press":
        write(settings, source, month, identity, [given | row for row in rows])
        return identity
    lines = [
        given | {"row_number": number, "line_number": number + 1} | row for number, row in enumerate(rows, start=1)
    ]
    write(settings, source, month, identity, lines)
    return identity


def write(settings: Settings, table: str, month: str, file_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    schema = raw_layer.table_schema(table)
    frame = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema, orient="row")
    raw_layer.replace_rows(settings, table, month, file_id, frame)


def figure(measure: str, value: int, area: tuple[str, str, str], as_of: date, decimals: int = 0) -> dict[str, Any]:
    """A figure of a press report about an area (name, kind, code)."""
    return {
        "observation_id": row_id(measure, value, *area, as_of),
        "locator": f"characters {value % 1000}-{value % 1000 + 5}",
        "as_printed": f"{value:,}".replace(",", "."),
        "measure": measure,
        "value": Decimal(value),
        "unit": "IDR" if measure.endswith("amount") else "persons",
        "decimals": decimals,
        "qualifier": "exact",
        "period_end": as_of,
        "period_kind": "duration",
        "period_basis": "text",
        "area_name": area[0],
        "area_kind": area[1],
        "area_code": area[2],
        "programme": "BSU",
        "reader": "press",
        "reader_version": "1",
        "confidence": 0.9,
        "rules": "test",
    }


def payment(worker: int, area: str, paid_on: date, programme: str = "BSU", **more: Any) -> dict[str, Any]:
    edition = {"bsu_edition": str(paid_on.year), "bsu_stage": 1} if programme == "BSU" else {}
    return {
        "payment_reference": f"P-{worker:08}",
        "worker_token": f"{worker:032x}",
        "programme": programme,
        "area_code": area,
        "channel_code": "BRI",
        "paid_on": paid_on,
        "amount_idr": Decimal(600000),
        "status": "paid",
        **edition,
        **more,
    }


def employer(number: int, area: str, month: str, **more: Any) -> dict[str, Any]:
    return {
        "employer_number": f"{number:08}",
        "register_month": last_day(month),
        "office_code": "KC-61.71",
        "area_code": area,
        "status": "active",
        "scale": "small",
        "workers_registered": 10,
        "workers_active": 8,
        "contributions_idr": Decimal(1000000),
        **more,
    }
