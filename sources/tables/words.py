"""Words that every reader of tables knows: units, months, words of layout. The knowledge lies in `vocabulary/`.

Belongs here: loading them and comparing texts. Does not: what a header means (facets.py).
"""

from functools import cache
from pathlib import Path

from sources.reference import read_table

FOLDER = Path(__file__).parent / "vocabulary"


def normal(text: str) -> str:
    """Words as they are compared: lower case, one blank between them, no underscores."""
    return " ".join(text.replace("_", " ").casefold().split())


@cache
def units() -> dict[str, int]:
    """Unit of persons -> power of ten."""
    return {normal(row["unit"]): int(row["power_of_ten"]) for row in read_table(FOLDER / "units.csv")}


@cache
def months() -> dict[str, int]:
    """Name of a month -> its number."""
    return {normal(row["word"]): int(row["month"]) for row in read_table(FOLDER / "months.csv")}


@cache
def words(kind: str) -> frozenset[str]:
    """Words of layout of one kind: no_figure, zero, footer, area_prefix, front_matter."""
    return frozenset(normal(row["word"]) for row in read_table(FOLDER / "words.csv") if row["kind"] == kind)


@cache
def unread_reasons() -> dict[str, str]:
    """Reason for which a cell is no figure -> what it says."""
    return {row["reason"]: row["explanation"] for row in read_table(FOLDER / "unread_reasons.csv")}
