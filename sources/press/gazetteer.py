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
from sources.reference import regency_kind, seed

NATION_CODE = "ID"
ADMINISTRATIVE = re.compile(r"^(Kota|Kabupaten)( Administrasi)? |^(Kepulauan|Tanah) (?!Riau|Bangka|Seribu)")
OF_IT = "nya"
LONGEST_NAME = 60  # characters: beyond it the provinces are not listed
PART_OF_ISLAND = " Bagian "
REGIONAL_OFFICE = re.compile(r"^Kantor Wilayah ")
NUMBER = re.compile(r"[IVX]+")
MOST_WORKERS = Decimal("0.75")  # of the inhabitants; half of them are in the labour force


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
        name, kind = row["name_id"], regency_kind(row)
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
        name = _own_name(row["name_id"], _spelled_out(codes, found)) or _spelled_out(codes, found) or row["name_id"]
        found[code] = Area(name, "office_work_area", code, frozenset(codes), code)
    return found


def _own_name(office: str, provinces: str) -> str:
    """'Sulawesi dan Maluku' of a regional office that is called after its work area, with the provinces where the name tells none; empty for a
    numbered office and for a branch."""
    name = REGIONAL_OFFICE.sub("", office)
    if name == office or NUMBER.fullmatch(name):
        return ""
    if PART_OF_ISLAND in name:
        return f"{name} ({provinces})"
    return name if len(provinces) > LONGEST_NAME else ""


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


def spelled_out(codes: list[str]) -> str:
    """Names of areas in a phrase: 'Maluku, Maluku Utara dan Papua'."""
    return _spelled_out(codes, areas())


@cache
def towns() -> frozenset[str]:
    """Towns, in lower case, whose name is not that of the regency around them."""
    return frozenset(row["term"].lower() for row in table("place_spellings") if row["kind"] == "town")


def province_of_branch(area: Area) -> Area | None:
    """The province that the branch in this town serves, if it serves a whole one."""
    for row in table("province_branches"):
        if row["seat_area_code"] in area.codes:
            return areas()[row["province_code"]]
    return None


@cache
def populations() -> dict[str, Decimal]:
    """Code of each province -> inhabitants (December 2024)."""
    return {row["area_code"]: Decimal(row["population_2024_12"]) for row in seed("province")}


def largest_count(area: Area) -> Decimal | None:
    """A number of workers that no count of this area can reach; None where nothing is known."""
    provinces = {code[:2] for code in area.codes}
    if area.kind == "nation" or not provinces:
        return None
    return MOST_WORKERS * sum((populations()[code] for code in provinces), Decimal(0))


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
def groups_by_area() -> dict[frozenset[str], Area]:
    """Set of provinces -> the group that exactly these make."""
    return {area.codes: area for area in areas().values() if area.kind == "region_group"}


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
    for row in seed("regency"):  # 'Tulang Bawang' is printed 'Tulangbawang' too
        first, _, rest = row["name_bare"].partition(" ")
        if rest and not rest[:1].isdigit():
            terms.setdefault((first + rest[0].lower() + rest[1:], row["area_code"]), len(terms))
    return Phrasebook(terms, capitalised=True)


@cache
def _common_words() -> frozenset[str]:
    """Names that are ordinary words too; at the beginning of a sentence they are taken for these."""
    return frozenset(row["term"].lower() for row in table("place_words"))


def _is_common_word(text: str, start: int, end: int) -> bool:
    if text[start:end].lower() not in _common_words():
        return False
    before = text[max(0, start - 4) : start].rstrip(" \"“‘'(")
    return not before or before[-1] in ".!?\n:" or text[start:end].isupper()


@cache
def _nation_book() -> Phrasebook:
    return Phrasebook((row["term"], NATION_CODE) for row in table("nation_words"))


def find_places(text: str, words: list[Word]) -> list[PlaceName]:
    """Place names of a text in order; longest name first, a name with several meanings once with all of them."""
    grouped: dict[tuple[int, int], list[str]] = defaultdict(list)
    for tag in _place_book().find(text, words) + _nation_book().find(text, words):
        if text[tag.start : tag.end].lower().endswith(OF_IT) and not tag.term.lower().endswith(OF_IT):
            continue  # 'Puncaknya' is no name
        # 'di Aceh' is no 'DI Aceh'
        shift = 3 if text.startswith(("Di ", "di "), tag.start) and tag.term.lower().startswith("di ") else 0
        grouped[(tag.start + shift, tag.end)].append(tag.value)
    found = []
    for (start, end), codes in sorted(grouped.items()):
        if _is_common_word(text, start, end):
            continue
        unique = dict.fromkeys(codes)
        found.append(PlaceName(start, end, tuple(areas()[code] for code in unique)))
    return found
