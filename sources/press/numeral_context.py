"""What stands beside a number: currency and sign before it, scale and percent after it, qualifiers, links of ranges, codes.

Belongs here: every look to the left or right of a number, each within a short window, so that a long text costs no more than its length.
Does not: putting a Numeral together (numerals.py).
"""

import re
from dataclasses import dataclass
from functools import cache

from sources.press.kinds import unit_kinds
from sources.press.vocabulary import GAP, LETTER, SPACE, alternation, table, words

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WINDOW = 40
_MISPRINT = re.compile(
    r"(?<![^\W_])(?<![.,])[\dOolI]{1,3}(?:[.,][\dOolI]{3}){1,5}(?:,[\dOolI]{1,2})?(?![^\W_])|(?<![^\W_])[1-9][Oo\d]{1,2}(?![^\W_])"
)
# '282.142 .334290', '37. 229 orang': a blank fell between the groups; behind the dot it may as well end a sentence
_BLANK_BEFORE_DOT = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})* \.\d{3}(?:\.?\d{3}){0,4}(?![\d,]|\.\d)")
_BLANK_BEHIND_DOT = re.compile(r"(?<=[a-z] )\d{1,3}\. \d{3}(?:\.\d{3}){0,3}(?![\d,]|\.\d)")
_MENDED = str.maketrans("OolI", "0011")
_FEWEST_DIGITS = 2
_CURRENCY_ENDS = "pPrRdDhHmM.,:;-[$ \u00a0\u202f"
_SPACED_DECIMALS = re.compile(r",[ \u00a0](?P<fraction>\d{1,3})(?![\d.,]?\d)")


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


def scale_follows(text: str, end: int) -> bool:
    """Whether a scale word or letter stands right behind a number."""
    return _scale().match(text, end) is not None


@cache
def _suffix() -> re.Pattern[str]:
    return re.compile(rf"[-\u2010\u2011]an(?!{LETTER})")


def marks(role: str) -> str:
    """The words and signs of a role of number_marks.csv, as a pattern."""
    return alternation(row["term"] for row in table("number_marks") if row["role"] == role)


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(rf"{GAP}?(?:(?i:{marks('percent')})(?:-?an|nya)?)(?!{LETTER})")


@cache
def _rupiah() -> re.Pattern[str]:
    return re.compile(rf"{GAP}?(?i:{marks('rupiah')})(?!{LETTER})|,-{{1,2}}(?!\w)|,=(?!\w)")


def tail_after(text: str, end: int, *, money: bool) -> Tail:
    """Scale, percent sign, rupiah, `-an`, in the order in which a report prints them."""
    power, rounded, percent, currency = 0, False, False, None
    scale = _scale().match(text, end)
    if scale is None and money and text.startswith(", ", end):
        scale = _scale().match(text, end + 1)  # 'Rp9,3, miliar'
    if scale and (scale["word"] or money):
        power = int(words("scale_words", "word", "power")[(scale["word"] or scale["headline"]).lower()])
        rounded = bool(scale["an"]) or text[end : end + 3] == "-an"
        end = scale.end()
    if suffix := _suffix().match(text, end):
        rounded, end = True, suffix.end()
    if sign := _percent().match(text, end):
        percent, end = True, sign.end()
    elif rupiah := _rupiah().match(text, end):
        currency, end = "IDR", rupiah.end()
    return Tail(end, power, percent, rounded, currency)


@cache
def _currency() -> re.Pattern[str]:
    marks = alternation(row["mark"] for row in table("currencies"))
    return re.compile(rf"(?<![^\W_])(?:(?P<mark>(?i:{marks})){SPACE}{{0,3}})\Z")


def currency_before(text: str, start: int) -> tuple[int, str | None]:
    """Where the figure starts with its currency, and the currency's code."""
    if start == 0 or text[start - 1] not in _CURRENCY_ENDS:
        return start, None
    low = max(0, start - 8)
    match = _currency().search(text[low:start])
    if not match:
        return start, None
    return low + match.start("mark"), words("currencies", "mark", "currency")[" ".join(match["mark"].lower().split())]


@cache
def _minus_word() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{marks('minus')}){SPACE}{{1,3}}\Z")


def sign_before(text: str, start: int, signed_unit: bool) -> tuple[int, bool]:
    """A hyphen is a sign only before money or percent and never at the start of a line, where it is a bullet."""
    low = max(0, start - 12)
    match = _minus_word().search(text[low:start])
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
    return (noun if noun in unit_kinds() else None), qualifier


def noun_kind(noun: str | None) -> str:
    """count, duration or multiple; a bare number counts."""
    return unit_kinds().get(noun or "", "count")


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
    tail = tail_after(text, match.end(), money=False)
    return match.end() if tail.power or tail.percent else end


def misprints(text: str) -> set[tuple[int, int]]:
    """Where letters stand among the digits of a number ('1O.250 orang', 'l.200 perusahaan'): grouped as a number is, or with a unit behind."""
    found = set()
    for match in _MISPRINT.finditer(text):
        printed = match[0]
        if not any(letter in printed for letter in "OolI"):
            continue
        grouped = "." in printed or "," in printed
        digits = sum(character.isdigit() for character in printed)
        end = match.end()
        unit = noun_and_qualifier_after(text, end)[0] or tail_after(text, end, money=False).end > end
        if digits >= _FEWEST_DIGITS if grouped else unit:
            found.add(match.span())
    return found


def mended(printed: str) -> str:
    """The number with the digits that the letters stand for."""
    return without_space(printed).translate(_MENDED)


def without_space(printed: str) -> str:
    if ". " in printed or " ." in printed:  # the groups of a broken number
        return "".join(character for character in printed if character.isdigit())
    return printed.replace(" ", "").replace("\u00a0", "")


def broken(text: str) -> list[tuple[int, int]]:
    """Where a blank fell between the groups of one number; behind the dot only if a counted noun follows."""
    spans = [match.span() for match in _BLANK_BEFORE_DOT.finditer(text)]
    counted = (match.span() for match in _BLANK_BEHIND_DOT.finditer(text))
    return spans + [span for span in counted if noun_and_qualifier_after(text, span[1])[0]]


@cache
def _link() -> re.Pattern[str]:
    links = alternation(row["link"] for row in table("range_links"))
    return re.compile(rf"(?P<dash>{SPACE}{{0,2}}[-\u2010-\u2015]{SPACE}{{0,2}})|{GAP}(?P<word>(?i:{links})){GAP}")


@cache
def _between() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = re.compile(rf"(?<!\w)(?i:{marks('between')}){GAP}\Z")
    return before, re.compile(rf"{GAP}(?i:{marks('between_and')}){GAP}")


def range_link(text: str, start: int, end: int, following: int) -> str | None:
    """'dash' or 'word' if what stands between two figures makes a range of them."""
    if not 0 < following - end <= 20:
        return None
    match = _link().fullmatch(text, end, following)
    if match:
        return "dash" if match["dash"] else "word"
    before, joint = _between()
    between = joint.fullmatch(text, end, following) and before.search(text[max(0, start - _WINDOW) : start])
    return "dash" if between else None


_ONLY_BLANK = re.compile(GAP)


def only_blank(text: str, start: int, end: int) -> bool:
    """Whether nothing but one gap stands between."""
    return 0 < end - start <= 8 and _ONLY_BLANK.fullmatch(text, start, end) is not None


def in_brackets_after(text: str, end: int, start: int, stop: int) -> bool:
    """Whether the second number follows the first one in brackets of its own: '5 (lima)'."""
    return start - end <= 3 and text[end:start].strip(" \u00a0") == "(" and text[stop : stop + 1] == ")"
