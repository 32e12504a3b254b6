"""Migrations: a raw layer that earlier code wrote, brought to the form that this code reads.

Belongs here: the versions that a data home has, the functions from one version to the next, running them. Does not: the versions of this code
(`sources.contracts.versions`), reading a report anew because its reader got better (`sources.ingest`: it does so by itself).
"""

from sources.migrations.run import Migrated, bring_up_to_date
from sources.migrations.versions import RawLayerVersionError, require_current

__all__ = ["Migrated", "RawLayerVersionError", "bring_up_to_date", "require_current"]
