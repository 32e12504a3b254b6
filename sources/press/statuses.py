"""Nouns and statuses that a number takes from the numbers around it: parts from wholes, items from lists, workers from their employers.

Belongs here: every such inheritance, in the order of `settle_statuses`. Does not: what a number's own words say (frames).
"""

from sources.press.constructions import ahead, behind, within
from sources.press.frames import Frame
from sources.press.kinds import people, statuses
from sources.press.levels import base_of_rate, level_of_rise, part_before_base, same_series
from sources.press.partners import conjunct_before, part_of_target, share_status, target_of_new
from sources.press.parts import (
    few_of_base,
    parts_of_known_whole,
    predicate_of_part,
    status_of_heading,
    whole_of_parts,
)
from sources.press.ratios import covered_by_ratio, status_of_rates, targets_by_ratio
from sources.press.relations import Relations, linked
from sources.press.repetitions import known_again, same_again
from sources.press.segments import of_segments, part_of_segment, segments_of_members, share_segment


def settle_statuses(relations: Relations) -> None:
    """Sets noun, status and segment of all counts as far as other numbers tell them."""
    frames = relations.frames
    counts = [(index, frame) for index, frame in enumerate(frames) if frame.quantity == "count"]
    for index, frame in counts:
        _inherit_noun(relations, index, frame)
        same_series(relations, index, frame)
        part_before_base(relations, index, frame)
    known_again(frames)
    for index, frame in counts:
        predicate_of_part(relations, index, frame)
    for index, frame in enumerate(frames):
        few_of_base(relations, index, frame)
    for index, frame in counts:
        part_of_target(relations, index, frame)
    status_of_rates(frames)
    targets_by_ratio(relations)
    covered_by_ratio(relations)
    for index, frame in counts:
        base_of_rate(relations, index, frame)
        level_of_rise(relations, index, frame)
        _rest_of_base(relations, index, frame)
        conjunct_before(relations, index, frame)
    for index, frame in counts:
        _inherit_status(relations, index, frame)
    share_status(relations)
    whole_of_parts(relations)
    for index, frame in counts:
        status_of_heading(relations, frame)
        _continue_list(relations, index, frame)
        part_of_segment(relations, index, frame)
        of_segments(relations, index, frame)
        _like_the_one_before(relations, index, frame)
    share_status(relations)
    for index, frame in counts:
        _fallback_status(relations, index, frame)
        if frame.status is None:  # the whole may have got its status only now
            _inherit_status(relations, index, frame)
            _continue_list(relations, index, frame)
    share_status(relations)
    for index, frame in enumerate(frames):
        share_segment(relations, index, frame)
    segments_of_members(relations)
    parts_of_known_whole(relations)
    same_again(frames)
    for index, frame in counts:
        target_of_new(relations, index, frame)


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
        previous = earlier if near and frame.status in statuses("specific") else None
    if frame.noun is None and previous is not None and previous.quantity == "count" and previous.noun:
        workforce = previous.noun == "member" and frame.status == "potential"
        frame.noun = "worker" if workforce else previous.noun
        frame.rules.append("noun_of_figure_before")
        if previous.noun == "facility" and not frame.facility:
            frame.facility = previous.facility
    if frame.noun == "office" and previous is not None and (previous.noun or "").startswith("office"):
        frame.noun = previous.noun
        frame.rules.append("noun_of_figure_before")
    if frame.noun == "unit" or (frame.noun == "account" and frame.topic != "bsu"):
        frame.noun = None


