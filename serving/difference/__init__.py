"""What is different between two releases: rows, figures, contradictions, reports.

Belongs here: choosing two releases, comparing their files, the result as plain data. Does not: showing it (cli, orchestration),
making releases (serving.release). Reads two files and their manifests, writes nothing.
"""

from serving.difference.choice import DifferenceError, release_before, two_releases
from serving.difference.compare import LISTED, compare
from serving.difference.model import (
    Contradiction,
    Difference,
    FigureChange,
    Listing,
    Report,
    Side,
    TableChange,
    as_json,
)

__all__ = [
    "LISTED",
    "Contradiction",
    "Difference",
    "DifferenceError",
    "FigureChange",
    "Listing",
    "Report",
    "Side",
    "TableChange",
    "as_json",
    "compare",
    "release_before",
    "two_releases",
]
