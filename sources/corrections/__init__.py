"""Corrections: what people decided about figures, as data (`corrections.yml`), read strictly and matched with what the readers read.

Belongs here: the file's form, and finding for each entry the figure that it means. Does not: what becomes of the figures (dbt_project);
what the readers read is never altered.
"""

from sources.corrections.entries import Entry
from sources.corrections.problems import CorrectionProblem, CorrectionsRefusedError
from sources.corrections.refresh import Refreshed, refresh

__all__ = ["CorrectionProblem", "CorrectionsRefusedError", "Entry", "Refreshed", "refresh"]
