"""From the features of the numbers of a report to measures: relations between numbers first, then the tables of rules.

Belongs here: what numbers tell about each other (a part and its whole, a share and its count, workers and their employers) and the
application of count_rules.csv and rate_rules.csv. Does not: features of one number (frames), area and period.
"""

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal

from sources.press.frames import NOT_YET, SPECIFIC, WEAK, Frame, Tags
from sources.press.vocabulary import table
from sources.reference import Row

PEOPLE = ("worker", "member", "person")
PAID_PROGRAMMES = ("JHT", "JKK", "JKM", "JP", "JKP", "JPK")
BASE_BEFORE = re.compile(
    r"(?<!lebih )(?<!kurang )\b(?:dari|of)\s+(?:(?:total|jumlah|sekitar|seluruh|keseluruhan|potensi|sebanyak|kelompok)\s+)*$", re.IGNORECASE
)
ANY_RATE = {
    "coverage",
    "registered",
    "unprotected",
    "growth_up",
    "growth_down",
    "active",
    "inactive",
    "share",
    "achievement",
}
PAID_LINKS = ("untuk", "kepada", "bagi", "dengan", "(", "senilai", "", "dari", ")", ",")
BESIDE = ("atau", "(", "setara", "setara dengan")
SMALLEST_LABOUR_FORCE = 1000
SMALLEST_TOTAL_IDR = Decimal(10_000_000)
SURE_TOTAL_IDR = Decimal(1_000_000_000)
AGAIN = re.compile(r"^\W*(?:atau|yakni|yaitu|setara|sama dengan)\b", re.IGNORECASE)
BREAKDOWN_BEFORE = re.compile(r"\b(?:terdiri|terbagi|rinci\w*|meliputi)\b", re.IGNORECASE)
YANG = re.compile(r"^[^,.;\d]{0,40}\byang\b", re.IGNORECASE)
BELONGING = re.compile(r"\b(?:dari|di|pada|oleh)\s+(?:total |sekitar |sebanyak |lebih dari )?$", re.IGNORECASE)
BACK_REFERENCE = re.compile(
    r"\b(?:mereka|keempatnya|ketiganya|semuanya|seluruhnya|(?:angka|jumlah|perolehan|capaian) (?:itu|tersebut|ini))\b",
    re.IGNORECASE,
)
LEVEL_FROM = re.compile(r"\bdari(?: sekitar)?\s*$", re.IGNORECASE)
RISES_TO = re.compile(
    r"^[^.;\d]{0,30}\b(?:naik|meningkat|bertambah|tumbuh|ditingkatkan|dinaikkan)\s+(?:menjadi|hingga|ke|sampai|jadi)\b", re.IGNORECASE
)
LEVEL_TO = re.compile(r"^[^.;]{0,25}\b(?:menjadi|jadi|ke)\b", re.IGNORECASE)
LEVEL_BEFORE = re.compile(
    r"\b(?:menjadi|jadi|ke|hingga|sampai|mencapai|sebesar)\b\s*(?:sekitar |kira-kira |minimal |di atas )?$",
    re.IGNORECASE,
)


@dataclass
class Relations:
    """The frames of a report in order, and how they lie to each other."""

    frames: list[Frame]
    tags: Tags
    text: str

    def before(self, index: int, *, same_sentence: bool = True) -> Frame | None:
        if index == 0:
            return None
        previous = self.frames[index - 1]
        if previous.place.sentence == self.frames[index].place.sentence:
            return previous
        near = self.frames[index].place.sentence - previous.place.sentence <= 2
        return previous if near and not same_sentence else None

    def in_sentence(self, index: int) -> list[Frame]:
        sentence = self.frames[index].place.sentence
        return [frame for frame in self._around(index) if frame.place.sentence == sentence]

    def _around(self, index: int) -> list[Frame]:
        return self.frames[max(0, index - 40) : index + 40]


