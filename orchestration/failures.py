"""Which failures pass by themselves and which do not: the table `failure_classes.csv`, and looking an error up in it.

Belongs here: classifying an exception, how long to wait before the next try. Does not: trying again (`orchestration.steps`), wording what broke
in a report (`sources.contracts.rules`). A new kind of failure is a row of the table; what no row knows is permanent, for a retry of bad input only
delays the moment at which somebody reads about it.
"""

import errno
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.reference import Row, read_table

TABLE = Path(__file__).parent / "failure_classes.csv"
PASSING = "passing"
PERMANENT = "permanent"
# The remedy of errors of our own, whose words end with what to do.
SAYS_ITSELF = "do what the message says"
LONGEST_WAIT_SECONDS = 600.0
# Of the wait, at least this share: two runs that failed together must not meet again.
LEAST_SHARE = 0.5


@dataclass(frozen=True)
class FailureClass:
    """What the table says of an error. `error` is the name of the exception's type; no text of it is here, for it may hold what a report says."""

    code: str
    passes: bool
    means: str
    remedy: str
    error: str

    @property
    def name(self) -> str:
        return PASSING if self.passes else PERMANENT


def classify(error: BaseException) -> FailureClass:
    """The class of an error, by itself or by what caused it. The first row of the table that fits anything in that chain decides."""
    chain = list(_chain(error))
    for row in _rows():
        for link in chain:
            if _fits(row, link):
                return FailureClass(
                    row["code"], row["class"] == PASSING, row["means"], row["remedy"], type(link).__name__
                )
    return FailureClass(
        "unknown", False, "the table of failures does not know this error", "read the message", type(error).__name__
    )


def wait_seconds(first: float, tries_before: int) -> float:
    """Seconds before the next try: `first`, doubled for each try before this one, with chance in it, ten minutes at most."""
    longest = min(first * 2**tries_before, LONGEST_WAIT_SECONDS)
    return longest * random.uniform(LEAST_SHARE, 1.0)  # noqa: S311  (spreads load, guards nothing)


def means_of(code: str) -> str | None:
    """What a code of the table means and what to do, as one sentence; None if the table has no such code."""
    row = next((row for row in _rows() if row["code"] == code), None)
    return f"{row['means']}; {row['remedy']}" if row else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def _fits(row: Row, error: BaseException) -> bool:
    names = {name for base in type(error).__mro__ for name in _names(base)}
    if names.isdisjoint(row["exceptions"].split("|")):
        return False
    if row["errno"] and getattr(error, "errno", None) != getattr(errno, row["errno"]):
        return False
    return row["text"] in str(error)


def _names(base: type) -> tuple[str, str]:
    # By name, not by type: the table must not import what raises them. DuckDB's module calls itself `_duckdb`.
    return (
        base.__name__ if base.__module__ == "builtins" else "",
        f"{base.__module__.removeprefix('_')}.{base.__name__}",
    )


@cache
def _rows() -> tuple[Row, ...]:
    return tuple(read_table(TABLE))
