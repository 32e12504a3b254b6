"""What a rate tells of the counts beside it: a status that they share, or by division which is the part and which the whole.

Belongs here: counts that learn from rates. Does not: measures of rates themselves (rates), parts that add up (parts).
"""

from decimal import Decimal
from itertools import pairwise

from sources.press.constructions import ahead, within
from sources.press.frames import Frame
from sources.press.kinds import people, rate_statuses, statuses
from sources.press.relations import Relations, beside

SMALLEST_TARGET = 100  # below it two counts divide to a rate by chance


def status_of_rates(frames: list[Frame]) -> None:
    """A count beside a rate ('58,95 persen (760.635 orang)', '760.635 orang atau 58,95 persen telah menjadi peserta') shares its status."""
    for first, second in (*pairwise(frames), *_over_bases(frames)):
        if first.place.sentence != second.place.sentence or {first.quantity, second.quantity} != {"count", "percent"}:
            continue
        if not beside(second):
            continue
        count, rate = (first, second) if first.quantity == "count" else (second, first)
        count.segment = count.segment or rate.segment
        if first is rate and rate.target and "achievement" not in rate.near and not within("realised", count.behind):
            count.target = True
        if count.noun not in (*people(), "employer", None) or count.status_from in ("right", "known", "rate"):
            continue
        for cue, status in rate_statuses():
            if cue in rate.near and (
                count.status is None or count.status_from == "left" or count.status in statuses("weak")
            ):
                count.status, count.status_from = status, "rate"
                count.noun = count.noun or "person"
                count.rules.append("status_of_rate")
                break


def _over_bases(frames: list[Frame]) -> list[tuple[Frame, Frame]]:
    """'31,95 persen dari 1.614.923 angkatan kerja atau 328.119 orang': the rate and the count that says it again over the base between."""
    triples = zip(frames, frames[1:], frames[2:], strict=False)
    return [(rate, count) for rate, base, count in triples if rate.quantity == "percent" and base.base]


def covered_by_ratio(relations: Relations) -> None:
    """'623.409 atau 80 persen dari 780.666 potensi': of two counts whose ratio is a rate beside them, the part is covered by the programme."""
    frames = relations.frames
    for index, rate in enumerate(frames):
        if (
            rate.quantity != "percent"
            or _of_target(rate)
            or rate.near & {"share", "growth_up", "growth_down", "unprotected"}
        ):
            continue
        nearby = [
            f
            for f in frames[max(0, index - 2) : index + 3]
            if f.quantity == "count" and f.value and f.place.sentence == rate.place.sentence and not f.target
        ]
        for whole in nearby:
            if whole.status not in ("potential", "population") or whole.noun not in (*people(), None):
                continue
            for part in nearby:
                plain = (
                    part.status in (None, "population")
                    and part.noun in (*people(), None)
                    and part.topic == "membership"
                    and not part.segment
                )
                if (
                    part is not whole
                    and plain
                    and _is_ratio(part, whole, rate, _tolerance(rate) + _rounding(part, whole))
                ):
                    part.status, part.status_from = "registered", "rate"
                    part.noun = part.noun or whole.noun
                    part.rules.append("covered_by_ratio")
                    rate.near |= {"registered"}


def _tolerance(rate: Frame) -> Decimal:
    return Decimal(10) ** -rate.place.numeral.decimals * Decimal("0.51")


def _rounding(part: Frame, whole: Frame) -> Decimal:
    """How far the ratio of two counts may be off, in percent, because they are printed in round words ('2,5 juta dari 5,4 juta')."""
    ratio = 100 * part.value / whole.value
    return sum(
        (ratio * _half_unit(f) / f.value for f in (part, whole) if f.place.numeral.form.startswith("scaled")),
        Decimal(0),
    )


def _half_unit(frame: Frame) -> Decimal:
    digits = str(int(frame.value))
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0"))) / 2


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
            and f.noun in (*people(), "employer", None)
            and f.status not in ("active", "inactive", "unprotected", "potential")
        ]
        near = [f for f in nearby if abs(f.place.sentence - rate.place.sentence) <= 1]
        half = _tolerance(rate)
        for part in near:
            for whole in near:
                again = beside(rate) and rate.place.sentence == part.place.sentence == whole.place.sentence
                known = told or (whole.target and (again or (rate.place.numeral.decimals and beside(part))))
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
    told_behind = ahead("target_next", rate.ahead) is not None
    reached = {"target", "achievement"} <= rate.near | rate.cues
    return told_behind or "of_target" in rate.cues or reached


def _is_ratio(part: Frame, whole: Frame, rate: Frame, half: Decimal) -> bool:
    return abs(100 * part.value / whole.value - rate.value) <= half