def assign_measures(text: str, tags: Tags, frames: list[Frame]) -> None:
    """Sets noun, status, topic, programme, measure, confidence and rules of every frame; a measure that stays None is not understood."""
    relations = Relations(frames, tags, text)
    for index, frame in enumerate(frames):
        _topic(relations, index, frame)
    for index, frame in enumerate(frames):
        _inherit_noun(relations, index, frame)
    _known_again(frames)
    for index, frame in enumerate(frames):
        if frame.quantity == "count":
            _predicate_of_part(relations, index, frame)
    _status_of_rates(frames)
    for index, frame in enumerate(frames):
        if frame.quantity == "count":
            _inherit_status(relations, index, frame)
    _share_status(relations)
    _wholes(relations)
    for index, frame in enumerate(frames):
        _continue_list(relations, index, frame)
        _part_of_segment(relations, index, frame)
    _share_status(relations)
    for index, frame in enumerate(frames):
        if frame.quantity == "count":
            _fallback_status(relations, index, frame)
            _target_of_new(relations, index, frame)
    for frame in frames:
        if frame.quantity == "count":
            _count_measure(frame)
        elif frame.quantity == "money":
            _money_measure(frame)
    for index, frame in enumerate(frames):
        if frame.quantity == "percent":
            _rate_measure(relations, index, frame)


# --- topic and programme


def _topic(relations: Relations, index: int, frame: Frame) -> None:
    """bsu, scholarship, claims, contributions or membership, by the programme words and verbs of clause and sentence."""
    tags, sentence = relations.tags, frame.sentence
    previous = relations.before(index)
    said = tags.between("programme_cues", sentence.start, sentence.end)
    before = [tag.value for tag in said if tag.start < frame.place.right]
    cues = {tag.value for tag in tags.between("measure_cues", sentence.start, sentence.end)}
    own = frame.programme
    if own is None and previous is not None and previous.programme:
        own = previous.programme
    if own is None and before and "SCHOLARSHIP" not in before:
        own = before[0] if len(set(before)) == 1 else None
    earlier = relations.before(index, same_sentence=False)
    if (
        own is None
        and not before
        and previous is None
        and earlier is not None
        and earlier.topic in ("claims", "bsu", "scholarship")
    ):
        closing = frame.quantity == "money" or frame.noun == "case" or "claims" in frame.near
        whole = "whole" in cues and earlier.topic == "claims"
        same_paragraph = earlier.sentence.paragraph == sentence.paragraph
        if closing and not whole and (same_paragraph or earlier.topic == "claims") and "contributions" not in cues:
            own = earlier.programme
    money = any(other.quantity == "money" for other in relations.in_sentence(index))
    case = any(other.noun == "case" for other in relations.in_sentence(index))
    if own == "BSU" or (own is None and "BSU" in before):
        frame.topic, frame.programme = "bsu", "BSU"
    elif own == "SCHOLARSHIP":
        frame.topic, frame.programme = "scholarship", "SCHOLARSHIP"
    elif "contributions" in cues and frame.quantity == "money":
        frame.topic, frame.programme = "contributions", None
    elif frame.quantity == "money" or frame.noun == "case":
        paid = (
            "claims" in cues or case or own in PAID_PROGRAMMES or (previous is not None and previous.topic == "claims")
        )
        frame.topic = "claims" if paid else None
        frame.programme = own or "ALL"
    elif (
        frame.quantity == "count"
        and frame.noun in (*PEOPLE, "recipient", None)
        and frame.status not in SPECIFIC
        and (
            (_beside_money(relations, index) and (own in PAID_PROGRAMMES or "claims" in cues))
            or "claims" in frame.near
            or (money and frame.programme in PAID_PROGRAMMES)
        )
    ):
        frame.topic, frame.programme = "claims", own or "ALL"
    else:
        frame.topic, frame.programme = "membership", None


def _beside_money(relations: Relations, index: int) -> bool:
    """Whether the number right before or after is an amount that is told of these people: 'Rp2,57 triliun untuk 214 ribu peserta'."""
    frames = relations.frames
    for first, second, other in ((index - 1, index, index - 1), (index, index + 1, index + 1)):
        if first < 0 or second >= len(frames) or frames[first].place.sentence != frames[second].place.sentence:
            continue
        if frames[other].quantity == "money" and frames[second].place.link.lower() in PAID_LINKS:
            return True
    return False


