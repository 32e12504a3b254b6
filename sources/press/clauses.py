"""The structure of a text: paragraphs, sentences, and for each number the stretch of words that speaks about it.

Belongs here: where sentences end and which words lie to the left and right of a number. Does not: what the words mean.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sources.press.lexicon import Word, phrasebook
from sources.press.numerals import Numeral
from sources.press.vocabulary import table

SENTENCE_END = re.compile(r"[.!?]+[\"”'’)\]]*(?=\s|$)|\n+|[.][,](?=\s)")
LINE_BREAK = re.compile(r"\n")
NO_CUT = "-1"  # 'peserta baru' holds no 'baru' that parts clauses
WEAK_BRACKET = (
    2  # 'Jaminan Kematian (73 kasus)': the comma before the programme parts more than the bracket of the number
)
STRONG = {")": 1, "(": 7, ";": 6, ":": 3, ",": 4, "–": 3, "—": 3}
NO_FIGURES = ("ordinal", "other", "duration", "multiple", "foreign_money")  # they bound no words of others
LONGEST_SENTENCE = (
    5000  # characters; each number looks through its sentence, so that one without end would cost its length squared
)
MARK = re.compile(r"[(),;:–—]| - ")


@cache
def _abbreviation() -> re.Pattern[str]:
    """Words and single capitals whose full stop ends no sentence."""
    words = "|".join(re.escape(row["term"]) for row in table("abbreviations"))
    return re.compile(rf"(?:\b(?:{words}|[A-Z]))\.$")


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    paragraph: int
    line_start: int
    line_end: int


@dataclass
class Place:
    """A number in its sentence: `left` and `right` bound the words that belong to it, `link` is what joins it to the number before."""

    numeral: Numeral
    sentence: int
    left: int
    right: int
    link: str = ""
    in_brackets: bool = False
    tail: tuple[int, int] = (0, 0)  # words behind a bracket that follows: '1.189.520 orang (38,57 persen) aktif'


def sentences_of(text: str, start: int, protected: list[tuple[int, int]]) -> list[Sentence]:
    """Sentences of text[start:] in order. `protected` are spans (numbers, dates) inside which no sentence ends."""
    starts = [a for a, _ in protected]
    lines = [match.start() for match in LINE_BREAK.finditer(text)]  # looked for once: a line may hold 100 000 sentences
    found: list[Sentence] = []
    begin = start
    paragraph = 0
    for match in SENTENCE_END.finditer(text, start):
        position = match.start()
        newline = match.group().startswith("\n")
        index = bisect_right(starts, position) - 1
        if index >= 0 and position < protected[index][1] - 1:
            continue
        if not newline and _abbreviation().search(text[max(begin, position - 8) : position + 1]):
            continue
        for piece, end in _pieces(text, begin, match.end(), protected, starts):
            found.append(_sentence(text, piece, end, paragraph, whole=begin, lines=lines))
        begin = match.end()
        paragraph += newline
    for piece, end in _pieces(text, begin, len(text), protected, starts):
        found.append(_sentence(text, piece, end, paragraph, whole=begin, lines=lines))
    return found


def _pieces(
    text: str, begin: int, end: int, protected: list[tuple[int, int]], starts: list[int]
) -> Iterator[tuple[int, int]]:
    """The sentence, or, if it is longer than any sentence is, its pieces: cut before a number, else at a blank, never inside a span."""
    while end - begin > LONGEST_SENTENCE:
        half, cut = begin + LONGEST_SENTENCE // 2, begin + LONGEST_SENTENCE
        index = bisect_right(starts, cut) - 1
        if index >= 0 and starts[index] > half:
            cut = starts[index]
        else:
            cut = text.rfind(" ", half, cut) + 1 or cut
            cut = min(max(cut, protected[index][1]), end) if index >= 0 else cut
        if text[begin:cut].strip():
            yield begin, cut
        begin = cut
    if text[begin:end].strip():
        yield begin, end


def _sentence(text: str, begin: int, end: int, paragraph: int, *, whole: int, lines: list[int]) -> Sentence:
    """text[begin:end] as a sentence, or as a piece of the one that begins at `whole`; `lines` are the places of the line breaks."""
    lead = len(text[begin:end]) - len(text[begin:end].lstrip())
    before, behind = bisect_right(lines, whole), bisect_left(lines, end - 1)
    line_start = lines[before - 1] + 1 if before else 0
    return Sentence(begin + lead, end, paragraph, line_start, lines[behind] if behind < len(lines) else len(text))


def places_of(text: str, words: list[Word], sentences: list[Sentence], numerals: list[Numeral]) -> list[Place]:
    """Each numeral with the bounds of its words. A range (two numerals of one span) shares them."""
    separators = [tag for tag in phrasebook("separator_words", "strength").find(text, words) if tag.value != NO_CUT]
    separator_starts = [tag.start for tag in separators]
    sentence_starts = [sentence.start for sentence in sentences]
    found: list[Place] = []
    aside: list[Place] = []
    for numeral in numerals:
        index = bisect_right(sentence_starts, numeral.start) - 1
        if index < 0:
            continue
        sentence = sentences[index]
        if numeral.kind in NO_FIGURES:
            aside.append(
                Place(numeral, index, max(sentence.start, numeral.start - 80), min(sentence.end, numeral.end + 80))
            )
            continue
        previous = found[-1] if found and found[-1].sentence == index else None
        if previous and previous.numeral.start == numeral.start:
            found.append(Place(numeral, index, previous.left, sentence.end, previous.link, previous.in_brackets))
            continue
        left, link = sentence.start, ""
        if previous:
            between = range(
                bisect_left(separator_starts, previous.numeral.end), bisect_left(separator_starts, numeral.start)
            )
            own_bracket = _open_bracket(text, previous.numeral.end, numeral.start)
            marks = [
                (
                    WEAK_BRACKET if m.start() == own_bracket else STRONG.get(m.group(), 3),
                    m.start(),
                    m.end(),
                    m.group().strip(),
                )
                for m in MARK.finditer(text, previous.numeral.end, numeral.start)
            ]
            marks += [
                (int(separators[i].value), separators[i].start, separators[i].start, separators[i].term)
                for i in between
            ]
            cut = _cut(text, previous.numeral.end, numeral.start, marks)
            left, link = cut
            for earlier in reversed(found):
                if earlier.sentence != index or earlier.numeral.start != previous.numeral.start:
                    break
                earlier.right = min(earlier.right, left)
        opened = text.rfind("(", max(sentence.start, left - 2), numeral.start)
        brackets = opened >= 0 and ")" not in text[opened : numeral.start]
        found.append(Place(numeral, index, left, sentence.end, link, brackets))
    _give_tails(text, found)
    return sorted(found + aside, key=lambda place: (place.numeral.start, place.numeral.value))


def _open_bracket(text: str, start: int, end: int) -> int:
    """Where the bracket opens in which a number at `end` stands; -1 if it stands in none that opened after `start`."""
    opened = text.rfind("(", start, end)
    return opened if opened >= 0 and ")" not in text[opened:end] else -1


def _give_tails(text: str, places: list[Place]) -> None:
    """What follows a bracket, up to the next clause, is said of the number before the bracket."""
    for outer, inner in itertools.pairwise(places):
        if not inner.in_brackets or inner.sentence != outer.sentence or outer.in_brackets:
            continue
        closing = text.find(")", inner.numeral.end, inner.right)
        if closing < 0:
            continue
        stop = MARK.search(text, closing + 1, inner.right)
        outer.tail = (closing + 1, stop.start() if stop else inner.right)
        inner.right = closing


def _cut(text: str, start: int, end: int, marks: list[tuple[int, int, int, str]]) -> tuple[int, str]:
    """Where, between two numbers, the words of the first end and those of the second begin, and the joining sign."""
    closing = text.find(")", start, end)
    opening = text.find("(", start, end)
    if closing >= 0 and (opening < 0 or closing < opening):
        marks = [mark for mark in marks if mark[1] > closing or mark[1] == closing]
    elif closing >= 0:  # a bracket without a number between the two: its inside belongs to the first
        marks = [mark for mark in marks if not opening <= mark[1] <= closing]
    if not marks:  # 'JKK 31.950 kasus Rp302,8 miliar': what stands between follows the first
        return end, ""
    strongest = max(mark[0] for mark in marks)
    _, _, after, sign = min((mark for mark in marks if mark[0] == strongest), key=lambda mark: mark[1])
    return after, sign
