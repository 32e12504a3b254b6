"""Contract of the raw table `report`: the register of reports, one entry a content."""

import pandera.polars as pa
import polars as pl


class Report(pa.DataFrameModel):
    """The register: every content that ever arrived, once, identified by its bytes; refused ones are entered too."""

    report_id: str = pa.Field(
        unique=True, str_matches=r"^[0-9a-f]{16}$", description="First 16 hex digits of the SHA-256"
    )
    report_month: str = pa.Field(
        str_matches=r"^\d{4}-(0[1-9]|1[0-2])$", description="Month of publication, YYYY-MM: the partition"
    )
    sha256: str = pa.Field(str_matches=r"^[0-9a-f]{64}$", description="SHA-256 of the bytes")
    source: str = pa.Field(description="The source, the folder of the inbox in which it arrived")
    file_name: str = pa.Field(description="Path below the inbox under which it first arrived")
    archive_path: str = pa.Field(description="Path below the data home where its bytes are kept for ever")
    size_bytes: pl.Int64 = pa.Field(ge=0, description="Size in bytes")
    title: str = pa.Field(
        nullable=True, description="Title, from front matter, the head of a web page or the first line"
    )
    publisher: str = pa.Field(nullable=True, description="Publisher, from front matter or the head of a web page")
    url: str = pa.Field(nullable=True, description="Address, from front matter or the head of a web page")
    published_on: pl.Date = pa.Field(
        description="Day of publication; the last possible day where only a month or year is known"
    )
    published_precision: str = pa.Field(
        isin=["day", "month", "year"], description="How precisely the publication is known"
    )
    published_basis: str = pa.Field(isin=["front_matter", "text", "receipt"], description="Where the date comes from")
    received_at: pl.Datetime("us", "UTC") = pa.Field(description="When it first arrived (UTC)")  # type: ignore[valid-type]

    class Config:
        name = "report"
        title = "The register of reports"
        description = "One report: one content, however often it was delivered."
        strict = True
        ordered = True
