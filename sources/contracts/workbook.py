"""Contract of the raw table `workbook`: cells of the monthly workbooks that branches and regional offices send."""

from sources.contracts.observation import Observation


class Workbook(Observation):
    """Figures of the monthly workbook of a branch or regional office: members, employers, claims, service points, targets."""

    class Config:
        name = "workbook"
        title = "Figures of monthly workbooks"
        description = "One cell of one monthly workbook."
        strict = True
        ordered = True
