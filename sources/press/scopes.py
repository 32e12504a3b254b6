"""The segment, the programme and the type of facility that a number's own words name.

Belongs here: these three, out of the words of one number. Does not: what it takes from other numbers (relations, statuses).
"""

import re

from sources.press.constructions import between, within
from sources.press.lexicon import Tag
from sources.press.zones import Zone
from sources.reference import programmes

YEAR = re.compile(r"(?:19|20)\d\d")
GRANTS = ("BSU", "SCHOLARSHIP")
NEAR_NOUN = 80


def segment_of(zone: Zone) -> str | None:
    """The segment of the number: the one named beside it, else the only one of its clause."""
    return _nearest(zone, "segment_cues") or _segment_of_clause(zone)


def _nearest(zone: Zone, table: str) -> str | None:
    """The value of the tag that stands nearest to the number in its own words, those after it first."""
    numeral = zone.place.numeral
    right = zone.tags.between(table, numeral.number_end, zone.right) + zone.tags.between(table, *zone.place.tail)
    left = zone.left_of(table, near=True)
    if (right and _are_several(zone, right, zone.place.right)) or (left and _are_several(zone, left, numeral.start)):
        return None
    if right and (not left or right[0].start - numeral.end <= numeral.start - left[-1].end + 25):
        return right[0].value
    return left[-1].value if left else None


def _are_several(zone: Zone, tags: list[Tag], end: int) -> bool:
    """'pekerja formal dan informal', 'sektor formal, informal dan jasa konstruksi': more than one that are joined to the tag beside the number."""
    first = tags[0] if tags[0].start >= zone.place.numeral.end else tags[-1]
    found = zone.tags.between("segment_cues", zone.place.left, end)
    if first not in found:
        return False
    at = found.index(first)
    for one, other in ((at - 1, at), (at, at + 1)):
        if (
            one < 0
            or other >= len(found)
            or (found[one].start < zone.place.numeral.start) != (first.start < zone.place.numeral.start)
        ):
            continue
        if found[one].value != found[other].value and between(
            "list_joiner", zone.text, found[one].end, found[other].start
        ):
            return True
    return False


def _segment_of_clause(zone: Zone) -> str | None:
    """'Untuk pekerja formal, yang terdaftar N orang': the one segment named before, if no other clause lies between."""
    found = zone.left_of("segment_cues")
    if len({tag.value for tag in found}) != 1:
        return None
    if within("other_clause", zone.text, found[-1].end, zone.place.numeral.start):
        return None
    return found[-1].value


def programme_of(zone: Zone) -> str | None:
    """The programme of the number's own words; two that form a combination of the registry, as that; several behind it, all."""
    numeral = zone.place.numeral
    left = zone.left_of("programme_cues")
    right = zone.tags.between("programme_cues", numeral.end, zone.right)
    if right and not left:
        right = _with_listed(zone, right)
    if right and right[0].value in GRANTS and right[0].value not in {tag.value for tag in left}:
        left = []  # 'dari kecelakaan kerja, enam kasus yang mendapat beasiswa'
    found = left or right
    values = list(dict.fromkeys(tag.value for tag in found))
    if len(values) == 2 and found[-1].start - found[-2].end < 30:
        pair = {"+".join(values), "+".join(reversed(values))} & programmes()
        if pair:
            return pair.pop()
    if not values:
        return None
    return values[-1] if len(values) == 1 or (left and not _are_listed(zone, left)) else "ALL"


def _are_listed(zone: Zone, left: list[Tag]) -> bool:
    """'JHT, JKK dan JKM mencapai Rp58 miliar': the last two that differ are joined, and the number stands behind all of them."""
    last = next(tag for tag in reversed(left) if tag.value != left[-1].value)
    first = left[left.index(last) + 1]
    return between("list_joiner", zone.text, last.end, first.start) is not None


def _with_listed(zone: Zone, right: list[Tag]) -> list[Tag]:
    """Programmes that commas join to the first: '14.116 klaim dari JHT, JKK, JKM dan JP'."""
    found = list(right)
    for tag in zone.tags.between("programme_cues", right[-1].end, zone.place.right):
        if between("list_joiner", zone.text, found[-1].end, tag.start):
            found.append(tag)
    return found


def directly_programme(zone: Zone) -> bool:
    """'145 JKK': the programme stands where the counted noun would."""
    end = zone.place.numeral.number_end
    following = zone.tags.between("programme_cues", end, end + 40)
    beside = bool(following) and not zone.text[end : following[0].start].strip()
    return beside and YEAR.fullmatch(zone.text, zone.place.numeral.start, zone.place.numeral.end) is None


def facility_of(zone: Zone) -> str | None:
    """The type of the facilities that are counted; none where one number counts several types."""
    start = zone.place.numeral.number_end
    found = {tag.value for tag in zone.tags.between("facility_cues", start, min(zone.place.right, start + NEAR_NOUN))}
    if not found:
        found = {tag.value for tag in zone.left_of("facility_cues", near=True)[-1:]}
    return found.pop() if len(found) == 1 else None
