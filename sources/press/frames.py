"""What the words around a number say: the noun that is counted, its status, programme, segment, whether it is a target.

Belongs here: features, one Frame a number, out of its own words and those of its sentence. Does not: the measure (measures), numbers
that are no figures at all (traps).
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from sources.press.clauses import Place, Sentence
from sources.press.lexicon import Tag, Word, phrasebook
from sources.reference import programmes

SPECIFIC = ("unprotected", "inactive", "active", "new", "potential")
WEAK = ("registered", "population")
HEAD_BREAK = re.compile(r"[,;:(]|\s[-–—]\s")
CLAUSE_BREAK = re.compile(
    r"[,;]|\b(?:sedangkan|sementara|namun|tetapi|padahal|karena|sehingga|agar|supaya|yakni|yaitu)\b", re.IGNORECASE
)
NEAR_WORDS = re.compile(r"[ \t]*(?:\((?=\w))?(?:[^\W\d_]+[ \t]+){0,1}")
# 'Dari angkatan kerja formal, sebanyak N …': the base is not what the number counts.
BASE_PHRASE = re.compile(r"\W*dari\b[^,;]*,", re.IGNORECASE)
NOT_YET = re.compile(r"[^.,;()\d]{0,25}\bbelum\s*(?:[.,;\"”]|$)", re.IGNORECASE)  # '… dan 41,05 persen belum.'
AGENCY_NEXT = re.compile(r"\s+(?:BPJS|BP|BPJ|Jamsostek|PT)", re.IGNORECASE)
PREDICATE = re.compile(r"\b(?:menjadi|jadi|sebagai|bukan)\s+$", re.IGNORECASE)  # 'perusahaan yang menjadi peserta'
OPEN_NOUNS = ("person", "unit", "piece", "recipient")


@dataclass
class Frame:
    """The features of one number, and later what was made of them."""

    place: Place
    sentence: Sentence
    quantity: str  # count, percent, money
    noun: str | None = None
    noun_is_near: bool = False
    status: str | None = None
    status_from: str = ""
    cues: frozenset[str] = frozenset()  # of its own words
    near: frozenset[str] = frozenset()  # of the words right beside it
    ahead: str = ""
    behind: str = ""
    target: bool = False
    planned: bool = False
    programme: str | None = None
    segment: str | None = None
    facility: str | None = None
    anaphora: bool = False
    listed: bool = False  # its own words name an area or a segment, so that it may be an item of a list
    topic: str | None = None
    measure: str | None = None
    confidence: float = 0.0
    rules: list[str] = field(default_factory=list)

    @property
    def value(self) -> Decimal:
        return self.place.numeral.value


class Tags:
    """All vocabulary tags of a text, by table."""

    TABLES = (
        ("counted_nouns", "noun"),
        ("measure_cues", "cue"),
        ("segment_cues", "segment"),
        ("programme_cues", "programme"),
        ("facility_cues", "segment"),
        ("clause_words", "role"),
        ("office_words", "kind"),
    )

    def __init__(self, text: str, words: list[Word]) -> None:
        self._tags = {table: phrasebook(table, column).find(text, words) for table, column in self.TABLES}
        self._starts = {table: [tag.start for tag in tags] for table, tags in self._tags.items()}

    def all(self, table: str) -> list[Tag]:
        return self._tags[table]

    def between(self, table: str, start: int, end: int) -> list[Tag]:
        """Tags of a table that begin in text[start:end] and end there."""
        starts = self._starts[table]
        tags = self._tags[table][bisect_left(starts, start) : bisect_left(starts, end)]
        return [tag for tag in tags if tag.end <= end]


QUANTITIES = {"percent": "percent", "money": "money"}


def frame_of(text: str, tags: Tags, place: Place, sentence: Sentence, is_place_name: Callable[[int], bool]) -> Frame:
    """The features of one number from its own clause alone. `is_place_name` tells whether a place name begins near an offset."""
    numeral = place.numeral
    frame = Frame(place, sentence, QUANTITIES.get(numeral.kind, "count"))
    near_start = _near_start(text, place)
    right_end = _right_end(text, place)
    cues = tags.between("measure_cues", place.left, numeral.start) + tags.between(
        "measure_cues", numeral.end, right_end
    )
    frame.cues = frozenset(tag.value for tag in cues)
    cues += tags.between("measure_cues", *place.tail)
    frame.cues = frozenset(tag.value for tag in cues)
    near = tags.between("measure_cues", near_start, numeral.start) + tags.between(
        "measure_cues", numeral.end, right_end
    )
    near += tags.between("measure_cues", *place.tail)
    frame.near = frozenset(tag.value for tag in near)
    frame.ahead = text[numeral.end : min(sentence.end, numeral.end + 90)]
    frame.behind = text[max(place.left, numeral.start - 160) : numeral.start]
    frame.noun, frame.noun_is_near = _noun(text, tags, place, near_start, right_end, is_place_name)
    _status(text, frame, tags, place, near_start, right_end)
    left_cues = {tag.value for tag in tags.between("measure_cues", place.left, numeral.start)}
    frame.target = "target" in frame.cues or "of_target" in left_cues
    if frame.status == "unprotected" and frame.status_from == "right":
        frame.target = False  # 'menargetkan perlindungan bagi 4,6 juta pekerja yang belum terdaftar': they are the unprotected
    frame.planned = "planned" in frame.cues
    frame.segment = _nearest(tags, "segment_cues", place, near_start, right_end)
    if frame.segment is None:
        frame.segment = _segment_of_clause(text, tags, place)
    frame.programme = _programme(tags, place, right_end)
    if frame.noun is None and frame.programme and _directly_programme(text, tags, numeral.number_end):
        frame.noun = "case"
    frame.facility = _facility(tags, place, near_start)
    frame.anaphora = any(tag.value == "anaphora" for tag in tags.between("clause_words", place.left, numeral.start))
    return frame


def _near_start(text: str, place: Place) -> int:
    """Where the words right before the number begin: after the last comma or bracket, if anything is said from there on."""
    breaks = [match.end() for match in HEAD_BREAK.finditer(text, place.left, place.numeral.start)]
    breaks += [match.end() for match in CLAUSE_BREAK.finditer(text, place.left, place.numeral.start)]
    for position in sorted(set(breaks), reverse=True):
        if len(re.findall(r"[^\W\d_]{3,}", text[position : place.numeral.start])) >= 2:
            return position
    return place.left


def _right_end(text: str, place: Place) -> int:
    found = CLAUSE_BREAK.search(text, place.numeral.end, place.right)
    return found.start() if found else place.right


def _noun(
    text: str, tags: Tags, place: Place, near_start: int, right_end: int, is_place_name: Callable[[int], bool]
) -> tuple[str | None, bool]:
    numeral = place.numeral
    right = tags.between("counted_nouns", numeral.number_end, min(right_end, numeral.end + 80))
    noun: str | None = None
    if right and (right[0].start < numeral.end or NEAR_WORDS.fullmatch(text[numeral.end : right[0].start])):
        noun = right[0].value
        if noun in OPEN_NOUNS and len(right) > 1 and NEAR_WORDS.fullmatch(text[right[0].end : right[1].start]):
            noun = right[1].value
        if noun in {"unit", "piece"}:
            back = [
                tag
                for tag in tags.between(
                    "counted_nouns", max(0, text.rfind("\n", 0, numeral.start), numeral.start - 160), numeral.start
                )
                if tag.value.startswith(("office", "facility", "project", "employer")) and not is_place_name(tag.end)
            ]
            return (back[-1].value if back else noun), True
        if noun == "member" and len(right) > 1 and right[1].value == "worker" and right[1].start - right[0].end < 12:
            noun = "worker"
    if noun and noun not in ("unit", "piece", "person"):
        return noun, True
    for start in (near_start, place.left):
        left = [
            tag
            for tag in tags.between("counted_nouns", start, numeral.start)
            if not (tag.value == "member" and PREDICATE.search(text[max(0, tag.start - 20) : tag.start]))
            and not (
                tag.value.startswith("office")
                and not AGENCY_NEXT.match(text[tag.end : tag.end + 14])
                and (is_place_name(tag.end) or text[tag.end : tag.end + 4].strip()[:1].isupper())
            )
        ]
        if left:
            found = left[-1].value
            if noun == "person" and found not in ("worker", "member", "case", "child", "recipient", "insured"):
                continue
            if noun is None and found.startswith(("office", "facility", "card")) and start != near_start:
                continue
            return ("worker" if noun == "person" and found in ("case", "recipient") else found), noun is not None
    return noun, noun is not None


def _status(text: str, frame: Frame, tags: Tags, place: Place, near_start: int, right_end: int) -> None:
    numeral = place.numeral
    if NOT_YET.match(text[numeral.end : numeral.end + 60]):
        frame.status, frame.status_from = "unprotected", "right"
        return
    base = BASE_PHRASE.match(text, place.left, numeral.start)
    own_left = base.end() if base else place.left
    near_start = max(near_start, own_left)
    right = [
        tag.value
        for tag in tags.between("measure_cues", numeral.end, right_end) + tags.between("measure_cues", *place.tail)
    ]
    near = [tag.value for tag in tags.between("measure_cues", near_start, numeral.start)][::-1]
    left = [tag.value for tag in tags.between("measure_cues", own_left, near_start)][::-1]
    for zone, values, wanted in (
        ("right", right, SPECIFIC),
        ("near", near, SPECIFIC),
        ("near", right + near, WEAK),
        ("left", left, SPECIFIC),
        ("left", left, WEAK),
    ):
        chosen = [value for value in values if value in wanted]
        if chosen:
            first = chosen[0]
            if wanted is WEAK and "registered" in chosen:
                first = "registered"
            if zone == "right" and first == "new" and "registered" in chosen[:1]:
                first = "registered"
            frame.status, frame.status_from = first, zone
            return


def _nearest(tags: Tags, table: str, place: Place, near_start: int, right_end: int) -> str | None:
    """The value of the tag that stands nearest to the number in its own words, those after it first."""
    numeral = place.numeral
    right = tags.between(table, numeral.number_end, right_end)
    left = tags.between(table, near_start, numeral.start)
    if right and (not left or right[0].start - numeral.end <= numeral.start - left[-1].end + 25):
        return right[0].value
    return left[-1].value if left else None


def _segment_of_clause(text: str, tags: Tags, place: Place) -> str | None:
    """'Untuk pekerja formal, yang terdaftar N orang': the one segment named before, if no other clause lies between."""
    found = tags.between("segment_cues", place.left, place.numeral.start)
    if len({tag.value for tag in found}) != 1:
        return None
    between = text[found[-1].end : place.numeral.start]
    return (
        None
        if re.search(r"\b(?:karena|sedangkan|sementara|namun|tetapi|padahal|sehingga)\b|;", between)
        else found[-1].value
    )


def _programme(tags: Tags, place: Place, right_end: int) -> str | None:
    """The programme of the number's own words; two that form a combination of the registry, as that; more than two, all."""
    numeral = place.numeral
    left = tags.between("programme_cues", place.left, numeral.start)
    right = tags.between("programme_cues", numeral.end, right_end)
    for found in (left, right):
        values = list(dict.fromkeys(tag.value for tag in found))
        if len(values) == 1:
            return values[0]
        if len(values) == 2:
            pair = {"+".join(values), "+".join(reversed(values))} & programmes()
            gap = found[-1].start - found[-2].end
            if pair and gap < 30:
                return pair.pop()
            return "ALL" if found is right else values[-1]
        if values:
            return "ALL" if found is right else values[-1]
    return None


def _directly_programme(text: str, tags: Tags, end: int) -> bool:
    """'145 JKK': the programme stands where the counted noun would."""
    following = tags.between("programme_cues", end, end + 40)
    return bool(following) and text[end : following[0].start].strip() == ""


def _facility(tags: Tags, place: Place, near_start: int) -> str | None:
    """The type of the facilities that are counted; none where one number counts several types."""
    start = place.numeral.number_end
    found = {tag.value for tag in tags.between("facility_cues", start, min(place.right, start + 80))}
    if not found:
        found = {tag.value for tag in tags.between("facility_cues", near_start, place.numeral.start)[-1:]}
    return found.pop() if len(found) == 1 else None