# --- nouns and statuses


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
        frame.noun = previous.noun
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
        if first is not None and frame.value >= SMALLEST_LABOUR_FORCE and frame.status_from in ("", "left"):
            frame.status, frame.status_from, frame.noun = first.status, "known", first.noun
            frame.segment = frame.segment or first.segment
        seen.setdefault(frame.value, frame)


def _beside(frame: Frame) -> bool:
    """Whether the number says the one before it again in another unit: in brackets, after 'atau', 'yakni', 'setara'."""
    return frame.place.in_brackets or frame.place.link.lower() in BESIDE or AGAIN.match(frame.behind) is not None


RATE_STATUSES = (
    ("unprotected", "unprotected"),
    ("inactive", "inactive"),
    ("active", "active"),
    ("registered", "registered"),
    ("coverage", "registered"),
)


def _status_of_rates(frames: list[Frame]) -> None:
    """A count beside a rate ('58,95 persen (760.635 orang)', '760.635 orang atau 58,95 persen telah menjadi peserta') shares its status."""
    for first, second in itertools.pairwise(frames):
        if first.place.sentence != second.place.sentence or {first.quantity, second.quantity} != {"count", "percent"}:
            continue
        if not _beside(second):
            continue
        count, rate = (first, second) if first.quantity == "count" else (second, first)
        count.segment = count.segment or rate.segment
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
            (not reached
            and frame.place.link.lower() in ("dan", "serta", ",", "", "yakni", "yaitu", "(", ":", "and"))
            or breakdown
        )
        if conjunct and not (previous.target and not frame.target and "only" in {tag.value for tag in clause}):
            frame.status, frame.status_from = previous.status, "inherited"
            frame.target = frame.target or (previous.target and not breakdown)
            frame.rules.append("status_of_figure_before")


def _continue_list(relations: Relations, index: int, frame: Frame) -> None:
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
        frame.noun in ("person", None)
        or not frame.noun_is_near
        or (frame.status in SPECIFIC and frame.place.link in (",", "hanya", "dan"))
    ) and previous.noun in PEOPLE and frame.noun in (*PEOPLE, None) and not frame.listed:
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
        if not distance and second.place.link not in links and not BELONGING.search(second.behind):
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


def _predicate_of_part(relations: Relations, index: int, frame: Frame) -> None:
    """'760.635 orang atau 58,95 persen dari 1.290.307 pekerja sudah menjadi peserta': the predicate is said of the part, not of the base."""
    previous = relations.before(index)
    base = frame.noun in ("worker", "person") and BASE_BEFORE.search(frame.behind) is not None
    if previous is None or not base or frame.status_from != "right" and frame.status != "registered":
        return
    if frame.status not in ("registered", "unprotected", "active") or YANG.search(frame.ahead) or frame.target:
        return
    parts = [f for f in relations.in_sentence(index) if f.place.numeral.start < frame.place.numeral.start]
    if not all(f.quantity == "percent" or (f.status in (None, "population") and f.noun in (*PEOPLE, None)) for f in parts):
        return
    for part in parts:
        if part.quantity == "count":
            part.status, part.status_from = frame.status, "base"
        else:
            part.near |= {frame.status}
    frame.status, frame.status_from = "potential", "base"
    frame.rules.append("base_of_a_part")


def _wholes(relations: Relations) -> None:
    """A count whose parts are active and inactive is the count of the registered."""
    frames = [f for f in relations.frames if f.quantity == "count"]
    for index, whole in enumerate(frames):
        if whole.status not in (None, "population", "potential", "registered") or not whole.value:
            continue
        following = frames[index + 1 : index + 5]
        statuses = {f.status for f in following if f.place.sentence - whole.place.sentence <= 1}
        parts = [f for f in following if f.status in ("active", "inactive")]
        adds_up = len(parts) >= 2 and parts[0].value + parts[1].value == whole.value
        if adds_up and {"active", "inactive"} <= statuses:
            whole.status, whole.status_from = "registered", "whole"
            whole.rules.append("whole_of_active_and_inactive")


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


# --- tables of rules


def _fits(cell: str, value: str | None) -> bool:
    return cell == "any" or (value or "none") in cell.split()


