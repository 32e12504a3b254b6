"""Which area a text and each of its numbers speaks about.

Belongs here: what stands before a place name (an office, an institution, the town where something was said), lists of places, the
area of the report as a whole. Does not: the names themselves (gazetteer), or any number's measure.
"""

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sources.press import gazetteer
from sources.press.gazetteer import Area, PlaceName
from sources.press.lexicon import Tag, phrasebook, words_of

JOINED = re.compile(r"\s*(?:,|,?\s*dan|,?\s*serta|&|/|-|–|,?\s*hingga|,?\s*dan di|,?\s*sampai)\s*(?:di\s+)?")
BEFORE_WORD = re.compile(r"([^\W\d_]+)[ \t(]*[-–]?[ \t]*$")
SPEECH_AFTER = re.compile(
    r"^(?:,?\s*\(?(?:Senin|Selasa|Rabu|Kamis|Jumat|Jum'at|Sabtu|Minggu|kemarin|hari ini|belum lama ini)\b|,\s*[A-Z][\w ]{2,24},\s*(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu)\b)"
)
DATELINE_AFTER = re.compile(r"^[^.\n]{0,40}?\)?\s*(?:-|–|—|:)\s*")
LIST_MARK = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)]|[a-z][.)])\s")
ITEM_AFTER = re.compile(r"\s*:\s*(?:Rp\.?\s*)?\d")  # 'Balikpapan: 204.818 peserta' is an item of a list
TITLE = re.compile(
    r"\b(?:Kepala|Deputi|Direktur|Pimpinan|Pemimpin|Kakanwil|Kakacab|Asisten|Pps)\b[^.,;:\n]*$", re.IGNORECASE
)
WEIGHTS = {"branch": 3, "kanwil": 3, "agency": 3, "title": 2, "locative": 2, "bare": 1}
LOCATIVE = {"di", "se", "wilayah", "provinsi", "propinsi", "daerah", "seluruh", "untuk", "asal", "masyarakat", "warga"}
NEUTRAL = {
    "kota",
    "kabupaten",
    "kab",
    "dari",
    "dan",
    "serta",
    "diikuti",
    "disusul",
    "lalu",
    "pekerja",
    "in",
    "across",
    "kemudian",
}


def without_list_commas(text: str, names: list[PlaceName]) -> str:
    """The text, same length, with the commas between listed place names blanked: they part no clauses."""
    spans = [(name.start, name.end) for name in names]
    spans += [
        (first.end, second.start)
        for first, second in itertools.pairwise(names)
        if JOINED.fullmatch(text[first.end : second.start])
    ]
    pieces, reached = [], 0
    for start, end in sorted(spans):
        pieces += [text[reached:start], text[start:end].replace(",", " ")]
        reached = end
    return "".join([*pieces, text[reached:]])


@dataclass(frozen=True)
class Mention:
    """A place name with what its surroundings make of it: `role` is branch, kanwil, agency, locative, bare, speech, dateline, institution."""

    start: int
    end: int
    area: Area
    role: str

    @property
    def usable(self) -> bool:
        return self.role not in ("speech", "dateline", "institution", "title")


