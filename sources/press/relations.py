"""How the numbers of a report lie to each other.

Belongs here: neighbours, sentences, and what joins a number to the one before it.
Does not: topics (topics), nouns and statuses that one number takes from another (statuses), rules of measures (measures, rates).
"""

from dataclasses import dataclass

from sources.press.constructions import ahead, terms
from sources.press.frames import Frame, Tags

REACH = 400  # characters between a number and its 'masing-masing'


@dataclass
class Relations:
    """The frames of a report in order, and how they lie to each other."""

    frames: list[Frame]
    tags: Tags
    text: str

    def before(self, index: int, *, same_sentence: bool = True) -> Frame | None:
        if index == 0:
            return None
        previous = self.frames[index - 1]
        if previous.place.sentence == self.frames[index].place.sentence:
            return previous
        near = self.frames[index].place.sentence - previous.place.sentence <= 2
        return previous if near and not same_sentence else None

    def in_sentence(self, index: int) -> list[Frame]:
        sentence = self.frames[index].place.sentence
        return [frame for frame in self._around(index) if frame.place.sentence == sentence]

    def _around(self, index: int) -> list[Frame]:
        return self.frames[max(0, index - 40) : index + 40]


def beside(frame: Frame) -> bool:
    """Whether the number says the one before it again in another unit: in brackets, after 'atau', 'yakni', 'setara'."""
    return frame.place.in_brackets or linked("link_again", frame) or ahead("said_again", frame.behind) is not None


def linked(role: str, frame: Frame) -> bool:
    """Whether what joins the number to the one before is of that role; no word at all is the term `nothing`."""
    return (frame.place.link.lower() or "nothing") in terms(role)
