"""The vocabulary tables and how their terms are found in a text.

Belongs here: tokens, phrases, tags, and the loading of the tables of `vocabulary/`. Does not: what a tag means for a figure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sources.press.constructions import terms
from sources.press.vocabulary import table

WORD = re.compile(r"[^\W\d_]+")
ENCLITIC = re.compile(r"(?<=\w{3})(?:nya|lah|kah|pun)$")
# What may stand between two words of one phrase. A phrase never runs over the end of a line or of a sentence.
GAP = re.compile(r"[ \t\u00a0]*[-/.'’(]?[ \t\u00a0]*(?:\)[ \t\u00a0]*)?")
MAX_ABBREVIATION = 5


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    printed: str
    lower: str
    bare: str  # without the enclitics -nya, -lah, -kah, -pun


@dataclass(frozen=True)
class Tag:
    """A term of a vocabulary table at a place in the text; `value` is what the table says about the term."""

    start: int
    end: int
    value: str
    term: str


def words_of(text: str) -> list[Word]:
    """The words of a text in order; digits and signs are no words."""
    forms: dict[str, tuple[str, str]] = {}
    words = []
    for match in WORD.finditer(text):
        printed = match.group()
        form = forms.get(printed)
        if form is None:
            lower = printed.lower()
            form = forms[printed] = (lower, ENCLITIC.sub("", lower))
        words.append(Word(match.start(), match.end(), printed, *form))
    return words


class _Node:
    """A word of a phrase: the words that may follow, and what the phrase means if it ends here."""

    __slots__ = ("children", "values")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.values: list[tuple[str, str]] = []


class Phrasebook:
    """A set of terms, compiled once, found in one pass over the words of a text; the longest term wins."""

    def __init__(self, terms: Iterable[tuple[str, str]], *, capitalised: bool = False) -> None:
        self._root = _Node()
        self._capitalised = capitalised
        for term, value in terms:
            node = self._root
            for piece, comma in _pieces(term):
                node = node.children.setdefault(comma + piece, _Node())
            node.values.append((value, term))

    def find(self, text: str, words: list[Word]) -> list[Tag]:
        """Non-overlapping tags in order of place; a term with several values gives one tag a value."""
        tags: list[Tag] = []
        root = self._root.children
        following = 0
        for position in [at for at, word in enumerate(words) if word.lower in root or word.bare in root]:
            found = self._longest(text, words, position) if position >= following else None
            if found is None:
                continue
            last, values = found
            start, end = words[position].start, words[last].end
            tags.extend(Tag(start, end, value, term) for value, term in dict(values).items())
            following = last + 1
        return tags

    def _longest(self, text: str, words: list[Word], first: int) -> tuple[int, list[tuple[str, str]]] | None:
        node = self._root
        best = None
        for position in range(first, len(words)):
            word = words[position]
            comma = ""
            if position > first:
                gap = text[words[position - 1].end : word.start]
                comma = "," if gap.lstrip(" ").startswith(",") else ""
                if not GAP.fullmatch(gap.lstrip(" ").removeprefix(",") if comma else gap):
                    break
                if (
                    gap.startswith((". ", ".\n"))
                    and word.printed[0].isupper()
                    and words[position - 1].printed[0].islower()
                ):
                    break  # '3.178 badan usaha. Peserta': a full stop, and not that of an abbreviation
            if self._capitalised and not word.printed[0].isupper():
                small = word.lower in ("dan", "di") or (position > first and word.lower in _compass())
                if not small:  # 'Lombok barat' is a name
                    break
            following = self._step(node, comma, word)
            if following is None:
                break
            node = following
            if node.values:
                fitting = [
                    (value, term) for value, term in node.values if _case_fits(term, words[first : position + 1])
                ]
                if fitting:
                    best = (position, fitting)
        return best

    @staticmethod
    def _step(node: "_Node", comma: str, word: Word) -> "_Node | None":
        following = node.children.get(comma + word.lower)
        if following is None and word.bare != word.lower:
            following = node.children.get(comma + word.bare)
        return following


@cache
def _compass() -> frozenset[str]:
    """Points of the compass, which end the names of regions and are printed small by some."""
    return terms("compass")


def _pieces(term: str) -> Iterator[tuple[str, str]]:
    previous_end = 0
    for match in WORD.finditer(term):
        yield match.group().lower(), "," if "," in term[previous_end : match.start()] else ""
        previous_end = match.end()


def _case_fits(term: str, words: list[Word]) -> bool:
    """A short term in capitals is an abbreviation and is found in capitals only: PU is not 'pu', KM is not 'km'."""
    if len(term) > MAX_ABBREVIATION or not term.isupper():
        return True
    return all(word.printed[: len(term)].isupper() for word in words)


@cache
def phrasebook(name: str, value_column: str) -> Phrasebook:
    """The compiled terms of a vocabulary table with columns `term` and the named one; a term without a value there is left out."""
    return Phrasebook((row["term"], row[value_column]) for row in table(name) if row[value_column])
