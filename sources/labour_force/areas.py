"""Which province, or the nation, a row is about. The names lie in the seeds province and area_alias.

Belongs here: resolving name and code, and which provinces make the nation whole. Does not: any other kind of area.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from sources import reference
from sources.labour_force.vocabulary import normal, words

NATION = "ID"


@dataclass(frozen=True)
class Area:
    """`code` is the Kemendagri code of a province, or ID; `name` is spelled out."""

    code: str
    kind: str  # nation, province
    name: str


@cache
def by_code() -> dict[str, Area]:
    """Areas by code."""
    provinces = {
        row["area_code"]: Area(row["area_code"], "province", row["name_id"]) for row in reference.seed("province")
    }
    return {NATION: Area(NATION, "nation", "Indonesia"), **provinces}


@cache
def _by_name() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for row in reference.seed("province"):
        for name in (row["name_id"], row["name_short"], row["name_en"]):
            names.setdefault(_comparable(name), set()).add(row["area_code"])
    for row in reference.seed("area_alias"):
        # A capital that stands for its province in prose is a city of its own in a table.
        if row["area_kind"] in ("province", "nation") and row["alias_kind"] != "capital_as_proxy":
            names.setdefault(_comparable(row["alias"]), set()).add(row["area_code"])
    return {name: frozenset(codes) for name, codes in names.items()}


def area_named(name: str) -> Area | None:
    """The area of that name, with or without a prefix such as Provinsi; None if there is none or more than one."""
    comparable = _comparable(name)
    prefixes = [prefix + " " for prefix in sorted(words("area_prefix")) if comparable.startswith(prefix + " ")]
    for candidate in [comparable, *(comparable.removeprefix(prefix) for prefix in prefixes)]:
        codes = _by_name().get(candidate, frozenset())
        if len(codes) == 1:
            return by_code()[next(iter(codes))]
    return None


def is_whole_nation(codes: Collection[str]) -> bool:
    """Whether provinces cover the nation, on the boundaries of any time: a split-off province may be absent with all its siblings."""
    siblings: dict[str, set[str]] = {}
    for row in reference.seed("province"):
        siblings.setdefault(row["split_from_code"], set()).add(row["area_code"])
    present = set(codes)
    return all(
        split <= present if parent == "" else split <= present or (not split & present and parent in present)
        for parent, split in siblings.items()
    )


def _comparable(name: str) -> str:
    return normal(name.replace(".", " ").replace("-", " "))
