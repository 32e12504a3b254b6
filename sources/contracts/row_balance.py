"""Contract of the raw table `row_balance`: the account of every report that was read."""

import pandera.polars as pa
import polars as pl


class RowBalance(pa.DataFrameModel):
    """read = accepted + quarantined + unread, for every report; written last, so its presence says the report is done."""

    report_id: str = pa.Field(unique=True, str_matches=r"^[0-9a-f]{16}$", description="The report")
    report_month: str = pa.Field(str_matches=r"^\d{4}-(0[1-9]|1[0-2])$", description="Month of publication, YYYY-MM")
    source: str = pa.Field(description="The source")
    outcome: str = pa.Field(isin=["read", "refused"], description="Whether the report could be read at all")
    rows_read: pl.Int64 = pa.Field(ge=0, description="Rows or figures that the reader found")
    rows_accepted: pl.Int64 = pa.Field(ge=0, description="Rows that the contract accepted: they are in the raw table")
    rows_quarantined: pl.Int64 = pa.Field(ge=0, description="Rows that a rule refused: they are in quarantine")
    rows_unread: pl.Int64 = pa.Field(ge=0, description="Printed numbers that are no facts: they are in unread_figure")
    numbers_printed: pl.Int64 = pa.Field(
        ge=0,
        description="Runs of digits in the text, counted apart from the reader (press), or cells with digits below the header (tables), or rows (registers)",
    )
    numbers_accounted: pl.Int64 = pa.Field(
        ge=0, description="Of these, how many lie in a row that was accepted, quarantined or unread"
    )
    reader: str = pa.Field(description="The reader")
    reader_version: str = pa.Field(description="Version of the reader")

    class Config:
        name = "row_balance"
        title = "The account of every report"
        description = "One report that was read or refused."
        strict = True
        ordered = True

    @pa.dataframe_check
    @classmethod
    def rows_do_not_balance(cls, data: pa.PolarsData) -> pl.LazyFrame:
        parts = pl.col("rows_accepted") + pl.col("rows_quarantined") + pl.col("rows_unread")
        return data.lazyframe.select(pl.col("rows_read") == parts)

    @pa.dataframe_check
    @classmethod
    def numbers_do_not_balance(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(
            (pl.col("numbers_printed") == pl.col("numbers_accounted")) | (pl.col("outcome") == "refused")
        )
