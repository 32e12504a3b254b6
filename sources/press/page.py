"""A report as a page to be checked: its paragraphs, every printed number with its running number, and what became of it.

Belongs here: that shape, and finding the words that one number was understood by. Does not: reading (assembly), wording (wording.py),
lines and colours (the command line).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from sources import reference
from sources.documents import Document
from sources.press import gazetteer
from sources.press.calendar import find_dates
from sources.press.extraction import Extraction, Fact, Unread
from sources.press.frames import Tags
from sources.press.lexicon import phrasebook, words_of
from sources.press.numerals import find_numerals
from sources.press.vocabulary import words
from sources.reading import Publication

AROUND = 300  # characters to either side of a number in which its sentence is shown
LINE_END = re.compile(r"\n|\Z")
SENTENCE_END = ".:!?"
MEANINGS = {"counted_nouns": ("nouns", "noun", "label"), "measure_cues": ("cues", "cue", "meaning")}
KINDS = {"facility_cues": "facility", "clause_words": "clause word", "office_words": "office"}


@dataclass(frozen=True)
class Entry:
    """One printed number of the text, the facts that were made of it, or why it is none; numbered from 1 in order of place."""

    number: int
    start: int
    end: int
    facts: tuple[Fact, ...]
    unread: Unread | None

    @property
    def doubtful(self) -> bool:
        return any(doubtful(fact) for fact in self.facts)


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph; `entries` are the printed numbers that it is, none for the text between them."""

    text: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """text[start:end] in pieces, in order. `beside` says that it is printed on the page and is no part of the report."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    beside: bool = False

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for piece in self.pieces for entry in piece.entries)


@dataclass(frozen=True)
class Term:
    """A term of the vocabulary that stands in a number's own words: what kind it is, as printed, and what the tables say."""

    kind: str
    printed: str
    means: str


@dataclass(frozen=True)
class Page:
    """A report that was read: offsets count characters of the document's text."""

    name: str
    document: Document
    published: Publication | None
    extraction: Extraction

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def title(self) -> str:
        """The title, where it does not stand in the text itself."""
        return "" if self.document.title_in_text else self.document.matter.title or ""

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every printed number, facts or not; one entry a place."""
        facts: dict[tuple[int, int], list[Fact]] = {}
        for fact in self.extraction.facts:
            facts.setdefault((fact.start, fact.end), []).append(fact)
        unread = {(entry.start, entry.end): entry for entry in self.extraction.unread}
        places = sorted(facts.keys() | unread.keys(), key=lambda place: (place[0], -place[1]))
        return tuple(
            Entry(number, *place, tuple(facts.get(place, ())), unread.get(place))
            for number, place in enumerate(places, start=1)
        )

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The report in paragraphs, then what else its page prints, as far as that holds numbers; blank ones are left out."""
        groups = _groups(self.entries)
        found, at = [], 0
        for start, end in _lines(self.text, self.document.matter.body_start, [(low, high) for low, high, _ in groups]):
            first = at
            while at < len(groups) and groups[at][0] < end:
                at += 1
            pieces = tuple(_pieces(self.text, start, end, groups[first:at]))
            beside = start >= self.document.body_end
            if at > first or not beside:
                found.append(Paragraph(start, end, pieces, beside))
        return tuple(found)

    @cached_property
    def _told(self) -> dict[Decimal, int]:
        """Value of each fact -> number of the first figure that tells it."""
        told: dict[Decimal, int] = {}
        for entry in self.entries:
            for fact in entry.facts:
                told.setdefault(abs(fact.value), entry.number)
        return told

    @property
    def counts(self) -> dict[str, int]:
        """Figures (printed numbers), facts, figures that are facts, doubtful facts, figures that are none, digits printed and accounted."""
        facts = self.extraction.facts
        return {
            "figures": len(self.entries),
            "facts": len(facts),
            "figures_with_facts": sum(bool(entry.facts) for entry in self.entries),
            "doubtful": sum(doubtful(fact) for fact in facts),
            "unread": sum(not entry.facts for entry in self.entries),
            "printed": self.extraction.numbers_printed,
            "accounted": self.extraction.numbers_accounted,
        }

    def terms(self, told: Fact | Unread) -> list[Term]:
        """The words of the vocabulary, names and dates in a fact's own words, or in the sentence of a number that is none; in order."""
        return self._terms_of(self.text[slice(*told.own_words)] if isinstance(told, Fact) else told.sentence)

    def words_against(self, entry: Unread) -> list[str]:
        """Words near a number that is no fact which the table of trap cues has under its reason."""
        low, high = max(0, entry.start - AROUND), entry.end + AROUND
        stretch = self.text[low:high]
        tags = phrasebook("trap_cues", "reason").find(stretch, words_of(stretch))
        return [stretch[tag.start : tag.end] for tag in tags if tag.value == entry.reason]

    def told_in(self, entry: Unread) -> int | None:
        """Number of the figure that tells what a repetition tells again; None if no fact has its very value."""
        if entry.reason != "repeated":
            return None
        values = (abs(numeral.value) for numeral in find_numerals(entry.as_printed))
        return next((self._told[value] for value in values if value in self._told), None)

    def around(self, start: int, end: int) -> tuple[str, str, str]:
        """The text before, the number, and the text after it, within its paragraph and at most 300 characters to either side."""
        within = next(paragraph for paragraph in self.paragraphs if paragraph.start <= start < paragraph.end)
        low, high = max(within.start, start - AROUND), min(within.end, end + AROUND)
        return self.text[low:start], self.text[start:end], self.text[end:high]

    def _terms_of(self, stretch: str) -> list[Term]:
        told = words_of(stretch)
        tags = Tags(stretch, told)
        found = [
            (tag.start, Term(KINDS.get(name, column), stretch[tag.start : tag.end], _meaning(name, tag.value)))
            for name, column in Tags.TABLES
            for tag in tags.all(name)
        ]
        for place in gazetteer.find_places(stretch, told):
            meant = ", ".join(f"{area.name} ({area.code})" for area in place.areas)
            found.append((place.start, Term("place", stretch[place.start : place.end], meant)))
        for mention in find_dates(stretch, self.published):
            meant = f"{mention.role}, {mention.start_on or '…'} to {mention.end_on or '…'}"
            found.append((mention.start, Term("date", stretch[mention.start : mention.end], meant)))
        return [term for _, term in sorted(found, key=lambda item: (item[0], item[1].kind, item[1].means))]


