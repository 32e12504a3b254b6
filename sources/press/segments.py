"""The segment that a number takes from the numbers around it: parts from wholes, targets from what was reached, amounts from claims.

Belongs here: every inheritance of a segment between numbers. Does not: the segment that a number's own words name (scopes).
"""

from itertools import pairwise

from sources.press.constructions import ahead, between, within
from sources.press.frames import Frame
from sources.press.kinds import people, statuses
from sources.press.relations import Relations, beside, linked

LONGEST_LIST = 1500  # characters
SEGMENTS_OF_MEMBERS = 3
REACH = 250  # characters of the sentence before in which a segment is looked for


def part_of_segment(relations: Relations, index: int, frame: Frame) -> None:
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
            or (frame.status in statuses("specific") and linked("link_part", frame))
        )
        and previous.noun in people()
        and frame.noun in (*people(), None)
        and not frame.listed
    ):
        frame.segment = previous.segment


def of_segments(relations: Relations, index: int, frame: Frame) -> None:
    """'88.169 pekerja menjadi peserta aktif, dengan 10.204 peserta BPU': segments told in the sentence of a whole share its status."""
    if frame.status != "registered" or frame.enrolled or not frame.segment or frame.noun not in people():
        return
    before = [
        f
        for f in relations.frames[max(0, index - 5) : index]
        if f.quantity == "count" and f.noun in people() and frame.place.sentence - f.place.sentence <= 1
    ]
    wholes = [f for f in before if f.place.sentence == frame.place.sentence and not f.segment and f.value > frame.value]
    if wholes and wholes[0].target and not frame.target:
        frame.target = True
        frame.rules.append("segment_of_whole")
        return
    if not wholes:  # 'Peserta aktif PU 167.129 orang. Sedangkan BPU 20.348 orang': the one before is a part as this one
        wholes = [f for f in before[-1:] if (f.segment or f.value > frame.value) and f.segment != frame.segment]
    if wholes and wholes[0].status in ("active", "inactive", "new") and not wholes[0].target:
        frame.status, frame.status_from = wholes[0].status, "inherited"
        frame.rules.append("segment_of_whole")


def share_segment(relations: Relations, index: int, frame: Frame) -> None:
    """Sets the segment of a number that names none, if the number it is told with, or the sentence before, names one."""
    if frame.segment or frame.topic in ("bsu", "scholarship"):
        return
    if segment := _respective(relations, index):
        frame.segment = segment
        frame.rules.append("segments_respectively")
        return
    previous = relations.before(index)
    if segment := _of_listed_claims(relations, index):
        frame.segment = segment
    elif previous is not None and previous.segment and _told_together(frame, previous):
        frame.segment = previous.segment
    elif frame.anaphora and not _names_any(relations, frame):
        frame.segment = _of_figure_meant(relations, index)
    elif (previous is None and frame.target) or (
        previous is not None and previous.target and "achievement" in frame.near
    ):
        frame.segment = frame.segment or _named_before(relations, index)
    following = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
    if frame.segment is None and following is not None and following.segment and _is_told_by(frame, following):
        frame.segment = following.segment


def _respective(relations: Relations, index: int) -> str | None:
    """'Peserta PU dan BPU masing-masing 98.700 orang dan 12.400 orang': the first number to the first segment."""
    frame, text = relations.frames[index], relations.text
    start = max(frame.sentence.start, frame.place.numeral.start - REACH)
    if within("respectively", text, start, min(frame.sentence.end, frame.place.numeral.end + REACH)) is None:
        return None
    alike = [f for f in relations.in_sentence(index) if f.quantity == frame.quantity]
    said = relations.tags.between("segment_cues", start, alike[0].place.numeral.start)
    values = [said[0].value] if said else []
    for one, other in pairwise(said):
        if one.value != other.value and between("list_joiner", text, one.end, other.start):
            values.append(other.value)
    return values[alike.index(frame)] if 2 <= len(values) == len(alike) else None


