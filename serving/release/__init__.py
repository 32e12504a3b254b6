"""Releases: finished, verified copies of the warehouse, of which `current` is the one that BI reads.

Belongs here: copying, verifying, publishing, listing and going back. Does not: building the warehouse (dbt), or the decision
whether a build is fit to be published (the orchestration runs the checks first).
"""

from serving.release.errors import ReleaseError
from serving.release.manifest import DATABASE_NAME, REPORT_NAME, Manifest, PublishedTable, Release, ReportInput
from serving.release.publish import publish
from serving.release.rollback import rollback
from serving.release.store import current_release, damaged_releases, list_releases

__all__ = [
    "DATABASE_NAME",
    "REPORT_NAME",
    "Manifest",
    "PublishedTable",
    "Release",
    "ReleaseError",
    "ReportInput",
    "current_release",
    "damaged_releases",
    "list_releases",
    "publish",
    "rollback",
]
