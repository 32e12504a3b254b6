"""Nouns and statuses that a number takes from the numbers around it: parts from wholes, items from lists, workers from their employers.

Belongs here: every such inheritance, in the order of `settle_statuses`. Does not: what a number's own words say (frames).
"""

import re
from decimal import Decimal
from itertools import pairwise

from sources.press.frames import SPECIFIC, WEAK, Frame
from sources.press.parts import (
    parts_of_known_whole,
    predicate_of_part,
    status_of_heading,
    targets_by_ratio,
    whole_of_parts,
)
from sources.press.relations import BASE_BEFORE, COMPARED, PEOPLE, Relations, beside

SMALLEST_KNOWN = 1000  # a smaller number may stand twice by chance
BREAKDOWN_BEFORE = re.compile(r"\b(?:terdiri|terbagi|rinci\w*|meliputi)\b", re.IGNORECASE)
BELONGING = re.compile(r"\b(?:dari|di|pada|oleh)\s+(?:total |sekitar |sebanyak |lebih dari )?$", re.IGNORECASE)
POSSESSED = re.compile(r"\b(?:tenaga kerja|pekerja|karyawan|perusahaan|badan usaha)nya\b", re.IGNORECASE)
BACK_REFERENCE = re.compile(
    r"\b(?:mereka|keempatnya|ketiganya|semuanya|seluruhnya|(?:angka|jumlah|perolehan|capaian) (?:itu|tersebut|ini))\b",
    re.IGNORECASE,
)
DONE = re.compile(r"\b(?:sudah|telah|baru|tercapai|realisasi\w*)\b", re.IGNORECASE)
RATE_STATUSES = (
    ("unprotected", "unprotected"),
    ("inactive", "inactive"),
    ("active", "active"),
    ("registered", "registered"),
    ("coverage", "registered"),
)


def settle_statuses(relations: Relations) -> None:
    """Sets noun, status and segment of all counts as far as other numbers tell them."""
    frames = relations.frames
    counts = [(index, frame) for index, frame in enumerate(frames) if frame.quantity == "count"]
    for index, frame in counts:
        _inherit_noun(relations, index, frame)
    _known_again(frames)
    for index, frame in counts:
        predicate_of_part(relations, index, frame)
    _status_of_rates(frames)
    targets_by_ratio(relations)
    for index, frame in counts:
        _inherit_status(relations, index, frame)
    _share_status(relations)
    whole_of_parts(relations)
    for index, frame in counts:
        status_of_heading(relations, frame)
        _continue_list(relations, index, frame)
        _part_of_segment(relations, index, frame)
    _share_status(relations)
    for index, frame in counts:
        _fallback_status(relations, index, frame)
        if frame.status is None:  # the whole may have got its status only now
            _inherit_status(relations, index, frame)
            _continue_list(relations, index, frame)
    parts_of_known_whole(relations)
    for index, frame in counts:
        _target_of_new(relations, index, frame)


def _inherit_noun(relations: Relations, index: int, frame: Frame) -> None:
    if frame.quantity != "count":
        return
    previous = relations.before(index, same_sentence=not frame.anaphora)
    if frame.noun is None and previous is None and index:
        earlier = relations.frames[index - 1]
        near = (
            earlier.sentence.paragraph == frame.sentence.paragraph
            and frame.place.sentence - earlier.place.sentence == 1
        )
        previous = earlier if near and frame.status in SPECIFIC else None
    if frame.noun is None and previous is not None and previous.quantity == "count" and previous.noun:
        workforce = previous.noun == "member" and frame.status == "potential"
        frame.noun = "worker" if workforce else previous.noun
        frame.rules.append("noun_of_figure_before")
        if previous.noun == "facility" and not frame.facility:
            frame.facility = previous.facility
    if frame.noun == "unit":
        frame.noun = None


def _known_again(frames: list[Frame]) -> None:
    """A number that was printed before, with a noun but no status of its own, has the status that it had then."""
    seen: dict[Decimal, Frame] = {}
    for frame in frames:
        if frame.quantity != "count":
            continue
        first = seen.get(frame.value)
        if first is not None and frame.value >= SMALLEST_KNOWN and frame.status_from in ("", "left"):
            frame.status, frame.status_from, frame.noun = first.status, "known", first.noun
            frame.segment = frame.segment or first.segment
        seen.setdefault(frame.value, frame)


