"""What words and codes in registers mean: out of the seeds and the table of words.

Belongs here: from the text of one cell to a code. Does not: applying it to millions of cells (cells.py), rules that join several cells.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from sources.reference import read_table, seed

VOCABULARY = Path(__file__).with_name("vocabulary")
Parse = Callable[[str], str | None]


def plain(text: str) -> str:
    """A word as it is compared: lower case, single blanks, no full stops."""
    return " ".join(text.replace(".", " ").replace("-", " ").lower().split())


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = {}
    for row in read_table(VOCABULARY / "codes.csv"):
        words.setdefault(row["kind"], {})[plain(row["word"])] = row["code"]
    for kind, table, column in (
        ("programme", "programme", "programme_code"),
        ("segment", "segment", "segment_code"),
        ("channel", "payment_channel", "channel_code"),
    ):
        words.setdefault(kind, {}).update({plain(row[column]): row[column] for row in seed(table)})
    return words


@cache
def known_words() -> list[str]:
    """Every word that stands for some code, as `plain` has it: none of them names a person."""
    return sorted({word for words in _words().values() for word in words})


def worded(kind: str, allowed: frozenset[str] | None = None) -> Parse:
    """The code that a word of that kind stands for, if it is one of those allowed."""
    words = {word: code for word, code in _words()[kind].items() if allowed is None or code in allowed}
    return lambda text: words.get(plain(text))


@cache
def _areas() -> frozenset[str]:
    """Kemendagri codes of any edition of the list since 2015: provinces and regencies."""
    codes = {row["area_code"] for name in ("province", "regency") for row in seed(name)}
    return frozenset(
        codes | {row[side] for row in seed("area_code_change") for side in ("old_code", "new_code")} - {""}
    )


def area(text: str) -> str | None:
    """The Kemendagri code of a province or regency, written with or without the dot."""
    digits = text.strip().replace(".", "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) in (2, 4)):
        return None
    code = digits if len(digits) == 2 else f"{digits[:2]}.{digits[2:]}"
    return code if code in _areas() else None


@cache
def _offices() -> dict[str, str]:
    return {row["office_code"].upper(): row["office_code"] for row in seed("office")}


def office(text: str) -> str | None:
    """The code of an office of the seed."""
    return _offices().get(text.strip().upper())


def edition(text: str) -> str | None:
    """The year of an edition of the wage subsidy for which there is a rule."""
    year = plain(text).removeprefix("bsu ").strip()
    return year if year in {row["edition"] for row in seed("bsu_payment_rule")} else None


def stage(text: str) -> str | None:
    """The number of a stage or wave, 1 to 20."""
    number = plain(text)
    for word in ("tahap ", "gelombang ", "stage ", "wave "):
        number = number.removeprefix(word)
    number = number.strip()
    fits = number.isascii() and number.isdecimal() and len(number) <= 2 and 1 <= int(number) <= 20
    return str(int(number)) if fits else None


def sector(text: str) -> str | None:
    """A section of KBLI 2020."""
    letter = text.strip().upper()
    return letter if len(letter) == 1 and "A" <= letter <= "U" else None
