"""What comes out of reading a report: facts, unread numbers, and the account of its digits.

Belongs here: these shapes, and how an unread number is worded. Does not: how they are found.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sources.press.clauses import Sentence
from sources.press.gazetteer import Area
from sources.press.periods import Period
from sources.press.vocabulary import table


@dataclass(frozen=True)
class Fact:
    """One figure: text[start:end] is as printed, offsets count characters of the whole file."""

    start: int
    end: int
    as_printed: str
    measure: str
    value: Decimal
    unit: str
    decimals: int
    qualifier: str
    area: Area
    period: Period
    programme: str | None
    segment: str | None
    confidence: float
    rules: tuple[str, ...]
    sentence: str
    measure_confidence: float = 0.5  # of the rule that found the measure alone; `confidence` weighs all rules
    own_words: tuple[int, int] = (0, 0)  # where the words that speak about the number begin and end


@dataclass(frozen=True)
class Unread:
    """A printed number that is no fact: `reason` is a code of unread_reasons.csv, `explanation` says it in words."""

    start: int
    end: int
    as_printed: str
    reason: str
    explanation: str
    sentence: str


@dataclass(frozen=True)
class Extraction:
    """What a report says: facts and unread numbers in order of place, and the accounting of its runs of digits."""

    facts: tuple[Fact, ...]
    unread: tuple[Unread, ...]
    numbers_printed: int
    numbers_accounted: int


def unread_at(text: str, start: int, end: int, reason: str, sentence: Sentence) -> Unread:
    return Unread(start, end, text[start:end], reason, explanation(reason), sentence_text(text, sentence))


def explanation(reason: str) -> str:
    return next(row["explanation"] for row in table("unread_reasons") if row["reason"] == reason)


@lru_cache(
    maxsize=2
)  # a sentence may be a megabyte long and hold a hundred thousand numbers, which come one after the other
def sentence_text(text: str, sentence: Sentence) -> str:
    return " ".join(text[sentence.start : sentence.end].split())[:600]
