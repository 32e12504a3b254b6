"""The register of employers: what its cells mean, and its rules.

Belongs here: employers of a branch in a month. Does not: forms of cells (cells.py), how a rule is applied (judging.py).
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from sources.contracts.employer_register import EMPLOYER_STATUSES, SCALES
from sources.privacy.identity_numbers import npp_rule
from sources.registers import codes
from sources.registers.cells import amounts, counts, month_end
from sources.registers.payments import number
from sources.registers.shape import Memory, RegisterShape, Rule, Tokens, Unrepeated, missing, unknown


def values(frame: pl.DataFrame, memory: Memory, published: date) -> pl.DataFrame:
    """The frame with a column `v_<column>` for each cell's meaning; null: empty, or no such thing."""

    def coded(column: str, parse: codes.Parse) -> pl.Series:
        return memory.values(column, frame[column], parse, pl.String()).alias(f"v_{column}")

    return frame.with_columns(
        number(frame["npp"]).alias("v_npp"),
        coded("kode_cabang", codes.office),
        coded("kode_wilayah", codes.area),
        coded("status", codes.worded("employer_status", frozenset(EMPLOYER_STATUSES))),
        coded("skala", codes.worded("scale", frozenset(SCALES))),
        coded("sektor", codes.sector),
        memory.values("bulan", frame["bulan"], month_end, pl.Date()).alias("v_bulan"),
        memory.days_of("tanggal_daftar", frame["tanggal_daftar"]).alias("v_tanggal_daftar"),
        counts(frame["tenaga_kerja_terdaftar"]).alias("v_tenaga_kerja_terdaftar"),
        counts(frame["tenaga_kerja_aktif"]).alias("v_tenaga_kerja_aktif"),
        amounts(frame["iuran"]).alias("v_iuran"),
        pl.lit(published).alias("published_on"),
    )


_RULES = (
    missing("npp"),
    Rule("npp", npp_rule(pl.col("v_npp")).is_not_null(), npp_rule(pl.col("v_npp"))),
    missing("kode_cabang"),
    unknown("kode_cabang", "office_unknown"),
    unknown("kode_wilayah", "area_unknown"),
    missing("bulan"),
    unknown("bulan", "date_impossible"),
    missing("status"),
    unknown("status", "status_unknown"),
    unknown("skala", "scale_unknown"),
    unknown("sektor", "sector_unknown"),
    unknown("tanggal_daftar", "date_impossible"),
    missing("tenaga_kerja_terdaftar"),
    unknown("tenaga_kerja_terdaftar", "count_not_whole"),
    missing("tenaga_kerja_aktif"),
    unknown("tenaga_kerja_aktif", "count_not_whole"),
    unknown("iuran", "amount_not_a_number"),
)
_RELATIONS = (
    Rule("bulan", pl.col("v_bulan").dt.month_start() > pl.col("published_on"), "month_after_publication"),
    Rule("tanggal_daftar", pl.col("v_tanggal_daftar") > pl.col("v_bulan"), "registered_after_register_month"),
    Rule("tenaga_kerja_aktif", pl.col("v_tenaga_kerja_aktif") > pl.col("v_tenaga_kerja_terdaftar"), "active_exceed_registered"),
)  # fmt: skip


def _accepted(_token: Tokens) -> Mapping[str, pl.Expr]:
    return {
        "register_month": pl.col("v_bulan"),
        "employer_number": pl.col("v_npp"),
        "office_code": pl.col("v_kode_cabang"),
        "area_code": pl.col("v_kode_wilayah"),
        "status": pl.col("v_status"),
        "scale": pl.col("v_skala"),
        "sector_code": pl.col("v_sektor"),
        "registered_on": pl.col("v_tanggal_daftar"),
        "workers_registered": pl.col("v_tenaga_kerja_terdaftar"),
        "workers_active": pl.col("v_tenaga_kerja_aktif"),
        "contributions_idr": pl.col("v_iuran"),
    }


def employer_shape() -> RegisterShape:
    """The register of employers."""
    key = pl.concat_str(
        "office_code", pl.lit("/"), "employer_number", pl.lit("/"), pl.col("register_month").cast(pl.String)
    )
    return RegisterShape(
        source="employer_register",
        personal=frozenset({"nama_perusahaan"}),
        dropped=frozenset({"nama_perusahaan"}),
        one_of=(),
        values=values,
        rules=_RULES,
        relations=_RELATIONS,
        accepted=_accepted,
        unrepeated=(Unrepeated("employer_repeated", "npp", key, pl.col("employer_number")),),
    )
