"""Constructions: how function words lie around a number, and what that says. `constructions.csv` and `function_words.csv` hold them.

Belongs here: the small notation of a construction's form, and matching it beside a number. Does not: what follows from a match (the grammars), words
with a meaning of their own, such as nouns, cues and programmes (lexicon).

The notation, for people who know Indonesian and no programming:

    hanya               the word itself, in capitals or not; a blank stands for any short gap, a line break included
    klaim*              a word that begins so: klaim, klaimnya
    *                   any one word
    {rise}              any term of the role `rise` in function_words.csv
    !lebih, !{more}     that word, or a term of that role, does not stand right before
    [sekitar]           may be absent; [sekitar]* may come any number of times
    (naik / turun)      one or the other; so does [naik / turun], or neither
    <20>                up to 20 characters of the same clause: no digit, full stop, comma, semicolon
    <<20>>              up to 20 characters of the same sentence: no digit, full stop, semicolon; commas may come
    <<<20>>>            as <<20>>, digits too
    , ; : - ( ) "       the sign itself, with blanks around it or without; brackets are written '(' and ')', " is any quotation mark
    $                   there the text that is looked at ends

Quotation marks and brackets between a number and a construction ahead of it are passed over.
"""

import re
from collections.abc import Iterator
from functools import cache

from sources.press.vocabulary import GAP, alternation, table

POSITIONS = ("behind", "ahead", "within", "between")
LONGEST_GAP = 400  # characters; a form that looks further would cost a text without stops its length squared
_TOKEN = re.compile(
    r"(?P<role>\{\w+\})|!\{(?P<not_role>\w+)\}|!(?P<not_word>\w+)|<<<(?P<digits>\d+)>>>|<<(?P<sentence>\d+)>>|<(?P<clause>\d+)>|'(?P<quoted>[()])'"
    r"|(?P<repeated>\]\*)|(?P<sign>[\[\]()/$])|(?P<quotation>\")|(?P<mark>[.,;:–-])|(?P<word>\w+(?:[-.]\w+)*)(?P<open>\*?)|(?P<any>\*)|(?P<blank>\s+)"
)
_SIGNS = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "/": "|", "$": r"\s*\Z"}
_GAPS = {"digits": r"[^.;]", "sentence": r"[^.;\d]", "clause": r"[^.,;\d]"}
_AROUND = {"behind": ("", r"\s*\Z"), "ahead": (r"[\s\"“”'’()]*", ""), "within": ("", ""), "between": (r"\s*", r"\s*")}


class FormError(ValueError):
    """A row of constructions.csv that cannot be read; says which construction, and what is wrong in its form."""


def behind(name: str, text: str, start: int = 0, end: int | None = None) -> "re.Match[str] | None":
    """The construction that ends at `end`, where a number begins; it may begin at `start` at the earliest."""
    return pattern(name, "behind").search(text, start, len(text) if end is None else end)


def ahead(name: str, text: str, start: int = 0, end: int | None = None) -> "re.Match[str] | None":
    """The construction that begins at `start`, where a number ends; it may end at `end` at the latest."""
    return pattern(name, "ahead").match(text, start, len(text) if end is None else end)


def within(name: str, text: str, start: int = 0, end: int | None = None) -> "re.Match[str] | None":
    """The first place in text[start:end] where the construction stands."""
    return pattern(name, "within").search(text, start, len(text) if end is None else end)


def everywhere(name: str, text: str, start: int, end: int) -> "Iterator[re.Match[str]]":
    """All places in text[start:end] where the construction stands."""
    return pattern(name, "within").finditer(text, start, end)


def between(name: str, text: str, start: int = 0, end: int | None = None) -> "re.Match[str] | None":
    """The construction, if it is all that stands in text[start:end]."""
    return pattern(name, "between").fullmatch(text, start, len(text) if end is None else end)


@cache
def pattern(name: str, position: str) -> "re.Pattern[str]":
    """The compiled forms of a construction: several rows of one name and position are alternatives. Raises FormError."""
    forms = [
        row["form"] for row in table("constructions") if (row["construction"], row["position"]) == (name, position)
    ]
    if not forms:
        raise FormError(f"constructions.csv has no construction {name!r} at position {position!r}")
    return compiled(name, position, *forms)


def compiled(name: str, position: str, *forms: str) -> "re.Pattern[str]":
    """The pattern that takes any of the forms at a position. Raises FormError naming what cannot be read."""
    before, after = _AROUND[position]
    body = "|".join(f"(?:{_form(name, form)})" for form in forms)
    return re.compile(f"{before}(?:{body}){after}", re.IGNORECASE)


@cache
def terms(role: str) -> frozenset[str]:
    """The terms of a role of function_words.csv in lower case, for words that were found already. Raises FormError on a role without terms."""
    found = frozenset(row["term"].lower() for row in table("function_words") if row["role"] == role)
    if not found:
        raise FormError(f"function_words.csv has no role {role!r}")
    return found


def _form(name: str, form: str) -> str:
    pieces: list[str] = []
    opened: list[str] = []
    position = 0
    while position < len(form):
        token = _TOKEN.match(form, position)
        if token is None:
            raise FormError(f"construction {name!r}: {form[position:]!r} cannot be read")
        value = token.group()
        if value in ("[", "("):
            opened.append(value)
        elif value in ("]", "]*", ")") and (not opened or opened.pop() != {")": "("}.get(value, "[")):
            raise FormError(f"construction {name!r}: a bracket closes in {form!r} that was not opened")
        elif value == "/" and not opened:
            raise FormError(
                f"construction {name!r}: / stands outside brackets in {form!r}; write another row, or put them"
            )
        pieces.append(_piece(name, token))
        position = token.end()
    if opened:
        raise FormError(f"construction {name!r}: a bracket is not closed in {form!r}")
    return "".join(pieces)


def _piece(name: str, token: "re.Match[str]") -> str:
    kind = next(key for key, value in token.groupdict().items() if value is not None)
    value = token.group(kind)
    fixed = {"blank": "", "any": _word(r"\w+"), "repeated": ")*", "quotation": r"\s*[\"“”]\s*"}
    if kind in fixed:
        return fixed[kind]
    if kind == "role":
        return _word(_alternatives(name, value[1:-1]))
    if kind == "word":
        return _word(re.escape(value), open_end=bool(token.group("open")))
    if kind in ("not_role", "not_word"):
        excluded = sorted(_role(name, value)) if kind == "not_role" else [value]
        return "".join(rf"(?<!\b{re.escape(term)}\s)" for term in excluded)
    if kind in _GAPS:
        if not 0 < int(value) <= LONGEST_GAP:
            raise FormError(f"construction {name!r}: a gap of {value} characters; 1 to {LONGEST_GAP} can be had")
        return f"{_GAPS[kind]}{{0,{value}}}"
    return _SIGNS[value] if kind == "sign" else rf"\s*{re.escape(value)}\s*"


def _word(body: str, *, open_end: bool = False) -> str:
    # Each word takes the gap behind it, so that an absent word leaves no second gap.
    return rf"(?<![\w-])(?:{body})" + (r"\w*" if open_end else r"(?!\w)") + rf"(?:{GAP})?"


def _alternatives(name: str, role: str) -> str:
    return alternation(_role(name, role))


@cache
def _role(name: str, role: str) -> tuple[str, ...]:
    found = tuple(row["term"] for row in table("function_words") if row["role"] == role)
    if not found:
        raise FormError(f"construction {name!r}: function_words.csv has no role {role!r}")
    return found
