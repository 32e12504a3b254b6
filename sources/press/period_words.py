"""What the words between a date and a number say: that the one is told of the other, or only of what is compared with.

Belongs here: questions about one date and one number. Does not: choosing among the dates of a report (periods.py), what a date means (calendar.py).
"""

import re

from sources.press.calendar import DateMention
from sources.press.clauses import Place, Sentence
from sources.press.constructions import ahead, behind, between, within

NUMBER = re.compile(r"\d[\d.,]*\d(?!/)|\d")
MONEY_SIGN = re.compile(r"\bRp[. ]*$")
REACH = 70  # characters between a number and a date that is said of it
PAIRS = 1  # numbers that may stand between: 'Rp38,30 miliar dengan 2.373 kasus pada Januari-Oktober 2011'


def said_behind(text: str, mention: DateMention, end: int, *, pairs: int = PAIRS) -> bool:
    """Whether a date behind a number ends what is said of it: '300 ribu orang pada Desember 2022 menjadi …'; up to `pairs` numbers between."""
    gap = text[end : mention.start]
    if len(gap) > REACH or within("other_time_begins", gap):
        return False
    numbers = len(NUMBER.findall(gap))
    return numbers <= pairs and ahead("time_ends", text, mention.end, mention.end + REACH) is not None


def said_of_number_before(text: str, mention: DateMention, sentence: Sentence) -> bool:
    """Whether a date between two numbers is said of the first."""
    begin = max(sentence.start, mention.start - REACH)
    numbers = list(NUMBER.finditer(text, begin, mention.start))
    return bool(numbers) and said_behind(text, mention, numbers[-1].end())


def names(text: str, mention: DateMention, place: Place) -> bool:
    """'naik dari realisasi 2024, yaitu 322.246 pekerja': the count is what there was then."""
    numeral = place.numeral
    if numeral.start - mention.end > REACH:
        return False
    if numeral.kind == "percent":  # '2024 yang mencapai 76 persen' is a level, 'dari 2024 sebesar 5 persen' a rise
        return between("which_was_then", text[mention.end : numeral.start]) is not None
    gap = text[mention.end : numeral.start]
    first = NUMBER.search(gap)
    if first:  # 'dibanding semester I 2017 yang hanya Rp692 miliar dengan 82.431 kasus'
        paired = between("pair_follows", gap[first.end() :]) is not None
        return paired and between("was_then", MONEY_SIGN.sub("", gap[: first.start()])) is not None
    return not gap.strip() or between("was_then", gap) is not None


def compares(text: str, mention: DateMention, after: int = 0) -> bool:
    """'naik 15 persen dari realisasi 2024': whether a date is that of what is compared with; what stands before `after` does not count."""
    begin = max(after, mention.start - REACH)
    runs = mention.role == "span" and mention.rule in ("months", "days", "since_until")
    if runs and behind("from_a_time", text, begin, mention.start) is not None:  # 'dibayar dari Januari-Agustus 2011'
        return within("changed", text, begin, mention.start) is not None
    if behind("told_by_source", text, begin, mention.start) is not None:  # 'dari data hingga Februari 2022'
        return False
    if mention.role in ("as_of", "until"):  # '24 persen dari total pekerja di provinsi itu per April 2018'
        return behind("compared_closely", text, begin, mention.start) is not None
    return behind("compared_with", text, begin, mention.start) is not None
