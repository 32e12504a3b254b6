"""Intake: from a file in the inbox to an archived, registered report.

Belongs here: finding files safely, the archive, the register. Does not: reading figures (`sources.ingest`).
"""

from sources.intake.intake import IntakeResult, take_in
from sources.intake.walk import RefusedFile

__all__ = ["IntakeResult", "RefusedFile", "take_in"]
