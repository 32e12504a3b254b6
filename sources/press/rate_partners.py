"""The figure that a rate is told of: the count beside it, the rate before it in a list, what a heading or the sentence before says.

Belongs here: partners and bases of rates. Does not: cues and rules of rates (rates).
"""

from sources.press.constructions import behind, within
from sources.press.frames import Frame
from sources.press.parts import heading_of
from sources.press.relations import Relations, linked

REACH = 250  # characters of the sentence before
LEVELS = (
    "coverage_rate",
    "uncovered_rate",
    "employer_coverage_rate",
    "share_rate",
    "coverage_target",
    "achievement_rate",
)


def partner_of(
    relations: Relations, index: int, frame: Frame, near: set[str], ahead: set[str], *, silent: bool
) -> str | None:
    """The measure of the figure that the rate stands beside; of an item of a list, that of the rate before it."""
    frames, previous = relations.frames, relations.before(index)
    following = frames[index + 1] if index + 1 < len(frames) else None
    again = following is not None and following.place.sentence == frame.place.sentence
    said_next = following.measure if again and following is not None and linked("link_beside", following) else None
    attached = frame.place.in_brackets or linked("link_beside", frame) or linked("link_rate", frame)
    of_base = previous is not None and previous.base and previous.measure in ("workers_registered", "workers_active")
    if previous is not None and previous.measure and (attached or (of_base and silent)):
        return _beside_count(previous, frame, said_next)
    points_back = frame.anaphora or behind("that_figure_is", frame.behind) or within("back_reference", frame.behind)
    if previous is None and silent and points_back:
        sentence = frame.place.sentence - 1
        told = [f.measure for f in frames[max(0, index - 4) : index] if f.place.sentence == sentence and f.measure]
        members = bool(told) and told[0] in ("workers_registered", "workers_active") and frame.anaphora
        return "registered_base" if members else told[0] if told else _of_sentence_before(relations, frame)
    listed = frame.listed and silent and not ahead & {"registered", "coverage"}
    if said_next or not listed:
        return said_next
    rates = [f.measure for f in frames[max(0, index - 8) : index] if f.quantity == "percent" and f.measure in LEVELS]
    if "coverage_rate" in rates and not near & {"target", "planned", "level"}:
        rates = [
            measure for measure in rates if measure != "coverage_target"
        ]  # a list of areas tells what they reached
    return rates[-1] if rates else _of_heading(relations, frame)


def _of_sentence_before(relations: Relations, frame: Frame) -> str | None:
    """'Cakupan di Sulawesi Utara turun. Tahun 2024 angkanya 76,11%': the sentence before says what the figure is."""
    end = frame.sentence.start
    begin = max(0, end - REACH, *(relations.text.rfind(mark, 0, max(0, end - 2)) for mark in (". ", "\n")))
    cues = {tag.value for tag in relations.tags.between("measure_cues", begin, end)}
    return "coverage_rate" if "coverage" in cues and not cues & {"target", "unprotected"} else None


def _of_heading(relations: Relations, frame: Frame) -> str | None:
    """'Cakupan per kabupaten:' above a list says what its rates are."""
    heading = heading_of(relations.text, frame)
    cues = {tag.value for tag in relations.tags.between("measure_cues", *heading)} if heading else set()
    return "coverage_rate" if cues & {"coverage", "registered", "achievement"} and "target" not in cues else None


def _beside_count(previous: Frame, frame: Frame, said_next: str | None) -> str | None:
    """What the figure before makes of a rate; a base does not count where the part is told after the rate."""
    if previous.measure in ("workers_registered", "workers_active") and previous.base:
        return "registered_base"  # 'Dari 35 ribu peserta, 10 persen …' is a share of them
    if previous.measure != "workers_labour_force":
        return previous.measure
    if frame.place.in_brackets:
        return "labour_force_bracket"
    return said_next or previous.measure


def base_of(relations: Relations, index: int) -> str | None:
    """The measure of the whole that a share in this sentence, or the one before, refers to."""
    sentence = relations.frames[index].place.sentence
    candidates = [
        f
        for f in relations.frames[max(0, index - 6) : index + 3]
        if f.measure in ("workers_labour_force", "workers_registered")
    ]
    near = [f for f in candidates if f.place.sentence == sentence]
    bases = [f for f in near if f.measure == "workers_labour_force"] or near
    if bases:
        return bases[-1].measure
    earlier = [f for f in candidates if sentence - 1 <= f.place.sentence < sentence]
    return earlier[-1].measure if earlier else None
