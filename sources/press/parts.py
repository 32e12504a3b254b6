"""Parts and bases: predicates that stand behind the base but are said of the part, and wholes known by their parts.

Belongs here: what 'part dari base' and 'whole, terdiri dari parts' tell of statuses. Does not: lists, partners and other inheritance (statuses).
"""

import re

from sources.press.frames import Frame
from sources.press.relations import BASE_BEFORE, PEOPLE, Relations

YANG = re.compile(r"^[^,.;\d]{0,40}\byang\b", re.IGNORECASE)


def predicate_of_part(relations: Relations, index: int, frame: Frame) -> None:
    """'760.635 orang atau 58,95 persen dari 1.290.307 pekerja sudah menjadi peserta': the predicate is said of the part, not of the base."""
    previous = relations.before(index)
    base = frame.noun in ("worker", "person") and BASE_BEFORE.search(frame.behind) is not None
    if previous is None or not base or (frame.status_from != "right" and frame.status != "registered"):
        return
    if frame.status not in ("registered", "unprotected", "active") or YANG.search(frame.ahead) or frame.target:
        return
    parts = [f for f in relations.in_sentence(index) if f.place.numeral.start < frame.place.numeral.start]
    if not all(
        f.quantity == "percent" or (f.status in (None, "population") and f.noun in (*PEOPLE, None)) for f in parts
    ):
        return
    for part in parts:
        if part.quantity == "count":
            part.status, part.status_from = frame.status, "base"
        else:
            part.near |= {frame.status}
    frame.status, frame.status_from = "potential", "base"
    frame.rules.append("base_of_a_part")


def whole_of_parts(relations: Relations) -> None:
    """A count whose parts are active and inactive is the count of the registered."""
    frames = [f for f in relations.frames if f.quantity == "count"]
    for index, whole in enumerate(frames):
        if whole.status not in (None, "population", "potential", "registered") or not whole.value:
            continue
        following = frames[index + 1 : index + 5]
        statuses = {f.status for f in following if f.place.sentence - whole.place.sentence <= 1}
        parts = [f for f in following if f.status in ("active", "inactive")]
        adds_up = len(parts) >= 2 and parts[0].value + parts[1].value == whole.value
        if adds_up and {"active", "inactive"} <= statuses:
            whole.status, whole.status_from = "registered", "whole"
            whole.rules.append("whole_of_active_and_inactive")
