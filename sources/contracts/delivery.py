"""Contract of the raw table `delivery`: which content arrived under which name."""

import pandera.polars as pa
import polars as pl


class Delivery(pa.DataFrameModel):
    """Every file that was ever found in the inbox; the same bytes under two names are two deliveries of one report."""

    delivery_id: str = pa.Field(
        unique=True, str_matches=r"^[0-9a-f]{16}$", description="Hash of file name, content and sequence"
    )
    report_id: str = pa.Field(str_matches=r"^[0-9a-f]{16}$", description="The report that was delivered")
    report_month: str = pa.Field(
        str_matches=r"^\d{4}-(0[1-9]|1[0-2])$", description="Month of publication of that report"
    )
    source: str = pa.Field(description="The source, the folder of the inbox")
    file_name: str = pa.Field(description="Path below the inbox")
    sequence: pl.Int64 = pa.Field(ge=1, description="1 for the first content under this name, 2 for its replacement, …")
    received_at: pl.Datetime("us", "UTC") = pa.Field(description="When it was found (UTC)")  # type: ignore[valid-type]

    class Config:
        name = "delivery"
        title = "Files found in the inbox"
        description = "One content under one file name, each time that it takes the place of another."
        strict = True
        ordered = True
