"""What the words around one number say: the noun that is counted, its status, programme, segment, whether it is a target.

Belongs here: the features out of a number's own words, put together; status and target. Does not: the noun (counted), segment and programme
(scopes), what it takes from other numbers (relations, statuses), numbers that are no figures at all (traps).
"""

from collections.abc import Callable

from sources.press.clauses import Place, Sentence
from sources.press.constructions import ahead, behind, between, terms, within
from sources.press.counted import noun_of
from sources.press.frames import Frame, Tags
from sources.press.kinds import statuses
from sources.press.lexicon import Tag
from sources.press.scopes import directly_programme, facility_of, programme_of, segment_of
from sources.press.zones import Zone, zone_of

NEAR_NOUN = 80
QUANTITIES = {"percent": "percent", "money": "money"}


def frame_of(text: str, tags: Tags, place: Place, sentence: Sentence, is_place_name: Callable[[int], bool]) -> Frame:
    """The features of one number from its own clause alone. `is_place_name` tells whether a place name begins near an offset."""
    numeral = place.numeral
    zone = zone_of(text, tags, place, is_place_name)
    frame = Frame(place, sentence, QUANTITIES.get(numeral.kind, "count"))
    left = {tag.value for tag in zone.left_of("measure_cues")}
    right = {tag.value for tag in zone.right_of("measure_cues")}
    frame.cues = frozenset(left | right)
    frame.near = frozenset({tag.value for tag in zone.left_of("measure_cues", near=True)} | right)
    frame.ahead = text[numeral.end : min(sentence.end, numeral.end + 90)]
    frame.behind = text[max(place.left, numeral.start - 160) : numeral.start]
    frame.noun, frame.noun_is_near = noun_of(zone)
    counted_before = zone.left_of("counted_nouns")
    none_at_all = numeral.form == "words" and numeral.value == 0 and not frame.ahead.lstrip()[:1].isalpha()
    if frame.noun is None and none_at_all and counted_before:
        frame.noun, frame.noun_is_near = counted_before[-1].value, True  # 'klaim JKP nihil'
    frame.enrolled = _is_enrolled(zone)
    frame.base = behind("base_before", frame.behind) is not None
    _status(zone, frame)
    if frame.status is None and frame.noun == "person" and _is_category(zone):
        frame.status, frame.status_from = "registered", "left"  # 'BPU ada 16.547 orang'
    # 'menargetkan perlindungan bagi 4,6 juta pekerja yang belum terdaftar': they are the unprotected, not the target.
    unprotected = frame.status == "unprotected" and frame.status_from == "right"
    frame.target = _is_target(zone, frame, left) and not unprotected
    forecast = frame.near & {"planned", "estimated"} and behind("forecast", frame.behind)
    if frame.quantity == "count" and frame.status != "potential" and (forecast or behind("must_be", frame.behind)):
        frame.target = True
    if frame.quantity == "count" and ahead("still_to_win", frame.ahead):
        frame.status, frame.status_from, frame.target = "new", "right", True
    frame.right = zone.right
    more = bool(frame.near & {"growth_up", "new", "more"} and behind("grown_by", frame.behind))
    more = more and not behind("level_then", frame.behind)
    fewer = "growth_down" in frame.near and behind("fallen_by", frame.behind)
    frame.difference = bool(more or fewer)
    if frame.difference and frame.quantity == "count" and frame.status in (None, "population", "registered", "new"):
        members = frame.noun in ("worker", "member", "employer", None) or frame.near & {"registered", "coverage"}
        frame.status, frame.status_from = ("new" if members else None) if more else "lost", "near"
    frame.planned = bool(frame.cues & {"planned", "estimated"})
    frame.segment = segment_of(zone)
    frame.programme = programme_of(zone)
    if frame.noun is None and frame.programme and directly_programme(zone):
        frame.noun = "case"
    frame.facility = facility_of(zone)
    frame.anaphora = any(tag.value == "anaphora" for tag in zone.left_of("clause_words"))
    return frame


def _is_category(zone: Zone) -> bool:
    """Whether a segment is named that the agency alone divides its members into."""
    return any(tag.term.lower() in terms("member_categories") for tag in zone.left_of("segment_cues", near=True))


