"""Parts and bases: predicates that stand behind the base but are said of the part, and wholes known by their parts.

Belongs here: what 'part dari base' and 'whole, terdiri dari parts' tell of statuses. Does not: lists, partners and other inheritance (statuses).
"""

import re
from bisect import bisect_left
from decimal import Decimal

from sources.press.constructions import ahead, behind, terms, within
from sources.press.frames import Frame
from sources.press.kinds import cues_of_rates, people, statuses
from sources.press.relations import Relations, linked

LIST_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s")
LONGEST_LIST = 40
MOST_PARTS = 6
ROUNDED_WITHIN = 3  # sentences between a rounded whole and its parts
SMALLEST_TARGET = 100  # below it two counts divide to a rate by chance


def predicate_of_part(relations: Relations, index: int, frame: Frame) -> None:
    """'760.635 orang atau 58,95 persen dari 1.290.307 pekerja sudah menjadi peserta': the predicate is said of the part, not of the base."""
    previous = relations.before(index)
    if previous is None or not frame.base:
        return
    _share_of_base(relations, previous, frame)
    if frame.noun not in ("worker", "person") or _few_before_base(previous, frame):
        return
    only = ahead("only", relations.text, frame.sentence.start) is not None
    said = [status for status in ("unprotected", "registered", "active") if status in frame.near]
    if only and previous.status is None and frame.status == "potential" and said:
        previous.status, previous.status_from, previous.noun = said[0], "base", previous.noun or "person"
        return
    told = frame.status_from == "right" or frame.status == "registered"
    if not told or frame.status not in ("registered", "unprotected", "active") or frame.target:
        return
    bare = previous.quantity == "count" and previous.status is None and within("told_as_done", frame.ahead) is not None
    if ahead("which", frame.ahead) and not only and not bare:
        return
    parts = [f for f in relations.in_sentence(index) if f.place.numeral.start < frame.place.numeral.start]
    if not all(
        f.quantity == "percent" or (f.status in (None, "population") and f.noun in (*people(), None)) for f in parts
    ):
        return
    for part in parts:
        if part.quantity == "count":
            part.status, part.status_from = frame.status, "base"
        else:
            part.near |= {frame.status}
    frame.status, frame.status_from = "potential", "base"
    frame.rules.append("base_of_a_part")


def _share_of_base(relations: Relations, previous: Frame, frame: Frame) -> None:
    """A rate of employers or members, or a count of employers, whose predicate stands behind the base."""
    if previous.quantity == "percent" and frame.noun == "employer":
        _rate_of_employers(relations, previous, frame)
    if previous.quantity == "percent" and frame.noun == "member":
        _rate_of_members(previous, frame)
    if previous.quantity == "count" and frame.noun == "employer":
        _part_of_employers(previous, frame)


def _few_before_base(part: Frame, base: Frame) -> bool:
    """'Baru 40 juta orang dari 110 juta angkatan kerja': only so many of a base are those who are covered."""
    few = behind("only_few", part.behind) is not None and linked("link_base", base) and base.status == "potential"
    unsaid = part.status_from == "left" or part.status in (None, "population")
    if few and unsaid and part.quantity == "count":
        part.status, part.status_from, part.noun = "registered", "base", part.noun or "person"
        part.rules.append("few_of_base")
        return True
    return False


def _part_of_employers(part: Frame, base: Frame) -> None:
    """'1.747 dari 2.239 perusahaan yang ada di kota itu belum terdaftar': the predicate is said of the part."""
    told = base.status in ("registered", "unprotected") and base.status_from == "right"
    all_there = "potential" in base.near or ahead("which", base.ahead) is None
    if told and all_there and part.noun in (None, "employer") and linked("link_base", base):
        part.noun, part.status, part.status_from = "employer", base.status, "base"
        base.status, base.status_from = "potential", "base"
        base.rules.append("base_of_a_part")


def _rate_of_members(rate: Frame, base: Frame) -> None:
    """'60 persen dari total 341.000 peserta termasuk kategori nonaktif': the status is that of the share, the base are members."""
    if base.status in ("inactive", "active") and base.status_from == "right" and not rate.near & {"active", "inactive"}:
        rate.near |= {base.status}
        base.status, base.status_from = "registered", "base"


def few_of_base(relations: Relations, index: int, frame: Frame) -> None:
    """'Dari sekitar 11 juta tenaga kerja informal baru 85.460 orang yang …': only so many of a base are those who are covered."""
    previous = relations.before(index)
    if frame.status is not None or previous is None or not previous.base or previous.quantity != "count":
        return
    if frame.quantity == "percent" and behind("only_few", frame.behind) and not frame.near & cues_of_rates():
        if previous.status == "potential" or (previous.noun == "worker" and previous.status is None):
            frame.near |= {"registered"}
            frame.rules.append("few_of_base")
        return
    workforce = previous.status in (None, "potential", "population") and previous.noun in ("worker", "person")
    only = frame.place.link.lower() in terms("only") or behind("only_so_many", frame.behind) is not None
    if workforce and only and frame.noun in (*people(), None) and frame.topic == "membership" and not frame.target:
        frame.status, frame.status_from, frame.noun = "registered", "base", frame.noun or "person"
        frame.segment = frame.segment or previous.segment
        frame.rules.append("few_of_base")


