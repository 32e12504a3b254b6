"""Measures of percentages: the cues at their sides, the counts beside them, and rate_rules.csv.

Belongs here: features that only rates have (levels that rise to levels, ratios of two counts) and the application of the table.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from sources.press.frames import NOT_YET, Frame
from sources.press.parts import TARGET_NEXT
from sources.press.relations import BASE_BEFORE, BESIDE, Relations
from sources.press.vocabulary import table
from sources.reference import Row

RATE_LINKS = (*BESIDE, "", "dan", ",", "dari", "menjadi")
BECOMES = re.compile(r"\b(?:men)?jadi\s*(?:\w+ )?$", re.IGNORECASE)
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
DONE = re.compile(r"\b(?:sudah|telah|berhasil)\b[^,;]*$", re.IGNORECASE)
ANAPHORIC = re.compile(r"\W*(?:tersebut|itu|tadi|tsb)\b", re.IGNORECASE)
COVERAGE_REMEMBERED = 4  # sentences
LEVELS = ("coverage_rate", "uncovered_rate", "employer_coverage_rate", "share_rate", "coverage_target")
THAT_IS = re.compile(
    r"\b(?:itu|tersebut|ini)\s+(?:(?:baru|sekitar|adalah|mencapai|merupakan|sama dengan)\s+)*$", re.IGNORECASE
)
LEVEL_FROM = re.compile(r"\bdari(?: sekitar)?\s*$", re.IGNORECASE)
RISES_TO = re.compile(
    r"^[^.;\d]{0,30}\b(?:naik|meningkat|bertambah|tumbuh|ditingkatkan|dinaikkan)\s+(?:menjadi|hingga|ke|sampai|jadi)\b",
    re.IGNORECASE,
)
LEVEL_TO = re.compile(r"^[^.;]{0,25}\b(?:menjadi|jadi|ke)\b", re.IGNORECASE)
LEVEL_BEFORE = re.compile(
    r"\b(?:menjadi|jadi|ke|hingga|sampai|mencapai|sebesar)\b\s*(?:sekitar |kira-kira |minimal |di atas )?$",
    re.IGNORECASE,
)
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


@dataclass
class _Cues:
    """What speaks for the measure of one rate: cues beside it, cues ahead, cues of its sentence before it, counts that go with it."""

    near: set[str]
    ahead: set[str]
    before: set[str]
    level_from: bool = False
    level_to: bool = False
    partner: str | None = None
    base: str | None = None

    @property
    def silent(self) -> bool:
        """Whether nothing beside it says what it is."""
        return not self.near & ANY_RATE and not self.ahead & {"of_target", "unprotected"}

    @property
    def target(self) -> str:
        planned = "target" in self.near or "target" in self.before or "planned" in self.near
        return "yes" if planned and not self.level_from else "no"

    def fits(self, rule: Row) -> bool:
        """Whether a row of rate_rules.csv applies."""
        return bool(
            (not rule["near"] or self.near & set(rule["near"].split()))
            and (not rule["ahead"] or self.ahead & set(rule["ahead"].split()))
            and (not rule["without"] or not self.near & set(rule["without"].split()))
            and (not rule["partner"] or self.partner in rule["partner"].split())
            and (not rule["base"] or self.base in rule["base"].split())
            and rule["target"] in ("any", self.target)
        )


def set_rate_measure(relations: Relations, index: int, frame: Frame, seen: dict[Decimal, Frame]) -> None:
    """Sets the measure of a rate, if one is found. `seen` holds the rates that have a measure already, by value."""
    cues = _cues(relations, index, frame)
    previous = relations.before(index)
    known = seen.get(frame.value)
    if cues.silent and known is not None and known.measure:
        frame.segment = frame.segment or known.segment
        frame.conclude(known.measure, 0.6, "rate_known_from_before")
        return
    ratio = _ratio_of(relations, index) if cues.silent else None
    if ratio:
        frame.conclude(ratio, 0.75, "ratio_of_two_figures")
        if previous is not None and previous.quantity == "count":
            frame.segment = frame.segment or previous.segment
        _share_segment(frame, previous)
        return
    for rule in table("rate_rules"):
        if cues.fits(rule):
            frame.conclude(rule["measure"], float(rule["confidence"]), rule["rule"])
            left = relations.tags.between("measure_cues", frame.place.left, frame.place.numeral.start)
            hoped_for = (
                frame.measure == "achievement_rate"
                and any(tag.value in ("target", "planned") for tag in left)
                and not DONE.search(frame.behind)
            )
            frame.target = hoped_for or (cues.target == "yes" and frame.measure in ("coverage_target", "growth_target"))
            _share_segment(frame, previous)
            return


def _cues(relations: Relations, index: int, frame: Frame) -> _Cues:
    numeral, sentence = frame.place.numeral, frame.sentence
    following = (f.place.numeral.start for f in relations.frames[index + 1 : index + 3])
    end = min(sentence.end, numeral.end + 70, *(start for start in following if start > numeral.start), 1 << 60)
    cues = _Cues(
        near=set(frame.near),
        ahead={tag.value for tag in relations.tags.between("measure_cues", numeral.end, end)},
        before={tag.value for tag in relations.tags.between("measure_cues", sentence.start, numeral.start)},
    )
    if TARGET_NEXT.match(frame.ahead):
        cues.ahead.add("of_target")
    if ANAPHORIC.match(frame.ahead):  # 'angka 9,46 persen tersebut bisa naik' is told of a level
        cues.near -= {"growth_up", "growth_down"}
    _levels(relations, index, frame, cues)
    if NOT_YET.match(frame.ahead) or frame.status == "unprotected":
        cues.near = (cues.near - {"registered", "coverage"}) | {"unprotected"}
    if not cues.near & (ANY_RATE - {"achievement"}) and not cues.ahead & {"of_target", "unprotected"}:
        cues.near |= cues.before & {"coverage"}
    if frame.noun == "employer" and (cues.near & {"registered", "coverage"} or "registered" in cues.ahead):
        cues.near.add("employer_registered")
    cues.partner = cues.partner or _partner(relations, index, frame, cues)
    if cues.partner is None and any(
        f.measure == "coverage_rate" and frame.place.sentence - f.place.sentence <= COVERAGE_REMEMBERED
        for f in relations.frames[max(0, index - 6) : index]
    ):
        cues.partner = "coverage_before"
    cues.base = _base(relations, index)
    return cues


def _levels(relations: Relations, index: int, frame: Frame, cues: _Cues) -> None:
    """'naik dari 21,54 persen menjadi 60 persen' tells two levels and no growth."""
    growth = {"growth_up", "growth_down"}
    last = relations.frames[index - 1] if index else None
    cues.level_from = bool(
        RISES_TO.match(frame.ahead) or (LEVEL_FROM.search(frame.behind) and LEVEL_TO.match(frame.ahead))
    )
    cues.level_to = bool(last and "level_from" in last.rules and last.place.sentence == frame.place.sentence)
    level_said = cues.before & {"coverage", "registered", "target"}
    if cues.level_from:
        frame.rules.append("level_from")
        cues.near -= growth | {"target", "planned"}
        cues.before -= {"target", "planned"}
    elif cues.near & growth and not LEVEL_BEFORE.search(frame.behind):
        cues.near.discard("level")
    if "level" in cues.near or BECOMES.search(frame.behind):
        cues.near |= {"level"} | level_said
    if cues.level_to and last:
        cues.near = (cues.near - growth) | {"level"} | level_said
        cues.partner = last.measure


def _partner(relations: Relations, index: int, frame: Frame, cues: _Cues) -> str | None:
    """The measure of the figure that the rate stands beside; of an item of a list, that of the rate before it."""
    frames, previous = relations.frames, relations.before(index)
    following = frames[index + 1] if index + 1 < len(frames) else None
    again = following is not None and following.place.sentence == frame.place.sentence
    said_next = following.measure if again and following is not None and following.place.link in BESIDE else None
    linked = frame.place.in_brackets or frame.place.link.lower() in RATE_LINKS
    if previous is not None and previous.measure and linked:
        return _beside_count(previous, frame, said_next)
    if previous is None and cues.silent and (frame.anaphora or THAT_IS.search(frame.behind)):
        sentence = frame.place.sentence - 1
        told = [f.measure for f in frames[max(0, index - 4) : index] if f.place.sentence == sentence and f.measure]
        return told[0] if told else None
    listed = frame.listed and cues.silent and not cues.ahead & {"registered", "coverage"}
    if said_next or not listed:
        return said_next
    rates = [f.measure for f in frames[max(0, index - 4) : index] if f.quantity == "percent" and f.measure in LEVELS]
    return rates[-1] if rates else None


def _beside_count(previous: Frame, frame: Frame, said_next: str | None) -> str | None:
    """What the figure before makes of a rate; a base does not count where the part is told after the rate."""
    if previous.measure == "workers_registered" and BASE_BEFORE.search(previous.behind):
        return "registered_base"  # 'Dari 35 ribu peserta, 10 persen …' is a share of them
    if previous.measure != "workers_labour_force":
        return previous.measure
    if frame.place.in_brackets:
        return "labour_force_bracket"
    return said_next or previous.measure


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
