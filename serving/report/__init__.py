"""The report of a release: one HTML file for people who would rather look than read, made of the release's file alone.

Belongs here: the page. Does not: anything that is not in the published file; publishing (serving.release) and the command call it.
"""

from serving.report.compose import MOST_BYTES, report_page

__all__ = ["MOST_BYTES", "report_page"]
