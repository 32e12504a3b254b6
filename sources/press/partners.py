"""Counts told in one breath that share a status: workers and their employers, subjects of one predicate, targets and what came of them.

Belongs here: inheritance between neighbours of the same sentence, or of the next one that points back. Does not: parts of wholes (parts), items
of lists (statuses).
"""

from sources.press.constructions import ahead, behind, terms, within
from sources.press.frames import Frame
from sources.press.kinds import people, statuses
from sources.press.relations import Relations, linked

SIDE_BY_SIDE = 25  # characters: '204.818 peserta, 5.869 perusahaan'


def share_status(relations: Relations) -> None:
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
            or (distance and not within("back_reference", second.behind) and not within("their_own", second.behind))
            or (not distance and first is not frames[index - 1])
        ):
            continue
        counted_apart = second.status == "population" and first.status in ("registered", "active") and not distance
        kinds = {
            "employer" if f.noun in ("employer", "project") else "people" if f.noun in people() else ""
            for f in (first, second)
        }
        if kinds != {"employer", "people"}:
            continue
        if within("divided", second.behind):
            continue
        planned_too = owned_by_plan(relations, first, second)
        joined = second.place.link.lower() in terms("and") and second.status in (None, first.status)
        if first.target and (planned_too or (joined and within("told_as_done", second.behind) is None)):
            second.target = True
            second.status = first.status if planned_too and second.status in statuses("weak") else second.status
        belongs = behind("belonging", second.behind) or within("their_own", second.behind)
        owned = (
            counted_apart
            or linked("link_belonging", second)
            or ahead("with_workers", relations.text, second.place.left) is not None
        )
        side_by_side = (
            second.place.link == "," and 0 < second.place.numeral.start - first.place.numeral.end <= SIDE_BY_SIDE
        )
        if not distance and not linked("link_partner", second) and not belongs and not owned and not side_by_side:
            continue
        for one, other in ((first, second), (second, first)):
            weak = (
                one.status is None
                or (one.status == "population" and other.status == "registered" and owned)
                or (one is second and one.status == "population" and other.status in ("active", "inactive") and owned)
                or (
                    one.status in statuses("weak")
                    and other.status in ("new", "active", "inactive")
                    and one.status_from not in ("near", "whole")
                )
            )
            if weak and other.status not in (None, "population"):
                # 'perusahaan dengan tenaga kerja aktif 32.867': the adjective is that of the workers
                theirs = (
                    one is first and one.noun == "employer" and other.status == "active" and other.status_from == "near"
                )
                one.status, one.status_from = "registered" if theirs else other.status, "partner"
                one.target = one.target or other.target
                one.rules.append("status_of_partner")
        workers = first if first.noun in people() else second
        vague = workers.status is None or (workers.status == "population" and workers is second)
        if vague and not workers.target and owned and not within("works_at", relations.text, *_between(first, second)):
            workers.status, workers.status_from = "registered", "partner"
            workers.rules.append("workers_of_employers")


def _between(first: Frame, second: Frame) -> tuple[int, int]:
    return first.place.numeral.end, second.place.numeral.start


def owned_by_plan(relations: Relations, first: Frame, second: Frame) -> bool:
    """'menargetkan 10.000 pekerja dari 100 perusahaan': the employers are aimed at too, unless they are told to be there already."""
    joined = linked("link_belonging", second) or ahead("with_workers", relations.text, second.place.left) is not None
    same = first.place.sentence == second.place.sentence and first.noun in people() and second.noun == "employer"
    return (
        joined and same and within("told_as_done", second.behind) is None and second.status not in statuses("specific")
    )


def target_of_new(relations: Relations, index: int, frame: Frame) -> None:
    """A target told beside the newly registered is a target of newly registered."""
    previous = relations.before(index)
    of_new = previous is not None and previous.target and previous.status == "new" and previous.quantity == "count"
    if of_new and not frame.target and frame.status == "registered" and previous is not None:
        if "of_target" in previous.near and frame.place.link in (",", "") and frame.noun == previous.noun:
            frame.status = "new"
            frame.rules.append("realised_of_target")
        return
    if not frame.target or frame.status in statuses("specific"):
        return
    near = [f for f in relations.frames[max(0, index - 4) : index] if frame.place.sentence - f.place.sentence <= 1]
    near += [
        f
        for f in relations.frames[index + 1 : index + 2]
        if f.place.sentence == frame.place.sentence and "achievement" in f.near
    ]
    told = [f for f in near if f.place.sentence == frame.place.sentence and not f.target and f.noun in people()]
    if told and told[-1].status in ("active", "registered"):
        return  # '44.847 pekerja aktif dari 38.194 yang ditargetkan'
    if any(f.status == "new" and not f.target for f in near):
        frame.status = "new"
        frame.rules.append("target_of_new")


def part_of_target(relations: Relations, index: int, frame: Frame) -> None:
    """'58.568 dari target 114.230 peserta baru', '229.124, di atas target 220.983 peserta baru': what was reached, and the target."""
    following = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
    if following is None or following.place.sentence != frame.place.sentence or not linked("link_target", following):
        return
    if following.quantity != "count" or following.noun not in (*people(), "employer", None):
        return
    frame.target, following.target = False, True
    if not frame.noun_is_near and following.noun_is_near:
        frame.noun = following.noun
    if following.status == "new" and frame.status in (None, *statuses("weak")):
        frame.status, frame.status_from = "new", "right"
        frame.rules.append("realised_of_target")


def conjunct_before(relations: Relations, index: int, frame: Frame) -> None:
    """'47.915 pegawai non ASN dan 41.271 perangkat desa dilindungi': the predicate is said of both."""
    following = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
    if following is None or following.quantity != "count" or following.place.sentence != frame.place.sentence:
        return
    alike = (
        frame.noun in (*people(), "employer")
        and following.noun in (*people(), None)
        and frame.topic == following.topic == "membership"
    )
    joined = following.place.link.lower() in terms("and") and not frame.target and not frame.place.in_brackets
    said = relations.tags.between("measure_cues", following.place.numeral.end, following.right)
    behind_it = following.status is not None and following.status in {tag.value for tag in said}
    if alike and joined and frame.status is None and behind_it and not within("told_as_done", following.behind):
        frame.status, frame.status_from = following.status, "conjunct"
        frame.rules.append("predicate_of_both")
