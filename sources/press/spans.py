"""Places in a text, asked whether one of them touches another.

Belongs here: spans as pairs of offsets, fast enough for long texts. Does not: what stands there.
"""

from bisect import bisect_right
from collections.abc import Iterable


class Spans:
    """Spans in order, asked whether one touches a place; logarithmic, for long texts."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._reach: list[int] = []
        reach = 0
        for _, end in self._spans:
            reach = max(reach, end)
            self._reach.append(reach)

    def touches(self, start: int, end: int) -> bool:
        before = bisect_right(self._starts, end - 1)
        return before > 0 and self._reach[before - 1] > start
