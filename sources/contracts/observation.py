"""The observation: one figure of one report, the shape that all aggregate sources come down to (after SDMX and XBRL).

Belongs here: the columns and rules that every source of observations shares. What only one source must obey stands in that
source's own contract (press.py, labour_force.py), which is a raw table; this module is not one.
"""

from typing import Annotated

import pandera.polars as pa
import polars as pl

from sources import reference

QUALIFIERS = ["exact", "approx", "at_least", "at_most", "range_low", "range_high", "planned", "order_of_magnitude"]
PERIOD_KINDS = ["instant", "duration"]
PERIOD_BASES = ["text", "publication", "none"]
AREA_KINDS = ["nation", "island_group", "region_group", "province", "regency", "city", "office_work_area"]


class Observation(pa.DataFrameModel):
    """One figure of one report, in base units, with the characters it was printed in and the place where they stand."""

    observation_id: str = pa.Field(
        unique=True, str_matches=r"^[0-9a-f]{16}$", description="Identity: hash of report, locator and meaning"
    )
    report_id: str = pa.Field(
        str_matches=r"^[0-9a-f]{16}$", description="The report: first 16 hex digits of its SHA-256"
    )
    report_month: str = pa.Field(
        str_matches=r"^\d{4}-(0[1-9]|1[0-2])$", description="Month in which the report was published, YYYY-MM"
    )
    locator: str = pa.Field(
        str_length={"min_value": 1},
        description="Place in the archived file: 'characters 120-127' (0-based, end exclusive), 'page 2, characters 120-127', 'line 5, column 3', 'Sheet1!C7'",
    )
    as_printed: str = pa.Field(
        str_length={"min_value": 1}, description="The characters of the figure as they stand in the report"
    )
    measure: str = pa.Field(description="What is measured: a code of the registry of measures (seed measure)")
    value: Annotated[pl.Decimal, 28, 6] = pa.Field(
        description="The number in base units (persons, rupiah, percent points, cases)"
    )
    unit: str = pa.Field(description="Base unit of the value, as the registry of measures has it")
    decimals: pl.Int32 = pa.Field(
        ge=-15, le=6, description="As in XBRL: known to half a unit of 10^-decimals ('2,64 juta' has -4)"
    )
    qualifier: str = pa.Field(isin=QUALIFIERS, description="How firmly the report states the figure")
    period_start: pl.Date = pa.Field(
        nullable=True, description="First day covered; empty for an instant or an open start"
    )
    period_end: pl.Date = pa.Field(
        nullable=True, description="Last day covered, or the as-of day; empty if the report gives none"
    )
    period_kind: str = pa.Field(
        isin=PERIOD_KINDS, description="instant (a stock's as-of day) or duration (a flow's span)"
    )
    period_basis: str = pa.Field(
        isin=PERIOD_BASES,
        description="Whether the text states the period, the publication date stands in, or nothing does",
    )
    area_name: str = pa.Field(description="The area as the report names it, spelled out")
    area_kind: str = pa.Field(isin=AREA_KINDS, description="Kind of area; an office's work area is a kind of its own")
    area_code: str = pa.Field(
        nullable=True, description="Kemendagri code (61, 61.71), ID for the nation, an office's code for its work area"
    )
    office_code: str = pa.Field(nullable=True, description="The office that reports, a code of the seed office")
    programme: str = pa.Field(
        nullable=True, description="Programme (seed programme); empty where the report names none"
    )
    segment: str = pa.Field(
        nullable=True, description="Segment or facility type (seeds segment, facility_type); empty for all"
    )
    reader: str = pa.Field(description="The reader that said so")
    reader_version: str = pa.Field(description="Version of the reader")
    confidence: float = pa.Field(ge=0, le=1, description="How sure the reader is, 0 to 1")
    rules: str = pa.Field(description="The rules that made the figure, separated by '; '")
    sentence: str = pa.Field(
        nullable=True, description="The sentence in which it stands, shortened; empty for a cell of a table"
    )

    class Config:
        strict = True
        ordered = True

    @pa.dataframe_check
    @classmethod
    def measure_unknown(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("measure").is_in(sorted(reference.measures())))

    @pa.dataframe_check
    @classmethod
    def unit_differs_from_registry(cls, data: pa.PolarsData) -> pl.LazyFrame:
        units = {code: row["unit"] for code, row in reference.measures().items()}
        registered = pl.col("measure").replace_strict(units, default=None, return_dtype=pl.String)
        return data.lazyframe.select((registered == pl.col("unit")).fill_null(True))

    @pa.dataframe_check
    @classmethod
    def period_runs_backwards(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select((pl.col("period_start") <= pl.col("period_end")).fill_null(True))

    @pa.dataframe_check
    @classmethod
    def value_negative(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select((pl.col("value") >= 0) | pl.col("measure").str.starts_with("growth_"))

    @pa.dataframe_check
    @classmethod
    def programme_unknown(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("programme").is_in(sorted(reference.programmes())).fill_null(True))

    @pa.dataframe_check
    @classmethod
    def segment_unknown(cls, data: pa.PolarsData) -> pl.LazyFrame:
        known = sorted(reference.segments() | reference.facility_types())
        return data.lazyframe.select(pl.col("segment").is_in(known).fill_null(True))
