"""A fact in words for people: its measure, value, area, period, and the short account of why.

Belongs here: how a value, a precision, a period is worded, for every view alike. Does not: lines, colours, files (the command line).
"""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from sources import reference
from sources.press.decisions import decisions
from sources.press.extraction import Fact
from sources.press.vocabulary import table
from sources.reading import Publication

NO_BREAK = "\u00a0"  # a value is never parted at the end of a line
QUALIFIERS = {
    "exact": "",
    "approx": "about ",
    "at_least": "at least ",
    "at_most": "at most ",
    "range_low": "lower end of a range, ",
    "range_high": "upper end of a range, ",
    "planned": "planned, ",
    "order_of_magnitude": "in the order of ",
}
BASES = {"text": "stated", "publication": "day of publication"}


def measure_in_words(measure: str) -> str:
    """The English label of the registry: 'Workers new'."""
    row = reference.measures().get(measure)
    return row["label_en"] if row else measure


def measure_defined(measure: str) -> str:
    """Code, Indonesian label and definition of a measure in one line."""
    row = reference.measures().get(measure)
    return f"{measure}, {row['label_id']}: {row['definition']}" if row else measure


def number_in_words(value: Decimal, decimals: int = 0) -> str:
    """Blanks group thousands, a point begins decimals, so that it is not mistaken for what the report prints: '1 290 307', '31.98'."""
    return f"{value:,.{max(decimals, 0)}f}".replace(",", NO_BREAK)


def value_in_words(fact: Fact) -> str:
    """Qualifier, value, unit, and how exact it is: 'about 2 640 000 persons, to the nearest 10 000'."""
    shown = number_in_words(fact.value, max(fact.decimals, _places(fact.value)))
    unit = {"percent": "%", "IDR": "rupiah"}.get(fact.unit, fact.unit)
    rounded = f", to the nearest {number_in_words(Decimal(10) ** -fact.decimals)}" if fact.decimals < 0 else ""
    return f"{qualifier_in_words(fact.qualifier)}{shown}{NO_BREAK}{unit}{rounded}"


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def qualifier_in_words(qualifier: str) -> str:
    return QUALIFIERS.get(qualifier, qualifier.replace("_", " ") + ", ")


def area_in_words(fact: Fact) -> str:
    """Name and code: 'Kalimantan Barat (61)'."""
    return f"{fact.area.name} ({fact.area.code})"


def period_in_words(fact: Fact) -> str:
    """A day for a stock, a span for a flow, and where it comes from: '2011-01-01 to 2011-10-31, stated'."""
    period = fact.period
    if period.end is None and period.start is None:
        return "no date"
    start, end = (day.isoformat() if day else "" for day in (period.start, period.end))
    if period.kind == "instant":
        span = f"at {end or start}"
    else:
        span = f"{start} to {end}" if start and end else f"until {end}" if end else f"from {start}"
    return f"{span}, {BASES.get(period.basis, period.basis)}"


def whose_in_words(fact: Fact) -> str:
    """Programme and segment as far as the report says them: 'programme JHT · segment formal', or nothing."""
    said = (("programme", fact.programme), ("segment", fact.segment))
    return " · ".join(f"{name} {code}" for name, code in said if code)


def why_in_words(fact: Fact) -> str:
    """The rules in short, step by step: 'measure: active members · area: named in its own words'. Rules without a short form go without saying."""
    return rules_in_words(fact.rules)


def rules_in_words(rules: Iterable[str]) -> str:
    """The codes of rules in short, by step: 'measure: active members · area: that of the figure before'."""
    telling = (decision for decision in decisions(rules) if decision.short)
    steps = groupby(telling, key=lambda decision: decision.step)
    return " · ".join(f"{step}: {', '.join(decision.short for decision in made)}" for step, made in steps)


def reason_in_words(reason: str) -> str:
    """The label of a reason for which a number is no fact: 'Number of a law or rule'."""
    return next((row["label_en"] for row in table("unread_reasons") if row["reason"] == reason), reason)


def published_in_words(published: Publication | None) -> str:
    """'published 2011-11-06 (found in the text)', as exactly as it is known."""
    if published is None:
        return "no date of publication found"
    day = published.on.isoformat()[: {"year": 4, "month": 7}.get(published.precision, 10)]
    return f"published {day}{' (found in the text)' if published.basis == 'text' else ''}"


def several(count: int, noun: str) -> str:
    """'1 fact', '2 facts'."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
