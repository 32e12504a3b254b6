"""Contract of the raw table `quarantine`: what was refused, the rule, and what to do about it."""

import pandera.polars as pa


class Quarantine(pa.DataFrameModel):
    """A whole report, or one row or figure of it, that a rule refused; kept apart, never dropped."""

    quarantine_id: str = pa.Field(
        unique=True,
        str_matches=r"^[0-9a-f]{16}$",
        description="Hash of report, table, row number, locator, rule, column",
    )
    report_id: str = pa.Field(str_matches=r"^[0-9a-f]{16}$", description="The report")
    report_month: str = pa.Field(str_matches=r"^\d{4}-(0[1-9]|1[0-2])$", description="Month of publication, YYYY-MM")
    raw_table: str = pa.Field(description="The raw table for which it was meant (the source's name)")
    file_name: str = pa.Field(description="Path below the inbox")
    scope: str = pa.Field(isin=["report", "row"], description="Whether the whole report was refused or one row of it")
    row_number: int = pa.Field(
        ge=0, description="Number of the refused row in the order read, from 1; 0 for a whole report"
    )
    locator: str = pa.Field(str_length={"min_value": 1}, description="Place: byte, line, cell, characters")
    column: str = pa.Field(nullable=True, description="The column that is wrong, if one is")
    value: str = pa.Field(nullable=True, description="The offending value, shortened, control characters shown")
    rule: str = pa.Field(description="Code of the rule (sources/contracts/rules.csv)")
    message: str = pa.Field(description="What is wrong, in a sentence")
    remedy: str = pa.Field(description="What to do")
    record: str = pa.Field(nullable=True, description="The refused row as JSON, so that nothing is lost")

    class Config:
        name = "quarantine"
        title = "What was refused, and why"
        description = "One broken rule of one refused row or report."
        strict = True
        ordered = True
