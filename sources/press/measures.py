"""From the features of the numbers of a report to measures: relations between numbers first, then the tables of rules.

Belongs here: the order of the steps and the application of count_rules.csv. Does not: features of one number
(frames), what numbers tell about each other (relations, statuses), percentages (rates), area and period.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sources.press.constructions import behind
from sources.press.frames import Frame, Tags
from sources.press.kinds import people, smallest
from sources.press.parts import is_told_alone
from sources.press.rates import same_targets, set_rate_measure, shares_of_a_whole
from sources.press.relations import Relations, linked
from sources.press.statuses import settle_statuses
from sources.press.subsidy import NEITHER, grant_status
from sources.press.topics import set_topic
from sources.press.vocabulary import table
from sources.reference import Row, measures

YEAR = re.compile(r"(?:19|20)\d\d")
RATES_OF_CLAIMS = ("growth_rate", "share_rate")
SMALLEST_LABOUR_FORCE = 1000
LARGEST_EVENT = 10_000
SMALLEST_BY_NOUN = 100
SMALLEST_TOTAL_IDR = Decimal(10_000_000)
LARGEST_TOTAL_IDR = Decimal(2_000_000_000_000_000)  # more than all that the agency holds: a slip of the scale word
SURE_TOTAL_IDR = Decimal(1_000_000_000)


def assign_measures(text: str, tags: Tags, frames: list[Frame]) -> None:
    """Sets noun, status, topic, programme, measure, confidence and rules of every frame; a measure that stays None is not understood."""
    relations = Relations(frames, tags, text)
    for index, frame in enumerate(frames):
        set_topic(relations, index, frame)
    settle_statuses(relations)
    for index, frame in enumerate(frames):
        if frame.quantity == "count":
            _count_measure(relations, index)
        elif frame.quantity == "money":
            _money_measure(frame)
    seen: dict[Decimal, Frame] = {}
    for index, frame in enumerate(frames):
        if frame.quantity == "percent":
            set_rate_measure(relations, index, frame, seen)
            if frame.measure and frame.measure not in RATES_OF_CLAIMS:
                frame.programme = measures()[frame.measure]["implied_programme"] or None
            if frame.measure:
                seen.setdefault(frame.value, frame)
    shares_of_a_whole(frames)
    same_targets(frames)


def _count_measure(relations: Relations, index: int) -> None:
    frame = relations.frames[index]
    granted = grant_status(relations, index) if frame.topic == "bsu" else None
    if granted == NEITHER or _is_year(relations, frame) or _is_of_no_measure(frame):
        return
    status = granted or frame.status
    rule = _rule_of(frame, frame.noun, status)
    bare = rule is not None and rule["alone"] == "yes"
    if rule is not None and not (bare and (frame.value < SMALLEST_LABOUR_FORCE or not is_told_alone(relations, index))):
        _conclude(frame, rule)


def _is_year(relations: Relations, frame: Frame) -> bool:
    bare = frame.noun is None or (frame.topic == "bsu" and not frame.noun_is_near)
    numeral = frame.place.numeral
    return bare and YEAR.fullmatch(relations.text, numeral.start, numeral.end) is not None


def _is_of_no_measure(frame: Frame) -> bool:
    """A count too small, of an event or a single day, of those only proposed, or one that is denied."""
    limits = {"event": LARGEST_EVENT, "ceremony": SMALLEST_LABOUR_FORCE}
    gathered = any(cue in frame.near and frame.value < limit for cue, limit in limits.items())
    claimed = frame.noun == "case" or frame.topic == "claims"
    none = frame.value < _smallest(frame) or (frame.difference and claimed) or gathered or "daily" in frame.cues
    if frame.topic != "membership":  # 'gaji 1.200 tenaga kontrak belum dibayar'
        return none or (frame.topic == "claims" and "price" in frame.near and frame.noun != "case")
    # 'diberikan kepada 20 peserta', 'dari itu ada 200.000-an yang diusulkan', 'belum mencapai 1 juta orang'
    few = frame.noun == "member" and not frame.enrolled and frame.value < SMALLEST_BY_NOUN
    proposed = "candidates" in frame.near and frame.status_from != "right"
    return none or few or proposed or behind("denied", frame.behind) is not None


def _smallest(frame: Frame) -> int:
    if frame.noun == "case" and frame.programme and frame.value == 0:  # 'klaim JKP nihil'
        return 0
    if (
        frame.noun == "case"
        and frame.programme
        and (frame.place.in_brackets or (frame.place.link and linked("link_paid", frame)))
    ):
        return 1
    paid = frame.topic in ("claims", "scholarship")
    return smallest("case" if paid and frame.noun in people() else frame.noun or "person")


def _money_measure(frame: Frame) -> None:
    large = SMALLEST_TOTAL_IDR <= frame.value <= LARGEST_TOTAL_IDR
    sure = bool(frame.segment) or frame.value >= SURE_TOTAL_IDR or frame.programme not in (None, "ALL")
    # 'total anggaran santunan yang disalurkan terdiri dari JKK Rp118 juta': a budget that was paid out under a programme
    paid = frame.near >= {"price", "claims"} and frame.topic == "claims" and frame.programme not in (None, "ALL")
    other = frame.near & {"price", "arrears", "estimated"} - ({"price"} if paid else set())
    if large and sure and not frame.difference and not other:
        rule = None if frame.topic == "bsu" and "collected" in frame.near else _rule_of(frame, "money", frame.status)
        if rule is not None:
            _conclude(frame, rule)


@dataclass(frozen=True)
class _CountRule:
    """A row of count_rules.csv, its cells taken apart; None stands for `any`."""

    row: Row
    topics: frozenset[str] | None
    nouns: frozenset[str] | None
    statuses: frozenset[str] | None

    def fits(self, topic: str, noun: str, status: str, target: str) -> bool:
        return (
            (self.topics is None or topic in self.topics)
            and (self.nouns is None or noun in self.nouns)
            and (self.statuses is None or status in self.statuses)
            and self.row["target"] in ("any", target)
        )


@cache
def _count_rules() -> tuple[_CountRule, ...]:
    cells = ("topic", "nouns", "status")
    return tuple(
        _CountRule(row, *(None if row[cell] == "any" else frozenset(row[cell].split()) for cell in cells))
        for row in table("count_rules")
    )


def _rule_of(frame: Frame, noun: str | None, status: str | None) -> Row | None:
    """The first row that fits; `none` in a cell stands for a feature that the number does not have."""
    said = (frame.topic or "none", noun or "none", status or "none", "yes" if frame.target else "no")
    return next((rule.row for rule in _count_rules() if rule.fits(*said)), None)


def _conclude(frame: Frame, rule: Row) -> None:
    frame.conclude(rule["measure"], float(rule["confidence"]), rule["rule"])
    frame.programme = frame.programme or measures()[rule["measure"]]["implied_programme"] or None