def _status_of_rates(frames: list[Frame]) -> None:
    """A count beside a rate ('58,95 persen (760.635 orang)', '760.635 orang atau 58,95 persen telah menjadi peserta') shares its status."""
    for first, second in pairwise(frames):
        if first.place.sentence != second.place.sentence or {first.quantity, second.quantity} != {"count", "percent"}:
            continue
        if not beside(second):
            continue
        count, rate = (first, second) if first.quantity == "count" else (second, first)
        count.segment = count.segment or rate.segment
        if first is rate and rate.target and not DONE.search(count.behind):
            count.target = True
        if count.noun not in (*PEOPLE, "employer", None) or count.status_from in ("right", "known", "rate"):
            continue
        for cue, status in RATE_STATUSES:
            if cue in rate.near and (count.status is None or count.status_from == "left" or count.status in WEAK):
                count.status, count.status_from = status, "rate"
                count.noun = count.noun or "person"
                count.rules.append("status_of_rate")
                break


def _inherit_status(relations: Relations, index: int, frame: Frame) -> None:
    """Parts of a whole ('667.892, terdiri dari 330.493 pekerja formal') and conjuncts share the status of what stands before."""
    if frame.status in SPECIFIC or (frame.status and frame.status_from in ("right", "near", "known", "rate")):
        return
    clause = relations.tags.between("clause_words", frame.place.left - 25, frame.place.numeral.start)
    breakdown = any(tag.value in ("breakdown", "anaphora") for tag in clause)
    previous = relations.before(index, same_sentence=not breakdown)
    if previous is None or previous.quantity != "count":
        return
    alike = previous.noun == frame.noun or {previous.noun, frame.noun} <= set(PEOPLE)
    joined = breakdown or previous.place.sentence == frame.place.sentence
    if alike and joined and (frame.status is None or frame.status_from == "left"):
        if BASE_BEFORE.search(frame.behind[-40:]) and not breakdown:
            return
        reached = frame.near & {"achievement", "reach"} and previous.target
        if reached and frame.status is None:
            frame.status, frame.status_from = previous.status or "registered", "realised"
            frame.rules.append("realised_of_target")
            return
        conjunct = (
            not reached and frame.place.link.lower() in ("dan", "serta", ",", "", "yakni", "yaitu", "(", ":", "and")
        ) or (breakdown or COMPARED.search(frame.behind) is not None)
        if "only" in {tag.value for tag in clause} and previous.status in ("potential", "population"):
            return
        if conjunct and not (previous.target and not frame.target and "only" in {tag.value for tag in clause}):
            frame.status, frame.status_from = previous.status, "inherited"
            frame.noun = previous.noun if frame.noun == "person" else frame.noun
            frame.target = frame.target or (previous.target and not breakdown)
            frame.rules.append("status_of_figure_before")


def _continue_list(relations: Relations, index: int, frame: Frame) -> None:  # noqa: PLR0911  (one return a condition)
    """'Jawa Timur 132.364, Banten 41.759', 'PU 36 ribu, BPU 125 ribu': an item has noun and status of the figure before the list."""
    if frame.quantity != "count" or frame.topic != "membership" or not frame.listed or frame.status in SPECIFIC:
        return
    if frame.status is not None and (frame.status != "population" or frame.status_from == "near"):
        return
    if BASE_BEFORE.search(frame.behind):
        return
    for previous in reversed(relations.frames[max(0, index - 3) : index]):
        if previous.quantity != "count" or previous.topic != "membership" or previous.target:
            continue
        if frame.place.sentence - previous.place.sentence > 2:
            return
        alike = (
            frame.noun in (None, "person") or frame.noun == previous.noun or {frame.noun, previous.noun} <= set(PEOPLE)
        )
        if not alike:
            continue
        apart = frame.place.sentence != previous.place.sentence
        if apart and frame.planned:
            return
        if previous.status is None and previous.noun == "employer" and frame.noun in (None, "employer"):
            frame.noun = "employer"
            frame.rules.append("item_of_list")
            return
        if previous.status is None or (apart and previous.status in ("potential", "inactive", "unprotected")):
            return
        if alike:
            frame.noun = previous.noun if frame.noun in (None, "person") else frame.noun
            frame.status, frame.status_from = previous.status, "list"
            frame.rules.append("item_of_list")
            return