def _of_listed_claims(relations: Relations, index: int) -> str | None:
    """'Klaim peserta penerima upah, yakni JKK Rp3 miliar, JHT Rp123 miliar': the one segment named before the list is that of all its items."""
    frame = relations.frames[index]
    if frame.topic != "claims" or frame.place.numeral.start - frame.sentence.start > LONGEST_LIST:
        return None
    first = relations.in_sentence(index)[0].place.numeral.start
    said = relations.tags.between("segment_cues", frame.sentence.start, frame.place.numeral.start)
    if len({tag.value for tag in said}) != 1 or said[-1].end > first:
        return None
    listed = relations.tags.between("clause_words", said[-1].end, first)
    return said[-1].value if any(tag.value == "breakdown" for tag in listed) else None


def _told_together(frame: Frame, previous: Frame) -> bool:
    """An amount and its cases, a target and what was reached, a rate or a potential beside the members of a segment."""
    kinds = (previous.quantity, frame.quantity)
    paid = {"claims"} == {previous.topic, frame.topic} and kinds in (("money", "count"), ("count", "money"))
    if paid and linked("link_paid", frame) and frame.place.link not in (",", ""):
        return True
    if previous.noun in ("project", "employer") and frame.noun in people() and linked("link_belonging", frame):
        return True
    if frame.topic != previous.topic or frame.noun not in (*people(), None):
        return False
    aimed_at = previous.target and "of_target" in previous.near | previous.cues
    reached = frame.target != previous.target and (aimed_at or "achievement" in frame.near or frame.target)
    potential = frame.status == "potential" and linked("link_of_potential", frame) and previous.quantity == "percent"
    bracket = frame.place.in_brackets and beside(frame) and kinds == ("percent", "count")
    return reached or potential or bracket


def _is_told_by(frame: Frame, following: Frame) -> bool:
    """A rate or a target before the count that names the segment."""
    same = frame.place.sentence == following.place.sentence
    return same and frame.quantity == "percent" and linked("link_beside", following) and beside(following)


def _names_any(relations: Relations, frame: Frame) -> bool:
    return bool(relations.tags.between("segment_cues", frame.sentence.start, frame.place.right))


def _of_figure_meant(relations: Relations, index: int) -> str | None:
    """'Potensi PPU 1.656.371. Dari jumlah itu hanya 28.979 …': the part belongs to the segment of what it is a part of."""
    frame = relations.frames[index]
    before = [f for f in relations.frames[max(0, index - 3) : index] if f.quantity == "count" and f.noun in people()]
    near = before and frame.place.sentence - before[-1].place.sentence <= 1
    return before[-1].segment if near else None


def _named_before(relations: Relations, index: int) -> str | None:
    """'… untuk sektor BPU masih ada tantangan. Dari target 136 ribu …': the segment of the sentence before, if that tells no figure."""
    frame = relations.frames[index]
    if ahead("goes_on_from", relations.text, frame.sentence.start) is None or _names_any(relations, frame):
        return None
    begin = max(0, frame.sentence.start - REACH)
    begin = max(begin, relations.text.rfind("\n", 0, max(0, frame.sentence.start - 2)))
    told = relations.tags.between("segment_cues", begin, frame.sentence.start)
    counted = [f for f in relations.frames[max(0, index - 9) : index] if f.place.numeral.start < frame.sentence.start]
    last = [tag.value for tag in told if not counted or tag.start > counted[-1].place.numeral.end]
    return last[-1] if last and len(set(last)) == 1 else None


def segments_of_members(relations: Relations) -> None:
    """'Penerima upah 1,97 juta, bukan penerima upah 235 ribu, jasa konstruksi 1,11 juta': only members are divided so, whatever else is said."""
    by_sentence: dict[int, list[Frame]] = {}
    for frame in relations.frames:
        counted = frame.quantity == "count" and frame.topic == "membership" and frame.noun in (*people(), None)
        if counted and frame.segment and not frame.target:
            by_sentence.setdefault(frame.place.sentence, []).append(frame)
    for told in by_sentence.values():
        if len({frame.segment for frame in told}) < SEGMENTS_OF_MEMBERS or any(frame.status for frame in told):
            continue
        for frame in told:
            frame.noun, frame.status, frame.status_from = frame.noun or "person", "registered", "known"
            frame.rules.append("segments_of_members")
