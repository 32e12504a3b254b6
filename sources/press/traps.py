"""Numbers that are no figures of a region: law numbers, ages, clock times, premiums, one person's money, links to other reports.

Belongs here: naming the reason why a number is passed over, by its kind and the cues of trap_cues.csv. Does not: numbers that could be
figures but for which no measure was found (assembly says so).
"""

import re
from bisect import bisect_left, bisect_right
from decimal import Decimal
from functools import cache

from sources.press.clauses import Place, Sentence
from sources.press.constructions import ahead, behind, within
from sources.press.lexicon import Phrasebook, Tag, Word
from sources.press.vocabulary import alternation, table

SMALL_MONEY = 1_000_000_000
SMALL_TOTAL = 100_000_000
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
    "page": "page_furniture",
    "address": "address",
    "day_of_month": "date",
    "scale_lost": "ambiguous_number",
    "scale_lost_told_again": "repeated",
}
BESIDE = ("line", "line_start", "before", "after")
AROUND = ("near", "left", "sentence")
LAW_DISTANCE = 30  # characters
FUND_DISTANCE = 100  # characters
AFTER_GAP = re.compile(r"^[\s\-–]{0,2}$")
AGE = re.compile(r"(?:[A-Z][\w.']+,?\s*\(?)$")
LINE_NUMBER = re.compile(r"\s*\d{1,2}[.)]\s*")
REACH = 100  # characters, not below FUND_DISTANCE: only cues of a line or a sentence speak of a number that lies farther away
LONGEST_HEAD = 200  # characters before the first word of a line
NAME_PART = re.compile(r"[A-Z][A-Za-z]+[- ]$")


