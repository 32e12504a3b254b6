"""Which area a name or code means: the nation, a province, a regency or city. The names lie in the seeds province, regency, area_alias.

Belongs here: resolving names and codes, refusing what two areas could be called, and which provinces make the nation whole.
Does not: offices and their work areas (offices.py), places in running text (sources.press).
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from sources import reference
from sources.tables.words import normal, words

NATION = "ID"


@dataclass(frozen=True)
class Area:
    """`code` is Kemendagri's (61, 61.71), or ID; `name` is spelled out."""

    code: str
    kind: str  # nation, province, regency, city
    name: str

    @property
    def province_code(self) -> str:
        return self.code.partition(".")[0]


@cache
def by_code() -> dict[str, Area]:
    """Areas by code."""
    provinces = {
        row["area_code"]: Area(row["area_code"], "province", row["name_id"]) for row in reference.seed("province")
    }
    regencies = {
        row["area_code"]: Area(row["area_code"], row["area_kind"], row["name_id"]) for row in reference.seed("regency")
    }
    return {NATION: Area(NATION, "nation", "Indonesia"), **provinces, **regencies}


@cache
def _by_name() -> dict[str, frozenset[str]]:
    """Names of the nation and of provinces."""
    names: dict[str, set[str]] = {}
    for row in reference.seed("province"):
        for name in (row["name_id"], row["name_short"], row["name_en"]):
            names.setdefault(_comparable(name), set()).add(row["area_code"])
    for row in reference.seed("area_alias"):
        # A capital that stands for its province in prose is a city of its own in a table.
        if row["area_kind"] in ("province", "nation") and row["alias_kind"] != "capital_as_proxy":
            names.setdefault(_comparable(row["alias"]), set()).add(row["area_code"])
    return {name: frozenset(codes) for name, codes in names.items()}


@cache
def _by_regency_name() -> dict[str, frozenset[str]]:
    """Names of regencies and cities, with and without the word for their kind; joined words too (Batang Hari, Batanghari)."""
    names: dict[str, set[str]] = {}
    for row in reference.seed("regency"):
        bare = _comparable(row["name_bare"])
        for kind in sorted(words(f"{row['area_kind']}_prefix")):
            names.setdefault(f"{kind} {bare}", set()).add(row["area_code"])
        for name in (bare, _comparable(row["name_id"]), bare.replace(" ", "")):
            names.setdefault(name, set()).add(row["area_code"])
    return {name: frozenset(codes) for name, codes in names.items()}


@cache
def longest_name() -> int:
    """Words of the longest name that is known."""
    return max(len(name.split()) for name in [*_by_name(), *_by_regency_name()]) + 2


def areas_named(name: str, within: str | None = None) -> tuple[Area, ...]:
    """All areas that the name can mean; more than one if it does not say which. `within` is a province's code, where context gives one.

    A name that both a province and a regency or city bear means the province, unless its kind is said (Kota Jambi) or the context
    is that province itself (a table of the regencies of Jambi).
    """
    comparable = _comparable(name)
    prefixes = [prefix + " " for prefix in sorted(words("area_prefix")) if comparable.startswith(prefix + " ")]
    smaller = _by_regency_name().get(comparable, frozenset())
    inside = {code for code in smaller if within is not None and code.startswith(within + ".")}
    if inside:
        return tuple(by_code()[code] for code in sorted(inside))
    for candidate in [comparable, *(comparable.removeprefix(prefix) for prefix in prefixes)]:
        codes = _by_name().get(candidate, frozenset())
        if len(codes) == 1:
            return (by_code()[next(iter(codes))],)
    return tuple(by_code()[code] for code in sorted(smaller))


def area_named(name: str, within: str | None = None) -> Area | None:
    """The area of that name, with or without a prefix such as Provinsi; None if there is none or more than one."""
    found = areas_named(name, within)
    return found[0] if len(found) == 1 else None


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


def is_whole_province(province_code: str, codes: Collection[str]) -> bool:
    """Whether regencies and cities cover the province, as it is today."""
    present = set(codes)
    own = {row["area_code"] for row in reference.seed("regency") if row["province_code"] == province_code}
    return bool(own) and own <= present


def _comparable(name: str) -> str:
    return normal(name.replace(".", " ").replace("-", " "))
