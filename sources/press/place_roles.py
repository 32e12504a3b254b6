"""What the words around a place name make of it: the area that is spoken of, an office, the town where something was said, an institution.

Belongs here: the role of one name, from its neighbours. Does not: which area a name stands for (gazetteer), lists of places and the area of a report
(places), which number belongs to which place (areas).
"""

import itertools
import re
from bisect import bisect_left
from functools import cache

from sources.press.constructions import ahead, behind, between, terms
from sources.press.gazetteer import PlaceName
from sources.press.lexicon import Tag
from sources.press.vocabulary import alternation, table

WEIGHTS = {"branch": 3, "kanwil": 3, "agency": 3, "title": 3, "locative": 2, "government": 1, "bare": 1, "apposed": 1}
UNUSABLE = ("speech", "dateline", "institution", "title", "apposed")
OFFICES = ("branch", "kanwil", "agency")
BEFORE_WORD = re.compile(r"([^\W\d_]+)(?:[ \t(]*|-)$")
BRANCH_NAME = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)?")  # 'Cabang Karimunjawa Surabaya'
LIST_MARK = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)]|[a-z][.)])\s")
DATELINE_AFTER = re.compile(
    r"\s*,[ \t]*[\w.]{3,25}[ \t]*[-–—][ \t]|(?:\s*,[^.\n]{0,25}|\s*\([^)\n]{0,40}\)|\)|\s*,\s*[A-Z]{2,4})?\s*(?:-|–|—|:)"
)
LONGEST_HEAD = 25  # characters that may stand before the town of a dateline
REACH = 90  # characters before a name in which a title is looked for
OFFICE_NEAR = 60
LONGEST_JOINER = 40


@cache
def _speech_after() -> re.Pattern[str]:
    """'di Mataram, Minggu': when something was said stands right behind the town."""
    weekdays = alternation(row["word"] for row in table("weekdays"))
    when = "|".join(sorted(map(re.escape, terms("said_when")), key=len, reverse=True))
    return re.compile(rf"(?:,?\s*\(?(?:{weekdays}|(?i:{when}))\b|,\s*[A-Z][\w ]{{2,24}},\s*(?:{weekdays})\b)")


@cache
def _item_after() -> re.Pattern[str]:
    """'Balikpapan: 204.818 peserta' is an item of a list."""
    marks = alternation(row["mark"] for row in table("currencies"))
    return re.compile(rf"\s*:\s*(?:(?i:{marks})\s*)?\d")


@cache
def _name_parts() -> re.Pattern[str]:
    """Words that may stand between 'kantor cabang' and the name of its town: ranks and the agency's own names."""
    parts = "|".join(sorted(map(re.escape, terms("office_name_part")), key=len, reverse=True))
    return re.compile(rf"(?i)\b(?:{parts})\b|[()]")


