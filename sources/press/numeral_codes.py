"""Digits and number words that are no figure: codes, clock times, temperatures, running numbers, law numbers, set phrases.

Belongs here: telling these by what stands right beside them. Does not: what belongs to a figure (numeral_context.py), the reasons that a report's account
gives (traps.py).
"""

import re
from functools import cache

from sources.press.kinds import unit_kinds
from sources.press.numeral_context import marks, scale_follows
from sources.press.vocabulary import GAP, LETTER, alternation, table, words

WINDOW = 40


def folded(phrase: str) -> str:
    return " ".join(phrase.lower().split())


@cache
def _reference() -> re.Pattern[str]:
    phrases = alternation(row["word"] for row in table("reference_words"))
    return re.compile(rf"(?<!\w)(?P<word>{phrases}){GAP}?\Z", re.IGNORECASE)


@cache
def _set_phrases() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(row['phrase'] for row in table('set_phrases'))})(?!\w)", re.IGNORECASE)


def in_set_phrase(text: str, start: int, end: int) -> bool:
    """Whether the number word is part of a phrase that counts nothing ('salah satu', 'Lima Puluh Kota')."""
    low = max(0, start - WINDOW)
    return any(
        low + match.start() <= start and end <= low + match.end()
        for match in _set_phrases().finditer(text[low : end + WINDOW])
    )


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?i:{marks('ordinal')})-\Z")


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(rf"(?::\d\d|[.]\d\d)?(?:[ ]?-[ ]?\d\d?[.:]\d\d)?[ ]?(?i:{marks('clock')})(?!\w)")


@cache
def _temperature() -> re.Pattern[str]:
    return re.compile(rf"[ ]?(?:{marks('degree')})[ ]?[CF]?|[ ]C(?!\w)")


_LETTER_BEFORE = re.compile(r"[^\W\d_][-\u2010\u2011]?\Z|[^\W_]/\Z|[_#@]\Z")
_GLUED = re.compile(rf"{LETTER}+")
_LIST_MARK = re.compile(r"[.)][ \t]")


def no_figure(text: str, start: int, end: int, money: bool) -> tuple[str, str] | None:
    """Kind and form of digits that are no figure, or None. Each rule looks only at the neighbours."""
    if money:
        return None
    before = text[max(0, start - 24) : start]
    if _ordinal().search(before):
        return "ordinal", "ke_number"
    if _LETTER_BEFORE.search(before):
        return "other", "code"
    return _by_what_follows(text, start, end) or _by_reference_word(before)


def _by_what_follows(text: str, start: int, end: int) -> tuple[str, str] | None:
    after = text[end : end + 2]
    if after[:1] == "/" and after[1:].isdigit():
        return "other", "code"
    colon = (after[:1] == ":" and after[1:].isdigit()) or re.search(r"\d:\Z", text[max(0, start - 2) : start])
    if colon or _clock().match(text, end):
        return "other", "clock"
    if _temperature().match(text, end):
        return "other", "temperature"
    printed = text[start : min(end, start + 4)]
    if len(printed) > 1 and printed[0] == "0" and printed[1].isdigit():
        return "other", "code"
    if end - start <= 2 and (start == 0 or text[start - 1] == "\n") and _LIST_MARK.match(text, end):
        return "other", "list_mark"
    return _by_glued_letters(text, end)


def _by_glued_letters(text: str, end: int) -> tuple[str, str] | None:
    """`5l` and `3D` are codes; `21.814perusahaan` only lost its blank."""
    if not text[end : end + 1].isalpha():
        return None
    glued = _GLUED.match(text[end : end + 24])
    if glued and (len(glued[0]) >= 3 or scale_follows(text, end) or glued[0].lower() in unit_kinds()):
        return None
    return "other", "code"


def _by_reference_word(before: str) -> tuple[str, str] | None:
    if not before or before[-1].isdigit() or before.isspace():
        return None
    match = _reference().search(before)
    if not match:
        return None
    word = folded(match["word"])
    return words("reference_words", "word", "kind")[word], words("reference_words", "word", "form")[word]