def _inherit_status(relations: Relations, index: int, frame: Frame) -> None:
    """Parts of a whole ('667.892, terdiri dari 330.493 pekerja formal') and conjuncts share the status of what stands before."""
    clause = relations.tags.between("clause_words", frame.place.left - 25, frame.place.numeral.start)
    breakdown = any(tag.value in ("breakdown", "anaphora") for tag in clause)
    vague = frame.status == "population" and breakdown
    settled = frame.status and frame.status_from in ("right", "near", "known", "rate") and not vague
    if settled or frame.status in statuses("specific"):
        return
    previous = relations.before(index, same_sentence=not breakdown)
    compared = previous is not None and behind(
        "compared", relations.text, previous.place.numeral.end, frame.place.numeral.start
    )
    if compared and previous is not None and previous.difference and index > 1:
        previous = relations.before(index - 1)
    if previous is None or previous.quantity != "count":
        return
    alike = previous.noun == frame.noun or {previous.noun, frame.noun} <= set(people())
    joined = breakdown or previous.place.sentence == frame.place.sentence
    if alike and joined and (frame.status is None or vague or frame.status_from == "left"):
        if frame.base and not breakdown:
            return
        base = previous.base and "achievement" in frame.near and previous.status in ("potential", "population")
        reached = frame.near & {"achievement", "reach"} and previous.target
        if base:
            frame.status, frame.status_from = "registered", "realised"
            frame.rules.append("realised_of_base")
            return
        if reached and frame.status is None:
            frame.status, frame.status_from = previous.status or "registered", "realised"
            frame.rules.append("realised_of_target")
            return
        conjunct = (not reached and linked("link_conjunct", frame)) or (
            breakdown or compared or behind("compared", frame.behind) is not None
        )
        if previous.status in ("potential", "population") and (
            "only" in {tag.value for tag in clause} or _told_of_part(relations, previous, frame)
        ):
            return
        if conjunct and not (previous.target and not frame.target and "only" in {tag.value for tag in clause}):
            frame.status, frame.status_from = previous.status, "inherited"
            frame.noun = previous.noun if frame.noun == "person" else frame.noun
            together = previous.place.sentence == frame.place.sentence and not within("told_as_done", frame.behind)
            frame.target = frame.target or (previous.target and (not breakdown or together))
            frame.rules.append("status_of_figure_before")


def _is_whole_of_next(relations: Relations, index: int) -> bool:
    """'Terdapat 622.000 pekerja, dan yang terdaftar baru 46.629 orang': no item of a list, but what the next number is a part of."""
    frame = relations.frames[index]
    following = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
    if following is None or following.place.sentence != frame.place.sentence or following.quantity != "count":
        return False
    part = following.status in ("registered", "active", "unprotected") and following.value < frame.value
    told = behind("only_so_many", following.behind) or ahead("which_done", following.behind)
    return part and told is not None and following.noun in (*people(), None)


def _told_of_part(relations: Relations, base: Frame, frame: Frame) -> bool:
    """'Dari 250 perusahaan, 144 perusahaan tambang, kebun dan migas sudah menjadi peserta': the predicate stands behind a list."""
    if not base.base or frame.segment:
        return False
    said = [tag.value for tag in relations.tags.between("measure_cues", frame.place.numeral.end, frame.place.right)]
    told = [value for value in said if value in ("registered", "unprotected", "active")]
    if not told:
        return False
    frame.status, frame.status_from = told[0], "right"
    frame.rules.append("predicate_of_part")
    return True


def _like_the_one_before(relations: Relations, index: int, frame: Frame) -> None:
    """'April 40.555 peserta nonaktif, sedangkan Mei 16.106 peserta': a bare noun beside a status that was told has it too."""
    previous = relations.before(index)
    by_noun = frame.status == "registered" and frame.status_from in ("near", "right") and not frame.enrolled
    if not by_noun or frame.target or frame.noun != "member" or previous is None:
        return
    alike = previous.quantity == "count" and previous.noun in people() and not previous.target and not previous.base
    if alike and previous.status in ("inactive", "unprotected") and linked("link_alike", frame) and not frame.segment:
        frame.status, frame.status_from = previous.status, "inherited"
        frame.rules.append("status_of_figure_before")


def _continue_list(relations: Relations, index: int, frame: Frame) -> None:  # noqa: PLR0911  (one return a condition)
    """'Jawa Timur 132.364, Banten 41.759', 'PU 36 ribu, BPU 125 ribu': an item has noun and status of the figure before the list."""
    if (
        frame.quantity != "count"
        or frame.topic != "membership"
        or not frame.listed
        or frame.status in statuses("specific")
    ):
        return
    if frame.status is not None and (frame.status != "population" or frame.status_from == "near"):
        return
    if frame.base or _is_whole_of_next(relations, index):
        return
    for previous in reversed(relations.frames[max(0, index - 3) : index]):
        if previous.quantity != "count" or previous.topic != "membership" or previous.target:
            continue
        if frame.place.sentence - previous.place.sentence > 2:
            return
        alike = frame.noun in (None, previous.noun) or {frame.noun, previous.noun} <= set(people())
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


