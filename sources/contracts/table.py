"""Contract of the raw table `table`: cells of loose public tables."""

from sources.contracts.observation import Observation


class Table(Observation):
    """Figures of tables that were published without an agreed form: open-data portals, rankings, copies on web pages."""

    class Config:
        name = "table"
        title = "Figures of public tables"
        description = "One cell of one public table."
        strict = True
        ordered = True
