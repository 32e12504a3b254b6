"""What the digits of a printed number mean: which mark groups thousands and which one starts the decimals.

Belongs here: one printed number and the company it keeps (a scale word, a percent sign, a counted noun). Does not: finding numbers in
a text. The order of the decisions is that of a careful reader: the scale word first, then groups of three digits, then the noun.
"""

from dataclasses import dataclass
from decimal import Decimal

# Digits; what is longer is a code, never a figure. With the largest scale it stays within the 28 digits of decimal arithmetic.
LONGEST = 22
LONGEST_SCALED = 15
LONGEST_RATE = 4


@dataclass(frozen=True)
class Company:
    """What stands beside the number and decides how a doubtful mark is read."""

    scaled: bool = False
    percent: bool = False
    money: bool = False
    counted: bool = False


@dataclass(frozen=True)
class DigitReading:
    """`value` before any scale; `fraction_digits` printed after the decimal mark; `ambiguous` says why and how a mark was decided, `decided`
    is the rule that did (decision_rules.csv), empty where there was nothing to decide."""

    value: Decimal
    fraction_digits: int
    form: str
    ambiguous: str | None = None
    decided: str = ""


def read_digits(printed: str, company: Company) -> DigitReading | None:
    """The reading of digits, dots and commas such as '1.290.307' or '16.03'; None if no reading makes sense ('1.1.1')."""
    if len(printed) > 2 * LONGEST or not printed.isascii():
        return None
    longest = LONGEST_SCALED if company.scaled else LONGEST
    if printed.isdigit():
        return DigitReading(Decimal(printed), 0, "plain") if len(printed) <= longest else None
    if sum(character.isdigit() for character in printed) > longest:
        return None
    marks = [character for character in printed if character in ".,"]
    groups = printed.replace(",", ".").split(".")
    if not all(groups) or not all(group.isdigit() for group in groups):
        return None
    if len(marks) == 1:
        return _one_mark(groups[0], groups[1], marks[0], company)
    return _many_marks(groups, marks, company)


def _grouped(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _whole(groups: list[str], form: str, ambiguous: str | None = None, decided: str = "") -> DigitReading:
    return DigitReading(Decimal("".join(groups)), 0, form, ambiguous, decided)


def _decimal(
    groups: list[str], fraction: str, form: str, ambiguous: str | None = None, decided: str = ""
) -> DigitReading:
    return DigitReading(Decimal(f"{''.join(groups)}.{fraction}"), len(fraction), form, ambiguous, decided)


def _many_marks(groups: list[str], marks: list[str], company: Company) -> DigitReading | None:
    if len(set(marks)) == 1:
        return _whole(groups, "grouped") if _grouped(groups) else None
    if len(set(marks[:-1])) != 1 or not _grouped(groups[:-1]):
        return None
    if len(groups[-1]) == 3 and company.counted:
        said = "both marks before three digits: whole things are counted, so both group thousands"
        return _whole(groups, "grouped", said, "separator_by_noun")
    return _decimal(groups[:-1], groups[-1], "grouped_decimal")


def _one_mark(whole: str, fraction: str, mark: str, company: Company) -> DigitReading:
    name = "comma" if mark == "," else "point"
    form = f"decimal_{name}"
    if len(fraction) != 3 or len(whole) > 3 or whole == "0":
        return _decimal([whole], fraction, form)
    if company.scaled:
        said = f"{name} before three digits and a scale word: read as decimals"
        return _decimal([whole], fraction, form, said, "separator_by_scale")
    if company.percent:
        return _one_mark_of_percent(whole, fraction, mark, form)
    if mark == ".":
        return _whole([whole, fraction], "grouped")
    company_named = "a counted noun" if company.counted else "a currency" if company.money else "no unit"
    decided = (
        "separator_by_noun"
        if company.counted
        else "separator_by_currency"
        if company.money
        else "separator_without_unit"
    )
    said = f"comma before three digits with {company_named}: read as thousands"
    return _whole([whole, fraction], "grouped", said, decided)


def _one_mark_of_percent(whole: str, fraction: str, mark: str, form: str) -> DigitReading:
    """'1.233 persen' is 1233, but no rate of a region has five digits: '21.545 persen' has decimals."""
    if mark == "." and len(whole) < LONGEST_RATE - len(fraction) + 1:
        said = "point before three digits and percent: read as thousands"
        return _whole([whole, fraction], "grouped", said, "separator_by_percent")
    decided = "separator_by_plausibility" if mark == "." else "separator_by_percent"
    name = "point" if mark == "." else "comma"
    return _decimal([whole], fraction, form, f"{name} before three digits and percent: read as decimals", decided)


def tidy(value: Decimal) -> Decimal:
    """Without exponent or trailing zeros after the point, so that equal figures print alike."""
    bare = value.normalize()
    exponent = bare.as_tuple().exponent
    # Not quantize, which raises above 28 digits: 'triliunan trilyun trillion'.
    return Decimal(f"{bare:f}") if isinstance(exponent, int) and exponent > 0 else bare


def trailing_zeros(value: Decimal) -> int:
    """How many zeros end the whole number: what a rounded figure does not tell."""
    exponent = value.normalize().as_tuple().exponent
    return max(exponent, 0) if isinstance(exponent, int) and value else 0


def plain_value(printed: str) -> Decimal:
    """The value of bare digits; 0 for what is no number or too long to be one."""
    return Decimal(printed) if len(printed) <= 18 and printed.isascii() and printed.isdigit() else Decimal(0)
