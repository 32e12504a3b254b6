"""What stands beside a number: currency and sign before it, scale and percent after it, qualifiers, links of ranges, codes.

Belongs here: every look to the left or right of a number, each within a short window, so that a long text costs no more than its length.
Does not: putting a Numeral together (numerals.py).
"""

import re
from dataclasses import dataclass
from functools import cache

from sources.press.vocabulary import GAP, LETTER, SPACE, alternation, table, words

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WINDOW = 40
_SPACED_DECIMALS = re.compile(r",[ \u00a0](?P<fraction>\d{1,3})(?![\d.,]?\d)")
_PERCENT_WORDS = r"persen|prosen|percent|per\ cent|%"


@dataclass(frozen=True)
class Tail:
    """What belongs to the figure behind the number."""

    end: int
    power: int
    percent: bool
    rounded: bool
    money: str | None


@cache
def _scale() -> re.Pattern[str]:
    always = alternation(row["word"] for row in table("scale_words") if row["needs_currency"] == "no")
    headline = alternation(row["word"] for row in table("scale_words") if row["needs_currency"] == "yes")
    return re.compile(
        rf"(?:(?:-?an)?{GAP}?(?:(?P<word>(?i:{always}))(?P<an>-?an)?|(?P<headline>{headline}))(?![^\W_]))"
    )


@cache
def _suffix() -> re.Pattern[str]:
    return re.compile(rf"[-\u2010\u2011]an(?!{LETTER})")


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(rf"{GAP}?(?:(?i:{_PERCENT_WORDS})(?:-?an|nya)?)(?!{LETTER})")


_RUPIAH = re.compile(rf"{GAP}?(?i:rupiah)(?!{LETTER})|,-{{1,2}}(?!\w)|,=(?!\w)")


def tail_after(text: str, end: int, money: bool) -> Tail:
    """Scale, percent sign, rupiah, `-an`, in the order in which a report prints them."""
    power, rounded, percent, currency = 0, False, False, None
    scale = _scale().match(text, end)
    if scale and (scale["word"] or money):
        power = int(words("scale_words", "word", "power")[(scale["word"] or scale["headline"]).lower()])
        rounded = bool(scale["an"]) or text[end : end + 3] == "-an"
        end = scale.end()
    if suffix := _suffix().match(text, end):
        rounded, end = True, suffix.end()
    if sign := _percent().match(text, end):
        percent, end = True, sign.end()
    elif rupiah := _RUPIAH.match(text, end):
        currency, end = "IDR", rupiah.end()
    return Tail(end, power, percent, rounded, currency)


@cache
def _currency() -> re.Pattern[str]:
    marks = alternation(row["mark"] for row in table("currencies"))
    return re.compile(rf"(?<![^\W_])(?:(?P<mark>(?i:{marks})){SPACE}{{0,3}})\Z")


def currency_before(text: str, start: int) -> tuple[int, str | None]:
    """Where the figure starts with its currency, and the currency's code."""
    if start == 0 or text[start - 1] not in "pPrRdD.[$ \u00a0\u202f":
        return start, None
    low = max(0, start - 8)
    match = _currency().search(text[low:start])
    if not match:
        return start, None
    return low + match.start("mark"), words("currencies", "mark", "currency")[match["mark"].lower()]


_MINUS_WORD = re.compile(rf"(?<!\w)(?i:minus){SPACE}{{1,3}}\Z")


def sign_before(text: str, start: int, signed_unit: bool) -> tuple[int, bool]:
    """A hyphen is a sign only before money or percent and never at the start of a line, where it is a bullet."""
    low = max(0, start - 9)
    match = _MINUS_WORD.search(text[low:start])
    if match:
        return low + match.start(), True
    if signed_unit and start >= 2 and text[start - 1] in "-\u2212" and text[start - 2] in " (\u00a0":
        return start - 1, True
    return start, False


_BLANKS = " \u00a0\u202f\n\t"


@cache
def _qualifiers() -> re.Pattern[str]:
    phrases = alternation(row["phrase"] for row in table("approximators") if row["position"] == "before")
    return re.compile(rf"(?<![\w-])(?P<phrase>{phrases}){GAP}?\Z", re.IGNORECASE)


@cache
def _qualifier_after() -> re.Pattern[str]:
    rows = [row for row in table("approximators") if row["position"] == "after"]
    each = "|".join(
        rf"{alternation([row['phrase']])}(?!\w)(?!{GAP}(?:{row['unless_followed_by'] or '(?!)'}))" for row in rows
    )
    return re.compile(rf"{GAP}(?P<phrase>{each})", re.IGNORECASE)


def qualifier_before(text: str, start: int) -> str | None:
    """The qualifier that stands right before the figure."""
    low = start - 1
    while low >= max(0, start - 4) and text[low] in _BLANKS:
        low -= 1
    if low < 0 or low == start - 1 or not text[low].isalpha():
        return None
    match = _qualifiers().search(text[max(0, start - _WINDOW) : start])
    return words("approximators", "phrase", "qualifier")[_folded(match["phrase"])] if match else None


def _folded(phrase: str) -> str:
    return " ".join(phrase.lower().split())


_NOUN = re.compile(rf"(?:{GAP})?(?P<noun>{LETTER}{{1,20}})")


def noun_and_qualifier_after(text: str, end: int) -> tuple[str | None, str]:
    """The counted noun behind the figure, if the word there is one, and the qualifier between them."""
    qualifier = "exact"
    if after := _qualifier_after().match(text, end):
        phrase = _folded(after["phrase"])
        qualifier = next(
            row["qualifier"] for row in table("approximators") if row["position"] == "after" and row["phrase"] == phrase
        )
        end = after.end()
    match = _NOUN.match(text, end)
    noun = match["noun"].lower() if match else None
    return (noun if noun in words("unit_nouns", "noun", "kind") else None), qualifier


