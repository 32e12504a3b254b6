"""Counts that are printed more than once: what one printing tells, the others know.

Belongs here: statuses that pass between equal numbers. Does not: which printing becomes the fact (accounting).
"""

from decimal import Decimal

from sources.press.frames import Frame
from sources.press.kinds import people

SMALLEST_KNOWN = 1000  # a smaller number may stand twice by chance


def known_again(frames: list[Frame]) -> None:
    """A number that was printed before, with a noun but no status of its own, has the status that it had then."""
    seen: dict[Decimal, Frame] = {}
    for frame in frames:
        if frame.quantity != "count":
            continue
        first = seen.get(frame.value)
        if first is not None and frame.value >= SMALLEST_KNOWN:
            by_noun = frame.status == "registered" and not frame.enrolled and first.target == frame.target
            if (by_noun and first.status == "new") or frame.status_from in ("", "left"):
                frame.status, frame.status_from, frame.noun = first.status, "known", first.noun
                frame.segment = frame.segment or first.segment
                if first.topic != "membership" and frame.topic in ("membership", first.topic):
                    frame.topic, frame.programme, frame.cues = first.topic, first.programme, frame.cues | first.cues
        seen.setdefault(frame.value, frame)


def same_again(frames: list[Frame]) -> None:
    """A number that is told of registered members once and of active ones another time counts the active."""
    told: dict[Decimal, set[str]] = {}
    loosely: dict[Decimal, set[str]] = {}
    for frame in frames:
        if _is_of_members(frame):
            loosely.setdefault(frame.value, set()).add(frame.status or "")
            if frame.status_from not in ("sentence", "list"):
                told.setdefault(frame.value, set()).add(frame.status or "")
    for frame in frames:
        said = told.get(frame.value, set())
        if frame.status is None and _is_of_members(frame):
            known = loosely[frame.value] & {"active", "registered"}
            frame.status, frame.status_from = (known.pop(), "known") if len(known) == 1 else (None, frame.status_from)
        base = frame.status_from == "base" and frame.status == "potential"
        if "active" in said and _is_of_members(frame) and (frame.status == "registered" or base):
            frame.status, frame.status_from = "active", "known"
        elif base and "registered" in said and _is_of_members(frame):
            frame.status, frame.status_from = "registered", "known"


def _is_of_members(frame: Frame) -> bool:
    counted = frame.quantity == "count" and frame.noun in people() and frame.value >= SMALLEST_KNOWN
    return counted and frame.topic == "membership" and not frame.target
