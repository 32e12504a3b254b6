"""How the numbers of a report lie to each other, and the topic that each belongs to.

Belongs here: neighbours, sentences, shares that stand beside counts, and whether a number is told of claims, subsidies or membership.
Does not: nouns and statuses that one number takes from another (statuses), rules of measures (measures, rates).
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from sources.press.frames import SPECIFIC, Frame, Tags
from sources.press.lexicon import Tag

PEOPLE = ("worker", "member", "person")
PAID_PROGRAMMES = ("JHT", "JKK", "JKM", "JP", "JKP", "JPK")
BASE_BEFORE = re.compile(
    r"(?<!lebih )(?<!kurang )\b(?:dari|of)\s+(?:(?:total|jumlah|sekitar|seluruh|keseluruhan|potensi|sebanyak|kelompok)\s+)*$",
    re.IGNORECASE,
)
PAID_LINKS = ("untuk", "kepada", "bagi", "dengan", "(", "senilai", "", "dari", ")", ",")
COMPARED = re.compile(r"\b(?:(?:periode|kurun|waktu) (?:yang )?sama|tahun (?:lalu|sebelumnya))\b[^;:]*$", re.IGNORECASE)
JOINED_BEFORE = re.compile(r"\b(?:peserta|kepesertaan|anggota) (?:program )?\Z", re.IGNORECASE)
JOINED_AFTER = re.compile(r"[^.;,\d]{0,15}(?:\bsejak[^.;,]{0,45})?\bdiikuti\b", re.IGNORECASE)
CONTINUED = re.compile(r"\b(?:nilai|jumlah|total|besaran)nya\b|\b(?:periode|waktu) (?:yang )?sama\b", re.IGNORECASE)
REACH = 400  # characters between a number and its 'masing-masing'
MOST_PROGRAMMES = 12
RESPECTIVELY = re.compile(r"\bmasing[- ]masing\b", re.IGNORECASE)
LIST_JOINER = re.compile(r"\)?\s*(?:,|,?\s*dan|,?\s*serta)\s*(?:program )?")
CLAIM = re.compile(r"\bklaim(?:nya)?\b", re.IGNORECASE)
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
    nouns = {tag.value for tag in tags.between("counted_nouns", sentence.start, frame.place.right)}
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
        closing = (
            (earlier.topic != "claims" and "recipient" in nouns)
            or frame.quantity == "money"
            or frame.noun == "case"
            or "claims" in frame.near
        )
        whole = "whole" in cues and earlier.topic == "claims"
        same_paragraph = earlier.sentence.paragraph == sentence.paragraph
        if earlier.topic != "claims" and CLAIM.search(relations.text, sentence.start, frame.place.right):
            closing = False  # 'Klaim di Kalimantan Rp4,9 triliun' after a sentence about scholarships
        if closing and not whole and (same_paragraph or earlier.topic == "claims") and "contributions" not in cues:
            told = {f.programme for f in relations.in_sentence(index - 1)}
            own = earlier.programme if len(told) == 1 else None
            frame.rules.append("topic_of_figure_before")
    own = _respective_programme(relations, index, said) or own or _told_of_accounts(relations, frame)
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
            "claims" in cues
            or case
            or ("topic_of_figure_before" in frame.rules and earlier is not None and CONTINUED.search(frame.behind))
            or own in PAID_PROGRAMMES
            or (previous is not None and previous.topic == "claims")
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
            or _compared_with_claims(frame, previous)
            or (money and frame.programme in PAID_PROGRAMMES)
        )
    ):
        frame.topic, frame.programme = "claims", own or "ALL"
    elif frame.quantity == "percent" and (
        own in PAID_PROGRAMMES or (previous is not None and previous.topic == "claims")
    ):
        # kept for rises and shares of claims; a rate of members has no programme (measures)
        frame.topic, frame.programme = "claims", own
    else:
        frame.topic, frame.programme = "membership", _joined_programme(relations, frame, said)


def _told_of_accounts(relations: Relations, frame: Frame) -> str | None:
    """Where a report about the wage subsidy counts bank accounts, they are those of its recipients."""
    begin = max(frame.sentence.start, frame.place.numeral.start - REACH)
    nouns = relations.tags.between("counted_nouns", begin, min(frame.sentence.end, frame.place.numeral.end + REACH))
    subsidy = any(tag.value == "BSU" for tag in relations.tags.all("programme_cues"))
    return "BSU" if subsidy and any(tag.value == "account" for tag in nouns) else None


def _respective_programme(relations: Relations, index: int, said: list[Tag]) -> str | None:
    """'JKM dan JKK 311 orang dan 5.893 orang dengan nilai masing-masing …': the first of the one to the first of the other."""
    frame, text = relations.frames[index], relations.text
    values = list(dict.fromkeys(tag.value for tag in said))
    begin = max(frame.sentence.start, frame.place.numeral.start - REACH)
    end = min(frame.sentence.end, frame.place.numeral.end + REACH)
    if not 2 <= len(values) <= len(said) <= MOST_PROGRAMMES or not RESPECTIVELY.search(text, begin, end):
        return None
    alike = [f for f in relations.in_sentence(index) if f.quantity == frame.quantity and f.noun == frame.noun]
    joined = all(LIST_JOINER.fullmatch(text[a.end : b.start]) for a, b in pairwise(said))
    if not joined or len(alike) != len(values) or alike[0].place.numeral.start < said[-1].end:
        return None
    return values[next(i for i, f in enumerate(alike) if f is frame)]


def _joined_programme(relations: Relations, frame: Frame, said: list[Tag]) -> str | None:
    """'Jaminan pensiun diikuti 2.715 perusahaan', 'peserta JP 20 ribu orang': members of one programme alone."""
    if len({tag.value for tag in said}) != 1 or said[0].value not in PAID_PROGRAMMES or frame.quantity != "count":
        return None
    tag, text = said[0], relations.text
    joined = JOINED_BEFORE.search(text, max(frame.sentence.start, tag.start - 40), tag.start) is not None
    joined = joined or JOINED_AFTER.match(text, tag.end, frame.sentence.end) is not None
    return tag.value if joined and tag.start < frame.place.numeral.start else None


def _compared_with_claims(frame: Frame, previous: Frame | None) -> bool:
    """'98.739 peserta yang mengajukan, sedangkan periode yang sama tahun lalu 100.941 peserta'."""
    told = previous is not None and previous.topic == "claims" and previous.quantity == "count"
    return told and previous is not None and previous.noun == frame.noun and COMPARED.search(frame.behind) is not None


def _beside_money(relations: Relations, index: int) -> bool:
    """Whether the number right before or after is an amount that is told of these people: 'Rp2,57 triliun untuk 214 ribu peserta'."""
    frames = relations.frames
    for first, second, other in ((index - 1, index, index - 1), (index, index + 1, index + 1)):
        if first < 0 or second >= len(frames) or frames[first].place.sentence != frames[second].place.sentence:
            continue
        if frames[other].quantity == "money" and frames[second].place.link.lower() in PAID_LINKS:
            return True
    return False