class Roles:
    """Asked name by name. `offices` are the tags of office_words.csv in the text, in order."""

    def __init__(self, text: str, offices: list[Tag]) -> None:
        self._text = text
        self._offices = offices

    def of(self, name: PlaceName) -> str:  # noqa: PLR0911  (an ordered list of roles reads best as returns)
        """branch, kanwil, agency, title, locative, government, bare; speech, dateline, institution for what no figure is told of."""
        text = self._text
        line_start = text.rfind("\n", 0, name.start) + 1
        before = BEFORE_WORD.search(text[max(line_start, name.start - 30) : name.start])
        word = before.group(1) if before else ""
        previous = word.lower()
        if name.areas[0].kind == "nation":
            return "locative"
        official = self._names_an_official(line_start, name.start)
        if name.areas[0].office_code and len(name.areas) == 1:
            return "title" if official else "kanwil"
        if self._is_dateline(line_start, name) and (not before or self._after_agency_mark(line_start, name, previous)):
            return "dateline"
        office = self._office_before(name.start)
        if office in OFFICES:
            return "title" if official else office
        if behind("head_office", text, max(line_start, name.start - 30), name.start) or ahead(
            "newspaper", text, name.end, name.end + 20
        ):
            return "institution"
        if previous in terms("at") or not previous:
            # 'Kepala Cabang Papua Barat di Sorong, Iguh, mengatakan'
            where_he_sits = official and previous and text.startswith(",", name.end)
            if where_he_sits or _speech_after().match(text, name.end, name.end + 70):
                return "speech"
        if previous in terms("locative"):
            return "locative"
        if behind("statistics_office", text, max(line_start, name.start - 50), name.start):
            return "government"
        if previous in terms("government"):
            return "government"
        if not word or previous in terms("before_place") or word[0].islower():
            return "bare"
        inside = text[line_start : name.start].strip()
        sentence_initial = inside == word or inside.endswith((". " + word, '"' + word, "“" + word))
        if sentence_initial:
            return "bare"
        return "title" if official else "institution"

    def office_words_near(self, start: int, reach: int) -> list[Tag]:
        """Office words that begin at most `reach` characters before an offset."""
        first = bisect_left(self._offices, start - reach, key=lambda tag: tag.start)
        last = bisect_left(self._offices, start, key=lambda tag: tag.start)
        return self._offices[first:last]

    def follows_regional_office(self, start: int) -> bool:
        """Whether a name or a list of names follows 'Kantor Wilayah'."""
        return self._office_before(start) in ("kanwil", "agency") and any(
            tag.value == "kanwil" for tag in self.office_words_near(start, OFFICE_NEAR)
        )

    def _office_before(self, start: int) -> str | None:
        """Kind of the office word that the place name follows: 'Cabang Palembang', 'Wilayah VI', 'BPJS Ketenagakerjaan Kediri'."""
        for tag in reversed(self.office_words_near(start, OFFICE_NEAR)):
            between = _name_parts().sub("", self._text[tag.end : start]).strip()
            if not between or (tag.value == "branch" and BRANCH_NAME.fullmatch(between)):
                return "branch" if tag.value == "office" else tag.value  # 'Kantor Pandaan'
        return None

    def _names_an_official(self, line_start: int, start: int) -> bool:
        """'Deputi Direktur Wilayah Kalimantan Rini': the office of who speaks is not what the figures are about."""
        return behind("official", self._text, max(line_start, start - REACH), start) is not None

    def _after_agency_mark(self, line_start: int, name: PlaceName, previous: str) -> bool:
        return name.start - line_start < 12 and previous in terms("news_agency")

    def _is_dateline(self, line_start: int, name: PlaceName) -> bool:
        head = self._text[line_start : name.start]
        if LIST_MARK.match(head) or _item_after().match(self._text, name.end):
            return False
        if len(head.strip(' ("“')) >= LONGEST_HEAD:
            return False
        # 'MANADO. Kepala …': a town in capitals alone before a full stop
        opens = not head.strip() and self._text.startswith(". ", name.end)
        return opens or DATELINE_AFTER.match(self._text, name.end) is not None


def names_regency(text: str, start: int, end: int) -> bool:
    """Whether 'kab.' or 'kabupaten' stands right before a name, or 'Regency' behind it."""
    if behind("regency_named", text, max(0, start - 16), start) is not None:
        return True
    return ahead("regency_follows", text, end, end + 16) is not None


def names_city_and_regency(text: str, start: int) -> bool:
    """'Kota dan Kabupaten Kediri': the name stands for both."""
    return behind("city_and", text, max(0, start - 16), start) is not None


def is_joined(text: str, end: int, start: int) -> bool:
    """Whether nothing but what joins the names of a list stands between two names."""
    return start - end <= LONGEST_JOINER and between("places_joined", text, end, start) is not None


def without_list_commas(text: str, names: list[PlaceName]) -> str:
    """The text, same length, with the commas between listed place names blanked: they part no clauses."""
    spans = [(name.start, name.end) for name in names]
    spans += [
        (first.end, second.start)
        for first, second in itertools.pairwise(names)
        if is_joined(text, first.end, second.start)
    ]
    pieces, reached = [], 0
    for start, end in sorted(spans):
        pieces += [text[reached:start], text[start:end].replace(",", " ")]
        reached = end
    return "".join([*pieces, text[reached:]])
