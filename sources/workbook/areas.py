"""Which area a row is about: the nation, a province, a regency or city, or what an office covers.

Belongs here: bringing name, code and office together. Does not: names of areas and offices (sources.tables).
"""

import re
from dataclasses import dataclass

from sources.tables.areas import areas_named, by_code
from sources.tables.offices import Office, office_named
from sources.workbook.words import is_office_area

_LONGEST_TITLE = 200
_LONGEST_NAME = 7  # words
_KINDS = ("kota ", "kabupaten ", "kab ", "kab. ")


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


def area_of(name: str, code: str, office: Office | None) -> Area:
    """The area of a row. `office` is the office that reports. Raises AreaRefusedError."""
    code = code.upper()
    if not name and not code:
        raise AreaRefusedError("area_missing", None)
    if covered := _covered(name or code, office):
        return work_area(covered)
    if code and code not in by_code():
        raise AreaRefusedError("area_code_unknown", code, at_code=True)
    coded = by_code()[code] if code else None
    named = areas_named(name) if name else ()
    if coded is not None and name:
        named += areas_named(name, coded.province_code)  # "Jambi" with the code of the city
    if name and not named:
        raise AreaRefusedError("unknown_area", name)
    if coded is not None and named and coded not in named:
        meant = " / ".join(dict.fromkeys(f"{area.name} ({area.code})" for area in named))
        raise AreaRefusedError("area_name_code_disagree", f"{name}: {meant}; {code}: {coded.name}", at_code=True)
    if coded is None and len(named) > 1:
        meant = ", ".join(f"{area.name} ({area.code})" for area in named)
        raise AreaRefusedError("area_ambiguous", f"{name} ({meant})")
    found = coded or named[0]
    return Area(found.code, found.kind, found.name)


def work_area(office: Office) -> Area:
    """All that an office covers, as an area."""
    return Area(office.code, "office_work_area", office.name)


def _covered(name: str, office: Office | None) -> Office | None:
    """The office whose work area a label means."""
    return office if office is not None and is_office_area(name) else office_named(name)


def areas_in(text: str) -> frozenset[Area]:
    """Areas that a title names with their kind (Kota Pontianak), provinces also without; offices are looked for first, so that
    the town in an office's name is none.
    """
    tokens = re.sub(r"[^\w\s./-]", " ", text[:_LONGEST_TITLE]).split()
    found: set[Area] = set()
    for length in range(min(_LONGEST_NAME, len(tokens)), 0, -1):
        at = 0
        while at + length <= len(tokens):
            area = _area_named(" ".join(tokens[at : at + length]))
            if area is None:
                at += 1
                continue
            found.add(area)
            tokens[at : at + length] = ["|"]  # what stands within a longer name is no name of its own
    return frozenset(found)


def _area_named(phrase: str) -> Area | None:
    if office := office_named(phrase):
        return work_area(office)
    named = areas_named(phrase)
    has_kind = phrase.casefold().startswith(_KINDS)
    # The nation is in the name of too much else (Pekerja Migran Indonesia).
    if len(named) != 1 or not (has_kind or named[0].kind == "province"):
        return None
    return Area(named[0].code, named[0].kind, named[0].name)