def _rate_of_employers(relations: Relations, rate: Frame, base: Frame) -> None:
    """'Sebanyak 70 persen dari 5.000 perusahaan sudah terdaftar': the predicate is said of the share."""
    said = [tag.value for tag in relations.tags.between("measure_cues", base.place.numeral.end, base.place.right)]
    told = [value for value in said if value in ("unprotected", "registered")]
    if told and base.status in (None, "population", "potential", *told) and not rate.near & cues_of_rates():
        rate.noun, rate.near = "employer", rate.near | {told[0]}
        base.status, base.status_from = "potential", "base"
        base.rules.append("base_of_a_part")


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


def parts_of_known_whole(relations: Relations) -> None:
    """Two to six counts in a row that add up to one of the report are its parts, and have its status."""
    counts = [f for f in relations.frames if f.quantity == "count" and f.noun in (*people(), "insured", "other", None)]
    known = {frame.value: frame for frame in reversed(counts)}
    rounded = sorted((f.value, i) for i, f in enumerate(counts) if f.place.numeral.form.startswith("scaled"))
    for index, first in enumerate(counts):
        total = first.value
        for length, last in enumerate(counts[index + 1 : index + MOST_PARTS], 2):
            total += last.value
            parts = counts[index : index + length]
            if last.place.sentence - first.place.sentence > length or first.value < SMALLEST_TARGET:
                break
            whole = known.get(total) or _rounded(counts, rounded, total, first)
            plain = all(f.status in (None, "population", "registered") and not f.target for f in parts)
            if whole is None or whole in parts or not plain or whole.noun not in (*people(), "insured"):
                continue
            for part in parts:
                by_noun = part.status == "registered" and not part.enrolled and whole.status != "potential"
                vague = part.status in (None, "population") or by_noun
                part.noun, part.status = whole.noun, (vague and whole.status) or part.status
                part.whole = total
                part.segment = part.segment or whole.segment
                part.target = whole.target
                part.rules.append("part_of_known_whole")


def _rounded(counts: list[Frame], rounded: list[tuple[Decimal, int]], total: Decimal, first: Frame) -> Frame | None:
    """The rounded count ('2,25 juta') told shortly before that the parts add up to."""
    at = bisect_left(rounded, (total * Decimal("0.99"), 0))
    for value, index in rounded[at : at + MOST_PARTS]:
        whole = counts[index]
        distance = first.place.sentence - whole.place.sentence
        unit = Decimal(10) ** (len(str(int(value))) - len(str(int(value)).rstrip("0")))
        near = whole.place.numeral.start < first.place.numeral.start and distance <= ROUNDED_WITHIN
        if near and abs(value - total) <= min(unit, value / 100):
            return whole
    return None


def heading_of(text: str, frame: Frame) -> tuple[int, int] | None:
    """Start and end of the line that ends in a colon above the list that the number is an item of; None outside lists."""
    begin = frame.sentence.line_start
    if not LIST_ITEM.match(text, begin):
        return None
    end = begin
    for _ in range(LONGEST_LIST):
        end, begin = begin - 1, text.rfind("\n", 0, max(0, begin - 1)) + 1
        if end <= 0 or not LIST_ITEM.match(text, begin):
            break
    return (begin, end) if end > 0 and text[begin:end].rstrip().endswith(":") else None


def status_of_heading(relations: Relations, frame: Frame) -> None:
    """'Peserta aktif per provinsi:' above a list says what its items count."""
    bare = frame.status is None and frame.noun in (None, "person") and frame.quantity == "count"
    heading = heading_of(relations.text, frame) if bare and frame.listed else None
    if heading is None:
        return
    tags = relations.tags
    nouns = [tag.value for tag in tags.between("counted_nouns", *heading) if tag.value in people()]
    cues = [tag.value for tag in tags.between("measure_cues", *heading)]
    said = [cue for cue in (*statuses("specific"), "registered") if cue in cues]
    if nouns and said and not {"target", "planned", "claims"} & set(cues):
        frame.noun, frame.status, frame.status_from = nouns[0], said[0], "list"
        frame.segment = frame.segment or next((tag.value for tag in tags.between("segment_cues", *heading)), None)
        frame.rules.append("status_of_heading")


def is_told_alone(relations: Relations, index: int) -> bool:
    """Whether a count of workers of whom nothing is said is the workforce: 'ada 245 ribu pekerja', or a whole whose part is told next."""
    frame = relations.frames[index]
    if behind("told_alone", frame.behind) or "part_of_known_whole" in frame.rules:
        return True
    if frame.noun == "employer":
        return frame.listed or "item_of_list" in frame.rules
    following = relations.frames[index + 1 : index + 5]
    return any(
        f.quantity == "count"
        and f.noun in (*people(), None)
        and f.status in ("registered", "unprotected")
        and f.value < frame.value
        and f.place.sentence - frame.place.sentence <= 1
        for f in following
    )
