"""Which area a text and each of its numbers speaks about.

Belongs here: what stands before a place name (an office, an institution, the town where something was said), lists of places, the
area of the report as a whole. Does not: the names themselves (gazetteer), or any number's measure.
"""

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from sources.press import gazetteer
from sources.press.constructions import between
from sources.press.gazetteer import Area, PlaceName
from sources.press.lexicon import Tag, phrasebook, words_of
from sources.press.place_roles import (
    OFFICES,
    UNUSABLE,
    WEIGHTS,
    Roles,
    is_joined,
    names_city_and_regency,
    names_regency,
)
from sources.press.vocabulary import alternation, table

TOLD_OF = ("locative", "government", "bare", "branch", "kanwil", "agency", "title")
MORE_OF_NAME = re.compile(r"(?: [A-Z]\w+){1,2}(?=\s*[,(])")
LONGEST_LINK = 300
IN_HEADLINE = 4  # weight
OF_FIRST_FIGURE = 4
WITH_FIGURES = 2
BRANCH_LIST = 90  # characters between 'kantor cabang' and a list of its towns
CAPITAL = ("31", "31.71", "31.72", "31.73", "31.74", "31.75")
SMALLER = ("city", "regency")


@cache
def _link_line() -> re.Pattern[str]:
    cues = (row["term"] for row in table("trap_cues") if row["reason"] == "related_link" and row["position"] == "line")
    return re.compile(rf"\W{{0,4}}(?:{alternation(cues)})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A place name with what its surroundings make of it: `role` as in place_roles.Roles, or apposed."""

    start: int
    end: int
    area: Area
    role: str

    @property
    def usable(self) -> bool:
        return self.role not in UNUSABLE


class Places:
    """All place mentions of a text, and the area that the report as a whole is about."""

    def __init__(self, text: str, names: list[PlaceName], offices: list[Tag], title_end: int) -> None:
        self._text = text
        self._roles = Roles(text, offices)
        self._title_end = title_end
        self._printed: dict[str, Area] = {}  # areas that the report calls by another name, by code
        roles = ["institution" if self._in_link(name.start) else self._roles.of(name) for name in names]
        groups = self._groups(names, roles)
        for group in groups:  # 'Kepala Kantor Wilayah Bali, Nusa Tenggara, dan Papua': the title is that of all
            if roles[group[0]] == "title":
                for index in group:
                    roles[index] = "title" if roles[index] == "bare" else roles[index]
        self._branch_codes = self._branches(names, roles, groups)
        self.mentions = self._apposed(self._resolved(names, roles, groups))
        self._starts = [mention.start for mention in self.mentions]
        self.default, self.default_rule = gazetteer.NATION, "area_none_named"

    def between(self, start: int, end: int) -> list[Mention]:
        """Usable mentions that begin in text[start:end]."""
        return [mention for mention in self.all_between(start, end) if mention.usable]

    def all_between(self, start: int, end: int) -> list[Mention]:
        """Mentions of every role that begin in text[start:end]."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def settle(self, headline: str | None, told: Callable[[int], bool], lead: Area | None = None) -> None:
        """Decides on the area of the report as a whole; a headline from the front matter is heard too. `told` says of an offset
        whether its sentence holds figures, `lead` is the area of the first figure, if its own words name one."""
        weight: Counter[str] = Counter()
        if lead is not None:
            weight[lead.code] += OF_FIRST_FIGURE
        if headline:
            words = words_of(headline)
            offices = phrasebook("office_words", "kind").find(headline, words)
            above = Places(headline, gazetteer.find_places(headline, words), offices, 0)
            for mention in above.mentions:
                weight[self._as_branch(mention.area).code] += IN_HEADLINE + WEIGHTS.get(mention.role, 0)
        self.default, self.default_rule = self._main_area(weight, told)

    def speak_for(self, region: Area) -> None:
        """The office that the report is about speaks for this region: so does it wherever it is named."""
        own = self.default.code
        self.default, self.default_rule = region, "area_office_speaks_for"
        self.mentions = [
            replace(m, area=region) if m.area.code == own and m.role in OFFICES else m for m in self.mentions
        ]

    def _as_branch(self, area: Area) -> Area:
        """The work area of the branch, where this report speaks of a branch in that town."""
        seats = gazetteer.branches_by_seat()
        return seats[area.code] if area.code in seats and area.code in self._branch_codes else area

    def _apposed(self, mentions: list[Mention]) -> list[Mention]:
        """'Kota Padang, Sumatera Barat': the province only says where the town lies. A branch that is placed so speaks for the province if it is
        known to be its branch."""
        found = mentions[:1]
        wider: dict[str, Area] = {}
        for first, second in itertools.pairwise(mentions):
            inside = second.area.kind == "province" and first.area.kind in ("regency", "city", "office_work_area")
            inside = inside and all(code.startswith(second.area.code) for code in first.area.codes)
            inside = inside or (second.area.code == first.area.code and first.area.kind in SMALLER)
            end = first.end
            if first.role in ("branch", "agency", "title") and (more := MORE_OF_NAME.match(self._text, end)):
                end = more.end()  # 'Cabang Semarang Majapahit, Jawa Tengah'
            beside = second.start - end < 20 and between("lies_in", self._text, end, second.start)
            usable = second.usable and first.role not in ("dateline", "speech")
            if not (inside and beside and usable):
                found.append(second)
                continue
            found.append(replace(second, role="apposed"))
            if first.role in ("branch", "agency") and gazetteer.province_of_branch(first.area) == second.area:
                wider[first.area.code] = second.area
        return [replace(m, area=wider[m.area.code]) if m.area.code in wider else m for m in found]

    def _groups(self, names: list[PlaceName], roles: list[str]) -> list[list[int]]:
        """Runs of names joined by commas and 'dan': one list each."""
        groups: list[list[int]] = []
        for index, name in enumerate(names):
            previous = names[index - 1] if index else None
            joined = previous is not None and is_joined(self._text, previous.end, name.start)
            if joined and "dateline" not in (roles[index], roles[index - 1]):
                groups[-1].append(index)
            else:
                groups.append([index])
        return groups

    def _branches(self, names: list[PlaceName], roles: list[str], groups: list[list[int]]) -> set[str]:
        """Codes of the seats that this report names as branches, one by one or in a list after 'kantor cabang'."""
        found: set[str] = set()
        for group in groups:
            start = names[group[0]].start
            listed = any(
                tag.value == "branch" and not re.search(r"[.;\n]", self._text[tag.end : start])
                for tag in self._roles.office_words_near(start, BRANCH_LIST)
            )
            for index in group:
                if roles[index] in ("branch", "agency", "title") or (listed and len(group) > 1):
                    found.update(area.code for area in names[index].areas)
        return found

    def _resolved(self, names: list[PlaceName], roles: list[str], groups: list[list[int]]) -> list[Mention]:
        found: list[Mention] = []
        for group in groups:
            whole = self._one_office([names[index] for index in group]) if len(group) > 1 else None
            if whole:
                role = "title" if roles[group[0]] == "title" else "kanwil"
                told = gazetteer.spelled_out([area.code for index in group for area in names[index].areas[:1]])
                whole = self._printed.setdefault(whole.code, replace(whole, name=told))
                found.append(Mention(names[group[0]].start, names[group[-1]].end, whole, role))
                continue
            for index in group:
                name, role = names[index], roles[index]
                found.append(
                    Mention(name.start, name.end, self._as_printed(self._resolve(name, role), name, role), role)
                )
        return found

    def _as_printed(self, area: Area, name: PlaceName, role: str) -> Area:
        """The area under the name that the report uses: 'Tanjungpinang', and the town of a branch that is no name of the regency."""
        printed = self._text[name.start : name.end]
        bare = gazetteer.ADMINISTRATIVE.sub("", area.name)
        if area.kind not in SMALLER or printed.lower() in (bare.lower(), area.name.lower()):
            return area
        one_word = bare.replace(" ", "").lower() == printed.replace(" ", "").lower()
        town = role in ("branch", "agency", "title") and printed.lower() in gazetteer.towns()
        if not one_word and not town:
            return area
        printed = printed.title() if printed.isupper() else printed
        return self._printed.setdefault(area.code, replace(area, name=printed))

    def _one_office(self, names: list[PlaceName]) -> Area | None:
        codes = frozenset(code for name in names for code in name.areas[0].codes)
        offices = gazetteer.offices_by_area().get(codes, ())
        if offices:
            return offices[0]
        if self._roles.follows_regional_office(names[0].start):
            # 'Bali, Nusa Tenggara dan Papua': the office has more provinces now than its name tells
            wider = [
                office for known, found in gazetteer.offices_by_area().items() if codes < known for office in found
            ]
            return min(wider, key=lambda office: (len(office.codes), office.code), default=None)
        return None

    def _resolve(self, name: PlaceName, role: str) -> Area:  # noqa: PLR0911  (an ordered list of readings)
        areas = name.areas
        text = self._text
        if areas[0].kind in ("nation",) or (len({area.kind for area in areas}) == 1 and areas[0].office_code):
            return areas[0]
        both = names_city_and_regency(text, name.start)
        official = text[name.start : name.end].lower().startswith(("kota ", "kabupaten "))
        seats = gazetteer.branches_by_seat()
        offices = [area for area in areas if area.office_code]
        if offices:
            regions = [area for area in areas if not area.office_code]
            return (
                offices[0]
                if role in ("kanwil", "agency", "title") or not regions
                else regions[0]
                if regions[0].kind == "province"
                else offices[0]
            )
        if areas[0].kind in ("province", "region_group", "island_group"):
            if role == "kanwil":
                for office in gazetteer.areas().values():
                    if office.office_code and office.office_code.startswith("K11") and office.codes == areas[0].codes:
                        return areas[0]
            return areas[0]
        if both:
            for seat in seats.values():
                if areas[0].codes <= seat.codes and len(seat.codes) == 2 and seat.name.startswith("Kota dan "):
                    return seat
        known = [seats[area.code] for area in areas if area.code in seats and area.code in self._branch_codes]
        if known and not (official and role in ("locative", "bare") and len(known[0].codes) > 1):
            return known[0]
        if names_regency(text, name.start, name.end):
            return next((area for area in areas if area.kind == "regency"), areas[0])
        return areas[0]

    def _weighed(self, code: str) -> list[Mention]:
        return [mention for mention in self.mentions if mention.area.code == code and mention.role in WEIGHTS]

    def _in_link(self, offset: int) -> bool:
        """Whether the line only points to another report: 'Baca juga: …'."""
        begin = self._text.rfind("\n", max(0, offset - LONGEST_LINK), offset) + 1
        return _link_line().match(self._text, begin, offset) is not None

    def _main_area(self, weight: Counter[str], told: Callable[[int], bool]) -> tuple[Area, str]:
        first: dict[str, int] = dict.fromkeys(weight, 0)
        above = {*weight, *(mention.area.code for mention in self.mentions if mention.start < self._title_end)}
        weight = Counter({code: points for code, points in weight.items() if code != gazetteer.NATION_CODE})
        for mention in self.mentions:
            if mention.role not in WEIGHTS or mention.area.kind == "nation":
                continue
            points = WEIGHTS[mention.role]
            if mention.role in TOLD_OF and told(mention.start):
                points += WITH_FIGURES
            if mention.start < self._title_end:
                points += IN_HEADLINE
            weight[mention.area.code] += points
            first.setdefault(mention.area.code, mention.start)
        if not weight:
            datelines = [mention for mention in self.mentions if mention.role == "dateline"]
            national = [mention for mention in self.mentions if mention.area.kind == "nation"]
            if national or not datelines or datelines[0].area.code in CAPITAL:
                return gazetteer.NATION, "area_none_named"
            return datelines[0].area, "area_dateline"
        provinces = {code: points for code, points in weight.items() if gazetteer.areas()[code].kind == "province"}
        named = frozenset(provinces)
        wider = [
            code for code in weight if len(gazetteer.areas()[code].codes) > 1 and named <= gazetteer.areas()[code].codes
        ]
        if len(provinces) >= 3 and wider:
            return gazetteer.areas()[max(wider, key=lambda code: weight[code])], "area_of_report"
        if len(provinces) >= 5 and max(weight.values()) * 3 < sum(weight.values()):
            return gazetteer.NATION, "area_many_provinces"
        # of two that are named as often, the one around the other
        size = {
            code: len(gazetteer.areas()[code].codes) > 1 or gazetteer.areas()[code].kind == "province"
            for code in weight
        }
        code = min(weight, key=lambda code: (-weight[code], not size[code], first[code]))
        if code in CAPITAL and code not in above and all(m.role in ("bare", "government") for m in self._weighed(code)):
            return gazetteer.NATION, "area_none_named"  # where ministries and head offices speak
        area = gazetteer.areas()[code]
        by_its_name = any(mention.area.name == area.name for mention in self._weighed(code))
        return area if by_its_name else self._printed.get(code, area), "area_of_report"