def _is_level(frame: Frame) -> bool:
    """'bertambah menjadi 210.450', 'bertambah dari 180.000 menjadi …': how many there are, not how many are new."""
    begins = behind("level_from", frame.behind) is not None and ahead("level_to", frame.ahead) is not None
    return begins or behind("level_told", frame.behind) is not None


def _is_enrolled(zone: Zone) -> bool:
    """Whether a verb says that they are members, and not only the noun 'peserta'."""
    beside = (*zone.left_of("measure_cues", near=True), *zone.right_of("measure_cues"))
    told = [tag.start for tag in beside if tag.value == "registered"]
    return bool(told) and not set(told) <= {
        t.start for t in zone.tags.between("counted_nouns", zone.near, told[-1] + 1 + NEAR_NOUN)
    }


def _is_target(zone: Zone, frame: Frame, left: set[str]) -> bool:
    """A target that is named farther off is not this number if another clause, or a word for what was reached, lies between."""
    start, text = zone.place.numeral.start, zone.text
    if "target" in frame.near or ("target" not in frame.cues and "of_target" not in left):
        behind_it = [tag for tag in zone.left_of("measure_cues", near=True) if tag.value == "target"]
        ahead_of_it = any(tag.value == "target" for tag in zone.right_of("measure_cues"))
        reached = bool(behind_it) and within("now_reached", text, behind_it[-1].end, start) is not None
        return "target" in frame.near and (ahead_of_it or not reached)
    named = [tag for tag in zone.left_of("measure_cues") if tag.value in ("target", "of_target")]
    done = within("told_as_done", text, zone.near, start) and zone.near > zone.place.left
    return not (named and (done or within("reason_follows", text, named[-1].end, start)))


def _status(zone: Zone, frame: Frame) -> None:
    """Behind the number before what stands before it, what is beside it before what is far, the specific before the vague."""
    text, numeral = zone.text, zone.place.numeral
    if ahead("not_yet", text, numeral.end, numeral.end + 60) or behind("the_others", frame.behind):
        frame.status, frame.status_from = "unprotected", "right"
        return
    base = ahead("base_first", text, zone.place.left, numeral.start)
    own_left = base.end() if base else zone.place.left
    near_start = max(zone.near, own_left)
    part_next = frame.base and ahead("base_then", text, numeral.end)
    # '24,500 of the 210,450 registered workers are inactive': the verb is said of the part
    verb = within("verb_of_part", text, numeral.end, zone.right) if frame.base else None
    said = zone.right_of("measure_cues")
    of_base = [tag.value for tag in said if verb is not None and tag.start < verb.start()]
    known = set(of_base) & {*statuses("specific"), *statuses("weak")}
    right = [] if part_next else of_base if known else [tag.value for tag in said]
    near = [_cue(zone, tag) for tag in zone.tags.between("measure_cues", near_start, numeral.start)][::-1]
    left = [tag.value for tag in zone.tags.between("measure_cues", own_left, near_start)][::-1]
    specific, weak = statuses("specific"), statuses("weak")
    for source, values, wanted in (
        ("right", right, specific),
        ("near", near, specific),
        ("near", right + near, weak),
        ("left", left, specific),
        ("left", left, weak),
    ):
        chosen = [value for value in values if value in wanted]
        if source != "right" and "new" in chosen and _is_level(frame):
            chosen = [value for value in chosen if value != "new"]
        if source == "right" and len(set(chosen)) > 1 and chosen[0] == "potential":
            chosen = [value for value in chosen if value != "potential"]  # 'penduduk bekerja yang belum terlindungi'
        if (
            chosen
            and chosen[0] == "potential"
            and frame.enrolled
            and "registered" in values[: values.index("potential")]
        ):
            chosen = ["registered"]  # 'angkatan kerja yang terdaftar baru 114 ribu'
        if chosen:
            frame.status = "registered" if wanted is weak and "registered" in chosen else chosen[0]
            frame.status_from = source
            return


def _cue(zone: Zone, tag: Tag) -> str:
    """'yang menjadi peserta baru 40 juta' says that only so many are members, and of no new ones."""
    only = tag.value == "new" and between("only_members", zone.text, tag.start, zone.place.numeral.start)
    return "registered" if only else tag.value
