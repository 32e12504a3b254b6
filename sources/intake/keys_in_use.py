"""Which keys the tokens of the raw layer hang on, so that none is thrown away that is still needed.

Belongs here: comparing the accounts of registers with the keys that are kept. Does not: keys (`sources.privacy.key`), reading registers anew.
"""

from collections.abc import Collection
from pathlib import Path

import polars as pl

from sources import raw_layer
from sources.privacy.key import kept_keys
from sources.settings import Settings


def registers_by_key(settings: Settings, personal: Collection[str]) -> dict[str, list[str]]:
    """Fingerprint of a key -> report_ids of the registers whose accepted rows have tokens of it, sorted."""
    accounts = raw_layer.read_table(settings, "row_balance").filter(
        pl.col("source").is_in(sorted(personal)) & (pl.col("rows_accepted") > 0)
    )
    found: dict[str, list[str]] = {}
    for row in accounts.sort("report_id").iter_rows(named=True):
        found.setdefault(str(row["reader_version"]).partition("+")[2], []).append(row["report_id"])
    return found


def forget_unused(settings: Settings, personal: Collection[str]) -> tuple[list[Path], dict[str, list[str]]]:
    """Remove the kept keys that no register needs: the files removed, and for each key that stays its registers."""
    in_use = registers_by_key(settings, personal)
    removed, needed = [], {}
    for path in kept_keys(settings):
        key_id = path.name.rpartition(".")[2]
        if key_id in in_use:
            needed[key_id] = in_use[key_id]
        else:
            path.unlink()
            removed.append(path)
    return removed, needed
