"""From the features of the numbers of a report to measures: relations between numbers first, then the tables of rules.

Belongs here: the order of the steps and the application of count_rules.csv, and amounts of money. Does not: features of one number
(frames), what numbers tell about each other (relations, statuses), percentages (rates), area and period.
"""

from decimal import Decimal

from sources.press.frames import Frame, Tags
from sources.press.parts import is_told_alone
from sources.press.rates import set_rate_measure
from sources.press.relations import PEOPLE, Relations, set_topic
from sources.press.statuses import settle_statuses
from sources.press.vocabulary import table

RATES_OF_CLAIMS = ("growth_rate", "share_rate")
SMALLEST_LABOUR_FORCE = 1000
SMALLEST_TOTAL_IDR = Decimal(10_000_000)
SURE_TOTAL_IDR = Decimal(1_000_000_000)


def assign_measures(text: str, tags: Tags, frames: list[Frame]) -> None:
    """Sets noun, status, topic, programme, measure, confidence and rules of every frame; a measure that stays None is not understood."""
    relations = Relations(frames, tags, text)
    for index, frame in enumerate(frames):
        set_topic(relations, index, frame)
    settle_statuses(relations)
    for index, frame in enumerate(frames):
        if frame.quantity == "count":
            _count_measure(frame, alone=is_told_alone(relations, index))
        elif frame.quantity == "money":
            _money_measure(frame)
    seen: dict[Decimal, Frame] = {}
    for index, frame in enumerate(frames):
        if frame.quantity == "percent":
            set_rate_measure(relations, index, frame, seen)
            if frame.measure not in RATES_OF_CLAIMS:
                frame.programme = None
            if frame.measure:
                seen.setdefault(frame.value, frame)


def _fits(cell: str, value: str | None) -> bool:
    return cell == "any" or (value or "none") in cell.split()


def _count_measure(frame: Frame, *, alone: bool) -> None:
    status = "candidates" if frame.topic == "bsu" and "candidates" in frame.cues else frame.status
    target = "yes" if frame.target else "no"
    if (frame.noun or "person") in (*PEOPLE, "employer", "case", "child", "recipient") and frame.value < _smallest(
        frame
    ):
        return
    if frame.topic == "membership" and "candidates" in frame.near and frame.status_from != "right":
        return  # 'dari itu ada 200.000-an yang diusulkan'
    for rule in table("count_rules"):
        if (
            _fits(rule["topic"], frame.topic)
            and _fits(rule["nouns"], frame.noun)
            and _fits(rule["status"], status)
            and (rule["target"] in ("any", target))
        ):
            if rule["rule"] == "workers_bare" and (frame.value < SMALLEST_LABOUR_FORCE or not alone):
                return
            frame.conclude(rule["measure"], float(rule["confidence"]), rule["rule"])
            return


def _smallest(frame: Frame) -> int:
    """Below it a number counts persons of an event or a rule ('dua anak', '10 karyawan'), not a region."""
    return 3 if frame.noun in ("case", "child", "recipient") or frame.topic in ("claims", "scholarship") else 11


def _money_measure(frame: Frame) -> None:
    large = frame.value >= SMALLEST_TOTAL_IDR
    sure = frame.value >= SURE_TOTAL_IDR or frame.programme not in (None, "ALL")
    measures = {
        "bsu": "bsu_amount",
        "scholarship": "scholarship_amount",
        "claims": "claims_amount",
        "contributions": "contributions_amount",
    }
    measure = measures.get(frame.topic or "")
    if measure and large and sure and not frame.target:
        frame.measure, frame.confidence = measure, 0.8
        frame.rules.append(f"amount_{frame.topic}")
