"""The register of payments: what its cells mean, and its rules.

Belongs here: benefits and the wage subsidy, payment by payment. Does not: forms of cells (cells.py), how a rule is applied (judging.py).
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

import polars as pl

from sources.contracts.payment_register import PAYMENT_PROGRAMMES, PAYMENT_STATUSES
from sources.privacy.identity_numbers import (
    account_is_broken,
    account_rule,
    kpj_is_broken,
    kpj_rule,
    nik_is_broken,
    nik_rule,
)
from sources.reference import read_table, seed
from sources.registers import codes
from sources.registers.cells import MONEY, amounts
from sources.registers.shape import Memory, RegisterShape, Rule, Tokens, Unrepeated, missing, unknown

REFERENCE = r"^[0-9A-Za-z./_-]{4,40}$"
RULE_COLUMNS = {
    "amount_idr": MONEY,
    "wage_limit_idr": MONEY,
    "limit_is_allowed": pl.Boolean(),
    "paid_from": pl.Date(),
    "paid_to": pl.Date(),
    "stages": pl.Int64(),
}


@cache
def _edition_rules() -> pl.DataFrame:
    """What holds in each edition of the wage subsidy; columns as RULE_COLUMNS behind `edition`, their names preceded by `rule_`."""
    frame = pl.DataFrame(list(seed("bsu_payment_rule"))).select("edition", *RULE_COLUMNS)
    empty = frame.with_columns(pl.all().replace("", None))
    typed = [
        (pl.col(name) == "true" if dtype == pl.Boolean() else pl.col(name).str.to_date() if dtype == pl.Date() else pl.col(name).cast(dtype)).alias(f"rule_{name}")
        for name, dtype in RULE_COLUMNS.items()
    ]  # fmt: skip
    return empty.select(pl.col("edition").alias("v_edisi_bsu"), *typed)


@cache
def _first_payments() -> dict[str, date]:
    rows = read_table(codes.VOCABULARY / "first_payments.csv")
    return {row["programme_code"]: date.fromisoformat(row["first_paid_on"]) for row in rows}


def number(cells: pl.Series, inner: str = "") -> pl.Series:
    """Numbers as text in capitals, without the blanks and the apostrophe that spreadsheets put before them, nor the marks `inner` within; empty is
    null. Cells of digits and capitals, which are nearly all, are not touched."""
    odd = cells.str.contains("[^0-9A-Z]").fill_null(False)
    if not odd.any():
        return cells
    cleaned = cells.filter(odd).str.strip_chars(" '\t\u00a0").str.to_uppercase()
    for mark in inner:
        cleaned = cleaned.str.replace_all(mark, "", literal=True)
    return cells.scatter(odd.arg_true(), cleaned.replace("", None))


def values(frame: pl.DataFrame, memory: Memory, published: date) -> pl.DataFrame:
    """The frame with a column `v_<column>` for each cell's meaning (null: empty, or no such thing), and the rules of its edition."""

    def coded(column: str, parse: codes.Parse) -> pl.Series:
        return memory.values(column, frame[column], parse, pl.String()).alias(f"v_{column}")

    channel = codes.worded("channel")
    frame = frame.with_columns(
        coded("program", codes.worded("programme", frozenset(PAYMENT_PROGRAMMES))),
        coded("edisi_bsu", codes.edition),
        coded("tahap_bsu", codes.stage).cast(pl.Int32),
        coded("segmen", codes.worded("segment")),
        coded("kode_wilayah", codes.area),
        coded("kode_cabang", codes.office),
        coded("kanal", channel),
        coded("bank", channel),
        coded("status", codes.worded("payment_status", frozenset(PAYMENT_STATUSES))),
        memory.days_of("tanggal_bayar", frame["tanggal_bayar"]).alias("v_tanggal_bayar"),
        amounts(frame["jumlah"]).alias("v_jumlah"),
        amounts(frame["upah_sebulan"]).alias("v_upah_sebulan"),
        number(frame["nik"]).alias("v_nik"),
        number(frame["kpj"]).alias("v_kpj"),
        number(frame["nomor_rekening"], " .-").alias("v_nomor_rekening"),
        pl.lit(published).alias("published_on"),
    )
    first = frame["v_program"].replace_strict(_first_payments(), default=None, return_dtype=pl.Date())
    return frame.with_columns(first.alias("first_paid_on")).join(
        _edition_rules(), on="v_edisi_bsu", how="left", maintain_order="left"
    )


