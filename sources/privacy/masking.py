"""Masks: what is shown of a value that may be personal, where people must see which one is meant.

Belongs here: masking a column, and the long numbers in a text. Does not: deciding what is personal.
"""

import re

import polars as pl

SHOWN_CHARACTERS = 2
HIDDEN = "•"
# Grouped thousands are amounts and stay, because their marks are none of these; so do days.
_LONG_NUMBER = re.compile(r"(?<![0-9])(?![0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-]))[0-9](?:[ '\-]?[0-9]){7,}(?![0-9])")
# As nik_rule has it, but for the area: a number that only looks like one is no loss either.
_NIK = re.compile(
    r"(?<![0-9.,])[1-9][0-9](?:[ -]?[0-9]){4}[ -]?(?:0[1-9]|[1256][0-9]|[37][01]|4[1-9])[ -]?(?:0[1-9]|1[0-2])[ -]?[0-9]{2}[ -]?[0-9]{4}(?![0-9]|[.,][0-9])"
)
_MOST_HIDDEN = 40


def masked(column: pl.Expr) -> pl.Expr:
    """The first two characters, then a point for each further one (40 at most); a value of two characters or less is hidden whole."""
    length = column.str.len_chars()
    points = pl.lit(HIDDEN).repeat_by(pl.min_horizontal(length - SHOWN_CHARACTERS, pl.lit(_MOST_HIDDEN))).list.join("")
    whole = pl.lit(HIDDEN).repeat_by(length).list.join("")
    longer = length > SHOWN_CHARACTERS
    return (
        pl.when(column.is_null())
        .then(None)
        .when(longer)
        .then(pl.concat_str(column.str.slice(0, SHOWN_CHARACTERS), pl.when(longer).then(points)))
        .otherwise(whole)
    )


def without_niks(text: str) -> str:
    """The text with every number of 16 digits masked that could be a NIK: reports that name no person should not hold one, and some do."""
    return _NIK.sub(lambda match: _masked(match[0]), text) if len(text) >= 16 else text


def masked_text(text: str) -> str:
    """The text with every number of eight digits or more masked, its first two digits left; amounts with grouped thousands stay."""
    return _LONG_NUMBER.sub(lambda match: _masked(match[0]), text)


def _masked(number: str) -> str:
    return number[:SHOWN_CHARACTERS] + HIDDEN * min(len(number) - SHOWN_CHARACTERS, _MOST_HIDDEN)