def noun_kind(noun: str | None) -> str:
    """count, duration or multiple; a bare number counts."""
    return words("unit_nouns", "noun", "kind").get(noun or "", "count")


@cache
def _money_powers() -> frozenset[int]:
    return frozenset(int(row["power"]) for row in table("scale_words") if row["implies_money"] == "yes")


def implies_money(power: int) -> bool:
    return power in _money_powers()


def spaced_decimals(text: str, end: int) -> int:
    """The end of the number with decimals printed after a blank ('Rp.10, 19 miliar'): only if a scale or percent follows them."""
    match = _SPACED_DECIMALS.match(text, end)
    if not match or not re.search(r"(?<!\d)(?<!\d[.,])\d{1,3}\Z", text[max(0, end - 5) : end]):
        return end
    tail = tail_after(text, match.end(), False)
    return match.end() if tail.power or tail.percent else end


def without_space(printed: str) -> str:
    return printed.replace(" ", "").replace("\u00a0", "")


@cache
def _link() -> re.Pattern[str]:
    links = alternation(row["link"] for row in table("range_links"))
    return re.compile(rf"(?P<dash>{SPACE}{{0,2}}[-\u2010-\u2015]{SPACE}{{0,2}})|{GAP}(?P<word>(?i:{links})){GAP}")


_BETWEEN = re.compile(rf"(?<!\w)(?i:antara){GAP}\Z")
_BETWEEN_LINK = re.compile(rf"{GAP}(?i:dan){GAP}")


def range_link(text: str, start: int, end: int, following: int) -> str | None:
    """'dash' or 'word' if what stands between two figures makes a range of them."""
    if not 0 < following - end <= 20:
        return None
    match = _link().fullmatch(text, end, following)
    if match:
        return "dash" if match["dash"] else "word"
    between = _BETWEEN_LINK.fullmatch(text, end, following) and _BETWEEN.search(text[max(0, start - _WINDOW) : start])
    return "dash" if between else None


_ONLY_BLANK = re.compile(GAP)


def only_blank(text: str, start: int, end: int) -> bool:
    """Whether nothing but one gap stands between."""
    return 0 < end - start <= 8 and _ONLY_BLANK.fullmatch(text, start, end) is not None


def in_brackets_after(text: str, end: int, start: int, stop: int) -> bool:
    """Whether the second number follows the first one in brackets of its own: '5 (lima)'."""
    return start - end <= 3 and text[end:start].strip(" \u00a0") == "(" and text[stop : stop + 1] == ")"


@cache
def _reference() -> re.Pattern[str]:
    phrases = alternation(row["word"] for row in table("reference_words"))
    return re.compile(rf"(?<!\w)(?P<word>{phrases}){GAP}?\Z", re.IGNORECASE)


@cache
def _set_phrases() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(row['phrase'] for row in table('set_phrases'))})(?!\w)", re.IGNORECASE)


def in_set_phrase(text: str, start: int, end: int) -> bool:
    """Whether the number word is part of a phrase that counts nothing ('salah satu', 'Lima Puluh Kota')."""
    low = max(0, start - _WINDOW)
    return any(
        low + match.start() <= start and end <= low + match.end()
        for match in _set_phrases().finditer(text[low : end + _WINDOW])
    )


_ORDINAL = re.compile(r"(?<![^\W_])(?i:ke)-\Z")
_LETTER_BEFORE = re.compile(r"[^\W\d_][-\u2010\u2011]?\Z|[^\W_]/\Z|[_#@]\Z")
_GLUED = re.compile(rf"{LETTER}+")
_CLOCK = re.compile(r"(?::\d\d|[.]\d\d)?(?:[ ]?-[ ]?\d\d?[.:]\d\d)?[ ]?(?:WIB|WITA|WIT|Wib|Wita|wib|wita)(?!\w)")
_TEMPERATURE = re.compile(r"[ ]?(?:°|º|derajat)[ ]?[CF]?|[ ]C(?!\w)")
_LIST_MARK = re.compile(r"[.)][ \t]")


def no_figure(text: str, start: int, end: int, money: bool) -> tuple[str, str] | None:
    """Kind and form of digits that are no figure, or None. Each rule looks only at the neighbours."""
    if money:
        return None
    before = text[max(0, start - 24) : start]
    if _ORDINAL.search(before):
        return "ordinal", "ke_number"
    if _LETTER_BEFORE.search(before):
        return "other", "code"
    return _by_what_follows(text, start, end) or _by_reference_word(before)


def _by_what_follows(text: str, start: int, end: int) -> tuple[str, str] | None:
    after = text[end : end + 2]
    if after[:1] == "/" and after[1:].isdigit():
        return "other", "code"
    colon = (after[:1] == ":" and after[1:].isdigit()) or re.search(r"\d:\Z", text[max(0, start - 2) : start])
    if colon or _CLOCK.match(text, end):
        return "other", "clock"
    if _TEMPERATURE.match(text, end):
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
    if glued and (
        len(glued[0]) >= 3 or _scale().match(text, end) or glued[0].lower() in words("unit_nouns", "noun", "kind")
    ):
        return None
    return "other", "code"


def _by_reference_word(before: str) -> tuple[str, str] | None:
    if not before or before[-1].isdigit() or before.isspace():
        return None
    match = _reference().search(before)
    if not match:
        return None
    word = _folded(match["word"])
    return words("reference_words", "word", "kind")[word], words("reference_words", "word", "form")[word]
