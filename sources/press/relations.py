"""How the numbers of a report lie to each other, and the topic that each belongs to.

Belongs here: neighbours, sentences, shares that stand beside counts, and whether a number is told of claims, subsidies or membership.
Does not: nouns and statuses that one number takes from another (statuses), rules of measures (measures, rates).
"""

import re
from dataclasses import dataclass

from sources.press.frames import SPECIFIC, Frame, Tags

PEOPLE = ("worker", "member", "person")
PAID_PROGRAMMES = ("JHT", "JKK", "JKM", "JP", "JKP", "JPK")
BASE_BEFORE = re.compile(
    r"(?<!lebih )(?<!kurang )\b(?:dari|of)\s+(?:(?:total|jumlah|sekitar|seluruh|keseluruhan|potensi|sebanyak|kelompok)\s+)*$",
    re.IGNORECASE,
)
PAID_LINKS = ("untuk", "kepada", "bagi", "dengan", "(", "senilai", "", "dari", ")", ",")
BESIDE = ("atau", "(", "setara", "setara dengan")
AGAIN = re.compile(r"^\W*(?:atau|yakni|yaitu|setara|sama dengan)\b", re.IGNORECASE)


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
    return frame.place.in_brackets or frame.place.link.lower() in BESIDE or AGAIN.match(frame.behind) is not None


def set_topic(relations: Relations, index: int, frame: Frame) -> None:
    """bsu, scholarship, claims, contributions or membership, by the programme words and verbs of clause and sentence."""
    tags, sentence = relations.tags, frame.sentence
    previous = relations.before(index)
    said = tags.between("programme_cues", sentence.start, sentence.end)
    before = [tag.value for tag in said if tag.start < frame.place.right]
    cues = {tag.value for tag in tags.between("measure_cues", sentence.start, sentence.end)}
    own = frame.programme
    if own is None and previous is not None and previous.programme:
        own = previous.programme
    if own is None and before and "SCHOLARSHIP" not in before:
        own = before[0] if len(set(before)) == 1 else None
    earlier = relations.before(index, same_sentence=False)
    if (
        own is None
        and not before
        and previous is None
        and earlier is not None
        and earlier.topic in ("claims", "bsu", "scholarship")
    ):
        closing = frame.quantity == "money" or frame.noun == "case" or "claims" in frame.near
        whole = "whole" in cues and earlier.topic == "claims"
        same_paragraph = earlier.sentence.paragraph == sentence.paragraph
        if closing and not whole and (same_paragraph or earlier.topic == "claims") and "contributions" not in cues:
            own = earlier.programme
    money = any(other.quantity == "money" for other in relations.in_sentence(index))
    case = any(other.noun == "case" for other in relations.in_sentence(index))
    if own == "BSU" or (own is None and "BSU" in before):
        frame.topic, frame.programme = "bsu", "BSU"
    elif own == "SCHOLARSHIP":
        frame.topic, frame.programme = "scholarship", "SCHOLARSHIP"
    elif "contributions" in cues and frame.quantity == "money":
        frame.topic, frame.programme = "contributions", None
    elif frame.quantity == "money" or frame.noun == "case":
        paid = (
            "claims" in cues or case or own in PAID_PROGRAMMES or (previous is not None and previous.topic == "claims")
        )
        frame.topic = "claims" if paid else None
        frame.programme = own or "ALL"
    elif (
        frame.quantity == "count"
        and frame.noun in (*PEOPLE, "recipient", None)
        and frame.status not in SPECIFIC
        and (
            (_beside_money(relations, index) and (own in PAID_PROGRAMMES or "claims" in cues))
            or "claims" in frame.near
            or (money and frame.programme in PAID_PROGRAMMES)
        )
    ):
        frame.topic, frame.programme = "claims", own or "ALL"
    else:
        frame.topic, frame.programme = "membership", None


def _beside_money(relations: Relations, index: int) -> bool:
    """Whether the number right before or after is an amount that is told of these people: 'Rp2,57 triliun untuk 214 ribu peserta'."""
    frames = relations.frames
    for first, second, other in ((index - 1, index, index - 1), (index, index + 1, index + 1)):
        if first < 0 or second >= len(frames) or frames[first].place.sentence != frames[second].place.sentence:
            continue
        if frames[other].quantity == "money" and frames[second].place.link.lower() in PAID_LINKS:
            return True
    return False
