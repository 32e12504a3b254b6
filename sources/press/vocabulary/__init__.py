"""The words that the press reader knows: one CSV table a kind of word, with a note where a word needs one.

Belongs here: opening the tables, and making patterns of their words. Does not: what a word does in a sentence (the grammars do that).
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sources.reference import Row, read_table

SPACE = r"[ \t\u00a0\u202f]"
GAP = r"(?:[ \t\u00a0\u202f]{1,3}\n?[ \t]{0,3}|\n[ \t]{0,3})"  # within a sentence a line may break once
LETTER = r"[^\W\d_]"


@cache
def table(name: str) -> tuple[Row, ...]:
    """Rows of `<name>.csv` beside this module. Raises FileNotFoundError if there is none, ValueError on a ragged row."""
    return tuple(read_table(Path(__file__).with_name(f"{name}.csv")))


@cache
def words(name: str, key: str, value: str) -> dict[str, str]:
    """One column of a table by another, the key in lower case; the first row of a key counts."""
    found: dict[str, str] = {}
    for row in table(name):
        found.setdefault(row[key].lower(), row[value])
    return found


def alternation(phrases: Iterable[str]) -> str:
    """A pattern that takes the longest of the phrases; a blank in a phrase stands for any short gap.

    Where case is ignored, that of ASCII letters alone is: else 'RİBU' and 'perſen' would match and, in lower case, stand in no table.
    """
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?a:" + "|".join(re.escape(phrase).replace(r"\ ", GAP) for phrase in ordered) + ")"