def _target_of_new(relations: Relations, index: int, frame: Frame) -> None:
    """A target told beside the newly registered is a target of newly registered."""
    if not frame.target or frame.status in SPECIFIC:
        return
    near = [f for f in relations.frames[max(0, index - 4) : index] if frame.place.sentence - f.place.sentence <= 1]
    if any(f.status == "new" and not f.target for f in near):
        frame.status = "new"
        frame.rules.append("target_of_new")


def _count_measure(frame: Frame) -> None:
    status = "candidates" if frame.topic == "bsu" and "candidates" in frame.cues else frame.status
    target = "yes" if frame.target else "no"
    if (frame.noun or "person") in (*PEOPLE, "employer", "case", "child", "recipient") and frame.value < _smallest(
        frame
    ):
        return
    for rule in table("count_rules"):
        if (
            _fits(rule["topic"], frame.topic)
            and _fits(rule["nouns"], frame.noun)
            and _fits(rule["status"], status)
            and (rule["target"] in ("any", target))
        ):
            if rule["rule"] == "workers_bare" and frame.value < SMALLEST_LABOUR_FORCE:
                return
            _conclude(frame, rule)
            return


def _smallest(frame: Frame) -> int:
    """Below it a number counts persons of an event or a rule ('dua anak', '10 karyawan'), not a region."""
    return 3 if frame.noun in ("case", "child", "recipient") or frame.topic in ("claims", "scholarship") else 11


def _money_measure(frame: Frame) -> None:
    large = frame.value >= SMALLEST_TOTAL_IDR
    sure = frame.value >= SURE_TOTAL_IDR or frame.programme not in (None, "ALL")
    measures = {
        "bsu": "bsu_amount",
        "scholarship": "scholarship_amount",
        "claims": "claims_amount",
        "contributions": "contributions_amount",
    }
    measure = measures.get(frame.topic or "")
    if measure and large and sure and not frame.target:
        frame.measure, frame.confidence = measure, 0.8
        frame.rules.append(f"amount_{frame.topic}")


def _rate_measure(relations: Relations, index: int, frame: Frame) -> None:
    near = set(frame.near)
    own_start = frame.place.numeral.start
    next_start = next(
        (f.place.numeral.start for f in relations.frames[index + 1 : index + 3] if f.place.numeral.start > own_start),
        1 << 60,
    )
    end = min(frame.sentence.end, next_start, frame.place.numeral.end + 70)
    ahead = {tag.value for tag in relations.tags.between("measure_cues", frame.place.numeral.end, end)}
    said_before = {
        tag.value for tag in relations.tags.between("measure_cues", frame.sentence.start, frame.place.numeral.start)
    }
    from_value = RISES_TO.match(frame.ahead) or LEVEL_FROM.search(frame.behind) and LEVEL_TO.match(frame.ahead)
    if from_value:
        frame.rules.append("level_from")
        near -= {"growth_up", "growth_down", "target", "planned"}
        said_before -= {"target", "planned"}
    elif near & {"growth_up", "growth_down"} and not LEVEL_BEFORE.search(frame.behind):
        near.discard("level")
    if "level" in near or (
        LEVEL_BEFORE.search(frame.behind) and re.search(r"\b(?:men)?jadi\s*(?:\w+ )?$", frame.behind)
    ):
        near |= {"level"}
        near |= said_before & {"coverage", "registered", "target"}
    if NOT_YET.match(frame.ahead):
        near = (near - {"registered", "coverage"}) | {"unprotected"}
    last = relations.frames[index - 1] if index else None
    if last is not None and "level_from" in last.rules and last.place.sentence == frame.place.sentence:
        near = (near - {"growth_up", "growth_down"}) | {"level"} | (said_before & {"coverage", "registered", "target"})
    if not near & {"coverage", "registered", "unprotected", "growth_up", "growth_down", "active", "inactive", "share"}:
        near |= said_before & {"coverage"} if not (ahead & {"of_target", "unprotected"}) else set()
    noun = frame.noun
    if (noun == "employer" and near & {"registered", "coverage"}) or (ahead & {"registered"} and noun == "employer"):
        near.add("employer_registered")
    previous = relations.before(index)
    beside = previous is not None and (
        frame.place.in_brackets
        or frame.place.link.lower() in ("atau", "(", "setara", "setara dengan", "", "dan", ",", "dari", "menjadi")
    )
    following = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
    partner = previous.measure if previous is not None and beside else None
    if (
        partner is None
        and following is not None
        and following.place.sentence == frame.place.sentence
        and following.place.link in ("(", "atau", "setara")
    ):
        partner = following.measure
    if last is not None and "level_from" in last.rules and last.place.sentence == frame.place.sentence:
        partner = last.measure
    base = _base(relations, index)
    if (
        not near & ANY_RATE
        and not ahead & {"of_target", "unprotected", "registered", "coverage"}
        and frame.listed
        and partner is None
    ):
        rates = [
            f.measure for f in relations.frames[max(0, index - 4) : index] if f.quantity == "percent" and f.measure
        ]
        partner = rates[-1] if rates else None
    target = "yes" if ("target" in near or "target" in said_before or "planned" in near) and not from_value else "no"
    known = next((f for f in relations.frames[:index] if f.quantity == "percent" and f.value == frame.value and f.measure), None)
    if known is not None and known.measure and not near & ANY_RATE and not ahead & {"of_target", "unprotected"}:
        frame.measure, frame.confidence, frame.segment = known.measure, 0.6, frame.segment or known.segment
        frame.rules.append("rate_known_from_before")
        return
    if not near & ANY_RATE and not ahead & {"of_target", "unprotected"}:
        ratio = _ratio_of(relations, index)
        if ratio:
            frame.measure, frame.confidence = ratio, 0.75
            frame.rules.append("ratio_of_two_figures")
            _share_segment(frame, previous)
            return
    for rule in table("rate_rules"):
        fits = (
            (not rule["near"] or near & set(rule["near"].split()))
            and (not rule["ahead"] or ahead & set(rule["ahead"].split()))
            and (not rule["without"] or not near & set(rule["without"].split()))
            and (not rule["partner"] or partner in rule["partner"].split())
            and (not rule["base"] or base in rule["base"].split())
            and rule["target"] in ("any", target)
        )
        if fits:
            _conclude(frame, rule)
            hoped_for = frame.measure == "achievement_rate" and bool(frame.near & {"target", "planned"})
            frame.target = hoped_for or (target == "yes" and frame.measure in ("coverage_target", "growth_target"))
            _share_segment(frame, previous)
            return


