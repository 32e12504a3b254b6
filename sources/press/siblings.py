"""What the other amounts of a report say about a doubtful number: sums that decide a mark, and the scale that a quotation lost.

Belongs here: deciding between the two readings of one number by the numbers around it. Does not: the reading by the number's own unit (separators), what
the number counts.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from sources.press.numerals import Numeral
from sources.press.separators import tidy

MOST_PARTS = 7
AROUND = 12  # numbers to either side that are looked at
WITHIN = Decimal("0.006")  # of the sum: parts are printed rounded
THOUSANDS = Decimal(1000)
SMALLEST_TOTAL = Decimal(10_000_000)  # rupiah; less is no total of a region
MANTISSA = Decimal(1000)


def settled(numerals: Sequence[Numeral]) -> list[Numeral]:
    """The numerals with every doubtful reading settled that others settle. 'Rp1.035 miliar' is 1.035 billion unless its parts add up to a
    thousand times as much; 'Rp1,69' after 'Rp1,69 triliun' is no figure of its own."""
    found = list(numerals)
    for kind in ("money", "count"):
        places = [i for i, numeral in enumerate(numerals) if numeral.kind == kind]
        values = [numerals[i].value for i in places]
        for at, index in enumerate(places):
            if _is_doubtful(numerals[index]):
                found[index] = _read_beside(numerals[index], at, values)
    _mark_lost_scales(found)
    return found


def _is_doubtful(numeral: Numeral) -> bool:
    return numeral.decided == "separator_by_scale" and numeral.qualifier not in ("range_low", "range_high")


def _read_beside(numeral: Numeral, at: int, values: list[Decimal]) -> Numeral:
    thousands = numeral.value * THOUSANDS
    if _adds_up(at, thousands, values) and not _adds_up(at, numeral.value, values):
        form = numeral.form.replace("decimal_point", "grouped").replace("decimal_comma", "grouped")
        said = "three digits and a scale word: read as thousands, because the parts add up so"
        return replace(
            numeral,
            value=tidy(thousands),
            decimals=numeral.decimals - 3,
            form=form,
            ambiguous=said,
            decided="separator_by_sum",
        )
    if _adds_up(at, numeral.value, values):
        return replace(numeral, decided="separator_by_sum")
    if numeral.kind == "money" and "point" in numeral.form and numeral.value < SMALLEST_TOTAL:
        said = "point before three digits and a scale word: read as thousands, because it would be no total of a region otherwise"
        return replace(
            numeral,
            value=tidy(thousands),
            decimals=numeral.decimals - 3,
            form=numeral.form.replace("decimal_point", "grouped"),
            ambiguous=said,
            decided="separator_by_plausibility",
        )
    return numeral


def _adds_up(at: int, value: Decimal, values: list[Decimal]) -> bool:
    """Whether the value is the sum of numbers that follow it or stand before it, or a part of such a sum."""
    low, high = max(0, at - AROUND), min(len(values), at + AROUND + 1)
    near = [value if i == at else values[i] for i in range(low, high)]
    at -= low
    for first in range(len(near)):
        total = near[first]
        for last in range(first + 1, min(len(near), first + MOST_PARTS)):
            total += near[last]
            if not near[first] or not near[last]:
                continue
            wholes = [i for i in (first - 1, last + 1) if 0 <= i < len(near)]
            for whole in wholes:
                concerned = at == whole or first <= at <= last
                if (
                    concerned
                    and near[whole]
                    and abs(near[whole] - total) <= WITHIN * total
                    and total > max(near[first : last + 1])
                ):
                    return True
    return False


def _mark_lost_scales(numerals: list[Numeral]) -> None:
    """'jumlahnya Rp1,69' tells an amount again whose scale was printed elsewhere, or one whose scale nobody knows."""
    amounts = sorted(_mantissa(n.value) for n in numerals if n.kind == "money" and n.form.startswith("scaled"))
    for index, numeral in enumerate(numerals):
        bare = numeral.kind == "money" and numeral.form.startswith("decimal") and numeral.value < MANTISSA
        if not bare:
            continue
        wanted = _mantissa(numeral.value)
        at = bisect_left(amounts, wanted)
        again = at < len(amounts) and amounts[at] == wanted
        numerals[index] = replace(numeral, kind="other", form="scale_lost_told_again" if again else "scale_lost")


def _mantissa(value: Decimal) -> Decimal:
    """The digits of a value without its power of ten: 1,69 triliun and 1,69 have one."""
    return Decimal(int("".join(map(str, value.normalize().as_tuple().digits)) or "0"))