@cache
def _before_gap() -> re.Pattern[str]:
    """What may stand between a cue and its number: signs, and the 'ke' of an ordinal."""
    prefix = alternation(row["term"] for row in table("number_marks") if row["role"] == "ordinal")
    return re.compile(rf"^[\s.:\-–(\"“']{{0,3}}(?:{prefix})?[\s.:\-]{{0,2}}$", re.IGNORECASE)


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
        self._longest = max((tag.end - tag.start for tag in self._cues), default=0)
        self._of_lines = self._indices("line")
        self._of_sentences = self._indices("sentence")

    def _indices(self, position: str) -> list[int]:
        return [index for index, tag in enumerate(self._cues) if tag.value.startswith(f"{position}:")]

    def reason(self, place: Place, sentence: Sentence) -> str | None:  # noqa: PLR0911  (one return a reason)
        """Why this number is no figure; None where nothing speaks against it."""
        numeral, text = place.numeral, self._text
        if numeral.qualifier == "order_of_magnitude":
            return "vague"
        cues = self._within_reach(place, sentence)
        if numeral.kind in KIND_REASONS:
            rule = numeral.kind == "multiple" and self._of_cues(cues, place, sentence, ("after",)) == "premium_or_rule"
            return "premium_or_rule" if rule else KIND_REASONS[numeral.kind]
        if numeral.kind == "other":
            return self._other(numeral.form, cues, place)
        if text[numeral.end : numeral.end + 1] in (".", ")") and self._numbers_its_line(
            numeral.end, sentence.line_start
        ):
            return "ordinal"
        said = self._of_cues(cues, place, sentence, BESIDE) or self._of_cues(cues, place, sentence, AROUND)
        if said:
            return said
        if numeral.kind == "percent" and self._ought_to_be(place):
            return "other_rate"
        if numeral.kind == "money" and numeral.value in _rule_amounts():
            return "premium_or_rule"
        if numeral.kind == "count" and 15 <= numeral.value < 100 and self._is_age(numeral.start, numeral.end):
            return "age"
        if numeral.ambiguous and numeral.kind == "money" and numeral.value < 1_000_000:
            return "ambiguous_number"
        return None

    def _ought_to_be(self, place: Place) -> bool:
        """'seharusnya 25 persen': how much it ought to be, and not how much it is."""
        start = place.numeral.start
        return behind("ought_to_be", self._text, max(place.left, start - REACH), start) is not None

    def _numbers_its_line(self, end: int, line_start: int) -> bool:
        return end - line_start <= LONGEST_HEAD and LINE_NUMBER.fullmatch(self._text, line_start, end + 2) is not None

    def _within_reach(self, place: Place, sentence: Sentence) -> list[Tag]:
        """The cues of the line that can speak of the number, in order: those near it, and the first of each kind that speaks from afar."""
        numeral, starts = place.numeral, self._starts
        low = bisect_left(starts, sentence.line_start)
        high = bisect_left(starts, max(sentence.line_end, sentence.end))
        near_low = max(low, bisect_left(starts, numeral.start - REACH - self._longest))
        near_high = min(high, bisect_left(starts, numeral.end + REACH))
        opening = bisect_right(starts, starts[low]) if low < high else low
        found = {*range(low, opening), *range(near_low, near_high)}
        found |= _first(self._of_lines, low, high)
        found |= _first(self._of_sentences, max(low, bisect_left(starts, sentence.start)), high)
        return [self._cues[index] for index in sorted(found)]

    def _of_cues(self, cues: list[Tag], place: Place, sentence: Sentence, positions: tuple[str, ...]) -> str | None:
        for tag in cues:
            position, reason = tag.value.split(":")
            if position in positions and self._holds(position, tag, place, sentence, reason):
                return reason
        return None

    def _other(self, form: str, cues: list[Tag], place: Place) -> str:
        """'UU No 3/1992', 'Nomor 5l/INST-2021': a code behind the word for a law is the number of one."""
        start = place.numeral.start
        laws = (tag for tag in cues if tag.value.endswith(":law_number") and 0 <= start - tag.end < LAW_DISTANCE)
        if form == "code" and any("," not in self._text[tag.end : start] for tag in laws):
            return "law_number"
        return FORM_REASONS.get(form, "reporter_code")

    def _holds(self, position: str, tag: Tag, place: Place, sentence: Sentence, reason: str) -> bool:  # noqa: PLR0911  (one return a position)
        numeral, text = place.numeral, self._text
        money, percent = numeral.kind == "money", numeral.kind == "percent"
        inside = sentence.start <= tag.start < sentence.end
        if position == "line":
            return tag.start <= numeral.start
        if position == "line_start":
            far = tag.start - sentence.line_start > LONGEST_HEAD
            head = far or text[sentence.line_start : tag.start].strip(' ("“')
            return not head and text[tag.end : tag.end + 3].lstrip()[:1] in (":", "©", "A", "")
        if not inside:
            return False
        if position == "before":
            if reason == "ordinal" and numeral.value >= 1000:
                return False
            return tag.end <= numeral.start and _before_gap().fullmatch(text[tag.end : numeral.start]) is not None
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
                sum_of_money = money and not self._is_of_many(reason, numeral.value, tag, sentence)
                fund = reason == "other_amount" and sum_of_money and self._is_fund(tag, place)
                return fund or (own and (sum_of_money or percent))
            if reason == "law_number":
                return (
                    own
                    and not money
                    and not percent
                    and numeral.start - tag.end < LAW_DISTANCE
                    and "," not in text[tag.end : numeral.start]
                )
            if reason in ("anniversary", "programme_name", "address"):
                cases = reason == "programme_name" and ahead("cases_counted", text, numeral.end) is not None
                return own and not cases and numeral.start - tag.end < 25
            return own
        if position == "sentence":
            # 'terdiri dari JKK Rp118 juta dan JKM Rp2,77 miliar kepada ahli waris': parts of a total are no one person's money
            part = within("divided", text, sentence.start, numeral.start) is not None
            return money and numeral.value < SMALL_MONEY and not (part and numeral.value >= SMALL_TOTAL)
        return False

    def _is_of_many(self, reason: str, value: Decimal, tag: Tag, sentence: Sentence) -> bool:
        """'Nilai premi mencapai Rp97,5 miliar', 'Iuran di Bali Timur terkumpul Rp120 miliar': what all contributed."""
        if reason == "premium_or_rule":
            return value >= SMALL_MONEY
        if reason != "other_amount":
            return False
        begin = max(sentence.start, tag.start - FUND_DISTANCE)
        return within("contributions_said", self._text, begin, tag.start) is not None

    def _is_fund(self, tag: Tag, place: Place) -> bool:
        """'dana JHT terkumpul dari 3 juta pekerja mencapai Rp7,63 triliun': no claims are told between."""
        start = place.numeral.start
        near = place.numeral.kind == "money" and 0 < start - tag.end < FUND_DISTANCE
        return near and within("paid_said", self._text, tag.end, start) is None

    def _is_age(self, start: int, end: int) -> bool:
        """'Fatimah, 37,' or 'Kurniawan (35)': a small bare number after a person's name."""
        after = self._text[end : end + 2].lstrip()[:1]
        head = self._text[max(0, start - 30) : start]
        return bool(after in (",", ")") and re.search(r"[A-Z][a-z]+(?:, | \()$", head))


def _first(indices: list[int], low: int, high: int) -> set[int]:
    """The first of the sorted indices from `low` up to `high`, if there is one."""
    at = bisect_left(indices, low)
    return {indices[at]} if at < len(indices) and indices[at] < high else set()