@cache
def least_confidence() -> float:
    """What is read with less waits for a person before it is published."""
    return float(reference.seed("review_threshold")[0]["least_confidence"])


def doubtful(fact: Fact) -> bool:
    """Whether a person should look at the fact before it is used."""
    return fact.confidence < least_confidence()


def _meaning(name: str, value: str) -> str:
    meant = words(*MEANINGS[name]).get(value) if name in MEANINGS else None
    return f"{value} ({meant})" if meant else value


def _groups(entries: tuple[Entry, ...]) -> list[tuple[int, int, tuple[Entry, ...]]]:
    """Entries that overlap share one mark: start, end and entries of each."""
    groups: list[tuple[int, int, tuple[Entry, ...]]] = []
    for entry in entries:
        if groups and entry.start < groups[-1][1]:
            low, high, members = groups[-1]
            groups[-1] = (low, max(high, entry.end), (*members, entry))
        else:
            groups.append((entry.start, entry.end, (entry,)))
    return groups


def _lines(text: str, start: int, marks: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Paragraphs as (start, end): a line, with those that go on in lower case after it; none ends inside a mark."""
    at = 0
    begin = line = start
    for match in LINE_END.finditer(text, start):
        end = match.start()
        while at < len(marks) and marks[at][1] <= end:
            at += 1
        inside = at < len(marks) and marks[at][0] < end
        last = text[line:end].rstrip()[-1:]
        line = end + 1
        if end < len(text) and (inside or (last and last not in SENTENCE_END and text[line : line + 1].islower())):
            continue
        if text[begin:end].strip():
            yield begin, end
        begin = line


def _pieces(text: str, start: int, end: int, groups: list[tuple[int, int, tuple[Entry, ...]]]) -> Iterator[Piece]:
    reached = start
    for low, high, members in groups:
        if reached < low:
            yield Piece(text[reached:low])
        yield Piece(text[low:high], members)
        reached = high
    if reached < end:
        yield Piece(text[reached:end])
