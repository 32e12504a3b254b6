"""What every form of document becomes: one text, what is known about it, and the way from a character of it to the original.

Belongs here: these shapes. Does not: any form (text, web page, PDF, …), nor what the text means.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from sources.front_matter import FrontMatter
from sources.locators import TextPlace, parsed

PICTURE = "picture"  # the reason of an aside that stands for what cannot be read at all; it counts without a number


@dataclass(frozen=True)
class Part:
    """A piece of the text that has a name in the original (page 2, paragraph 14): it goes on until the next one starts."""

    label: str
    start: int


@dataclass(frozen=True)
class Aside:
    """text[start:end] is printed on the page but does not belong to the report; `reason` is a code of unread_reasons.csv."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Document:
    """A report's text, offsets counting characters of `text`.

    The report is text[matter.body_start:body_end]. Behind `body_end` stands what else the page shows: the asides. A document without
    parts is one piece, and its offsets are those of the decoded file. `byline` is what a page prints beside its headline (date, place,
    names): groups of lines between empty lines, the likeliest first; empty where the form has no such place. `title_in_text` says that the text begins with the title.
    """

    text: str
    matter: FrontMatter
    body_end: int
    parts: tuple[Part, ...] = ()
    asides: tuple[Aside, ...] = ()
    byline: str = ""
    title_in_text: bool = False

    @property
    def report(self) -> str:
        """The text up to the end of the report, front matter included, so that offsets stay."""
        return self.text[: self.body_end]

    def locate(self, start: int, end: int) -> str:
        """The locator of text[start:end]."""
        if not self.parts:
            return str(TextPlace("", start, end))
        part = self.parts[max(0, bisect_right(self._starts, start) - 1)]
        return str(TextPlace(part.label, start - part.start, end - part.start))

    def find(self, locator: str) -> tuple[int, int] | None:
        """Start and end of the place in the text; None if the locator names no place of this document."""
        place = parsed(locator)
        if place is None:
            return None
        origin = self._origins.get(place.label) if self.parts else (0 if not place.label else None)
        if origin is None:
            return None
        start, end = origin + place.start, origin + place.end
        return (start, end) if origin <= start < end <= len(self.text) else None

    @cached_property
    def _starts(self) -> list[int]:
        return [part.start for part in self.parts]

    @cached_property
    def _origins(self) -> dict[str, int]:
        return {part.label: part.start for part in self.parts}


@dataclass
class Builder:
    """Puts a text together from named pieces."""

    pieces: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    length: int = 0

    def part(self, label: str) -> None:
        """What follows belongs to this part. Labels are unique in a document."""
        self.parts.append(Part(label, self.length))

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def add_lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.add(line + "\n")

    @property
    def text(self) -> str:
        return "".join(self.pieces)