class Places:
    """All place mentions of a text, and the area that the report as a whole is about."""

    def __init__(self, text: str, names: list[PlaceName], offices: list[Tag], title_end: int) -> None:
        self._text = text
        self._offices = offices
        self._title_end = title_end
        roles = [self._role(name) for name in names]
        groups = self._groups(names, roles)
        self._branch_codes = self._branches(names, roles, groups)
        self.mentions = self._resolved(names, roles, groups)
        self._starts = [mention.start for mention in self.mentions]
        self.default, self.default_rule = gazetteer.NATION, "area_none_named"

    def between(self, start: int, end: int) -> list[Mention]:
        """Usable mentions that begin in text[start:end]."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self.mentions[first:last] if mention.usable]

    def settle(self, headline: str | None, told: Callable[[int], bool]) -> None:
        """Decides on the area of the report as a whole; a headline from the front matter is heard too. `told` says of an offset
        whether its sentence holds figures."""
        weight: Counter[str] = Counter()
        if headline:
            words = words_of(headline)
            offices = phrasebook("office_words", "kind").find(headline, words)
            above = Places(headline, gazetteer.find_places(headline, words), offices, 0)
            for mention in above.mentions:
                weight[self._as_branch(mention.area).code] += 4 + WEIGHTS.get(mention.role, 0)
        self.default, self.default_rule = self._main_area(weight, told)

    def _as_branch(self, area: Area) -> Area:
        """The work area of the branch, where this report speaks of a branch in that town."""
        seats = gazetteer.branches_by_seat()
        return seats[area.code] if area.code in seats and area.code in self._branch_codes else area

    def _office_before(self, start: int) -> str | None:
        """Kind of the office word that the place name follows: 'Cabang Palembang', 'Wilayah VI', 'BPJS Ketenagakerjaan Kediri'."""
        index = bisect_left([tag.start for tag in self._near(start)], start)
        near = self._near(start)[:index]
        kinds = [tag.value for tag in near if not re.search(r"[^\s(]", self._tail(tag, start))]
        return kinds[-1] if kinds else None

    def _near(self, start: int) -> list[Tag]:
        first = bisect_left(self._offices, start - 60, key=lambda tag: tag.start)
        last = bisect_left(self._offices, start, key=lambda tag: tag.start)
        return self._offices[first:last]

    def _tail(self, tag: Tag, start: int) -> str:
        """What stands between an office word and a place name, agency and rank words taken out."""
        between = self._text[tag.end : start]
        return re.sub(
            r"(?i)\b(?:kota|kabupaten|provinsi|utama|pt|persero|bpjs|ketenagakerjaan|bp|jamsostek|bpjamsostek|di)\b|[()]",
            "",
            between,
        )

    def _role(self, name: PlaceName) -> str:  # noqa: PLR0911  (an ordered list of roles reads best as returns)
        text = self._text
        line_start = text.rfind("\n", 0, name.start) + 1
        after = text[name.end : name.end + 70]
        before = BEFORE_WORD.search(text[max(line_start, name.start - 30) : name.start])
        word = before.group(1) if before else ""
        previous = word.lower()
        office = self._office_before(name.start)
        if name.areas[0].kind == "nation":
            return "locative"
        if name.areas[0].office_code and len(name.areas) == 1:
            return "title" if self._names_an_official(name.start) else "kanwil"
        if not before and self._is_dateline(line_start, name, after):
            return "dateline"
        if (
            self._is_dateline(line_start, name, after)
            and name.start - line_start < 12
            and previous in ("kbrn", "co", "id")
        ):
            return "dateline"
        if office in ("branch", "kanwil", "agency"):
            return "title" if self._names_an_official(name.start) else office
        if SPEECH_AFTER.match(after) and previous in ("di", ""):
            return "speech"
        if previous in LOCATIVE:
            return "locative"
        if not word or previous in NEUTRAL or word[0].islower():
            return "bare"
        inside = text[line_start : name.start].strip()
        sentence_initial = inside == word or inside.endswith((". " + word, '"' + word, "“" + word))
        return "bare" if sentence_initial else "institution"

    def _names_an_official(self, start: int) -> bool:
        """'Deputi Direktur Wilayah Kalimantan Rini': the office of who speaks is not what the figures are about."""
        return TITLE.search(self._text[max(0, start - 90) : start]) is not None

    def _is_dateline(self, line_start: int, name: PlaceName, after: str) -> bool:
        head = self._text[line_start : name.start]
        if LIST_MARK.match(head) or ITEM_AFTER.match(after):
            return False
        return len(head.strip(' ("“')) < 25 and bool(
            re.match(r"^(?:\s*,[^.\n]{0,25}|\s*\([^)\n]{0,40}\)|\)|\s*,\s*[A-Z]{2,4})?\s*(?:-|–|—|:)", after)
        )

    def _groups(self, names: list[PlaceName], roles: list[str]) -> list[list[int]]:
        """Runs of names joined by commas and 'dan': one list each."""
        groups: list[list[int]] = []
        for index, name in enumerate(names):
            previous = names[index - 1] if index else None
            between = self._text[previous.end : name.start] if previous else "."
            joined = previous and (
                JOINED.fullmatch(between)
                or re.fullmatch(r"\s*(?:,|dan|, dan|serta)?\s*(?:dan )?(?:Kota|Kabupaten|Cabang) ", between)
            )
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
                tag.value == "branch" and not re.search(r"[.;\n]", self._text[tag.end : start]) and start - tag.end < 90
                for tag in self._near_wide(start)
            )
            for index in group:
                if roles[index] in ("branch", "agency", "title") or (listed and len(group) > 1):
                    found.update(area.code for area in names[index].areas)
        return found

    def _near_wide(self, start: int) -> list[Tag]:
        first = bisect_left(self._offices, start - 110, key=lambda tag: tag.start)
        last = bisect_left(self._offices, start, key=lambda tag: tag.start)
        return self._offices[first:last]

    def _resolved(self, names: list[PlaceName], roles: list[str], groups: list[list[int]]) -> list[Mention]:
        found: list[Mention] = []
        for group in groups:
            whole = self._one_office([names[index] for index in group]) if len(group) > 1 else None
            if whole:
                found.append(Mention(names[group[0]].start, names[group[-1]].end, whole, "kanwil"))
                continue
            for index in group:
                name = names[index]
                found.append(Mention(name.start, name.end, self._resolve(name, roles[index]), roles[index]))
        return found

    def _one_office(self, names: list[PlaceName]) -> Area | None:
        codes = frozenset(code for name in names for code in name.areas[0].codes)
        offices = gazetteer.offices_by_area().get(codes, ())
        return offices[0] if offices else None

    def _resolve(self, name: PlaceName, role: str) -> Area:  # noqa: PLR0911  (an ordered list of readings)
        areas = name.areas
        text = self._text
        if areas[0].kind in ("nation",) or (len({area.kind for area in areas}) == 1 and areas[0].office_code):
            return areas[0]
        both = re.search(r"Kota (?:dan|maupun|serta) $", text[max(0, name.start - 12) : name.start])
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
        before = text[max(0, name.start - 10) : name.start].lower()
        if re.search(r"\bkab(?:upaten|\.)? ?$", before):
            return next((area for area in areas if area.kind == "regency"), areas[0])
        return areas[0]

    def _main_area(self, weight: Counter[str], told: Callable[[int], bool]) -> tuple[Area, str]:
        first: dict[str, int] = dict.fromkeys(weight, 0)
        weight = Counter({code: points for code, points in weight.items() if code != gazetteer.NATION_CODE})
        for mention in self.mentions:
            if not (mention.usable or mention.role == "title") or mention.area.kind == "nation":
                continue
            points = WEIGHTS[mention.role]
            if mention.role in ("locative", "bare") and told(mention.start):
                points += 2
            if mention.start < self._title_end:
                points += 4
            weight[mention.area.code] += points
            first.setdefault(mention.area.code, mention.start)
        if not weight:
            datelines = [mention for mention in self.mentions if mention.role == "dateline"]
            national = [mention for mention in self.mentions if mention.area.kind == "nation"]
            if national or not datelines:
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
        code = min(weight, key=lambda code: (-weight[code], first[code]))
        return gazetteer.areas()[code], "area_of_report"
