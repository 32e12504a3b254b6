"""What the words of a header, a row label, a title or a sheet's name say: facets (measure's subject, status, segment, programme, unit,
period, area, role of a column). One resolver for all of them; the words lie in `vocabulary/phrases.csv`, the areas in the seeds.

Belongs here: words to facets, and facets of several levels to one meaning. Does not: where headers and labels stand (layout.py), what
a table's cells become (figures.py).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from sources import reference
from sources.reference import read_table
from sources.tables.areas import areas_named, longest_name
from sources.tables.offices import office_named, office_openers
from sources.tables.words import FOLDER, months, words

LONGEST_LABEL = 400
LONGEST_OFFICE = 12  # words
CONTEXT_FACETS = frozenset(
    {
        "subject",
        "weak_subject",
        "status",
        "segment",
        "programme",
        "facility",
        "unit",
        "power",
        "area",
        "office",
        "until",
    }
)
PERIOD_FACETS = frozenset({"year", "month", "from_month", "day", "half", "quarter"})
_TOKEN = re.compile(r"[^\W_]+|%")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_ISO_DAY = re.compile(r"\b((?:19|20)\d{2})-(\d{2})(?:-(\d{2}))?\b")
_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d{2})(?![\d/.-])")
_MONTH_SPAN = re.compile(r"[-–—]|\b(?:s\.?\s?/?d\.?|sampai|hingga|to)\b")


@dataclass(frozen=True)
class Facets:
    """Facet -> values that the words give, and the words that no table knows. More than one value of a facet: the words name several."""

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unplaced: tuple[str, ...] = ()

    def one(self, facet: str) -> str | None:
        """The facet's value, if there is exactly one."""
        found = self.values.get(facet, frozenset())
        return next(iter(found)) if len(found) == 1 else None

    def all(self, facet: str) -> frozenset[str]:
        return self.values.get(facet, frozenset())

    @property
    def says_something(self) -> bool:
        return bool(self.values.keys() - {"noise"})


@cache
def _phrases() -> dict[tuple[str, ...], tuple[tuple[str, str], ...]]:
    known: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
    for row in read_table(FOLDER / "phrases.csv"):
        pairs = []
        # A value may hold blanks: a new pair begins only where a facet's name stands before the colon.
        for part in re.split(r" (?=[a-z_]+:)", row["facets"]):
            facet, _, value = part.partition(":")
            pairs.append((facet, value))
        known[_tokens(row["phrase"])] = tuple(pairs)
    return known


@cache
def _longest_phrase() -> int:
    return max(map(len, _phrases()))


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text.casefold()))


@lru_cache(maxsize=8192)
def facets_of(text: str, within: str | None = None) -> Facets:
    """The facets of a text. `within` is the code of the province that the context gives for names of regencies."""
    if len(text) > LONGEST_LABEL:
        return Facets(unplaced=(text[:40],))
    values: dict[str, set[str]] = {}
    unplaced: list[str] = []
    text = _without_day(text, values)
    tokens = _tokens(text)
    at = 0
    while at < len(tokens):
        length, pairs = _longest_at(tokens, at, within)
        if length == 0:
            unplaced.append(tokens[at])
            at += 1
            continue
        for facet, value in pairs:
            values.setdefault(facet, set()).add(value)
        at += length
    _settle_months(text, values)
    return Facets({facet: frozenset(found) for facet, found in values.items()}, tuple(unplaced))


def _without_day(text: str, values: dict[str, set[str]]) -> str:
    """The text without a day in figures (2023-12-31, 31/12/2023), which is put into `values`; 01/02/2023 could be two days and is left."""
    if dated := _ISO_DAY.search(text):
        values |= {"year": {dated[1]}, "month": {str(int(dated[2]))}}
        if dated[3]:
            values["day"] = {str(int(dated[3]))}
    elif dated := _DAY.search(text):
        day, month = int(dated[1]), int(dated[3])
        if not (1 <= month <= 12 and 1 <= day <= 31 and (day > 12 or day == month)):
            return text
        values |= {"year": {dated[4]}, "month": {str(month)}, "day": {str(day)}}
    return text[: dated.start()] + " " + text[dated.end() :] if dated else text


