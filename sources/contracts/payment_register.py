"""Contract of the raw table `payment_register`: payments of benefits and of the wage subsidy BSU, row by row."""

from typing import Annotated

import pandera.polars as pa
import polars as pl

PAYMENT_STATUSES = ["paid", "failed", "returned"]
PAYMENT_PROGRAMMES = ["JHT", "JKK", "JKM", "JP", "JKP", "BSU"]
TOKEN = r"^[0-9a-f]{32}$"  # noqa: S105  (the form of one, none itself)


class PaymentRegister(pa.DataFrameModel):
    """Payments as banks and the agency hand them over. Personal numbers are keyed tokens; names and accounts never get here."""

    report_id: str = pa.Field(str_matches=r"^[0-9a-f]{16}$", description="The register file")
    report_month: str = pa.Field(str_matches=r"^\d{4}-(0[1-9]|1[0-2])$", description="Month of publication, YYYY-MM")
    row_number: pl.Int64 = pa.Field(
        ge=1, description="Row of the file in the order read, from 1, the header not counted"
    )
    line_number: pl.Int64 = pa.Field(
        ge=1, description="Line of a text file, its first line being 1; in Parquet the same as row_number"
    )
    payment_reference: str = pa.Field(
        str_matches=r"^[0-9A-Za-z./_-]{4,40}$", description="The payer's own reference of the payment"
    )
    worker_token: str = pa.Field(
        nullable=True, str_matches=TOKEN, description="Keyed token of the NIK; empty where the worker has none"
    )
    card_token: str = pa.Field(
        nullable=True, str_matches=TOKEN, description="Keyed token of the membership number (KPJ), if told"
    )
    account_token: str = pa.Field(
        nullable=True, str_matches=TOKEN, description="Keyed token of bank and account number; empty if paid in cash"
    )
    programme: str = pa.Field(isin=PAYMENT_PROGRAMMES, description="Programme (seed programme), BSU for the subsidy")
    bsu_edition: str = pa.Field(
        nullable=True, str_matches=r"^20\d\d$", description="BSU: the edition, a year of the seed bsu_edition"
    )
    bsu_stage: pl.Int32 = pa.Field(nullable=True, ge=1, le=20, description="BSU: wave or stage of the edition")
    segment: str = pa.Field(nullable=True, description="Segment of the worker (seed segment), if told")
    area_code: str = pa.Field(description="Kemendagri code of the regency or city (or province) of the worker")
    office_code: str = pa.Field(nullable=True, description="The branch that decided, a code of the seed office")
    channel_code: str = pa.Field(
        str_matches=r"^[A-Z]{2,10}$", description="Bank or post office that paid, a code of the seed payment_channel"
    )
    paid_on: pl.Date = pa.Field(description="Day of the payment, or of the attempt")
    amount_idr: Annotated[pl.Decimal, 18, 2] = pa.Field(ge=0, description="Amount, rupiah")
    monthly_wage_idr: Annotated[pl.Decimal, 18, 2] = pa.Field(
        nullable=True, ge=0, description="BSU: the wage by which the worker was found eligible, rupiah a month"
    )
    status: str = pa.Field(isin=PAYMENT_STATUSES, description="paid; failed (never credited); returned to the treasury")

    class Config:
        name = "payment_register"
        title = "Payments of benefits and wage subsidy"
        description = "One payment of a benefit or of BSU."
        strict = True
        ordered = True

    @pa.dataframe_check
    @classmethod
    def worker_not_told(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("worker_token").is_not_null() | pl.col("card_token").is_not_null())

    @pa.dataframe_check
    @classmethod
    def bsu_incomplete(cls, data: pa.PolarsData) -> pl.LazyFrame:
        told = pl.col("bsu_edition").is_not_null() & pl.col("bsu_stage").is_not_null()
        return data.lazyframe.select(told == (pl.col("programme") == "BSU"))
