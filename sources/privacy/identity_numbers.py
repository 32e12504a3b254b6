"""What personal and employer numbers must look like.

Belongs here: an expression a number that gives the code of the broken rule, or null. Does not: cleaning cells, tokens.
"""

from functools import cache

import polars as pl

from sources.reference import seed

LEAP_YEAR = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
WOMEN_ADD = 40


@cache
def _regencies() -> list[str]:
    """Regencies of any edition of the Kemendagri list, four digits."""
    codes = {row["area_code"] for row in seed("regency")} | {row["old_code"] for row in seed("area_code_change")}
    return sorted({code.replace(".", "") for code in codes if "." in code})


def nik_rule(column: pl.Expr) -> pl.Expr:
    """nik_lost_digits, nik_malformed, nik_region_unknown, nik_birth_date_impossible or nik_serial_zero."""
    day, month, year = (column.str.slice(start, 2).cast(pl.Int32, strict=False) for start in (6, 8, 10))
    day = pl.when(day > WOMEN_ADD).then(day - WOMEN_ADD).otherwise(day)
    last = month.replace_strict(LEAP_YEAR, default=0, return_dtype=pl.Int32)
    # A year in two digits: 1900 had no 29 February, 2000 had one.
    last = pl.when((month == 2) & (year % 4 != 0)).then(28).otherwise(last)
    return _first(
        column,
        ("nik_lost_digits", column.str.contains(r"(?i)^\d[.,]?\d*e\+?\d+$")),
        ("nik_malformed", ~column.str.contains(r"^[0-9]{16}$")),
        ("nik_region_unknown", ~column.str.slice(0, 4).is_in(_regencies())),
        ("nik_birth_date_impossible", (day < 1) | (day > last)),
        ("nik_serial_zero", column.str.slice(12) == "0000"),
    )


def kpj_rule(column: pl.Expr) -> pl.Expr:
    """kpj_malformed."""
    return _first(column, ("kpj_malformed", ~column.str.contains(r"^[0-9A-Z]{11}$")))


def npp_rule(column: pl.Expr) -> pl.Expr:
    """npp_malformed."""
    return _first(column, ("npp_malformed", ~column.str.contains(r"^[0-9A-Z]{8}$")))


def account_rule(column: pl.Expr) -> pl.Expr:
    """account_malformed."""
    return _first(column, ("account_malformed", ~column.str.contains(r"^[0-9]{5,20}$")))


def _first(column: pl.Expr, *rules: tuple[str, pl.Expr]) -> pl.Expr:
    code = pl.lit(None, pl.String)
    for rule, broken in reversed(rules):
        code = pl.when(broken).then(pl.lit(rule)).otherwise(code)
    return pl.when(column.is_not_null()).then(code)
