"""Contract of the raw table `employer_register`: the monthly register of employers, row by row."""

from typing import Annotated

import pandera.polars as pa
import polars as pl

EMPLOYER_STATUSES = ["active", "inactive"]
SCALES = ["micro", "small", "medium", "large"]


class EmployerRegister(pa.DataFrameModel):
    """Employers as a branch's register has them in a month. Names, addresses and persons never get here."""

    report_id: str = pa.Field(str_matches=r"^[0-9a-f]{16}$", description="The register file")
    report_month: str = pa.Field(str_matches=r"^\d{4}-(0[1-9]|1[0-2])$", description="Month of publication, YYYY-MM")
    row_number: pl.Int64 = pa.Field(
        ge=1, description="Row of the file in the order read, from 1, the header not counted"
    )
    line_number: pl.Int64 = pa.Field(
        ge=1, description="Line of a text file, its first line being 1; in Parquet the same as row_number"
    )
    register_month: pl.Date = pa.Field(description="Last day of the month that the register describes")
    employer_number: str = pa.Field(
        str_matches=r"^[0-9A-Z]{8}$", description="NPP, the employer's number: 8 characters, text"
    )
    office_code: str = pa.Field(description="The branch that keeps the employer, a code of the seed office")
    area_code: str = pa.Field(
        nullable=True, description="Kemendagri code of the regency or city (or province) where the employer works"
    )
    status: str = pa.Field(isin=EMPLOYER_STATUSES, description="active: pays contributions; inactive: does not")
    scale: str = pa.Field(
        nullable=True, isin=SCALES, description="Scale of the enterprise, as the branch classed it (PP 7/2021)"
    )
    sector_code: str = pa.Field(
        nullable=True, str_matches=r"^[A-U]$", description="Section of the business classification KBLI 2020"
    )
    registered_on: pl.Date = pa.Field(nullable=True, description="Day on which the employer was first registered")
    workers_registered: pl.Int64 = pa.Field(ge=0, description="Workers registered with the employer")
    workers_active: pl.Int64 = pa.Field(ge=0, description="Of these, workers whose contributions are paid")
    contributions_idr: Annotated[pl.Decimal, 18, 2] = pa.Field(
        nullable=True, ge=0, description="Contributions received from the employer in the month, rupiah"
    )

    class Config:
        name = "employer_register"
        title = "Employers, month by month"
        description = "One employer of one branch in one month."
        strict = True
        ordered = True

    @pa.dataframe_check
    @classmethod
    def active_exceed_registered(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("workers_active") <= pl.col("workers_registered"))

    @pa.dataframe_check
    @classmethod
    def registered_after_register_month(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select((pl.col("registered_on") <= pl.col("register_month")).fill_null(True))
