"""Judging a batch: which rows are accepted, which are refused by which rules.

Belongs here: asking the rules of a shape and the contract, of all rows at once. Does not: the rules; how a refusal is worded (refusals.py).
"""

from dataclasses import dataclass

import polars as pl

from sources.contracts.registry import contracts
from sources.contracts.vectorised import failures
from sources.reading import RegisteredReport
from sources.registers.lines import LINE, ROW
from sources.registers.shape import Memory, RegisterShape, Rule, Tokens

_REFUSED, _RELATED = "__refused", "__related"


@dataclass(frozen=True)
class Judged:
    """`accepted` has the contract's columns. `refused` has one row for each broken rule of each refused row: LINE, ROW, `column` (of the form or
    of the contract), `rule`, `value` (as printed, in the clear) and the other cells as printed. `refused_rows` counts rows."""

    accepted: pl.DataFrame
    refused: pl.DataFrame
    refused_rows: int


def judged(
    shape: RegisterShape, report: RegisteredReport, cells: pl.DataFrame, memory: Memory, token: Tokens
) -> Judged:
    """Judge rows: `cells` has every column of the form as text, LINE and ROW."""
    frame = shape.values(cells, memory, report.published.on)
    verdict = frame.select(_any(shape.rules).alias(_REFUSED), _any(shape.relations).alias(_RELATED))
    frame = frame.with_columns(verdict[_REFUSED], verdict[_RELATED] & ~verdict[_REFUSED])
    contract = contracts()[shape.source]
    constant = {"report_id": pl.lit(report.report_id), "report_month": pl.lit(report.report_month)}
    own = {**constant, ROW: pl.col(ROW), LINE: pl.col(LINE), **shape.accepted(token)}
    columns = [own[name].alias(name) for name in contract.to_schema().columns]
    accepted = frame.lazy().filter(~pl.col(_REFUSED) & ~pl.col(_RELATED)).select(columns).collect()
    refused = [
        _broken(shape.rules, frame.filter(pl.col(_REFUSED)), cells.columns),
        _broken(shape.relations, frame.filter(pl.col(_RELATED)), cells.columns),
    ]
    rows = verdict.select((pl.col(_REFUSED) | pl.col(_RELATED)).sum()).item()
    # The contract has the last word: what the rules above let through is not accepted by that alone.
    if (left := failures(contract, accepted)).height:
        accepted, others = _by_contract(accepted, left, cells)
        refused.append(others)
        rows += others[ROW].n_unique()
    return Judged(accepted, pl.concat(refused), rows)


def _any(rules: tuple[Rule, ...]) -> pl.Expr:
    return pl.any_horizontal(rule.broken.fill_null(False) for rule in rules)


def _broken(rules: tuple[Rule, ...], frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """One row for each rule that a row breaks; all rows of `frame` break one."""
    parts = [
        frame.lazy()
        .with_columns(pl.lit(rule.column).alias("column"), rule.code.alias("rule"), pl.col(rule.column).alias("value"))
        .filter(pl.col("rule").is_not_null())
        .select(*columns, "column", "rule", "value")
        for rule in rules
    ]
    return pl.concat(parts).collect()


def _by_contract(accepted: pl.DataFrame, left: pl.DataFrame, cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    indexed = accepted.with_row_index("index")
    kept = indexed.join(left, on="index", how="anti", maintain_order="left").drop("index")
    broken = left.join(indexed.select("index", ROW), on="index", maintain_order="left").join(
        cells, on=ROW, maintain_order="left"
    )
    return kept, broken.select(*cells.columns, "column", "rule", pl.lit(None, pl.String).alias("value"))
