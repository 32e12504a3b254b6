"""What the words of a workbook mean: headers, sheet names, values of dimensions, units, months. The words lie in form/*.csv.

Belongs here: looking words up. Does not: where they stand (layout.py).
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache

from sources.tables.words import months, normal
from sources.workbook import form

LONGEST_HEADER = 200
FIRST_YEAR, LAST_YEAR = 1977, 2100
LONGEST_SERIAL = 5
_SERIAL_DAY_0 = date(1899, 12, 30)  # of a spreadsheet program's count of days
_BRACKETED = re.compile(r"^(?P<text>.*?)\s*[(\[](?P<inside>[^()\[\]]*)[)\]]$")
_MONTH_YEAR = re.compile(r"(?:^|[^\w])(?:(\d{1,2})\s+)?([^\W\d_]{3,12})\.?[\s,-]+((?:19|20)\d\d)(?!\d)")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True)
class Facets:
    """What one header says. `column` is a column of the form, `codes` pairs of list and code; empty where it says nothing of the kind."""

    column: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    power: int | None = None
    power_of: str = ""  # base unit that the unit word names
    period: str = ""
    total: bool = False

    @property
    def says_something(self) -> bool:
        return self != _NOTHING


_NOTHING = Facets()
# Columns that every sheet may have although the form asks for none: a count of rows, the month or the year of the row.
BESIDE_THE_FORM = ("number", "month", "year")


def key(text: str) -> str:
    """Words as they are compared: lower case, one blank, no colon or stop at the end."""
    return normal(text).rstrip(" :.*")


@cache
def figure_sheets() -> tuple[str, ...]:
    """Sheets of the form that hold figures."""
    return tuple(name for name, sheet in form.sheets().items() if sheet.role == "figures")


@cache
def _columns(sheet: str) -> dict[str, str]:
    known = {key(label): name for name, c in form.columns(sheet).items() for label in (c.label_id, c.label_en)}
    known |= {key(name.replace("_", " ")): name for name in form.columns(sheet) if key(name) not in known}
    for of, alias in form.aliases("column"):
        of_sheet, dot, name = of.rpartition(".")
        if (not dot or of_sheet == sheet) and (name in form.columns(sheet) or name in BESIDE_THE_FORM):
            known.setdefault(key(alias), name)
    return known


@cache
def _lists(sheet: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.list for c in form.columns(sheet).values() if form.codes(c.list)))


@cache
def _codes(name: str) -> dict[str, form.Code]:
    codes = form.codes(name)
    known = {key(text): code for code in codes for text in (code.label_id, code.label_en, code.code)}
    by_code = {code.code: code for code in codes}
    for of, alias in form.aliases("code"):
        if of in by_code:
            known.setdefault(key(alias), by_code[of])
    return known


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(key(alias) for _, alias in form.aliases(kind))


@cache
def _periods() -> dict[str, str]:
    return {key(alias): of for of, alias in form.aliases("period")}


def code_named(name: str, text: str) -> form.Code | None:
    """The value of a list that a text names, with or without an abbreviation in brackets; None if there is none."""
    words = key(text)
    if (found := _codes(name).get(words)) or not (match := _BRACKETED.match(words)):
        return found
    outer, inner = _codes(name).get(match["text"]), _codes(name).get(match["inside"].strip())
    return outer or inner


def is_total(text: str) -> bool:
    """Whether a label says that its row or column is a sum of others."""
    return key(text) in _words("total")


def is_office_area(text: str) -> bool:
    """Whether a label means all that the office covers."""
    return key(text) in _words("office_area")


def facets_of(text: str, sheet: str) -> Facets:
    """What a header says on a sheet of the form; nothing, if it is not understood to its last word."""
    if not text or len(text) > LONGEST_HEADER:
        return _NOTHING
    words, known = _compared(text), _dictionary(sheet)
    found = known.get(words)
    if found is not None or words[-1:] not in (")", "]") or not (match := _BRACKETED.match(words)):
        return found or _NOTHING
    outer, inner = known.get(match["text"]), known.get(key(match["inside"]))
    return (united((outer, inner)) or _NOTHING) if outer and inner else _NOTHING


def may_speak(text: str) -> bool:
    """Whether a text may be a header on any sheet of the form."""
    return len(text) <= LONGEST_HEADER and (text[-1:] in (")", "]") or _compared(text) in _every_word())


@cache
def _every_word() -> frozenset[str]:
    return frozenset().union(*(_dictionary(sheet) for sheet in figure_sheets()))


@lru_cache(maxsize=8192)
def _compared(text: str) -> str:
    return key(text)


@cache
def _dictionary(sheet: str) -> dict[str, Facets]:
    """Everything that can be said by itself: a column, with a word for sums before it or for its span behind it, a value, a unit, a span."""
    known: dict[str, Facets] = {}
    for words, column in _columns(sheet).items():
        known[words] = Facets(column=column)
        for total in _words("total"):
            known.setdefault(f"{total} {words}", Facets(column=column, total=True))
    for words, facets in list(known.items()):
        for span, period in _periods().items():
            known.setdefault(f"{words} {span}", replace(facets, period=period))
    for name in _lists(sheet):
        for words, code in _codes(name).items():
            known.setdefault(words, Facets(codes=((name, code.code),)))
    for words, (power, of) in form.units().items():
        known.setdefault(words, Facets(power=power, power_of=of))
    for words, period in _periods().items():
        known.setdefault(words, Facets(period=period))
    for words in _words("total"):
        known.setdefault(words, Facets(total=True))
    return known


def united(found: tuple[Facets, ...]) -> Facets | None:
    """What several headers above each other say together; None where they contradict each other."""
    column = power_of = period = ""
    codes: dict[str, str] = {}
    power: int | None = None
    for facets in found:
        if facets.column and column and facets.column != column:
            return None
        if any(codes.get(name, code) != code for name, code in facets.codes):
            return None
        if facets.power is not None and power not in (None, facets.power):
            return None
        column, period = facets.column or column, facets.period or period
        power, power_of = (power if facets.power is None else facets.power), facets.power_of or power_of
        codes |= dict(facets.codes)
    return Facets(column, tuple(codes.items()), power, power_of, period, any(facets.total for facets in found))


@cache
def _sheet_names(role: str) -> dict[str, str]:
    named = {
        key(label): name
        for name, sheet in form.sheets().items()
        if sheet.role == role
        for label in (sheet.label_id, sheet.label_en)
    }
    known = {of: alias for alias, of in named.items()}
    return named | {key(alias): of for of, alias in form.aliases("sheet") if of in known}


def sheet_named(text: str, role: str) -> str | None:
    """The sheet of the form, of one role, that a name or title means: by itself, or as the only one that is named in it."""
    words = key(text)
    if words in _sheet_names(role):
        return _sheet_names(role)[words]
    meant = {of for name, of in _sheet_names(role).items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)}
    return meant.pop() if len(meant) == 1 else None


@cache
def _about() -> dict[str, str]:
    known = {key(c.label_id): name for name, c in form.columns("about").items()}
    known |= {key(c.label_en): name for name, c in form.columns("about").items()}
    return known | {key(alias): of for of, alias in form.aliases("about")}


def about_named(text: str) -> str | None:
    """What a line of the workbook says of itself (office, month, prepared_on), by its label."""
    return _about().get(key(text))


def day_of(text: str) -> tuple[date, bool] | None:
    """A day, and whether it is one: else the last day of the month that the text names. None if it names neither."""
    text = text.strip()
    if text.isdecimal() and len(text) == LONGEST_SERIAL:
        return _SERIAL_DAY_0 + timedelta(days=int(text)), True
    if match := _ISO.match(text):
        return _day(match[1], match[2], match[3])
    if match := _DAY_FIRST.match(text):
        return _day(match[3], match[2], match[1])
    return next(iter(months_in(text)), None)


def number_of_month(text: str) -> int | None:
    """A month without its year, by name or number."""
    words = key(text)
    if words.isdecimal():
        return int(words) if 1 <= int(words[:3]) <= 12 else None
    return months().get(words)


def number_of_year(text: str) -> int | None:
    """A year of four digits."""
    words = text.strip()
    return int(words) if re.fullmatch(r"[0-9]{4}", words) and FIRST_YEAR <= int(words) <= LAST_YEAR else None


def months_in(text: str) -> list[tuple[date, bool]]:
    """Every month with its year that a text names in words (`Oktober 2026`, `5 November 2026`), as day_of has them."""
    found = []
    for match in _MONTH_YEAR.finditer(text[:1000]):
        month = months().get(normal(match[2]))
        if month and (day := _day(match[3], str(month), match[1])):
            found.append(day)
    return found


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _day(year: str, month: str, day: str | None) -> tuple[date, bool] | None:
    try:
        first = date(int(year), int(month), 1)
        if day is None:
            return month_end(first.year, first.month), False
        return first.replace(day=int(day)), True
    except ValueError:
        return None
