"""What the digits of a printed number mean: which mark groups thousands and which one starts the decimals.

Belongs here: one printed number and the company it keeps (a scale word, a percent sign, a counted noun). Does not: finding numbers in
a text. The order of the decisions is that of a careful reader: the scale word first, then groups of three digits, then the noun.
"""

from dataclasses import dataclass
from decimal import Decimal

# Digits; what is longer is a code, never a figure. With the largest scale it stays within the 28 digits of decimal arithmetic.
LONGEST = 22
LONGEST_SCALED = 15


@dataclass(frozen=True)
class Company:
    """What stands beside the number and decides how a doubtful mark is read."""

    scaled: bool = False
    percent: bool = False
    money: bool = False
    counted: bool = False


@dataclass(frozen=True)
class DigitReading:
    """`value` before any scale; `fraction_digits` printed after the decimal mark; `ambiguous` says why and how a mark was decided."""

    value: Decimal
    fraction_digits: int
    form: str
    ambiguous: str | None = None


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


def _whole(groups: list[str], form: str, ambiguous: str | None = None) -> DigitReading:
    return DigitReading(Decimal("".join(groups)), 0, form, ambiguous)


def _decimal(groups: list[str], fraction: str, form: str, ambiguous: str | None = None) -> DigitReading:
    return DigitReading(Decimal(f"{''.join(groups)}.{fraction}"), len(fraction), form, ambiguous)


def _many_marks(groups: list[str], marks: list[str], company: Company) -> DigitReading | None:
    if len(set(marks)) == 1:
        return _whole(groups, "grouped") if _grouped(groups) else None
    if len(set(marks[:-1])) != 1 or not _grouped(groups[:-1]):
        return None
    if len(groups[-1]) == 3 and company.counted:
        return _whole(
            groups, "grouped", "both marks before three digits: whole things are counted, so both group thousands"
        )
    return _decimal(groups[:-1], groups[-1], "grouped_decimal")


def _one_mark(whole: str, fraction: str, mark: str, company: Company) -> DigitReading:
    name = "comma" if mark == "," else "point"
    form = f"decimal_{name}"
    if len(fraction) != 3 or len(whole) > 3 or whole == "0":
        return _decimal([whole], fraction, form)
    if company.scaled:
        return _decimal([whole], fraction, form, f"{name} before three digits and a scale word: read as decimals")
    if company.percent:
        if mark == ".":
            return _whole([whole, fraction], "grouped", "point before three digits and percent: read as thousands")
        return _decimal([whole], fraction, form, "comma before three digits and percent: read as decimals")
    if mark == ".":
        return _whole([whole, fraction], "grouped")
    company_named = "a counted noun" if company.counted else "a currency" if company.money else "no unit"
    return _whole([whole, fraction], "grouped", f"comma before three digits with {company_named}: read as thousands")


def tidy(value: Decimal) -> Decimal:
    """Without exponent or trailing zeros after the point, so that equal figures print alike."""
    bare = value.normalize()
    exponent = bare.as_tuple().exponent
    return bare.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else bare


def trailing_zeros(value: Decimal) -> int:
    """How many zeros end the whole number: what a rounded figure does not tell."""
    exponent = value.normalize().as_tuple().exponent
    return max(exponent, 0) if isinstance(exponent, int) and value else 0


def plain_value(printed: str) -> Decimal:
    """The value of bare digits; 0 for what is no number or too long to be one."""
    return Decimal(printed) if len(printed) <= 18 and printed.isascii() and printed.isdigit() else Decimal(0)
