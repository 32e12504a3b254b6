"""How a place in a report is written: the one grammar that readers write, contracts check and traces follow.

    characters 120-127                                   text files: 0-based, end exclusive, in the decoded file
    page 2, characters 120-127                           PDF: in the text of that page
    paragraph 14, characters 3-10                        DOCX; likewise header, footer, note, and table 1, row 3, column 2
    block 37 (line 214), characters 3-10                 HTML: block of the page in reading order, the line of the source where it begins

Characters are counted from the beginning of the part that the label names; a figure that runs on into the next part has an end beyond
this one's. Belongs here: writing and parsing. Does not: what a part holds (sources.documents), cells of tables (sources.labour_force).
"""

import re
from dataclasses import dataclass

_WORDS = "page|paragraph|table|row|column|block|header|footer|note"
_LABEL = rf"(?:{_WORDS}) \d{{1,7}}(?:, (?:{_WORDS}) \d{{1,7}}){{0,3}}(?: \(line \d{{1,9}}\))?"
# For pandera and DuckDB as well: no look-around, no named group.
TEXT_PLACE = rf"^(?:{_LABEL}, )?characters \d{{1,12}}-\d{{1,12}}$"
_PLACE = re.compile(rf"(?:({_LABEL}), )?characters (\d{{1,12}})-(\d{{1,12}})")


@dataclass(frozen=True)
class TextPlace:
    """Characters `start` to `end` (exclusive) of the part named `label`; without a label, of the whole text."""

    label: str
    start: int
    end: int

    def __str__(self) -> str:
        characters = f"characters {self.start}-{self.end}"
        return f"{self.label}, {characters}" if self.label else characters


def parsed(locator: str) -> TextPlace | None:
    """The place that a locator names, None if it names no characters."""
    match = _PLACE.fullmatch(locator)
    return TextPlace(match[1] or "", int(match[2]), int(match[3])) if match else None
