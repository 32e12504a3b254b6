"""The way back of a figure: from a row of the published warehouse to the characters that a report printed.

Belongs here: following keys, opening archived reports, cutting out the place. Does not: how a trace is shown (cli).
"""

from serving.trace.follow import trace
from serving.trace.model import Excerpt, Origin, Trace, TraceError

__all__ = ["Excerpt", "Origin", "Trace", "TraceError", "trace"]
