"""Contract of the raw table `unread_figure`: printed numbers that became no figure, each with the reason."""

import pandera.polars as pa

from sources.locators import TABLE_PLACE, TEXT_PLACE


class UnreadFigure(pa.DataFrameModel):
    """A number that a report prints and that is not a fact of the warehouse: nothing printed is passed over in silence."""

    unread_id: str = pa.Field(
        unique=True, str_matches=r"^[0-9a-f]{16}$", description="Identity: hash of report and locator"
    )
    report_id: str = pa.Field(str_matches=r"^[0-9a-f]{16}$", description="The report")
    report_month: str = pa.Field(str_matches=r"^\d{4}-(0[1-9]|1[0-2])$", description="Month of publication, YYYY-MM")
    locator: str = pa.Field(str_matches=f"(?s){TEXT_PLACE}|{TABLE_PLACE}", description="Place in the archived file")
    as_printed: str = pa.Field(str_length={"min_value": 1}, description="The characters as they stand in the report")
    reason: str = pa.Field(
        description="Code of the reason (unread_reasons.csv beside the reader's words: sources/press/vocabulary, sources/tables/vocabulary)"
    )
    explanation: str = pa.Field(description="What the reader took the number for, in words")
    context: str = pa.Field(description="The sentence in which it stands; for a cell, its column")
    reader: str = pa.Field(description="The reader that said so")
    reader_version: str = pa.Field(description="Version of the reader")

    class Config:
        name = "unread_figure"
        title = "Printed numbers that became no figure"
        description = "One number of one report."
        strict = True
        ordered = True
