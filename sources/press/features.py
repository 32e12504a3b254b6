"""What the words around one number say: the noun that is counted, its status, programme, segment, whether it is a target.

Belongs here: features out of a number's own words. Does not: what it takes from other numbers (relations, statuses), numbers that are
no figures at all (traps).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sources.press.clauses import Place, Sentence
from sources.press.frames import NOT_YET, SPECIFIC, WEAK, Frame, Tags
from sources.press.lexicon import Tag
from sources.press.relations import LIST_JOINER
from sources.reference import programmes

HEAD_BREAK = re.compile(r"[,;:(]|\s[-–—]\s")
CLAUSE_BREAK = re.compile(
    r"[,;]|\b(?:sedangkan|sementara|namun|tetapi|padahal|karena|sehingga|agar|supaya|yakni|yaitu)\b", re.IGNORECASE
)
OTHER_CLAUSE = re.compile(r"\b(?:karena|sedangkan|sementara|namun|tetapi|padahal|sehingga)\b|;", re.IGNORECASE)
NEAR_WORDS = re.compile(r"[ \t]*(?:\((?=\w))?(?:di antaranya[ \t]+)?(?:[^\W\d_]+[ \t]+){0,1}")
# 'Dari angkatan kerja formal, sebanyak N …': the base is not what the number counts.
BASE_PHRASE = re.compile(r"\W*(?:dari\b[^,;]*,|dengan \w+(?: peserta)? (?:itu|ini|tersebut|tsb\.?)\b)", re.IGNORECASE)
AGENCY_NEXT = re.compile(r"\s+(?:BPJS|BP|BPJ|Jamsostek|PT)", re.IGNORECASE)
PREDICATE = re.compile(r"\b(?:menjadi|jadi|sebagai|bukan)\s+$", re.IGNORECASE)  # 'perusahaan yang menjadi peserta'
BESIDE = ("atau", "setara", "setara dengan")
# 'bertambah menjadi 2,64 juta' tells how many there are, not how many are new.
LEVEL_TOLD = re.compile(r"\bmenjadi\s+(?:(?:sebanyak|sekitar|total|lebih dari|kurang lebih)\s+)?$", re.IGNORECASE)
THE_OTHERS = re.compile(
    r"\byang belum\s*:?\s*(?:(?:masih|ada|sebanyak|sekitar)\s+)*$", re.IGNORECASE
)  # 'Yang belum: 41,05 persen'
BASE_THEN = re.compile(
    r"[^,.;\d]{0,30}\b(?:itu|tersebut|tadi)\b"
)  # 'dari tiga juta jiwa itu yang dilindungi 25 persen'
ONLY_MEMBERS = re.compile(
    r"(?:(?:men)?jadi (?:peserta|anggota)|(?:peserta|anggota)nya) baru\s+(?:sekitar\s+)?", re.IGNORECASE
)
OPEN_NOUNS = ("person", "unit", "piece", "recipient")
OF_PERSONS = ("worker", "member", "case", "child", "recipient", "insured")
PIECES_OF = ("office_unit", "office_gerai", "office_channel", "facility", "project", "employer")
QUANTITIES = {"percent": "percent", "money": "money"}
LOOK_BACK = 160  # characters in which 'enam unit' finds what a unit is
NEAR_NOUN = 80


@dataclass(frozen=True)
class _Zone:
    """The words of a number: place.left to place.right; those right beside it, from `near` to `right`."""

    text: str
    tags: Tags
    place: Place
    near: int
    right: int
    is_place_name: Callable[[int], bool]

    def left_of(self, table: str, *, near: bool = False) -> list[Tag]:
        return self.tags.between(table, self.near if near else self.place.left, self.place.numeral.start)

    def right_of(self, table: str) -> list[Tag]:
        numeral = self.place.numeral
        return self.tags.between(table, numeral.end, self.right) + self.tags.between(table, *self.place.tail)


def frame_of(text: str, tags: Tags, place: Place, sentence: Sentence, is_place_name: Callable[[int], bool]) -> Frame:
    """The features of one number from its own clause alone. `is_place_name` tells whether a place name begins near an offset."""
    numeral = place.numeral
    zone = _Zone(text, tags, place, _near_start(text, place), _right_end(text, place), is_place_name)
    frame = Frame(place, sentence, QUANTITIES.get(numeral.kind, "count"))
    left = {tag.value for tag in zone.left_of("measure_cues")}
    right = {tag.value for tag in zone.right_of("measure_cues")}
    frame.cues = frozenset(left | right)
    frame.near = frozenset({tag.value for tag in zone.left_of("measure_cues", near=True)} | right)
    frame.ahead = text[numeral.end : min(sentence.end, numeral.end + 90)]
    frame.behind = text[max(place.left, numeral.start - 160) : numeral.start]
    frame.noun, frame.noun_is_near = _noun(zone)
    _status(zone, frame)
    # 'menargetkan perlindungan bagi 4,6 juta pekerja yang belum terdaftar': they are the unprotected, not the target.
    unprotected = frame.status == "unprotected" and frame.status_from == "right"
    frame.target = ("target" in frame.cues or "of_target" in left) and not unprotected
    frame.planned = "planned" in frame.cues
    frame.segment = _nearest(zone, "segment_cues") or _segment_of_clause(zone)
    frame.programme = _programme(zone)
    if frame.noun is None and frame.programme and _directly_programme(zone):
        frame.noun = "case"
    frame.facility = _facility(zone)
    frame.anaphora = any(tag.value == "anaphora" for tag in zone.left_of("clause_words"))
    return frame


def _near_start(text: str, place: Place) -> int:
    """Where the words right before the number begin: after the last comma or bracket, if anything is said from there on."""
    breaks = {match.end() for match in HEAD_BREAK.finditer(text, place.left, place.numeral.start)}
    breaks |= {match.end() for match in CLAUSE_BREAK.finditer(text, place.left, place.numeral.start)}
    for position in sorted(breaks, reverse=True):
        if len(re.findall(r"[^\W\d_]{3,}", text[position : place.numeral.start])) >= 2:
            return position
    return place.left


def _right_end(text: str, place: Place) -> int:
    # '760.635 orang, atau 58,95 persen, menjadi peserta': the comma closes the apposition and no clause.
    apposed = place.link.lower() in BESIDE and text[place.numeral.end : place.numeral.end + 1] == ","
    found = CLAUSE_BREAK.search(text, place.numeral.end + apposed, place.right)
    return found.start() if found else place.right


def _noun(zone: _Zone) -> tuple[str | None, bool]:
    """The counted noun, and whether it stands right behind the number: 'tenaga kerja mencapai 470.627 orang' counts workers."""
    noun = _noun_behind(zone)
    if noun in ("unit", "piece"):
        return _noun_of_unit(zone) or noun, True
    if noun and noun != "person":
        return noun, True
    for near in (True, False):
        left = [tag for tag in zone.left_of("counted_nouns", near=near) if _may_be_counted(zone, tag)]
        if not left:
            continue
        found = left[-1].value
        if noun == "person" and found not in OF_PERSONS:
            continue
        if noun is None and not near and found.startswith(("office", "facility", "card")):
            continue
        return ("worker" if noun == "person" and found in ("case", "recipient") else found), noun is not None
    return noun, noun is not None


def _noun_behind(zone: _Zone) -> str | None:
    text, numeral = zone.text, zone.place.numeral
    right = zone.tags.between("counted_nouns", numeral.number_end, min(zone.right, numeral.end + NEAR_NOUN))
    if not right or not (right[0].start < numeral.end or NEAR_WORDS.fullmatch(text[numeral.end : right[0].start])):
        return None
    noun = right[0].value
    if len(right) > 1:
        second = right[1].value
        if noun in OPEN_NOUNS and NEAR_WORDS.fullmatch(text[right[0].end : right[1].start]):
            return second
        if noun == "member" and second == "worker" and right[1].start - right[0].end < 12:
            return second
    return noun


def _noun_of_unit(zone: _Zone) -> str | None:
    """'membuka kantor unit pelayanan (KUP). Saat ini enam unit …': what a unit is stands before."""
    start = zone.place.numeral.start
    begin = max(0, zone.text.rfind("\n", 0, start), start - LOOK_BACK)
    back = [
        tag
        for tag in zone.tags.between("counted_nouns", begin, start)
        if tag.value.startswith(PIECES_OF) and not zone.is_place_name(tag.end)
    ]
    return back[-1].value if back else None


def _may_be_counted(zone: _Zone, tag: Tag) -> bool:
    """Not the member in 'perusahaan yang menjadi peserta', nor the office in 'Cabang Palembang'."""
    text = zone.text
    if tag.value == "member":
        return PREDICATE.search(text[max(0, tag.start - 20) : tag.start]) is None
    if tag.value.startswith("office") and not AGENCY_NEXT.match(text[tag.end : tag.end + 14]):
        return not zone.is_place_name(tag.end) and not text[tag.end : tag.end + 4].strip()[:1].isupper()
    return True


def _status(zone: _Zone, frame: Frame) -> None:
    """Behind the number before what stands before it, what is beside it before what is far, the specific before the vague."""
    text, numeral = zone.text, zone.place.numeral
    if NOT_YET.match(text[numeral.end : numeral.end + 60]) or THE_OTHERS.search(frame.behind):
        frame.status, frame.status_from = "unprotected", "right"
        return
    base = BASE_PHRASE.match(text, zone.place.left, numeral.start)
    own_left = base.end() if base else zone.place.left
    near_start = max(zone.near, own_left)
    part_next = BASE_THEN.match(text, numeral.end) if frame.behind.rstrip().lower().endswith("dari") else None
    right = [] if part_next else [tag.value for tag in zone.right_of("measure_cues")]
    near = [_cue(zone, tag) for tag in zone.tags.between("measure_cues", near_start, numeral.start)][::-1]
    left = [tag.value for tag in zone.tags.between("measure_cues", own_left, near_start)][::-1]
    for source, values, wanted in (
        ("right", right, SPECIFIC),
        ("near", near, SPECIFIC),
        ("near", right + near, WEAK),
        ("left", left, SPECIFIC),
        ("left", left, WEAK),
    ):
        chosen = [value for value in values if value in wanted]
        if source != "right" and LEVEL_TOLD.search(frame.behind):
            chosen = [value for value in chosen if value != "new"]
        if chosen:
            frame.status = "registered" if wanted is WEAK and "registered" in chosen else chosen[0]
            frame.status_from = source
            return


def _cue(zone: _Zone, tag: Tag) -> str:
    """'yang menjadi peserta baru 40 juta' says that only so many are members, and of no new ones."""
    text = zone.text[tag.start : zone.place.numeral.start]
    return "registered" if tag.value == "new" and ONLY_MEMBERS.fullmatch(text) else tag.value


def _nearest(zone: _Zone, table: str) -> str | None:
    """The value of the tag that stands nearest to the number in its own words, those after it first."""
    numeral = zone.place.numeral
    right = zone.tags.between(table, numeral.number_end, zone.right)
    left = zone.left_of(table, near=True)
    if right and (not left or right[0].start - numeral.end <= numeral.start - left[-1].end + 25):
        return right[0].value
    return left[-1].value if left else None


def _segment_of_clause(zone: _Zone) -> str | None:
    """'Untuk pekerja formal, yang terdaftar N orang': the one segment named before, if no other clause lies between."""
    found = zone.left_of("segment_cues")
    if len({tag.value for tag in found}) != 1 or OTHER_CLAUSE.search(
        zone.text, found[-1].end, zone.place.numeral.start
    ):
        return None
    return found[-1].value


def _programme(zone: _Zone) -> str | None:
    """The programme of the number's own words; two that form a combination of the registry, as that; several behind it, all."""
    numeral = zone.place.numeral
    left = zone.left_of("programme_cues")
    right = zone.tags.between("programme_cues", numeral.end, zone.right)
    if right and not left:
        right = _with_listed(zone, right)
    found = left or right
    values = list(dict.fromkeys(tag.value for tag in found))
    if len(values) == 2 and found[-1].start - found[-2].end < 30:
        pair = {"+".join(values), "+".join(reversed(values))} & programmes()
        if pair:
            return pair.pop()
    if not values:
        return None
    return values[-1] if left or len(values) == 1 else "ALL"


def _with_listed(zone: _Zone, right: list[Tag]) -> list[Tag]:
    """Programmes that commas join to the first: '14.116 klaim dari JHT, JKK, JKM dan JP'."""
    found = list(right)
    for tag in zone.tags.between("programme_cues", right[-1].end, zone.place.right):
        if LIST_JOINER.fullmatch(zone.text[found[-1].end : tag.start]):
            found.append(tag)
    return found


def _directly_programme(zone: _Zone) -> bool:
    """'145 JKK': the programme stands where the counted noun would."""
    end = zone.place.numeral.number_end
    following = zone.tags.between("programme_cues", end, end + 40)
    return bool(following) and not zone.text[end : following[0].start].strip()


def _facility(zone: _Zone) -> str | None:
    """The type of the facilities that are counted; none where one number counts several types."""
    start = zone.place.numeral.number_end
    found = {tag.value for tag in zone.tags.between("facility_cues", start, min(zone.place.right, start + NEAR_NOUN))}
    if not found:
        found = {tag.value for tag in zone.left_of("facility_cues", near=True)[-1:]}
    return found.pop() if len(found) == 1 else None
