"""Which area a row is about: the nation, a province, a regency or city, or what an office covers.

Belongs here: resolving name and code together. Does not: how areas relate to each other (dbt_project).
"""

import re
from dataclasses import dataclass
from functools import cache

from sources import reference
from sources.labour_force.areas import by_code as provinces_by_code
from sources.labour_force.vocabulary import normal
from sources.workbook.about import Office, office_named
from sources.workbook.words import is_office_area

_PREFIXES = re.compile(
    r"^(?:(?P<regency>kabupaten|kab\.?)|(?P<city>kotamadya|kota)|(?P<province>provinsi|propinsi|prov\.?))\s+"
)


@dataclass(frozen=True)
class Area:
    """`code` is a Kemendagri code, ID, or for an office's work area the code of the office."""

    code: str
    kind: str  # nation, province, regency, city, office_work_area
    name: str


class AreaRefusedError(Exception):
    """Name and code do not lead to one area: the rule that says why, and the value that shows it."""

    def __init__(self, rule: str, value: str | None, at_code: bool = False) -> None:
        super().__init__(rule)
        self.rule = rule
        self.value = value
        self.at_code = at_code


@cache
def _by_code() -> dict[str, Area]:
    areas = {code: Area(area.code, area.kind, area.name) for code, area in provinces_by_code().items()}
    return areas | {
        row["area_code"]: Area(row["area_code"], row["area_kind"], row["name_id"]) for row in reference.seed("regency")
    }


@cache
def _by_name() -> dict[tuple[str, str], frozenset[str]]:
    """(kind or empty, name without its kind) -> codes."""
    names: dict[tuple[str, str], set[str]] = {}

    def add(kind: str, name: str, code: str) -> None:
        for known in (kind, ""):
            names.setdefault((known, _comparable(name)), set()).add(code)

    add("nation", "Indonesia", "ID")
    for row in reference.seed("province"):
        for name in {row["name_id"], row["name_short"], row["name_en"]}:
            add("province", name, row["area_code"])
    for row in reference.seed("regency"):
        add(row["area_kind"], row["name_bare"], row["area_code"])
    for row in reference.seed("area_alias"):
        known = row["area_code"] in _by_code() and row["alias_kind"] != "capital_as_proxy"
        if known and row["area_kind"] == _by_code()[row["area_code"]].kind:
            add(row["area_kind"], _PREFIXES.sub("", normal(row["alias"])), row["area_code"])
    return {name: frozenset(codes) for name, codes in names.items()}


def area_of(name: str, code: str, office: Office | None) -> Area:
    """The area of a row. `office` is the office that reports. Raises AreaRefusedError."""
    code = code.strip().upper()
    if not name and not code:
        raise AreaRefusedError("area_missing", None)
    if work_area := _work_area(name or code, office):
        return work_area
    codes = _codes(name)
    if code:
        coded = _by_code().get(code)
        if coded is None:
            raise AreaRefusedError("area_code_unknown", code, at_code=True)
        if name and codes and code not in codes:
            meant = " / ".join(f"{_by_code()[known].name} ({known})" for known in sorted(codes))
            raise AreaRefusedError("area_name_code_disagree", f"{name}: {meant}; {code}: {coded.name}", at_code=True)
        if name and not codes:
            raise AreaRefusedError("unknown_area", name)
        return coded
    if not codes:
        raise AreaRefusedError("unknown_area", name)
    if len(codes) > 1:
        meant = ", ".join(f"{_by_code()[known].name} ({known})" for known in sorted(codes))
        raise AreaRefusedError("area_ambiguous", f"{name}: {meant}")
    return _by_code()[next(iter(codes))]


def work_area(office: Office) -> Area:
    """All that an office covers, as an area."""
    return Area(office.code, "office_work_area", office.name)


def _work_area(name: str, office: Office | None) -> Area | None:
    if office is not None and is_office_area(name):
        return work_area(office)
    named = office_named(name)
    return work_area(named) if named else None


def _codes(name: str) -> frozenset[str]:
    text = normal(name)
    match = _PREFIXES.match(text)
    if match:
        kind = next(kind for kind, found in match.groupdict().items() if found)
        if found := _by_name().get((kind, _comparable(text[match.end() :]))):
            return found
    return _by_name().get(("", _comparable(text)), frozenset())


def _comparable(name: str) -> str:
    return normal(re.sub(r"[.\-]", " ", name))
