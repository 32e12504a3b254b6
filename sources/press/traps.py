"""Numbers that are no figures of a region: law numbers, ages, clock times, premiums, one person's money, links to other reports.

Belongs here: naming the reason why a number is passed over, by its kind and the cues of trap_cues.csv. Does not: numbers that could be
figures but for which no measure was found (assembly says so).
"""

import re
from bisect import bisect_left
from decimal import Decimal
from functools import cache

from sources.press.clauses import Place, Sentence
from sources.press.lexicon import Phrasebook, Tag, Word
from sources.press.vocabulary import table

SMALL_MONEY = 1_000_000_000
KIND_REASONS = {
    "duration": "duration",
    "multiple": "derived",
    "foreign_money": "other_amount",
    "ordinal": "ordinal",
}
FORM_REASONS = {
    "reference_number": "law_number",
    "clock": "clock",
    "temperature": "page_furniture",
    "list_mark": "ordinal",
    "duration": "duration",
    "unreadable": "ambiguous_number",
}
BEFORE_GAP = re.compile(r"^[\s.:\-–(\"“']{0,3}(?:ke)?[\s.:\-]{0,2}$", re.IGNORECASE)
AFTER_GAP = re.compile(r"^[\s\-–]{0,2}$")
AGE = re.compile(r"(?:[A-Z][\w.']+,?\s*\(?)$")
LINE_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s*$")
NAME_PART = re.compile(r"[A-Z][A-Za-z]+[- ]$")


@cache
def _book() -> Phrasebook:
    return Phrasebook((row["term"], f"{row['position']}:{row['reason']}") for row in table("trap_cues"))


@cache
def _rule_amounts() -> frozenset[Decimal]:
    return frozenset(Decimal(row["amount_idr"]) for row in table("rule_amounts"))


class Traps:
    """The trap cues of a text."""

    def __init__(self, text: str, words: list[Word]) -> None:
        self._text = text
        self._cues: list[Tag] = _book().find(text, words)
        self._starts = [tag.start for tag in self._cues]

    def reason(self, place: Place, sentence: Sentence) -> str | None:  # noqa: PLR0911  (one return a reason)
        """Why this number is no figure; None where nothing speaks against it."""
        numeral, text = place.numeral, self._text
        if numeral.qualifier == "order_of_magnitude":
            return "vague"
        if numeral.kind in KIND_REASONS:
            return KIND_REASONS[numeral.kind]
        if numeral.kind == "other":
            return self._other(numeral.form)
        if LINE_NUMBER.match(text[sentence.line_start : numeral.end + 2]) and text[numeral.end : numeral.end + 1] in (
            ".",
            ")",
        ):
            return "ordinal"
        for tag in self._in_line(sentence):
            position, reason = tag.value.split(":")
            if self._holds(position, tag, place, sentence, reason):
                return reason
        if numeral.kind == "money" and numeral.value in _rule_amounts():
            return "premium_or_rule"
        if numeral.kind == "count" and 15 <= numeral.value < 100 and self._is_age(numeral.start, numeral.end):
            return "age"
        if numeral.ambiguous and numeral.kind == "money" and numeral.value < 1_000_000:
            return "ambiguous_number"
        return None

    def _in_line(self, sentence: Sentence) -> list[Tag]:
        return self._cues[
            bisect_left(self._starts, sentence.line_start) : bisect_left(
                self._starts, max(sentence.line_end, sentence.end)
            )
        ]

    def _other(self, form: str) -> str:
        return FORM_REASONS.get(form, "reporter_code")

    def _holds(self, position: str, tag: Tag, place: Place, sentence: Sentence, reason: str) -> bool:  # noqa: PLR0911  (one return a position)
        numeral, text = place.numeral, self._text
        money, percent = numeral.kind == "money", numeral.kind == "percent"
        inside = sentence.start <= tag.start < sentence.end
        if position == "line":
            return tag.start <= numeral.start
        if position == "line_start":
            head = text[sentence.line_start : tag.start].strip(' ("“')
            return not head and text[tag.end : tag.end + 3].lstrip()[:1] in (":", "©", "A", "")
        if not inside:
            return False
        if position == "before":
            if reason == "ordinal" and numeral.value >= 1000:
                return False
            return tag.end <= numeral.start and BEFORE_GAP.fullmatch(text[tag.end : numeral.start]) is not None
        if position == "after":
            return (
                numeral.number_end <= tag.start
                and AFTER_GAP.fullmatch(text[numeral.number_end : tag.start]) is not None
            )
        if position == "near":
            close = place.left <= tag.start < place.right and abs(tag.start - numeral.end) < 40
            return close and (money or percent if reason == "premium_or_rule" else True)
        if position == "left":
            own = place.left <= tag.start < numeral.start and numeral.start - tag.end < 60
            if reason in ("premium_or_rule", "other_amount"):
                return own and (money or percent)
            if reason == "law_number":
                return (
                    own
                    and not money
                    and not percent
                    and numeral.start - tag.end < 30
                    and "," not in text[tag.end : numeral.start]
                )
            if reason in ("anniversary", "programme_name", "address"):
                return own and numeral.start - tag.end < 25
            return own
        if position == "sentence":
            return money and numeral.value < SMALL_MONEY
        return False

    def _is_age(self, start: int, end: int) -> bool:
        """'Fatimah, 37,' or 'Kurniawan (35)': a small bare number after a person's name."""
        after = self._text[end : end + 2].lstrip()[:1]
        head = self._text[max(0, start - 30) : start]
        return bool(after in (",", ")") and re.search(r"[A-Z][a-z]+(?:, | \()$", head))
