"""What personal numbers must look like: for a whole column at once, the code of the first rule that each value breaks.

NIK, the population number: regency 4, district 2, birth day 2 (women +40), month 2, year 2, serial 4. It carries the place of first
registration and never changes, so its area may be one that has since got another code. No number has a check digit.
Belongs here: the structure of the numbers. Does not: who must have one.
"""

from collections import defaultdict
from functools import cache

import polars as pl

from sources.reference import seed

FIRST_CITY = 71  # regencies are numbered from 01, cities from 71
WOMEN = 40
# Longest months; 29 February is good in a year that is a multiple of four, in this century and in the last one, but 1900.
_DAYS = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
_LEAP_DAYS = ["2902", f"{29 + WOMEN}02"]
_LEAP_YEARS = [f"{year:02}" for year in range(0, 100, 4)]
# Excel shows a long number in this way, and saves it so: the last digits are gone.
_NOTATION = r"^[0-9][0-9.,]*[eE]\+?[0-9]+$"


Checks = list[tuple[pl.Expr, str]]


def nik_rule(column: pl.Expr) -> pl.Expr:
    """Code of the rule that a NIK breaks, null for a sound or an empty one. The column is text without outer blanks."""
    return _first_broken(column, [_lost_digits(column, "nik_lost_digits"), *_nik_checks(column)])


def nik_is_broken(column: pl.Expr) -> pl.Expr:
    """Whether nik_rule gives a code: never null, and found in a fraction of the time where few are broken."""
    return _any_broken(_nik_checks(column))


def _nik_checks(column: pl.Expr) -> Checks:
    day_and_month = column.str.slice(6, 4)
    no_leap_day = day_and_month.is_in(_LEAP_DAYS) & ~column.str.slice(10, 2).is_in(_LEAP_YEARS)
    return [
        (~column.str.contains(r"^[0-9]{16}$"), "nik_malformed"),
        (~column.str.slice(0, 4).is_in(sorted(areas_of_niks())), "nik_region_unknown"),
        (~day_and_month.is_in(_days_of_birth()) | no_leap_day, "nik_birth_date_impossible"),
        (column.str.ends_with("0000"), "nik_serial_zero"),
    ]


def kpj_rule(column: pl.Expr) -> pl.Expr:
    """As nik_rule, for membership numbers: 11 characters, digits on today's cards, letters among them on old ones."""
    return _first_broken(column, [_lost_digits(column, "kpj_lost_digits"), *_kpj_checks(column)])


def kpj_is_broken(column: pl.Expr) -> pl.Expr:
    """As nik_is_broken, for membership numbers."""
    return _any_broken(_kpj_checks(column))


def _kpj_checks(column: pl.Expr) -> Checks:
    return [
        (~column.str.contains(r"^[0-9A-Z]{11}$"), "kpj_malformed"),
    ]


def npp_rule(column: pl.Expr) -> pl.Expr:
    """As nik_rule, for employers' numbers: 8 characters."""
    return _first_broken(column, [(~column.str.contains(r"^[0-9A-Z]{8}$"), "npp_malformed")])


def account_rule(column: pl.Expr) -> pl.Expr:
    """As nik_rule, for account numbers: 5 to 20 digits, the bank's blanks and hyphens taken out."""
    return _first_broken(column, [_lost_digits(column, "account_lost_digits"), *_account_checks(column)])


def account_is_broken(column: pl.Expr) -> pl.Expr:
    """As nik_is_broken, for account numbers."""
    return _any_broken(_account_checks(column))


def _account_checks(column: pl.Expr) -> Checks:
    return [
        (~column.str.contains(r"^[0-9]{5,20}$"), "account_malformed"),
    ]


@cache
def _days_of_birth() -> list[str]:
    """Day and month as they stand in a NIK, two digits each, of men and women: looked up, because reckoning costs ten times as much."""
    return [
        f"{day + more:02}{month:02}"
        for month, last in _DAYS.items()
        for day in range(1, last + 1)
        for more in (0, WOMEN)
    ]


def _lost_digits(column: pl.Expr, rule: str) -> tuple[pl.Expr, str]:
    """Says why a number is malformed, so it is asked of malformed ones only: no number in this notation is well formed."""
    return column.str.contains(_NOTATION), rule


def _any_broken(checks: Checks) -> pl.Expr:
    return pl.any_horizontal(broken.fill_null(False) for broken, _ in checks)


def _first_broken(column: pl.Expr, rules: Checks) -> pl.Expr:
    verdict = pl.lit(None, pl.String)
    for broken, code in reversed(rules):
        verdict = pl.when(broken).then(pl.lit(code)).otherwise(verdict)
    return pl.when(column.is_not_null()).then(verdict)


@cache
def areas_of_niks() -> frozenset[str]:
    """The four digits with which a NIK may begin: regencies and cities of today, old codes, and numbers that a province has passed over.

    A gap in a province's numbering is a regency that went to a new province, as 64.04 to Kalimantan Utara: its people kept their numbers.
    """
    codes = {row["area_code"] for row in seed("regency")}
    codes |= {code for row in seed("area_code_change") for code in (row["old_code"], row["new_code"]) if len(code) == 5}
    numbers: dict[tuple[str, int], set[int]] = defaultdict(set)
    for code in codes:
        number = int(code[3:])
        numbers[code[:2], FIRST_CITY if number >= FIRST_CITY else 1].add(number)
    return frozenset(
        f"{province}{number:02}"
        for (province, first), given in numbers.items()
        for number in range(first, max(given) + 1)
    )