RATIOS = (
    ("workers_new", "workers_new_target", "achievement_rate"),
    ("workers_registered", "workers_target", "achievement_rate"),
    ("workers_active", "workers_target", "achievement_rate"),
    ("employers_new", "employers_new_target", "achievement_rate"),
    ("workers_registered", "workers_labour_force", "coverage_rate"),
    ("workers_active", "workers_labour_force", "coverage_rate"),
    ("workers_unprotected", "workers_labour_force", "uncovered_rate"),
    ("workers_active", "workers_registered", "share_rate"),
    ("workers_inactive", "workers_registered", "share_rate"),
    ("employers_active", "employers_registered", "share_rate"),
    ("employers_registered", "employers_population", "employer_coverage_rate"),
)


def _ratio_of(relations: Relations, index: int) -> str | None:
    """A rate without words of its own is what two counts nearby divide to, within the rounding that its decimals allow."""
    frame = relations.frames[index]
    half = Decimal(10) ** -frame.place.numeral.decimals
    nearby = [
        f
        for f in relations.frames[max(0, index - 5) : index + 4]
        if f.quantity == "count" and f.value and abs(f.place.sentence - frame.place.sentence) <= 1
    ]
    for part_measure, whole_measure, rate in RATIOS:
        for part in nearby:
            for whole in nearby:
                if (
                    part.measure == part_measure
                    and whole.measure == whole_measure
                    and abs(100 * part.value / whole.value - frame.value) <= half
                ):
                    return rate
    return None


def _share_segment(frame: Frame, previous: Frame | None) -> None:
    if (
        frame.segment is None
        and previous is not None
        and (frame.place.in_brackets or frame.place.link.lower() in BESIDE)
    ):
        frame.segment = previous.segment


def _base(relations: Relations, index: int) -> str | None:
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


def _conclude(frame: Frame, rule: Row) -> None:
    frame.measure, frame.confidence = rule["measure"], float(rule["confidence"])
    frame.rules.append(rule["rule"])