_SUBSIDY = pl.col("v_program") == "BSU"
_RULES = (
    Rule("nik", nik_is_broken(pl.col("v_nik")), nik_rule(pl.col("v_nik"))),
    Rule("kpj", kpj_is_broken(pl.col("v_kpj")), kpj_rule(pl.col("v_kpj"))),
    Rule("nomor_rekening", account_is_broken(pl.col("v_nomor_rekening")), account_rule(pl.col("v_nomor_rekening"))),
    Rule("nik", pl.col("v_nik").is_null() & pl.col("v_kpj").is_null(), "worker_not_told"),
    Rule("bank", pl.col("v_nomor_rekening").is_not_null() & pl.col("bank").is_null(), "account_without_bank"),
    unknown("bank", "channel_unknown"),
    missing("program"),
    unknown("program", "programme_unknown"),
    unknown("edisi_bsu", "edition_unknown"),
    unknown("tahap_bsu", "stage_unknown"),
    unknown("segmen", "segment_unknown"),
    missing("kode_wilayah"),
    unknown("kode_wilayah", "area_unknown"),
    unknown("kode_cabang", "office_unknown"),
    missing("kanal"),
    unknown("kanal", "channel_unknown"),
    missing("tanggal_bayar"),
    unknown("tanggal_bayar", "date_impossible"),
    Rule("tanggal_bayar", pl.col("v_tanggal_bayar") > pl.col("published_on"), "paid_after_publication"),
    missing("jumlah"),
    unknown("jumlah", "amount_not_a_number"),
    unknown("upah_sebulan", "amount_not_a_number"),
    missing("status"),
    unknown("status", "status_unknown"),
    missing("referensi"),
    Rule("referensi", ~pl.col("referensi").str.contains(REFERENCE), "reference_malformed"),
    # The reference is kept as printed: some payers make it out of the worker's own numbers.
    *(
        Rule(
            "referensi",
            pl.col("referensi").str.contains(pl.col(name), literal=True) & (pl.col(name).str.len_bytes() >= 8),
            "reference_names_a_person",
        )
        for name in ("v_nik", "v_kpj", "v_nomor_rekening")
    ),
)
# Only of rows whose cells are all well: two of them may then be held against each other.
_RELATIONS = (
    Rule(
        "edisi_bsu",
        (_SUBSIDY & (pl.col("v_edisi_bsu").is_null() | pl.col("v_tahap_bsu").is_null()))
        | (~_SUBSIDY & (pl.col("v_edisi_bsu").is_not_null() | pl.col("v_tahap_bsu").is_not_null())),
        "bsu_incomplete",
    ),
    Rule("tanggal_bayar", pl.col("v_tanggal_bayar") < pl.col("first_paid_on"), "programme_not_in_force"),
    Rule("tahap_bsu", pl.col("v_tahap_bsu") > pl.col("rule_stages"), "stage_unknown"),
    Rule("tanggal_bayar", pl.col("v_tanggal_bayar") < pl.col("rule_paid_from"), "paid_before_edition"),
    Rule("tanggal_bayar", pl.col("v_tanggal_bayar") > pl.col("rule_paid_to"), "paid_after_edition"),
    Rule("jumlah", pl.col("v_jumlah") != pl.col("rule_amount_idr"), "amount_differs_from_rate"),
    Rule(
        "upah_sebulan",
        (pl.col("v_upah_sebulan") > pl.col("rule_wage_limit_idr"))
        | ((pl.col("v_upah_sebulan") == pl.col("rule_wage_limit_idr")) & ~pl.col("rule_limit_is_allowed")),
        "wage_above_ceiling",
    ),
)  # fmt: skip


def _accepted(token: Tokens) -> Mapping[str, pl.Expr]:
    account = pl.when(pl.col("v_nomor_rekening").is_not_null()).then(
        pl.concat_str("v_bank", pl.lit("/"), "v_nomor_rekening")
    )
    return {
        "payment_reference": pl.col("referensi"),
        "worker_token": token(pl.col("v_nik"), "nik"),
        "card_token": token(pl.col("v_kpj"), "kpj"),
        "account_token": token(account, "account"),
        "programme": pl.col("v_program"),
        "bsu_edition": pl.col("v_edisi_bsu"),
        "bsu_stage": pl.col("v_tahap_bsu"),
        "segment": pl.col("v_segmen"),
        "area_code": pl.col("v_kode_wilayah"),
        "office_code": pl.col("v_kode_cabang"),
        "channel_code": pl.col("v_kanal"),
        "paid_on": pl.col("v_tanggal_bayar"),
        "amount_idr": pl.col("v_jumlah"),
        "monthly_wage_idr": pl.col("v_upah_sebulan"),
        "status": pl.col("v_status"),
    }


_WORKER = pl.coalesce("worker_token", "card_token")
_PAYMENT = pl.concat_str("channel_code", pl.lit("/"), "payment_reference")
_PAID_SUBSIDY = (pl.col("programme") == "BSU") & (pl.col("status") == "paid")


def payment_shape() -> RegisterShape:
    """The register of payments."""
    return RegisterShape(
        source="payment_register",
        personal=frozenset({"nik", "kpj", "nama", "nomor_rekening"}),
        dropped=frozenset({"nama", "npp"}),
        one_of=(frozenset({"nik", "kpj"}),),
        values=values,
        rules=_RULES,
        relations=_RELATIONS,
        accepted=_accepted,
        unrepeated=(
            Unrepeated(
                "paid_twice_in_stage",
                "nik",
                pl.when(_PAID_SUBSIDY).then(
                    pl.concat_str("bsu_edition", pl.lit("/"), pl.col("bsu_stage").cast(pl.String), pl.lit("/"), _WORKER)
                ),
                pl.concat_str("bsu_edition", pl.lit("/"), pl.col("bsu_stage").cast(pl.String)),
            ),
            Unrepeated("payment_repeated", "referensi", _PAYMENT, pl.col("payment_reference")),
        ),
    )
