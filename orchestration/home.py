"""The data home as a Dagster resource.

Belongs here: how an asset gets at the settings. Does not: any path (see `sources.settings`).
"""

import dagster as dg

from sources.settings import Settings


class DataHome(dg.ConfigurableResource[None]):
    """Where reports, raw files, builds and releases lie: read from the environment when a run starts, never at import."""

    @property
    def settings(self) -> Settings:
        return Settings()
