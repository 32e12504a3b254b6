"""Parts and bases: predicates that stand behind the base but are said of the part, and wholes known by their parts.

Belongs here: what 'part dari base' and 'whole, terdiri dari parts' tell of statuses. Does not: lists, partners and other inheritance (statuses).
"""

import re
from decimal import Decimal

from sources.press.frames import SPECIFIC, Frame
from sources.press.relations import BASE_BEFORE, PEOPLE, Relations, beside

ALONE = re.compile(
    r"\b(?:ada|terdapat|berjumlah|sejumlah|mencapai|jumlah\w*)\s+(?:(?:sebanyak|sekitar|total|lebih dari|kurang lebih)\s+)?$",
    re.IGNORECASE,
)
LIST_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s")
LONGEST_LIST = 40
MOST_PARTS = 6
SMALLEST_TARGET = 100  # below it two counts divide to a rate by chance
TARGET_NEXT = re.compile(r"\W*(?:dari |terhadap )?(?:total |seluruh )?(?:target|sasaran)", re.IGNORECASE)
ONLY = re.compile(r"\W*(?:hanya|baru|cuma)\b", re.IGNORECASE)  # 'Hanya 40 juta dari 110 juta angkatan kerja yang …'
YANG = re.compile(r"^[^,.;\d]{0,40}\byang\b", re.IGNORECASE)


def predicate_of_part(relations: Relations, index: int, frame: Frame) -> None:
    """'760.635 orang atau 58,95 persen dari 1.290.307 pekerja sudah menjadi peserta': the predicate is said of the part, not of the base."""
    previous = relations.before(index)
    base = frame.noun in ("worker", "person") and BASE_BEFORE.search(frame.behind) is not None
    if previous is None or not base:
        return
    only = ONLY.match(relations.text, frame.sentence.start) is not None
    said = [status for status in ("unprotected", "registered", "active") if status in frame.near]
    if only and base and previous is not None and previous.status is None and frame.status == "potential" and said:
        previous.status, previous.status_from, previous.noun = said[0], "base", previous.noun or "person"
        return
    if frame.status_from != "right" and frame.status != "registered":
        return
    if frame.status not in ("registered", "unprotected", "active") or frame.target:
        return
    if YANG.search(frame.ahead) and not only:
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
        before = frames[max(0, index - 2) : index]
        split = {f.status for f in before} == {"active", "inactive"} and sum(f.value for f in before) == whole.value
        if split and whole.status_from in ("", "left", "inherited"):
            whole.status, whole.status_from = "registered", "whole"
        if whole.status not in (None, "population", "potential", "registered") or not whole.value:
            continue
        following = frames[index + 1 : index + 5]
        statuses = {f.status for f in following if f.place.sentence - whole.place.sentence <= 1}
        parts = [f for f in following if f.status in ("active", "inactive")]
        adds_up = len(parts) >= 2 and parts[0].value + parts[1].value == whole.value
        if adds_up and {"active", "inactive"} <= statuses:
            whole.status, whole.status_from = "registered", "whole"
            whole.rules.append("whole_of_active_and_inactive")


def targets_by_ratio(relations: Relations) -> None:
    """Of two counts whose ratio is a rate told of a target, the whole is the target and the part what was reached of it."""
    frames = relations.frames
    for index, rate in enumerate(frames):
        if rate.quantity != "percent":
            continue
        told = _of_target(rate)
        nearby = [
            f
            for f in frames[max(0, index - 4) : index + 3]
            if f.quantity == "count"
            and f.value >= SMALLEST_TARGET
            and f.noun in (*PEOPLE, "employer", None)
            and f.status not in ("active", "inactive", "unprotected", "potential")
        ]
        near = [f for f in nearby if abs(f.place.sentence - rate.place.sentence) <= 1]
        half = Decimal(10) ** -rate.place.numeral.decimals * Decimal("0.51")
        for part in near:
            for whole in near:
                known = told or (whole.target and rate.place.numeral.decimals and beside(part))
                if (
                    not known
                    or part is whole
                    or part.noun == "employer" != whole.noun
                    or not _is_ratio(part, whole, rate, half)
                ):
                    continue
                part.target, whole.target = False, True
                rate.near |= {"reached_target"}
                status = "new" if "new" in (part.status, whole.status, *rate.cues) else part.status or "registered"
                for frame in (part, whole):
                    frame.status, frame.status_from = status, "known"
                    frame.rules.append("ratio_to_target")


def _of_target(rate: Frame) -> bool:
    told_behind = TARGET_NEXT.match(rate.ahead) is not None
    reached = {"target", "achievement"} <= rate.near | rate.cues
    return told_behind or "of_target" in rate.cues or reached


def _is_ratio(part: Frame, whole: Frame, rate: Frame, half: Decimal) -> bool:
    return abs(100 * part.value / whole.value - rate.value) <= half


def parts_of_known_whole(relations: Relations) -> None:
    """Two to six counts in a row that add up to one of the report are its parts, and have its status."""
    counts = [f for f in relations.frames if f.quantity == "count" and f.noun in (*PEOPLE, None)]
    known = {frame.value: frame for frame in reversed(counts)}
    for index, first in enumerate(counts):
        total = first.value
        for length, last in enumerate(counts[index + 1 : index + MOST_PARTS], 2):
            total += last.value
            parts = counts[index : index + length]
            if last.place.sentence - first.place.sentence > 1 or first.value < SMALLEST_TARGET:
                break
            whole = known.get(total)
            plain = all(f.status in (None, "population", "registered") and not f.target for f in parts)
            if whole is None or whole in parts or not plain or whole.noun not in PEOPLE:
                continue
            for part in parts:
                part.noun, part.status = whole.noun, part.status or whole.status
                part.whole = total
                part.rules.append("part_of_known_whole")


def status_of_heading(relations: Relations, frame: Frame) -> None:
    """'Peserta aktif per provinsi:' above a list says what its items count."""
    bare = frame.status is None and frame.noun in (None, "person") and frame.quantity == "count"
    text, begin = relations.text, frame.sentence.line_start
    if not bare or not frame.listed or not LIST_ITEM.match(text, begin):
        return
    for _ in range(LONGEST_LIST):
        end, begin = begin - 1, text.rfind("\n", 0, max(0, begin - 1)) + 1
        if end <= 0 or not LIST_ITEM.match(text, begin):
            break
    if end <= 0 or not text[begin:end].rstrip().endswith(":"):
        return
    nouns = [tag.value for tag in relations.tags.between("counted_nouns", begin, end) if tag.value in PEOPLE]
    cues = [tag.value for tag in relations.tags.between("measure_cues", begin, end)]
    said = [cue for cue in (*SPECIFIC, "registered") if cue in cues]
    if nouns and said and not {"target", "planned", "claims"} & set(cues):
        frame.noun, frame.status, frame.status_from = nouns[0], said[0], "list"
        frame.rules.append("status_of_heading")


def is_told_alone(relations: Relations, index: int) -> bool:
    """Whether a count of workers of whom nothing is said is the workforce: 'ada 245 ribu pekerja', or a whole whose part is told next."""
    frame = relations.frames[index]
    if ALONE.search(frame.behind) or "part_of_known_whole" in frame.rules:
        return True
    following = relations.frames[index + 1 : index + 5]
    return any(
        f.quantity == "count"
        and f.noun in (*PEOPLE, None)
        and f.status in ("registered", "unprotected")
        and f.value < frame.value
        and f.place.sentence - frame.place.sentence <= 1
        for f in following
    )
