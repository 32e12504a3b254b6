"""Contract of the raw table `press`: figures read from press reports."""

import pandera.polars as pa
import polars as pl

from sources.contracts.observation import Observation
from sources.locators import TEXT_PLACE


class Press(Observation):
    """Figures that press reports print about a region, a branch or the nation, each traced to its characters."""

    class Config:
        name = "press"
        title = "Figures read from press reports"
        description = "One figure of one press report."
        strict = True
        ordered = True

    @pa.dataframe_check
    @classmethod
    def locator_not_characters(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("locator").str.contains(TEXT_PLACE))
