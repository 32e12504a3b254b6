"""Contract of the raw table `correction`: what people decided about figures, beside what the readers read."""

from typing import Annotated

import pandera.polars as pa
import polars as pl

from sources.contracts.observation import AREA_KINDS, PERIOD_BASES, PERIOD_KINDS, QUALIFIERS

ACTIONS = ["changed", "rejected", "added", "confirmed"]


class Correction(pa.DataFrameModel):
    """A person's decision about one place of one report. The row that was read stays as it is; this one stands beside it."""

    correction_id: str = pa.Field(
        unique=True, str_matches=r"^[0-9a-f]{16}$", description="Identity: hash of place, action, day and meaning"
    )
    report_id: str = pa.Field(str_matches=r"^[0-9a-f]{16}$", description="The report")
    report_month: str = pa.Field(str_matches=r"^\d{4}-(0[1-9]|1[0-2])$", description="Month of publication, YYYY-MM")
    source: str = pa.Field(description="The source of the report")
    locator: str = pa.Field(str_length={"min_value": 1}, description="Place in the archived file")
    as_printed: str = pa.Field(str_length={"min_value": 1}, description="The characters that stand there")
    action: str = pa.Field(
        isin=ACTIONS,
        description="changed (the figure means something else), rejected (no fact), added (a fact that was not read), confirmed",
    )
    read_observation_id: str = pa.Field(
        nullable=True,
        str_matches=r"^[0-9a-f]{16}$",
        description="The figure as read to which it puts an end; empty for a fact that was not read",
    )
    observation_id: str = pa.Field(
        nullable=True, str_matches=r"^[0-9a-f]{16}$", description="The figure that it makes; empty where it rejects one"
    )
    changed_columns: str = pa.Field(
        nullable=True, description="Columns in which the figure differs from what was read, separated by '; '"
    )
    measure: str = pa.Field(nullable=True, description="What is measured, of the figure that it makes, as all below")
    value: Annotated[pl.Decimal, 28, 6] = pa.Field(nullable=True, description="The number in base units")
    unit: str = pa.Field(nullable=True, description="Base unit of the value")
    decimals: pl.Int32 = pa.Field(nullable=True, description="Known to half a unit of 10^-decimals")
    qualifier: str = pa.Field(nullable=True, isin=QUALIFIERS, description="How firmly the report states the figure")
    period_start: pl.Date = pa.Field(nullable=True, description="First day covered")
    period_end: pl.Date = pa.Field(nullable=True, description="Last day covered, or the as-of day")
    period_kind: str = pa.Field(nullable=True, isin=PERIOD_KINDS, description="instant or duration")
    period_basis: str = pa.Field(nullable=True, isin=PERIOD_BASES, description="What the period rests on")
    area_name: str = pa.Field(nullable=True, description="The area, spelled out")
    area_kind: str = pa.Field(nullable=True, isin=AREA_KINDS, description="Kind of area")
    area_code: str = pa.Field(nullable=True, description="Code of the area")
    office_code: str = pa.Field(nullable=True, description="The office that reports")
    programme: str = pa.Field(nullable=True, description="Programme; empty where the report names none")
    segment: str = pa.Field(nullable=True, description="Segment or facility type; empty for all")
    reader: str = pa.Field(nullable=True, description="The constant 'person'; empty where no figure is made")
    reader_version: str = pa.Field(nullable=True, description="Version of the rules by which corrections are applied")
    confidence: float = pa.Field(nullable=True, ge=0, le=1, description="1: a person looked at the report")
    rules: str = pa.Field(nullable=True, description="The rules that made the figure, as read, and the action")
    reason: str = pa.Field(
        nullable=True,
        description="Why the number is no fact: a code of sources/press/vocabulary/unread_reasons.csv; empty unless rejected",
    )
    why: str = pa.Field(str_length={"min_value": 1}, description="Why it was decided, in the person's words")
    decided_by: str = pa.Field(str_length={"min_value": 1}, description="Who decided")
    decided_on: pl.Date = pa.Field(description="On which day; from this day on the figure is known")

    class Config:
        name = "correction"
        title = "What people decided about figures"
        description = "One decision about one place of one report, as of the latest run."
        strict = True
        ordered = True
