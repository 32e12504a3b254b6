"""Feedback: a report given back to its sender with everything in it that was refused, and what is to be mended.

Belongs here: what quarantine says about one report, in the sender's language, beside the sender's own cells. Does not: what is refused
(`sources`), or the file in the inbox, which is never touched.
"""

from serving.feedback.listing import csv_listing
from serving.feedback.marked import marked_workbook
from serving.feedback.report import Feedback, FeedbackError, feedback

__all__ = ["Feedback", "FeedbackError", "csv_listing", "feedback", "marked_workbook"]
