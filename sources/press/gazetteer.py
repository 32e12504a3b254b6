"""Regions and offices: their names as reports print them, and the area that a name stands for.

Belongs here: areas, their spelled-out names, populations, work areas of offices, and finding place names in a text. Does not: which
of the places of a text a figure is about (see `places`).
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sources.press.lexicon import Phrasebook, Word
from sources.press.vocabulary import table
from sources.reference import seed

NATION_CODE = "ID"
ADMINISTRATIVE = re.compile(r"^(Kota|Kabupaten)( Administrasi)? |^(Kepulauan|Tanah) (?!Riau|Bangka|Seribu)")
KINDS = {"kota_administrasi": "city", "kabupaten_administrasi": "regency"}


@dataclass(frozen=True)
class Area:
    """A region or the work area of an office; `codes` are the provinces or regencies that it consists of."""

    name: str
    kind: str  # nation, island_group, region_group, province, regency, city, office_work_area
    code: str
    codes: frozenset[str] = frozenset()
    office_code: str | None = None


@dataclass(frozen=True)
class PlaceName:
    """A place name at a place in the text; `areas` are all the areas that the name may mean, likeliest first."""

    start: int
    end: int
    areas: tuple[Area, ...]


NATION = Area("Indonesia", "nation", NATION_CODE)


@cache
def areas() -> dict[str, Area]:
    """Code -> area, for every region, group and office of the seeds."""
    found = {NATION_CODE: NATION}
    for row in seed("province"):
        short = row["name_short"] if row["name_id"].startswith("Daerah ") else row["name_id"]
        name = {"DIY": "DI Yogyakarta"}.get(short, short)
        found[row["area_code"]] = Area(name, "province", row["area_code"], frozenset({row["area_code"]}))
    for row in seed("regency"):
        name, kind = row["name_id"], KINDS.get(row["area_kind"], row["area_kind"])
        found[row["area_code"]] = Area(name, kind, row["area_code"], frozenset({row["area_code"]}))
    provinces = defaultdict(set)
    for row in seed("province"):
        provinces[row["island_group_code"]].add(row["area_code"])
    for row in seed("island_group"):
        code = row["island_group_code"]
        found[code] = Area(row["name_id"], "island_group", code, frozenset(provinces[code]))
    members = defaultdict(set)
    names = {}
    for row in table("region_groups"):
        members[row["group_code"]].add(row["area_code"])
        names[row["group_code"]] = row["group_name"]
    for code, name in names.items():
        found[code] = Area(name, "region_group", code, frozenset(members[code]))
    work_areas = defaultdict(list)
    for row in seed("office_area"):
        work_areas[row["office_code"]].append(row["area_code"])
    for row in seed("office"):
        code = row["office_code"]
        codes = [area for area in work_areas[code] if area in found]
        name = _spelled_out(codes, found) or row["name_id"]
        found[code] = Area(name, "office_work_area", code, frozenset(codes), code)
    return found


def _spelled_out(codes: list[str], known: dict[str, Area]) -> str:
    """Names of the areas in a phrase, groups that are complete under the group's name: 'Jawa Timur, Bali dan Nusa Tenggara'."""
    left = list(dict.fromkeys(codes))
    if len(left) > 1:
        groups = [area for area in known.values() if area.kind in ("island_group", "region_group")]
        for group in sorted(groups, key=lambda area: (area.kind != "region_group", len(area.codes), area.code)):
            if len(group.codes) > 1 and group.codes <= set(left):
                place = min(left.index(code) for code in group.codes)
                left[place] = group.code
                left = [code for code in left if code not in group.codes]
    names = [known[code].name for code in left]
    bare = [ADMINISTRATIVE.sub("", name) for name in names]
    if len(names) > 1 and len(set(bare)) == 1:
        return f"Kota dan Kabupaten {bare[0]}"
    return bare[0] if len(bare) == 1 else " dan ".join([", ".join(bare[:-1]), bare[-1]]) if bare else ""


@cache
def populations() -> dict[str, Decimal]:
    """Code of each province -> inhabitants (December 2024)."""
    return {row["area_code"]: Decimal(row["population_2024_12"]) for row in seed("province")}


def largest_count(area: Area) -> Decimal | None:
    """A number of people that no count of this area can reach; None where nothing is known."""
    provinces = {code[:2] for code in area.codes}
    if area.kind == "nation" or not provinces:
        return None
    return sum((populations()[code] for code in provinces), Decimal(0))


@cache
def offices_by_area() -> dict[frozenset[str], tuple[Area, ...]]:
    """Set of area codes -> regional offices that have exactly this work area."""
    found: dict[frozenset[str], list[Area]] = defaultdict(list)
    for row in seed("office"):
        area = areas()[row["office_code"]]
        if row["office_kind"] == "kanwil" and len(area.codes) > 1:
            found[area.codes].append(area)
    return {codes: tuple(offices) for codes, offices in found.items()}


@cache
def branches_by_seat() -> dict[str, Area]:
    """Code of the seat -> work area of the branch."""
    return {row["seat_area_code"]: areas()[row["office_code"]] for row in seed("office") if row["seat_area_code"]}


@cache
def _place_book() -> Phrasebook:
    terms: dict[tuple[str, str], int] = {}
    for row in seed("area_alias"):
        if row["area_code"] in areas() and row["area_kind"] != "nation" and row["alias_kind"] != "capital_as_proxy":
            terms.setdefault((row["alias"], row["area_code"]), len(terms))
    for row in seed("province"):
        terms.setdefault((row["name_id"], row["area_code"]), len(terms))
    for row in seed("office"):
        terms.setdefault((row["name_id"], row["office_code"]), len(terms))
    for row in sorted(seed("regency"), key=lambda row: row["area_kind"]):  # a city before the regency around it
        terms.setdefault((row["name_id"], row["area_code"]), len(terms))
        terms.setdefault((row["name_bare"], row["area_code"]), len(terms))
    for row in table("place_spellings"):
        terms.setdefault((row["term"], row["area_code"]), len(terms))
    return Phrasebook(terms, capitalised=True)


@cache
def _nation_book() -> Phrasebook:
    return Phrasebook((row["term"], NATION_CODE) for row in table("nation_words"))


def find_places(text: str, words: list[Word]) -> list[PlaceName]:
    """Place names of a text in order; longest name first, a name with several meanings once with all of them."""
    grouped: dict[tuple[int, int], list[str]] = defaultdict(list)
    for tag in _place_book().find(text, words) + _nation_book().find(text, words):
        grouped[(tag.start, tag.end)].append(tag.value)
    found = []
    for (start, end), codes in sorted(grouped.items()):
        unique = dict.fromkeys(codes)
        found.append(PlaceName(start, end, tuple(areas()[code] for code in unique)))
    return found
