"""The words around one number: those of its clause, and those right beside it.

Belongs here: where these words begin and end, and the tags among them. Does not: what they say of the number (features, counted, scopes).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sources.press.clauses import Place
from sources.press.constructions import ahead, behind, everywhere, terms, within
from sources.press.frames import Tags
from sources.press.lexicon import Tag

WORD = re.compile(r"[^\W\d_]{3,}")
LONGEST_NAME = 40  # characters of a place name between commas
INSERTED_NAME = re.compile(r",(?:[ \t\n][A-Z][^\W\d_]*){1,4},")
CLOSED_NAME = re.compile(r"\w  (?:[A-Z]\w*[ ]?){1,4}$")  # a comma between a place and its province is blanked
HEAD_BREAK = re.compile(r"[,;:(]|\s[-–—]\s")


@dataclass(frozen=True)
class Zone:
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


def zone_of(text: str, tags: Tags, place: Place, is_place_name: Callable[[int], bool]) -> Zone:
    """The zone of a number. `is_place_name` tells whether a place name begins near an offset."""
    return Zone(text, tags, place, _near_start(text, place), _right_end(text, place, is_place_name), is_place_name)


@cache
def _fillers() -> frozenset[str]:
    """Words that only lead to a number ('tercatat sebanyak') and say nothing of it."""
    return terms("amounts") | terms("amount_lead") | terms("counted_as")


def _near_start(text: str, place: Place) -> int:
    """Where the words right before the number begin: after the last comma or bracket, if anything is said from there on."""
    start = place.numeral.start
    breaks = {
        match.end()
        for match in HEAD_BREAK.finditer(text, place.left, start)
        if match.group() != "(" or ")" not in text[match.end() : start]  # '(UCJ)' parts nothing
    }
    breaks |= {match.end() for match in everywhere("clause_end", text, place.left, place.numeral.start)}
    parted = max((match.end() for match in everywhere("other_clause", text, place.left, start)), default=place.left)
    for position in sorted((at for at in breaks if at > parted), reverse=True):
        if sum(word not in _fillers() for word in WORD.findall(text[position : place.numeral.start].lower())) >= 2:
            return position
    return parted


def _is_name_inserted(text: str, comma: int, is_place_name: Callable[[int], bool]) -> bool:
    """', Jawa Tengah,': a name between commas, be it of a place of its own or the end of the one before."""
    inserted = INSERTED_NAME.match(text, comma)
    return is_place_name(comma + 1) or inserted is not None


def _closes_insertion(text: str, place: Place, comma: int) -> bool:
    """'760.635 orang, atau 58,95 persen, menjadi peserta', 'di Kabupaten Temanggung, Jawa Tengah, belum': the comma closes no clause."""
    apposed = place.link.lower() in terms("link_again") or ahead("said_again", text, place.left, place.numeral.start)
    return bool(
        apposed
        or behind("rest", text, place.left, place.numeral.start)
        or CLOSED_NAME.search(text, place.numeral.end, comma)
    )


def _right_end(text: str, place: Place, is_place_name: Callable[[int], bool]) -> int:
    found = within("clause_end", text, place.numeral.end, place.right)
    if found and found.group().strip() == "," and _closes_insertion(text, place, found.start()):
        found = within("clause_end", text, found.end(), place.right)
    inserted = ahead("insertion", text, found.start(), place.right) if found else None
    if inserted:  # '737.674 pekerja, mulai tahun 1997, tidak lagi aktif'
        found = within("clause_end", text, inserted.end(), place.right)
    elif found and found.group().strip() == "," and _is_name_inserted(text, found.start(), is_place_name):
        closing = text.find(",", found.end(), min(place.right, found.end() + LONGEST_NAME))
        if closing >= 0:  # 'di Temanggung, Jawa Tengah, belum mendaftarkan'
            found = within("clause_end", text, closing + 1, place.right)
    return found.start() if found else place.right