def _longest_at(tokens: tuple[str, ...], at: int, within: str | None) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How many words from there make a known phrase, date or area, the longest of them, and what they say."""
    best: tuple[int, tuple[tuple[str, str], ...]] = (0, ())
    for length in range(min(_longest_phrase(), len(tokens) - at), 0, -1):
        if pairs := _phrases().get(tokens[at : at + length]):
            best = length, pairs
            break
    if (dated := _date_at(tokens, at))[0] > best[0]:
        best = dated
    for length in range(min(LONGEST_OFFICE, len(tokens) - at) if tokens[at] in office_openers() else 0, best[0], -1):
        if office := office_named(" ".join(tokens[at : at + length])):
            return length, (("office", office.code),)
    for length in range(min(longest_name(), len(tokens) - at), best[0], -1):
        if found := areas_named(" ".join(tokens[at : at + length]), within):
            return length, tuple(("area", area.code) for area in found)
    return best


def _date_at(tokens: tuple[str, ...], at: int) -> tuple[int, tuple[tuple[str, str], ...]]:
    word = tokens[at]
    if _YEAR.match(word):
        return 1, (("year", word),)
    if word in months():
        return 1, (("month", str(months()[word])),)
    if (
        word.isascii()
        and word.isdigit()
        and len(word) <= 2
        and at + 1 < len(tokens)
        and tokens[at + 1] in months()
        and 1 <= int(word) <= 31
    ):
        return 2, (("day", str(int(word))), ("month", str(months()[tokens[at + 1]])))
    return 0, ()


def _settle_months(text: str, values: dict[str, set[str]]) -> None:
    """Januari–Oktober is a span: the later month ends it. With until ("s.d. Oktober") one month alone is its end."""
    found = values.get("month", set())
    if len(found) == 2 and len(values.get("year", set())) <= 1 and _MONTH_SPAN.search(text.casefold()):
        first, last = sorted(map(int, found))
        values["from_month"], values["month"] = {str(first)}, {str(last)}
        values.pop("until", None)


@dataclass(frozen=True)
class Meaning:
    """What a cell's levels say together: facet -> value; `conflicts` are facets on which they disagree."""

    values: Mapping[str, str]
    statuses: frozenset[str]
    conflicts: tuple[str, ...]

    def get(self, facet: str) -> str | None:
        return self.values.get(facet)


def meaning(context: Iterable[Facets], levels: Iterable[Facets]) -> Meaning:
    """What levels (headers from above, row labels, words in the cell) say, which must agree, and the context (sheet, titles).

    The context, its nearest last, only fills what the levels leave open, and only where it names one value.
    """
    values: dict[str, str] = {}
    statuses: set[str] = set()
    conflicts: list[str] = []
    levels = list(levels)
    for facet in sorted({name for level in levels for name in level.values} - {"role", "noise", "status"}):
        said = {value for level in levels if len(level.all(facet)) == 1 for value in level.all(facet)}
        several = any(len(level.all(facet)) > 1 for level in levels)
        if len(said) == 1:
            values[facet] = next(iter(said))
        elif len(said) > 1 or several:
            conflicts.append(facet)
    for level in levels:
        statuses |= level.all("status")
    own = frozenset(values)
    for level in reversed(list(context)):
        if not statuses and len(level.all("status")) <= 1:
            statuses = set(level.all("status"))
        _fill(values, conflicts, own, level)
    weak = values.get("weak_subject")
    if "weak_subject" in own and "subject" not in own and values.get("subject", weak) != weak:
        conflicts.append("subject")  # a title on companies over a column of members: either could be meant
    return Meaning(values, frozenset(statuses), tuple(conflicts))


def _fill(values: dict[str, str], conflicts: list[str], own: frozenset[str], level: Facets) -> None:
    """Fill from one level of the context what is still open. `own` are the facets that the cell's levels said."""
    filling = (CONTEXT_FACETS | PERIOD_FACETS) - {"status"}
    if "unit" in own and level.values.get("power"):
        # "ribu orang" in a title says nothing of a column in rupiah; over a column of "orang" it leaves open who is right.
        filling -= {"power"}
        if level.one("unit") in (None, values["unit"]) and "power" not in own:
            conflicts.append("power")
    if own & PERIOD_FACETS:
        filling -= PERIOD_FACETS - {"year"}
    for facet in filling:
        if facet not in values and facet not in conflicts and (value := level.one(facet)):
            values[facet] = value


@dataclass(frozen=True)
class Measure:
    """A code of the registry with its unit; `inferred` names a facet that the words do not say and that was taken as the usual one."""

    code: str
    unit: str
    kind: str
    inferred: str | None = None


@cache
def _measures() -> dict[tuple[str, str, str], tuple[str, str]]:
    return {
        (row["subject"], row["status"], row["unit"]): (row["measure"], row["inferred"])
        for row in read_table(FOLDER / "measures.csv")
    }


def measure_of(meant: Meaning) -> Measure | None:
    """The measure that subject, status and unit make; None if they make none or leave it open."""
    subject, weak, unit = meant.get("subject"), meant.get("weak_subject"), meant.get("unit") or ""
    if subject == "money":
        subject = "claim_money" if weak == "claims" else "bsu_money" if meant.get("programme") == "BSU" else None
        weak = None
    subject = subject or weak
    if subject is None:
        return None
    status = " ".join(sorted(meant.statuses))
    for key in ((subject, status, unit), (subject, status, "")):
        if key in _measures():
            code, inferred = _measures()[key]
            row = reference.measures()[code]
            return Measure(code, row["unit"], row["kind"], inferred or None)
    return None


def names_found(texts: Iterable[str]) -> int:
    """How many cells of a line are words that headers are made of, wholly understood."""
    return sum(is_header_text(text) for text in texts)


def is_header_text(text: str) -> bool:
    """Whether a text is wholly understood and says something that a header says (an area alone is a row's label)."""
    if not text or len(text) > LONGEST_LABEL:
        return False
    found = facets_of(text.strip())
    return not found.unplaced and bool(found.values.keys() - {"noise", "area", "office", "power"})


def is_total_label(text: str) -> bool:
    """Whether a row's label begins with a word for a total."""
    tokens = " ".join(_tokens(text))
    return any(tokens == word or tokens.startswith(word + " ") for word in words("total"))
