"""Numbers written as words: `dua puluh lima`, `sejuta`, `ratusan ribu`, `separuhnya`, `dua pertiga`, `ketiga`.

Belongs here: the grammar of number words over the table number_words.csv. Does not: numbers in digits, and what the number counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sources.press.vocabulary import GAP, LETTER, table, words

_MULTIPLIERS = {"teen_multiplier", "ten_multiplier", "hundred_multiplier"}
_PARTS_OF_A_WHOLE = {"third_multiplier", "fourth_multiplier", "fifth_multiplier"}


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    role: str
    value: Decimal
    suffixed: bool  # separuhnya


@dataclass(frozen=True)
class WordNumber:
    """`value` in base units (a share of a whole in percent); `decimals` as in XBRL; `form` says which rule read it."""

    start: int
    end: int
    value: Decimal
    decimals: int
    form: str  # words, scaled_words, vague_words, fraction_word, ordinal_word


@cache
def _lexicon() -> dict[str, tuple[str, Decimal]]:
    lexicon = {row["word"]: (row["role"], Decimal(row["value"])) for row in table("number_words")}
    for word, power in words("scale_words", "word", "power").items():
        if len(word) > 2:
            lexicon[word] = ("scale", Decimal(10) ** int(power))
    return lexicon


@cache
def _glued() -> dict[str, tuple[str, str]]:
    """`duapuluh` -> `dua`, `puluh`: units printed without a blank before their multiplier."""
    units = [word for word, (role, _) in _lexicon().items() if role == "unit"]
    multipliers = [word for word, (role, _) in _lexicon().items() if role in _MULTIPLIERS]
    return {unit + multiplier: (unit, multiplier) for unit in units for multiplier in multipliers}


_TOKEN = re.compile(r"[^\W\d_]+")
_NO_WORD_BEFORE = re.compile(r"(?<![\w-])")
_NO_WORD_AFTER = re.compile(rf"(?!\w|-{LETTER})")


def _words(text: str) -> Iterator[Word]:
    lexicon, glued = _lexicon(), _glued()
    for match in _TOKEN.finditer(text):
        token = match[0].lower()
        parts = glued.get(token)
        bare = token.removesuffix("nya")
        if parts is None and bare not in lexicon:
            continue
        start, end = match.span()
        if not _NO_WORD_BEFORE.match(text, start) or not _NO_WORD_AFTER.match(text, end):
            continue
        if parts:
            between = start + len(parts[0])
            for part, place in zip(parts, ((start, between), (between, end)), strict=True):
                yield Word(*place, *lexicon[part], False)
        else:
            yield Word(start, end, *lexicon[bare], bare != token)


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(rf"{GAP}?")


def _runs(text: str) -> Iterator[list[Word]]:
    """Words that follow each other with nothing but a blank between."""
    run: list[Word] = []
    for word in _words(text):
        if run and (word.start - run[-1].end > 6 or not _joint().fullmatch(text, run[-1].end, word.start)):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


class _Cardinal:
    """Adds up a cardinal from left to right: every part must be smaller than the room that the part before it left."""

    def __init__(self) -> None:
        self.total = Decimal(0)  # what scales have closed
        self.group = Decimal(0)  # below the next scale
        self.room = Decimal(1000)
        self.scale_room = Decimal(10) ** 15
        self.last_scale: Decimal | None = None
        self.halved = False  # one digit more is known: satu setengah juta

    def add(self, amount: Decimal, magnitude: Decimal) -> bool:
        needed = max(magnitude, Decimal(10)) if amount >= 10 else magnitude
        if needed >= self.room:
            return False
        self.halved = amount == Decimal("0.5")
        self.group += amount
        self.room = magnitude
        self.last_scale = None
        return True

    def close(self, scale: Decimal) -> bool:
        if scale >= self.scale_room or not self.group:
            return False
        self.total += self.group * scale
        self.group = Decimal(0)
        self.room, self.scale_room, self.last_scale = Decimal(1000), scale, scale
        return True

    def one_scale(self, scale: Decimal) -> bool:
        if self.group or scale >= self.scale_room:
            return False
        self.group = Decimal(1)
        return self.close(scale)


_MAGNITUDES = {"whole": Decimal(1), "teens": Decimal(1), "tens": Decimal(1), "hundreds": Decimal(100)}


def _unit(word: Word, after: Word | None, cardinal: _Cardinal) -> int:
    """A unit with its multiplier, if one follows."""
    if after and after.role == "teen_multiplier":
        return 2 if cardinal.add(10 + word.value, Decimal(1)) else 0
    if after and after.role in _MULTIPLIERS:
        return 2 if cardinal.add(word.value * after.value, after.value) else 0
    return int(cardinal.add(word.value, Decimal(1)))


def _component(run: list[Word], at: int, cardinal: _Cardinal) -> int:
    """Adds the component at that place; how many words it took, 0 if none fits."""
    word = run[at]
    after = run[at + 1] if at + 1 < len(run) else None
    if word.role == "unit":
        return _unit(word, after, cardinal)
    if word.role == "half":
        before_scale = after is not None and after.role == "scale" and not word.suffixed
        return int(before_scale and cardinal.add(word.value, Decimal("0.5")))
    if word.role in _MAGNITUDES:
        return int(cardinal.add(word.value, _MAGNITUDES[word.role]))
    if word.role == "scale":
        return int(cardinal.close(word.value))
    return int(word.role == "one_scale" and cardinal.one_scale(word.value))


def _power(value: Decimal) -> int:
    return value.adjusted()


def _special(run: list[Word], at: int) -> tuple[WordNumber, int] | None:
    """Fractions, ordinals and vague numbers, which do not add up; with the number of words taken."""
    word = run[at]
    after = run[at + 1] if at + 1 < len(run) else None
    if word.role == "vague":
        scale = after.value if after and after.role == "scale" else Decimal(1)
        last = after if after and after.role == "scale" else word
        value = word.value * scale
        return WordNumber(word.start, last.end, value, -_power(value), "vague_words"), (1 if last is word else 2)
    if word.role == "ordinal":
        return WordNumber(word.start, word.end, word.value, 0, "ordinal_word"), 1
    if word.role == "unit" and after and after.role in _PARTS_OF_A_WHOLE:
        return WordNumber(word.start, after.end, word.value * after.value, -1, "fraction_word"), 2
    if word.role == "fraction":
        return WordNumber(word.start, word.end, word.value, -1, "fraction_word"), 1
    if word.role == "half" and not (after and after.role == "scale" and not word.suffixed):
        return WordNumber(word.start, word.end, word.value * 100, -1, "fraction_word"), 1
    return None


def _fraction(run: list[Word], at: int) -> tuple[int, str, Decimal] | None:
    """'koma lima juta' behind a cardinal: words taken, digits of the fraction, scale."""
    if at >= len(run) or run[at].role != "point":
        return None
    end = at + 1
    while end < len(run) and (run[end].role == "unit" or (run[end].role == "whole" and not run[end].value)):
        end += 1
    digits = "".join(str(word.value) for word in run[at + 1 : end])
    if not digits or len(digits) > 6:
        return None
    if end < len(run) and run[end].role == "scale":
        return end + 1 - at, digits, run[end].value
    return end - at, digits, Decimal(1)


def _read_run(run: list[Word]) -> Iterator[WordNumber]:
    at = 0
    while at < len(run):
        special = _special(run, at)
        if special:
            yield special[0]
            at += special[1]
            continue
        cardinal, first = _Cardinal(), at
        while at < len(run) and (taken := _component(run, at, cardinal)):
            at += taken
        if at == first:  # a scale or a multiplier without a number before it
            at += 1
            continue
        fraction = _fraction(run, at) if not cardinal.last_scale else None
        if fraction:
            taken, digits, scale = fraction
            value = (cardinal.total + cardinal.group + Decimal(f"0.{digits}")) * scale
            yield WordNumber(
                run[first].start,
                run[at + taken - 1].end,
                value,
                len(digits) - _power(scale),
                "scaled_words" if scale > 1 else "words",
            )
            at += taken
            continue
        decimals = -_power(cardinal.last_scale) + cardinal.halved if cardinal.last_scale else 0
        form = "scaled_words" if cardinal.last_scale else "words"
        yield WordNumber(run[first].start, run[at - 1].end, cardinal.total + cardinal.group, decimals, form)


def find_word_numbers(text: str) -> list[WordNumber]:
    """Every number written as words, in the order of the text; overlapping none."""
    return [number for run in _runs(text) for number in _read_run(run)]
