"""Areas told of in lists and in pairs: 'masing-masing', names joined to a list, who is paid, what an office only counts, what points back.

Belongs here: these constructions, each asked of one number. Does not: the order in which they are asked (areas.py), what a place name means (places.py).
"""

import re
from itertools import pairwise

from sources.press import gazetteer
from sources.press.clauses import Place
from sources.press.constructions import ahead, behind, between, everywhere, within
from sources.press.frames import Frame
from sources.press.gazetteer import Area
from sources.press.place_roles import OFFICES, is_joined
from sources.press.places import Mention, Places

# A figure told of so many provinces is told of the nation: there were 26 in the smallest count of the reports' years.
ALL_PROVINCES = 26
REACH = 400  # characters between 'masing-masing' and the last of its numbers
REACH_OF_VERB = 60  # characters between a list of places and its 'masing-masing'
REACH_OF_PAID = 100
POINTED = 120  # characters
REACH_OF_PAIR = 60


def told_respectively(text: str, frames: list[Frame], places: Places, index: int) -> tuple[list[Frame], list[Mention]]:
    """The figures behind 'masing-masing', this one among them, and the list of places that they are told of."""
    frame = frames[index]
    start = frame.place.numeral.start
    said = list(everywhere("respectively", text, max(frame.sentence.start, start - REACH), start))
    if not said:
        return [], []
    begin, end = said[-1].start(), said[-1].end()
    behind_it = places.between(end, min(frame.sentence.end, start + REACH))
    run = [
        f
        for f in frames[max(0, index - 12) : index + 12]
        if f.place.sentence == frame.place.sentence
        and end <= f.place.numeral.start
        and f.quantity == frame.quantity
        and (f.noun == frame.noun or None in (f.noun, frame.noun))
    ]
    next_place = min((m.start for m in behind_it if m.start > run[0].place.numeral.start), default=frame.sentence.end)
    before = places.between(max(frame.sentence.start, begin - REACH), begin)
    named = last_list(text, before)
    close = named and begin - named[-1].end <= REACH_OF_VERB and not _has_digits(text, named[-1].end, begin)
    if close:
        run = [f for f in run if f.place.numeral.start < next_place]
        return (run, named) if frame in run and (not behind_it or behind_it[0].start > start) else ([], [])
    named = first_list(text, [m for m in behind_it if m.start > run[-1].place.numeral.end])
    return (run, named) if len(run) == len(named) > 1 else ([], [])


def told_by_office(text: str, places: Places, frame: Frame, left: list[Mention]) -> Mention | None:
    """'Cabang Pontianak mencatat 381.222 peserta atau 51 persen dari angkatan kerja di Kalbar': the one region told of behind the number, where
    an office in it only counts."""
    if any(mention.role not in OFFICES for mention in left):
        return None
    end = frame.place.numeral.end
    after = places.between(end, list_begins(text, end, frame.sentence.end))
    if len(after) != 1 or after[0].role != "locative" or after[0].area.kind != "province":
        return None
    gap = text[end : after[0].start]
    if "," in gap or within("superlative", gap):  # 'tertinggi di Jawa Barat'
        return None
    province = after[0].area.code
    office = left[-1].area
    return after[0] if all(code.startswith(province) and code != province for code in office.codes) else None


def of_those_paid(text: str, places: Places, frame: Frame) -> Mention | None:
    """'Cabang Meulaboh menyalurkan Rp2,26 miliar kepada 54 aparatur desa di Nagan Raya': where those are to whom an amount was paid."""
    end = frame.place.numeral.end
    if frame.quantity != "money" or ahead("paid_to", text, end, frame.sentence.end) is None:
        return None
    right = places.between(end, min(frame.sentence.end, end + REACH_OF_PAID))
    alone = right and right[0].role == "locative" and "," not in text[end : right[0].start]
    return right[0] if alone else None


def last_list(text: str, mentions: list[Mention]) -> list[Mention]:
    """The places at the end that are joined to one list."""
    listed = mentions[-1:]
    for mention in reversed(mentions[:-1]):
        if not is_joined(text, mention.end, listed[0].start):
            break
        listed.insert(0, mention)
    return listed


