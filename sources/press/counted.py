"""The counted noun of a number, out of its own words.

Belongs here: which noun a number counts. Does not: nouns that it takes from other numbers (statuses).
"""

import re
from functools import cache

from sources.press.constructions import ahead, behind, between, terms
from sources.press.kinds import nouns, statuses
from sources.press.lexicon import Tag
from sources.press.vocabulary import table
from sources.press.zones import Zone

NEXT_WORD = re.compile(r"[ \t\u00a0]{1,3}([^\W\d_]{3,})")
SHORTEST_MISSPELLED, LONGEST_MISSPELLED = 6, 16  # letters
PHRASE = re.compile(r"(?:[ \t\n\u00a0-]{1,2}[^\W\d_]+)*[ \t\n\u00a0]")
LARGE = 1000  # a smaller number of people names them
MOST_DESCRIBING = 5  # words
KNOWING = (
    "counted_nouns",
    "measure_cues",
    "segment_cues",
    "programme_cues",
    "facility_cues",
    "clause_words",
    "office_words",
)
LOOK_BACK = 160  # characters in which 'enam unit' finds what a unit is
NEAR_NOUN = 80


def noun_of(zone: Zone) -> tuple[str | None, bool]:
    """The counted noun, and whether it stands right behind the number: 'tenaga kerja mencapai 470.627 orang' counts workers."""
    noun = _noun_behind(zone) or _misspelled_noun(zone)
    if noun in ("unit", "piece"):
        return _noun_of_unit(zone) or noun, True
    if noun and noun != "person":
        return noun, True
    for near in (True, False):
        left = [tag for tag in zone.left_of("counted_nouns", near=near) if _may_be_counted(zone, tag)]
        if not left:
            continue
        found = left[-1].value
        if noun == "person" and found not in nouns("status_left"):
            continue
        of_places = found.startswith(("office", "facility", "card"))
        if noun is None and of_places and (not near or _is_part_of_name(zone, left[-1])):
            continue
        if noun is None and _has_other_noun(zone):
            return "other", True
        told = {"recipient": "worker", "case": "person"}.get(found, found) if noun == "person" else found
        return told, noun is not None
    if noun is None and _has_other_noun(zone):
        return "other", True
    return noun, noun is not None


def _is_part_of_name(zone: Zone, tag: Tag) -> bool:
    """'Puskesmas Muara Wahau 2': the number belongs to the name."""
    name = zone.text[tag.end : zone.place.numeral.start].split()
    return bool(name) and all(word[:1].isupper() for word in name)


@cache
def _spellings() -> dict[str, str]:
    """Long nouns of one word, whole and with one letter left out."""
    found: dict[str, str] = {}
    for row in table("counted_nouns"):
        term = row["term"].lower()
        if row["noun"] and len(term) >= SHORTEST_MISSPELLED and term.isalpha():
            for spelling in _one_letter_less(term):
                found.setdefault(spelling, row["noun"])
    return found


def _one_letter_less(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _misspelled_noun(zone: Zone) -> str | None:
    """'32.147 perusahaaan', '500 pekeja': a noun with one letter too many, too few or wrong."""
    word = NEXT_WORD.match(zone.text, zone.place.numeral.end)
    printed = word.group(1).lower() if word else ""
    if not SHORTEST_MISSPELLED <= len(printed) <= LONGEST_MISSPELLED or not _has_other_noun(zone):
        return None
    return next(
        (_spellings()[spelling] for spelling in sorted(_one_letter_less(printed)) if spelling in _spellings()), None
    )


def _has_other_noun(zone: Zone) -> bool:
    """'15 regulasi', '1.300 paket': a word follows that no table knows, so the number counts something else."""
    text, numeral = zone.text, zone.place.numeral
    word = NEXT_WORD.match(text, numeral.end)
    members = {tag.start for tag in zone.right_of("counted_nouns")}
    said = {tag.value for tag in zone.right_of("measure_cues") if tag.start not in members}
    if numeral.value >= LARGE and said & {*statuses("specific"), *statuses("weak")}:
        return False
    if numeral.kind == "count" and ahead("of_regions", text, numeral.end) is not None:
        return True  # '40 dari 141 desa'
    if numeral.kind != "count" or word is None or ahead("no_noun", text, numeral.end) is not None:
        return False
    known = any(
        tag.start <= word.end(1)
        for table in KNOWING
        for tag in zone.tags.between(table, word.start(1), word.end(1) + NEAR_NOUN)[:1]
    )
    return not known and not zone.is_place_name(numeral.end)


def _noun_behind(zone: Zone) -> str | None:
    text, numeral = zone.text, zone.place.numeral
    right = zone.tags.between("counted_nouns", numeral.number_end, min(zone.right, numeral.end + NEAR_NOUN))
    if not right:
        return None
    inside = text[numeral.end : right[0].start].strip().lower() in terms("locative")  # '1.068 di Kantor Cabang Sorong'
    beside = right[0].start < numeral.end or (
        not inside and between("before_noun", text, numeral.end, right[0].start) is not None
    )
    if not beside and not _is_english_phrase(zone, right[0]):
        return None
    noun = right[0].value
    if right[0].term in terms("staff") and ahead("agency_next", text, right[0].end, right[0].end + 20):
        return "other"  # the agency's own
    if len(right) > 1 and right[1].value != "other":
        second = right[1].value
        fits = noun != "person" or second in nouns("status_left")
        if fits and noun in nouns("open") and between("before_noun", text, right[0].end, right[1].start):
            return second
        if noun == "member" and second == "worker" and right[1].start - right[0].end < 12:
            return second
    return noun


@cache
def _english() -> frozenset[str]:
    return frozenset(row["term"] for row in table("counted_nouns") if row["note"] == "English")


def _is_english_phrase(zone: Zone, tag: Tag) -> bool:
    """'6.1 million formal and informal workers', '1,850 palm oil sector workers': English puts what describes the noun before it."""
    described = zone.text[zone.place.numeral.end : tag.start]
    return (
        tag.term in _english()
        and len(described.split()) <= MOST_DESCRIBING
        and PHRASE.fullmatch(described) is not None
        and ahead("no_noun", described.replace(" and ", " ")) is None
    )


def _noun_of_unit(zone: Zone) -> str | None:
    """'membuka kantor unit pelayanan (KUP). Saat ini enam unit …': what a unit is stands before."""
    start = zone.place.numeral.start
    begin = max(0, zone.text.rfind("\n", 0, start), start - LOOK_BACK)
    back = [
        tag
        for tag in zone.tags.between("counted_nouns", begin, start)
        if tag.value.startswith(nouns("piece")) and not zone.is_place_name(tag.end)
    ]
    return back[-1].value if back else None


def _may_be_counted(zone: Zone, tag: Tag) -> bool:
    """Not the member in 'perusahaan yang menjadi peserta', nor the office in 'Cabang Palembang'."""
    text = zone.text
    if tag.value == "other":
        return False
    if text[tag.end - 3 : tag.end].lower() == "nya" and behind(
        "object_of_employer", text, max(0, tag.start - 20), tag.start
    ):
        return False
    if tag.value == "member":
        return behind("told_as", text, max(0, tag.start - 20), tag.start) is None
    if tag.value.startswith("office") and not ahead("agency_next", text, tag.end, tag.end + 20):
        return not zone.is_place_name(tag.end) and not text[tag.end : tag.end + 4].strip()[:1].isupper()
    return True
