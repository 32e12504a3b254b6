"""A raw layer written row by row, for tests of the dbt project that need no reader.

Belongs here: the rows as the contracts have them. Does not: dbt, what is asked of the warehouse (the tests).
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from sources import identity, reference
from sources.atomic import TEMPORARY_SUFFIX
from sources.contracts.registry import contracts
from sources.raw_layer import read_table
from sources.settings import Settings

RECEIVED = datetime(2026, 1, 2, tzinfo=UTC)


class RawLayer:
    """A raw layer written row by row. Rows get the contract's columns; what a test does not say is filled in plainly."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in contracts()}

    def report(self, name: str, published_on: date, content: str | None = None, sequence: int = 1) -> str:
        sha256 = identity.content_hash((content or name).encode())
        report_id, month = identity.report_id(sha256), f"{published_on:%Y-%m}"
        shared = {"report_id": report_id, "report_month": month, "source": "press"}
        self.rows["report"].append(
            shared
            | {"sha256": sha256, "file_name": f"press/{name}", "archive_path": f"archive/{sha256[:2]}/{sha256}"}
            | {"size_bytes": 1, "title": name, "published_on": published_on, "received_at": RECEIVED}
            | {"published_precision": "day", "published_basis": "front_matter"}
        )
        self.delivery(report_id, name, sequence)
        self.rows["row_balance"].append(
            shared
            | {"outcome": "read", "reader": "press", "reader_version": "1"}
            | dict.fromkeys(
                [
                    "rows_read",
                    "rows_accepted",
                    "rows_quarantined",
                    "rows_unread",
                    "numbers_printed",
                    "numbers_accounted",
                ],
                0,
            )
        )
        return report_id

    def delivery(self, report_id: str, name: str, sequence: int) -> None:
        """The report arrived under this name."""
        report = next(row for row in self.rows["report"] if row["report_id"] == report_id)
        self.rows["delivery"].append(
            {"report_id": report_id, "report_month": report["report_month"], "source": "press"}
            | {
                "delivery_id": identity.row_id(name, report["sha256"]),
                "file_name": f"press/{name}",
                "sequence": sequence,
            }
            | {"received_at": RECEIVED}
        )

    def report_of(self, figure: str) -> str:
        """The report of a figure."""
        return next(str(row["report_id"]) for row in self.rows["press"] if row["observation_id"] == figure)

    def standing(self) -> set[str]:
        """The reports that are the latest under one of their names."""
        latest = {
            row["file_name"]: row["report_id"] for row in sorted(self.rows["delivery"], key=lambda row: row["sequence"])
        }
        return set(latest.values())

    def figure(
        self, report_id: str, measure: str, value: Decimal | int | str, area: tuple[str, str, str | None], **more: Any
    ) -> str:
        registered = next(row for row in self.rows["report"] if row["report_id"] == report_id)
        place = len(self.rows["press"])
        observation_id = identity.row_id(report_id, place)
        kind = reference.measures()[measure]["kind"]
        self.rows["press"].append(
            {
                "observation_id": observation_id,
                "report_id": report_id,
                "report_month": registered["report_month"],
                "locator": f"characters {place}-{place + 1}",
                "as_printed": str(value),
                "measure": measure,
                "value": Decimal(value),
                "unit": reference.measures()[measure]["unit"],
                "decimals": 0,
                "qualifier": "exact",
                "period_kind": "duration" if kind in ("flow", "target") else "instant",
                "period_basis": "text" if more.get("period_end") else "none",
                "area_name": area[0],
                "area_kind": area[1],
                "area_code": area[2],
                "reader": "press",
                "reader_version": "1",
                "confidence": 0.9,
                "rules": "test",
            }
            | more
        )
        return observation_id

    def decision(self, action: str, figure: str, decided_on: date, **should_be: Any) -> None:
        """What a person decided about a figure: `changed` with what it should be, or `rejected`."""
        read = next(row for row in self.rows["press"] if row["observation_id"] == figure)
        made = read | should_be | {"reader": "person", "confidence": 1.0} if action == "changed" else {}
        self.rows["correction"].append(
            made
            | {name: read[name] for name in ("report_id", "report_month", "locator", "as_printed")}
            | {"correction_id": identity.row_id(figure, action, decided_on), "source": "press", "action": action}
            | {"read_observation_id": figure, "why": "looked at", "decided_by": "A. Analyst", "decided_on": decided_on}
            | (
                {"observation_id": identity.row_id(figure, "person")}
                if action == "changed"
                else {"observation_id": None}
            )
            | {"reason": None if action == "changed" else "other", "changed_columns": None}
        )

    def write(self) -> None:
        for name, contract in contracts().items():
            columns = {column: field.dtype.type for column, field in contract.to_schema().columns.items()}
            frame = pl.DataFrame(
                [{column: row.get(column) for column in columns} for row in self.rows[name]],
                schema=columns,
                orient="row",
            )
            folder = self.home / ("quarantine" if name == "quarantine" else "raw") / name
            (folder / "month=none").mkdir(parents=True)
            frame.clear().write_parquet(folder / "month=none" / "empty.parquet")
            if len(frame):
                (folder / "month=2023-01").mkdir()
                frame.write_parquet(folder / "month=2023-01" / "rows.parquet")


def raw_rows(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """What the tables of a data home hold, without the moment of receipt."""
    tables = ("report", "delivery", "labour_force", "payment_register", "quarantine", "row_balance")
    return {table: read_table(settings, table).drop("received_at", strict=False).rows() for table in tables}


def half_written(settings: Settings) -> list[Path]:
    return list(settings.data.rglob(f"*{TEMPORARY_SUFFIX}"))
