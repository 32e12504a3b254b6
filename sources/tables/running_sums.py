"""Running sums of the figures of one column, so that a stretch of any length is added up in one step (a table may have a total every other row).

Belongs here: the sums. Does not: which stretch a total may be the sum of (totals.py).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sources.tables.model import Figure

_SHOWN = 200


@dataclass(frozen=True)
class Parts:
    """Figures that a total may be the sum of: how many, between what their sum lies, their measures; `alike`: of one unit."""

    count: int
    low: Decimal
    high: Decimal
    value: Decimal
    alike: bool
    measures: tuple[str, ...]


def parts_of(figures: Sequence[Figure]) -> Parts:
    """The sum of a few figures."""
    return RunningSums(figures).between(-1, 1 << 62)


class RunningSums:
    """Sums of figures in the order of their rows."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = sorted(figures, key=lambda figure: figure.at[0])
        self._rows = [figure.at[0] for figure in self._figures]
        self._low, self._high, self._value = [Decimal(0)], [Decimal(0)], [Decimal(0)]
        self._alike_since: list[int] = []
        for at, figure in enumerate(self._figures):
            self._low.append(self._low[-1] + figure.low)
            self._high.append(self._high[-1] + figure.high)
            self._value.append(self._value[-1] + figure.number.value)
            same = at > 0 and self._figures[at - 1].measure.unit == figure.measure.unit
            self._alike_since.append(self._alike_since[-1] if same else at)

    def between(self, after: int, before: int) -> Parts:
        """The sum of the rows after one and before another."""
        start, end = bisect_left(self._rows, after + 1), bisect_left(self._rows, before)
        end = max(start, end)
        return Parts(
            count=end - start,
            low=self._low[end] - self._low[start],
            high=self._high[end] - self._high[start],
            value=self._value[end] - self._value[start],
            alike=end == start or self._alike_since[end - 1] <= start,
            measures=tuple(sorted({figure.measure.code for figure in self._figures[start : min(end, start + _SHOWN)]})),
        )
