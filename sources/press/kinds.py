"""Kinds of nouns and cues: who counts as people, which cues are statuses, which speak of rates. `nouns.csv` and `cues.csv` hold them.

Belongs here: questions to these two tables. Does not: the words themselves (counted_nouns.csv, measure_cues.csv), what a kind is used for.
"""

import re
from functools import cache

from sources.press.vocabulary import table


@cache
def nouns(kind: str) -> tuple[str, ...]:
    """The nouns of a kind, a column of nouns.csv: people, status_left (persons may be such), open, piece."""
    return tuple(row["noun"] for row in table("nouns") if row[kind] == "yes")


@cache
def unit_kinds() -> dict[str, str]:
    """What a number before a noun tells, by the first word of the noun in lower case: count, duration or multiple."""
    found: dict[str, str] = {}
    for row in table("counted_nouns"):
        found.setdefault(re.split(r"[ /]", row["term"].lower())[0], row["kind"])
    return found


@cache
def people() -> tuple[str, ...]:
    """The nouns of people who are, or could be, members."""
    return nouns("people")


@cache
def smallest(noun: str) -> int:
    """Below it a number of this noun counts persons of an event or a rule ('dua anak', '10 karyawan'), and no region."""
    return next((int(row["smallest"] or 0) for row in table("nouns") if row["noun"] == noun), 0)


@cache
def statuses(rank: str) -> tuple[str, ...]:
    """Cues that are statuses: `specific` ones, which count before `weak` ones."""
    return tuple(row["cue"] for row in table("cues") if row["status"] == rank)


@cache
def cues_of_rates() -> frozenset[str]:
    """The cues that say what a percentage is."""
    return frozenset(row["cue"] for row in table("cues") if row["of_rate"] == "yes")


@cache
def rate_statuses() -> tuple[tuple[str, str], ...]:
    """Cues of a rate, and the status of a count that stands beside such a rate; the first that is there counts."""
    return tuple((row["cue"], row["rate_status"]) for row in table("cues") if row["rate_status"])
