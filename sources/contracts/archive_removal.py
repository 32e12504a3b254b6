"""Contract of the raw table `archive_removal`: archived registers that were removed when their time had come."""

import pandera.polars as pa
import polars as pl


class ArchiveRemoval(pa.DataFrameModel):
    """Archived files of registers that were removed; what was accepted of them stays, but they cannot be read again."""

    report_id: str = pa.Field(unique=True, str_matches=r"^[0-9a-f]{16}$", description="The report")
    report_month: str = pa.Field(str_matches=r"^\d{4}-(0[1-9]|1[0-2])$", description="Month of publication, YYYY-MM")
    source: str = pa.Field(description="The source")
    file_name: str = pa.Field(description="Path below the inbox under which it first arrived")
    size_bytes: pl.Int64 = pa.Field(ge=0, description="Size of what was removed")
    removed_on: pl.Date = pa.Field(description="Day of the removal")
    reason: str = pa.Field(str_length={"min_value": 1}, description="Why: the rule of retention that was applied")

    class Config:
        name = "archive_removal"
        title = "Archived registers that were removed"
        description = "One archived register that was removed."
        strict = True
        ordered = True
