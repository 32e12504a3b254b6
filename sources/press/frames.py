"""The frame of a number: all features by which its measure is found, and what was made of them. And the tags of a text.

Belongs here: these two shapes. Does not: filling them (features, relations, statuses, measures).
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Decimal

from sources.press.clauses import Place, Sentence
from sources.press.lexicon import Tag, Word, phrasebook


@dataclass
class Frame:
    """The features of one number, and later what was made of them."""

    place: Place
    sentence: Sentence
    quantity: str  # count, percent, money
    noun: str | None = None
    noun_is_near: bool = False
    status: str | None = None
    status_from: str = ""
    cues: frozenset[str] = frozenset()  # of its own words
    near: frozenset[str] = frozenset()  # of the words right beside it
    ahead: str = ""
    behind: str = ""
    target: bool = False
    planned: bool = False
    programme: str | None = None
    segment: str | None = None
    facility: str | None = None
    anaphora: bool = False
    base: bool = False  # a part is taken of it: 'dari total 1.290.307'
    enrolled: bool = False  # a verb says that they are members, not only the noun
    right: int = 0  # where its own words end
    difference: bool = False  # so many more or fewer, not how many there are
    listed: bool = False  # its own words name an area or a segment, so that it may be an item of a list
    whole: Decimal | None = None  # the count of the report that it adds up to with its neighbours
    topic: str | None = None
    measure: str | None = None
    confidence: float = 0.0
    rules: list[str] = field(default_factory=list)

    @property
    def value(self) -> Decimal:
        return self.place.numeral.value

    def conclude(self, measure: str, confidence: float, rule: str) -> None:
        """The measure that was found, how sure it is, and the rule that found it."""
        self.measure, self.confidence = measure, confidence
        self.rules.append(rule)


class Tags:
    """All vocabulary tags of a text, by table."""

    TABLES = (
        ("counted_nouns", "noun"),
        ("measure_cues", "cue"),
        ("segment_cues", "segment"),
        ("programme_cues", "programme"),
        ("facility_cues", "segment"),
        ("clause_words", "role"),
        ("office_words", "kind"),
    )

    def __init__(self, text: str, words: list[Word]) -> None:
        self._tags = {table: phrasebook(table, column).find(text, words) for table, column in self.TABLES}
        self._starts = {table: [tag.start for tag in tags] for table, tags in self._tags.items()}

    def all(self, table: str) -> list[Tag]:
        return self._tags[table]

    def between(self, table: str, start: int, end: int) -> list[Tag]:
        """Tags of a table that begin in text[start:end] and end there."""
        starts = self._starts[table]
        tags = self._tags[table][bisect_left(starts, start) : bisect_left(starts, end)]
        return [tag for tag in tags if tag.end <= end]