def _rest_of_base(relations: Relations, index: int, frame: Frame) -> None:
    """'Potensinya 7,2 juta, yang terdaftar 2,9 juta. Masih ada sisa 4,3 juta': the rest are those outside."""
    if frame.noun not in (*people(), None) or behind("rest", frame.behind) is None:
        return
    before = [f for f in relations.frames[max(0, index - 6) : index] if f.quantity == "count"]
    bases = [f for f in before if f.status == "potential"]
    parts = [f for f in before if f.status in ("registered", "active")]
    if any(base.value - part.value == frame.value for base in bases for part in parts):
        frame.status, frame.status_from, frame.target, frame.noun = "unprotected", "rest", False, frame.noun or "person"
        frame.rules.append("rest_of_base")


def _is_reached_by_few(relations: Relations, index: int) -> bool:
    """'Ada 5.662 perusahaan. Namun baru 3.201 perusahaan yang terdaftar': the first number is what the second is a part of."""
    frame = relations.frames[index]
    for part in relations.frames[index + 1 : index + 3]:
        alike = (
            part.noun == "employer"
            and part.value < frame.value
            and part.status in ("registered", "unprotected", "active")
        )
        told = behind("only_so_many", part.behind) or behind("of_which", part.behind) or ahead("of_them", part.ahead)
        if alike and part.place.sentence - frame.place.sentence <= 1 and told:
            return True
    return False


def _fallback_status(relations: Relations, index: int, frame: Frame) -> None:
    """A base that others are a part of; else what the sentence says as a whole."""
    if frame.topic != "membership" or frame.target or frame.noun not in (*people(), "employer", None):
        return
    others = [f for f in relations.in_sentence(index) if f is not frame and f.noun in (*people(), "employer", None)]
    previous = relations.before(index)
    following = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
    if frame.noun == "employer" and frame.status is None and _is_reached_by_few(relations, index):
        frame.status, frame.status_from = "potential", "base"
        frame.rules.append("base_of_a_part")
        return
    both_employers = previous is not None and previous.noun == frame.noun == "employer"
    if frame.base and frame.noun in ("employer", "project") and frame.status in (None, "population"):
        part = previous if both_employers else following if following in others else None
        share = following is not None and following.quantity == "percent" and "registered" in following.near
        part = following if part is None and share else part
        joined = part is not None and (
            part.status in ("registered", "unprotected") or {"level", "registered"} <= part.near
        )
        if joined:
            frame.status, frame.status_from = "potential", "base"
            frame.rules.append("base_of_a_part")
        if joined or both_employers:
            return
    if frame.base and frame.status in (None, "population", "registered") and frame.noun in ("worker", "person"):
        part_before = previous is not None and (previous.quantity == "percent" or previous.noun in people())
        part_after = following is not None and following in others and previous is None
        own_registered = frame.status == "registered" and frame.status_from in ("near", "known")
        if (part_before or part_after) and not own_registered:
            frame.status, frame.status_from = "potential", "base"
            frame.rules.append("base_of_a_part")
            return
    near = [f for f in relations.frames[max(0, index - 6) : index] if frame.place.sentence - f.place.sentence <= 2]
    told = [f.status for f in near if f.quantity == "count" and f.noun in people() and f.status]
    by_noun = frame.status == "registered" and frame.noun == "member" and not frame.enrolled and told[-1:] == ["new"]
    unsaid = frame.status in (None, "population") or by_noun
    if unsaid and frame.near & {"achievement"} and frame.noun in people():
        frame.status, frame.status_from = "new" if told and told[-1] == "new" else "registered", "realised"
        frame.rules.append("realised_is_registered")
        return
    if frame.status is None and frame.near & {"coverage", "contributions"} and frame.noun in people():
        frame.status, frame.status_from = "registered", "sentence"  # 'perlindungan bagi 129.299 orang'
        frame.rules.append("protected_is_registered")
        return
    if frame.status is None and frame.noun in (*people(), "employer"):
        cues = [tag.value for tag in relations.tags.between("measure_cues", frame.sentence.start, frame.sentence.end)]
        if "registered" in cues and not any(f.status in ("registered", "unprotected") for f in others):
            frame.status, frame.status_from = "registered", "sentence"
            frame.rules.append("status_of_sentence")