def _part_of_segment(relations: Relations, index: int, frame: Frame) -> None:
    """'Dari 183.814 pekerja rentan hanya 17.394 orang': the part without a noun of its own belongs to the segment of the whole."""
    previous = relations.before(index)
    if (
        frame.quantity != "count"
        or frame.segment
        or previous is None
        or previous.quantity != "count"
        or not previous.segment
    ):
        return
    if (
        (
            frame.noun in ("person", None)
            or not frame.noun_is_near
            or (frame.status in SPECIFIC and frame.place.link in (",", "hanya", "dan"))
        )
        and previous.noun in PEOPLE
        and frame.noun in (*PEOPLE, None)
        and not frame.listed
    ):
        frame.segment = previous.segment


def _share_status(relations: Relations) -> None:
    """Workers and the employers that they belong to, told in one breath, have one status."""
    frames = relations.frames
    for index in range(1, len(frames)):
        second = frames[index]
        counts = [f for f in frames[max(0, index - 3) : index] if f.quantity == "count"]
        if not counts or second.quantity != "count":
            continue
        first = counts[-1]
        distance = second.place.sentence - first.place.sentence
        if (
            distance > 1
            or (distance and not BACK_REFERENCE.search(second.behind))
            or (not distance and first is not frames[index - 1])
        ):
            continue
        kinds = {"employer" if f.noun == "employer" else "people" if f.noun in PEOPLE else "" for f in (first, second)}
        if kinds != {"employer", "people"}:
            continue
        links = ("dari", "(", "di", "dengan", "dan", "pada", "yang", "", ")")
        if BREAKDOWN_BEFORE.search(second.behind):
            continue
        if second.place.link == "dan" and first.target and second.status is None:
            second.target = True
        belongs = BELONGING.search(second.behind) or POSSESSED.search(second.behind)
        if not distance and second.place.link not in links and not belongs:
            continue
        for one, other in ((first, second), (second, first)):
            weak = one.status is None or (
                one.status in WEAK and other.status in ("new", "active", "inactive") and one.status_from != "near"
            )
            if weak and other.status is not None:
                one.status, one.status_from = other.status, "partner"
                one.target = one.target or other.target
                one.rules.append("status_of_partner")
        people = first if first.noun in PEOPLE else second
        if people.status is None and not people.target and second.place.link in ("dari", "dengan", "(", "pada", "di"):
            people.status, people.status_from = "registered", "partner"
            people.rules.append("workers_of_employers")


def _fallback_status(relations: Relations, index: int, frame: Frame) -> None:
    """A base that others are a part of; else what the sentence says as a whole."""
    if frame.topic != "membership" or frame.target or frame.noun not in (*PEOPLE, "employer", None):
        return
    others = [f for f in relations.in_sentence(index) if f is not frame and f.noun in (*PEOPLE, "employer", None)]
    previous = relations.before(index)
    following = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
    is_base = BASE_BEFORE.search(frame.behind) is not None
    if is_base and frame.status in (None, "population", "registered") and frame.noun in ("worker", "person"):
        part_before = previous is not None and (previous.quantity == "percent" or previous.noun in PEOPLE)
        part_after = following is not None and following in others and previous is None
        own_registered = frame.status == "registered" and frame.status_from == "near"
        if (part_before or part_after) and not own_registered:
            frame.status, frame.status_from = "potential", "base"
            frame.rules.append("base_of_a_part")
            return
    if frame.status in (None, "population") and frame.near & {"achievement"} and frame.noun in PEOPLE:
        frame.status, frame.status_from = "registered", "realised"
        frame.rules.append("realised_is_registered")
        return
    if frame.status is None and frame.noun in (*PEOPLE, "employer"):
        cues = [tag.value for tag in relations.tags.between("measure_cues", frame.sentence.start, frame.sentence.end)]
        if "registered" in cues and not any(f.status in ("registered", "unprotected") for f in others):
            frame.status, frame.status_from = "registered", "sentence"
            frame.rules.append("status_of_sentence")


def _target_of_new(relations: Relations, index: int, frame: Frame) -> None:
    """A target told beside the newly registered is a target of newly registered."""
    if not frame.target or frame.status in SPECIFIC:
        return
    near = [f for f in relations.frames[max(0, index - 4) : index] if frame.place.sentence - f.place.sentence <= 1]
    if any(f.status == "new" and not f.target for f in near):
        frame.status = "new"
        frame.rules.append("target_of_new")
