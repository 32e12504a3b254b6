"""Contract of the raw table `labour_force`: cells of BPS labour-force tables by province, regency and city."""

import pandera.polars as pa
import polars as pl

from sources.contracts.observation import Observation


class LabourForce(Observation):
    """Labour force and employed persons of the nation, a province, a regency or a city, as BPS (Sakernas) counts them: the denominators."""

    measure: str = pa.Field(
        isin=["workers_labour_force", "workers_employed"],
        description="What is measured: labour force or employed persons",
    )
    area_kind: str = pa.Field(
        isin=["nation", "province", "regency", "city"], description="nation, province, regency or city"
    )
    area_code: str = pa.Field(description="Kemendagri code of the province (61), regency or city (61.71), or ID")
    period_end: pl.Date = pa.Field(description="Last day of the survey month, February or August")

    class Config:
        name = "labour_force"
        title = "Labour force by area"
        description = "One cell of one labour-force table: area by survey month by measure by segment."
        strict = True
        ordered = True