def first_list(text: str, mentions: list[Mention]) -> list[Mention]:
    """The places at the beginning that are joined to one list."""
    listed = mentions[:1]
    for mention in mentions[1:]:
        if not is_joined(text, listed[-1].end, mention.start):
            break
        listed.append(mention)
    return listed


def told_together(text: str, end: int, start: int) -> bool:
    """Whether two numbers are joined so that what is told behind the second holds for both: 'N kantor cabang dan M', 'N orang yang bekerja di M'."""
    return start - end <= REACH_OF_PAIR and between("told_together", text, end, start) is not None


def group_of(listed: list[Mention]) -> Area | None:
    """The group that exactly these provinces make: 'NTB dan NTT'."""
    codes = frozenset(code for mention in listed for code in mention.area.codes)
    return gazetteer.groups_by_area().get(codes)


def is_list_of_names(text: str, named: list[Mention]) -> bool:
    """Whether each of the places is joined to the next."""
    return all(is_joined(text, a.end, b.start) for a, b in pairwise(named))


def list_begins(text: str, start: int, end: int) -> int:
    """Where, behind a number, examples or parts are listed; `end` where none are."""
    found = within("place_list", text, start, end)
    stop = text.find(". ", start, found.start() if found else end)
    return stop if stop >= 0 else found.start() if found else end


def points_back(text: str, frame: Frame) -> bool:
    """Whether the words before a number say that the figures told before are meant: 'dari jumlah tersebut', 'rinciannya'."""
    begin = max(frame.sentence.start, frame.place.numeral.start - POINTED)
    return frame.anaphora or within("points_back", text, begin, frame.place.numeral.start) is not None


def _has_digits(text: str, start: int, end: int) -> bool:
    return any(character.isdigit() for character in text[start:end])


def best_left(mentions: list[Mention]) -> Mention:
    """The last place named before a number; where an office is named after the place that it speaks of, or after the government that it works
    with, the place."""
    strong = [m for m in mentions if m.role in ("locative", "government", *OFFICES)]
    if mentions[-1].role == "bare" or not strong:
        return mentions[-1]
    placed = [m for m in strong if m.role in ("locative", "government")]
    office = strong[-1].role
    told = placed and (office in ("agency", "kanwil") or (office == "branch" and placed[-1].role == "government"))
    chosen = placed[-1] if told else strong[-1]
    # 'cabang Sampit di Kabupaten Kotawaringin Timur': under the name of the office
    return next((m for m in strong if m.role in OFFICES and m.area.code == chosen.area.code), chosen)


def told_of_all_provinces(text: str, places: list[Place]) -> set[int]:
    """Numbers of the sentences that count (nearly) all provinces: 'tersebar di 33 provinsi'."""
    return {
        place.sentence
        for place in places
        if place.numeral.kind == "count"
        and place.numeral.value >= ALL_PROVINCES
        and ahead("of_provinces", text, place.numeral.number_end, place.numeral.number_end + 20)
        and not behind("base_before", text, max(0, place.numeral.start - 20), place.numeral.start)
    }


def without_province_around(text: str, named: list[Mention]) -> Mention:
    """The last place named; of 'Kabupaten Penajam Paser Utara, Provinsi Kalimantan Timur' the regency, whose province only says where it lies."""
    last = named[-1]
    if named[1:] and last.area.kind == "province":
        inside = named[-2]
        around = (
            inside.area.kind in ("city", "regency") and between("lies_in", text, inside.end, last.start) is not None
        )
        return inside if around else last
    return last


def named_before(name: str, text: str, start: int, end: int) -> "re.Match[str] | None":
    """Where the words point back to a province, city, regency or area that was named before: 'di provinsi ini'."""
    if name == "this_province":
        return within("this_province", text, start, end)
    if name == "this_city":
        return within("this_city", text, start, end)
    if name == "this_area":
        return within("this_area", text, start, end)
    return within("this_regency", text, start, end)
