"""Which office a label means, a regional office (Kanwil) or a branch. The names lie in the seeds office and area_alias.

Belongs here: resolving labels of tables. Does not: offices in running text (sources.press), the areas that an office works in (the warehouse).
"""

import re
from dataclasses import dataclass
from functools import cache

from sources import reference
from sources.tables.words import normal, words


@dataclass(frozen=True)
class Office:
    """`code` is that of the seed office; `name` is spelled out."""

    code: str
    kind: str  # kanwil, branch
    name: str


@cache
def _by_name() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for row in reference.seed("office"):
        names.setdefault(_comparable(row["name_id"]), set()).add(row["office_code"])
    for row in reference.seed("area_alias"):
        if row["area_kind"] == "office_work_area" and row["alias_kind"] == "office_name":
            names.setdefault(_comparable(row["alias"]), set()).add(row["area_code"])
    return {name: frozenset(codes) for name, codes in names.items()}


@cache
def by_code() -> dict[str, Office]:
    """Offices by code."""
    return {
        row["office_code"]: Office(row["office_code"], row["office_kind"], row["name_id"])
        for row in reference.seed("office")
    }


def office_named(label: str) -> Office | None:
    """The office that a label names with its kind (Kantor Cabang Kediri, KC Kediri, Kanwil Kalimantan); None without one, or with two."""
    codes = _by_name().get(_comparable(label), frozenset()) & by_code().keys()
    return by_code()[next(iter(codes))] if len(codes) == 1 else None


def office_openers() -> frozenset[str]:
    """First words of labels that name an office."""
    return frozenset(prefix.split()[0] for prefix in words("branch_prefix") | words("kanwil_prefix"))


def _comparable(label: str) -> str:
    name = normal(re.sub(r"[.\-()]", " ", label))
    for agency in sorted(words("agency"), key=len, reverse=True):
        name = normal(name.replace(agency, " "))
    for row in sorted(words("branch_prefix"), key=len, reverse=True):
        if name.startswith(row + " "):
            return "kantor cabang " + name.removeprefix(row + " ")
    for row in sorted(words("kanwil_prefix"), key=len, reverse=True):
        if name.startswith(row + " "):
            return "kantor wilayah " + name.removeprefix(row + " ")
    return name
