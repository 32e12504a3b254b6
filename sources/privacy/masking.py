"""Masking: what of a personal number or name may be shown.

Belongs here: expressions and functions. Does not: deciding what is personal.
"""

import re

import polars as pl

KEPT = 2
_LONG_NUMBER = re.compile(r"\d{8,}")


def masked(column: pl.Expr) -> pl.Expr:
    """At most the first two characters, and how many there were: `61… (15)`."""
    length = column.str.len_chars()
    shown = pl.when(length > 2 * KEPT).then(column.str.slice(0, KEPT)).otherwise(pl.lit(""))
    return pl.concat_str(shown, pl.lit("… ("), length.cast(pl.String), pl.lit(")"))


def masked_text(text: str) -> str:
    """A text with every run of eight digits and more replaced."""
    return _LONG_NUMBER.sub("…", text)
