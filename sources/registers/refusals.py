"""Refused rows of a register as rows of quarantine, many at once, with no personal number among them.

Belongs here: wording, masking, identity, the same as `sources.quarantine` does for one row. Does not: what is refused.
"""

from collections.abc import Callable

import polars as pl
import polars_hash as plh

from sources.contracts.rules import rule_named
from sources.identity import SEPARATOR
from sources.privacy.masking import masked
from sources.reading import RegisteredReport
from sources.registers.codes import known_words
from sources.registers.lines import LINE, ROW
from sources.text import SHOWN_CHARACTERS, shown

EMPTY = "(empty)"
# No code, day or count is so long, nor has the form of a membership number: a number of a person that stands in the wrong column.
_LONG_NUMBER = r"\d{8,}|\b[0-9A-Z]{11}\b"
_PLAIN = r"^[\x20-\x5b\x5d-\x7e]*$"


def quarantine_rows(
    refused: pl.DataFrame, report: RegisteredReport, place: str, personal: frozenset[str]
) -> pl.DataFrame:
    """Rows of the contract `quarantine`.

    `refused` has LINE, ROW, column, rule, value (as printed, or null), and cells as printed, out of which `record` is made. Cells of the columns
    `personal` are masked as values and no part of the record. `place` names what LINE counts: line, row.
    """
    cells = [name for name in refused.columns if name not in {LINE, ROW, "column", "rule", "value", *personal}]
    personal_value = pl.col("column").is_in(list(personal))
    frame = refused.with_columns(
        pl.when(personal_value).then(masked(pl.col("value"))).otherwise(_without_persons("value")).alias("value"),
        *(_without_persons(name) for name in cells),
    )
    frame = frame.with_columns(fit_to_show(frame["value"]), *(fit_to_show(frame[name]) for name in cells))
    record = pl.struct(cells).struct.json_encode() if cells else pl.lit(None, pl.String)
    frame = frame.with_columns(
        pl.concat_str(pl.lit(f"{place} "), pl.col(LINE)).alias("locator"),
        pl.when(pl.any_horizontal(pl.col(name).is_not_null() for name in cells) if cells else pl.lit(False))
        .then(record)
        .alias("record"),
        _by_rule(frame, _message).alias("message"),
        _by_rule(frame, lambda rule, _: pl.lit(rule_named(rule).remedy)).alias("remedy"),
    )
    identity = (report.report_id, report.source, pl.col(ROW), pl.col("locator"), pl.col("rule"), pl.col("column"))
    parts = [pl.lit(part) if isinstance(part, str) else part.cast(pl.String).fill_null("") for part in identity]
    frame = frame.with_columns(pl.concat_str(parts, separator=SEPARATOR).alias("__identity"))
    return frame.select(
        plh.col("__identity").chash.sha2_256().str.slice(0, 16).alias("quarantine_id"),
        pl.lit(report.report_id).alias("report_id"),
        pl.lit(report.report_month).alias("report_month"),
        pl.lit(report.source).alias("raw_table"),
        pl.lit(report.file_name).alias("file_name"),
        pl.lit("row").alias("scope"),
        pl.col(ROW),
        "locator",
        "column",
        "value",
        "rule",
        "message",
        "remedy",
        "record",
    )


def _without_persons(column: str) -> pl.Expr:
    """A cell of a column that should hold codes, days or amounts: where columns are confused, it holds a name or a number of a person."""
    cell = pl.col(column)
    word = ~cell.str.contains(r"^[^\pL]*$") & ~cell.str.contains("[0-9]")
    known = cell.str.to_lowercase().str.replace_all(r"[\s.-]+", " ").str.strip_chars().is_in(known_words())
    hidden = cell.str.replace_all(_LONG_NUMBER, "…")
    return pl.when(word).then(pl.when(known).then(cell).otherwise(masked(cell))).otherwise(hidden)


def fit_to_show(cells: pl.Series) -> pl.Series:
    """Texts as `sources.text.shown` gives them; those that are plain and short already are not looked at one by one."""
    odd = (~cells.str.contains(_PLAIN) | (cells.str.len_chars() > SHOWN_CHARACTERS)).fill_null(False)
    if not odd.any():
        return cells
    escaped = pl.Series([shown(text) for text in cells.filter(odd).to_list()], dtype=pl.String)
    return cells.scatter(odd.arg_true(), escaped)


def _message(rule: str, column: str | None) -> pl.Expr:
    before, marked, after = rule_named(rule).message("{value}", column).partition("{value}")
    if not marked:
        return pl.lit(before)
    return pl.concat_str(pl.lit(before), pl.col("value").fill_null(EMPTY), pl.lit(after))


def _by_rule(frame: pl.DataFrame, text: Callable[[str, str | None], pl.Expr]) -> pl.Expr:
    """The text that goes with each rule and column; there are few of them, however many rows are refused."""
    pairs = frame.select("rule", "column").unique().sort("rule", "column").rows()
    chosen = pl.lit(None, pl.String)
    for rule, column in pairs:
        meant = (pl.col("rule") == rule) & pl.col("column").eq_missing(pl.lit(column, pl.String))
        chosen = pl.when(meant).then(text(rule, column)).otherwise(chosen)
    return chosen
