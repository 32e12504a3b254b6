"""Texts for the benchmark of the press reader: the reports that are at hand, endless variations of them, and texts of one shape.

Belongs here: making texts, the same ones every time. Does not: reading or timing them.
"""

import random
import re
from collections.abc import Iterator

from sources.press.vocabulary import table
from sources.reference import seed
from sources.settings import PROJECT_ROOT

OWN = (PROJECT_ROOT / "tests" / "restatements" / "press", PROJECT_ROOT / "sources" / "samples" / "press")
CORPUS = PROJECT_ROOT.parent / "shared" / "press_corpus" / "dev"  # annotated reports that are not part of the project
SYLLABLES = ("ba", "ci", "du", "ge", "ka", "lo", "mi", "nu", "pe", "ra", "su", "ti", "wa", "yo")
NEW_WORD_EVERY = 25
SHAPES = {  # name: what the text repeats
    "digits with blanks": "1 ",
    "one run of digits": "1",
    "groups of digits": "1.111.111.",
    "amounts": "Rp1,1 miliar, ",
    "numbers in brackets": "(12.345 orang) ((",
    "opened brackets": "(",
    "words without a stop": "peserta di Kota Kediri dan ",
    "sentences on one line": "Kata dia. ",
    "numbers in words": "dua ratus ribu orang, ",
    "dates": "hingga Oktober 2011 ",
    "months": "Januari ",
    "one word": "a",
    "line breaks": "kata\n\n",
}
WORD = re.compile(r"\w+")


def reports() -> dict[str, list[bytes]]:
    """The texts at hand: the project's own and, where it lies beside the project, the annotated corpus."""
    found = {"own": [path.read_bytes() for folder in OWN for path in sorted(folder.glob("*.txt"))]}
    if CORPUS.is_dir():
        found["corpus"] = [path.read_bytes() for path in sorted(CORPUS.glob("*.txt"))]
    return found


def varied(texts: list[bytes], count: int, first: int = 0) -> Iterator[bytes]:
    """`count` reports, none like another: other numbers, years, months, places, and words that stand in no table."""
    names = [row["name_bare"] for row in seed("regency")]
    months = [row["word"].title() for row in table("months") if row["needs_number"] == "no"]
    for number in range(first, first + count):
        random_ = random.Random(number)  # noqa: S311 - the same texts every time
        yield _Variation(random_, names, months).of(texts[number % len(texts)].decode("utf-8")).encode()


class _Variation:
    def __init__(self, random_: random.Random, names: list[str], months: list[str]) -> None:
        self.random = random_
        self.names, self.months = names, months

    def of(self, text: str) -> str:
        """The text with its words changed, front matter apart."""
        head, fence, body = text.rpartition("\n---\n")
        return head + fence + WORD.sub(self._word, body)

    def _word(self, match: re.Match[str]) -> str:
        word = match[0]
        if word.isdecimal():
            return self._digits(word)
        if word in self.months:
            return self.random.choice(self.months)
        if word[0].isupper() and word in self.names:
            return self.random.choice(self.names)
        if self.random.randrange(NEW_WORD_EVERY) == 0 and word.islower() and len(word) > 5:
            return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.randint(2, 5)))
        return word

    def _digits(self, digits: str) -> str:
        if re.fullmatch(r"(?:19|20)\d\d", digits):
            return str(self.random.randint(2008, 2026))
        if len(digits) < 3:
            return digits  # days and months stay such
        return str(self.random.randint(1, 9)) + "".join(str(self.random.randint(0, 9)) for _ in digits[1:])


def shaped(repeated: str, size: int) -> bytes:
    """`size` bytes of one piece of text, again and again."""
    piece = repeated.encode()
    return (piece * (size // len(piece) + 1))[:size].decode("utf-8", errors="ignore").encode()


def prose(texts: list[bytes], size: int) -> bytes:
    """`size` bytes of prose, out of variations in paragraphs."""
    body, number = b"", 0
    while len(body) < size:
        body += b"\n\n".join(varied(texts, 50, first=number))
        number += 50
    return body[:size].decode("utf-8", errors="ignore").encode()
