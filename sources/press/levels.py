"""Counts that rise and fall: from which level to which, and what was told of the one is true of the other.

Belongs here: statuses that pass between the levels of one series. Does not: levels of rates (rates), how many more there are (features).
"""

from decimal import Decimal

from sources.press.constructions import ahead, behind, within
from sources.press.frames import Frame
from sources.press.kinds import people, statuses
from sources.press.relations import Relations

REACH = 240  # characters before a number; a search through a sentence without end would cost its length squared


def same_series(relations: Relations, index: int, frame: Frame) -> None:
    """'Peserta aktif 29.000 orang. Kini peserta meningkat menjadi 33.000': what rises is what was told before."""
    if frame.status != "registered" or frame.topic != "membership" or behind("risen_to", frame.behind) is None:
        return
    before = [f for f in relations.frames[max(0, index - 3) : index] if f.quantity == "count" and f.noun in people()]
    near = before and frame.place.sentence - before[-1].place.sentence <= 1
    if near and before[-1].status in ("active", "new") and not before[-1].target:
        frame.status, frame.status_from = before[-1].status, "known"
        frame.rules.append("series_goes_on")


def level_of_rise(relations: Relations, index: int, frame: Frame) -> None:
    """'naik 12 persen menjadi 210.450 orang dari 187.900 orang', 'aktif 210.450, turun dari 230.000 peserta'."""
    previous = relations.before(index)
    if frame.difference and frame.status is None:  # 'peserta 210.450 orang, naik 22.550 orang'
        told = relations.before(index, same_sentence=False)
        members = told is not None and told.quantity == "count" and told.status in ("registered", "active")
        frame.status, frame.status_from = "new" if members else "lost", "near"
        return
    if previous is not None and previous.target and behind("risen_from", frame.behind):
        frame.target, frame.status, frame.status_from = False, previous.status or "registered", "known"
        return
    bare = frame.status is None and frame.noun in (None, "person")
    begin = max(frame.sentence.start, frame.place.numeral.start - REACH)
    if bare and frame.topic == "membership" and behind("compared", relations.text, begin, frame.place.numeral.start):
        _as_compared(relations, index, frame)
        return
    if previous is None and bare:
        _goes_on(relations, index, frame)
        return
    if previous is None or frame.topic != "membership" or frame.target or frame.status in ("new", "unprotected"):
        return
    if previous.quantity == "percent" and previous.near & {"growth_up", "growth_down"}:
        after = frame.status is None and behind("became", frame.behind) is not None
        told = previous if after and previous.status else None
    else:
        before = frame.base and behind("became", previous.behind) is not None and "potential" not in frame.near
        before = before and not frame.enrolled  # 'to 7.9 million active, out of 24.4 million registered'
        alike = previous.quantity == "count" and {frame.noun, previous.noun} <= {*people(), None}
        risen = frame.status is None and frame.near & {"growth_up", "growth_down"} and behind("became", frame.behind)
        begun = behind("level_from", previous.behind) is not None and behind("became", frame.behind) is not None
        told = (
            previous if alike and (before or begun or risen or behind("risen_from", frame.behind) is not None) else None
        )
    if told is None or told.status is None:
        return
    frame.status, frame.status_from = told.status, "known"
    frame.noun = frame.noun if frame.noun not in (None, "person") else told.noun or "person"
    frame.segment = frame.segment or told.segment
    frame.rules.append("level_of_rise")


def base_of_rate(relations: Relations, index: int, frame: Frame) -> None:
    """'24,22 persen dari angkatan kerja di Sulteng, yakni 946.261 orang': the count says what the rate is taken of."""
    previous = relations.before(index)
    if frame.noun not in ("person", "member", "worker", None) or previous is None or previous.quantity != "percent":
        return
    begin, end = previous.place.numeral.end, frame.place.numeral.start
    base = within("whole_follows", relations.text, begin, min(end, begin + REACH))
    cues = relations.tags.between("measure_cues", base.end(), end) if base else []
    potential = bool(cues) and {tag.value for tag in cues} <= {"potential", "population"}
    if potential and frame.status is None and behind("that_base_is", relations.text, begin, end):
        frame.status, frame.status_from, frame.noun = "potential", "base", "person"
        frame.rules.append("base_of_a_part")


def part_before_base(relations: Relations, index: int, frame: Frame) -> None:
    """'24,500 of the 210,450 registered workers are inactive': the verb behind the whole is said of the part before it."""
    base = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
    if frame.noun is not None or frame.status is not None or base is None or base.quantity != "count" or not base.base:
        return
    verb = within("verb_of_part", relations.text, base.place.numeral.end, base.right)
    joined = base.place.sentence == frame.place.sentence and base.status is not None and base.noun is not None
    if not joined or verb is None or ahead("whole_next", frame.ahead) is None:
        return
    said = [tag.value for tag in relations.tags.between("measure_cues", verb.end(), base.right)]
    told = [value for value in said if value in (*statuses("specific"), "registered")]
    if told and told[0] != base.status:
        frame.noun, frame.status, frame.status_from = base.noun, told[0], "right"
        frame.rules.append("predicate_of_part")


def _as_compared(relations: Relations, index: int, frame: Frame) -> None:
    """'Angka itu naik 23 persen dibandingkan tahun lalu yang 212.266': the series of the last count before."""
    told = [
        f
        for f in relations.frames[max(0, index - 4) : index]
        if f.quantity == "count" and not f.difference and not f.target
    ]
    counted = (*people(), "employer")
    if told and told[-1].noun in counted and told[-1].status and frame.place.sentence - told[-1].place.sentence <= 2:
        frame.noun, frame.status, frame.status_from = told[-1].noun, told[-1].status, "known"
        frame.segment = frame.segment or told[-1].segment
        frame.rules.append("series_compared")


def _goes_on(relations: Relations, index: int, frame: Frame) -> None:
    """'Peserta aktif 520.000 orang. Pada Januari berjumlah 568.468 orang': a sentence about the same people, of about as many."""
    told = [f for f in relations.frames[max(0, index - 3) : index] if f.quantity == "count" and not f.difference]
    if not told or told[-1].noun not in people() or told[-1].target or frame.topic != "membership" or frame.target:
        return
    last = told[-1]
    near = frame.place.sentence - last.place.sentence <= 2 and frame.sentence.paragraph - last.sentence.paragraph <= 2
    alike = last.value and Decimal("0.25") <= frame.value / last.value <= 4
    if (
        near
        and alike
        and last.status in ("registered", "active")
        and behind("goes_on_counting", frame.behind) is not None
    ):
        frame.noun, frame.status, frame.status_from = last.noun, last.status, "known"
        frame.segment = frame.segment or last.segment
        frame.rules.append("series_goes_on")
