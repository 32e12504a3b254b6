"""Measures of percentages: the cues at their sides, the counts beside them, and rate_rules.csv.

Belongs here: features that only rates have (levels that rise to levels, ratios of two counts) and the application of the table.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from sources.press.constructions import ahead, behind, within
from sources.press.frames import Frame
from sources.press.kinds import cues_of_rates
from sources.press.rate_partners import base_of, partner_of
from sources.press.relations import Relations, beside, linked
from sources.press.vocabulary import table
from sources.reference import Row

HUNDRED = Decimal(100)
COVERAGE_REMEMBERED = 8  # sentences
OF_MEMBERS = {"registered", "coverage", "active", "claims", "new"}


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
        return not self.near & cues_of_rates() and not self.ahead & {"of_target", "unprotected"}

    @property
    def target(self) -> str:
        planned = "target" in self.near or "target" in self.before or "planned" in self.near
        return "yes" if planned and not self.level_from else "no"

    def fits(self, rule: "_RateRule", target: str) -> bool:
        """Whether a row of rate_rules.csv applies."""
        return bool(
            rule.row["target"] in ("any", target)
            and (not rule.near or any(self.near >= together for together in rule.near))
            and (not rule.ahead or self.ahead & rule.ahead)
            and not self.near & rule.without
            and (not rule.partner or self.partner in rule.partner)
            and (not rule.base or self.base in rule.base)
        )


@dataclass(frozen=True)
class _RateRule:
    """A row of rate_rules.csv, its cells taken apart: of `near`, cues that + joins stand there together."""

    row: Row
    near: tuple[frozenset[str], ...]
    ahead: frozenset[str]
    without: frozenset[str]
    partner: frozenset[str]
    base: frozenset[str]


@cache
def _rate_rules() -> tuple[_RateRule, ...]:
    cells = ("ahead", "without", "partner", "base")
    return tuple(
        _RateRule(
            row,
            tuple(frozenset(cell.split("+")) for cell in row["near"].split()),
            *(frozenset(row[cell].split()) for cell in cells),
        )
        for row in table("rate_rules")
    )


def set_rate_measure(relations: Relations, index: int, frame: Frame, seen: dict[Decimal, Frame]) -> None:
    """Sets the measure of a rate, if one is found. `seen` holds the rates that have a measure already, by value."""
    cues = _cues(relations, index, frame)
    if "price" in frame.near or (frame.place.numeral.form == "fraction_word" and behind("denied", frame.behind)):
        return
    previous = relations.before(index)
    known = seen.get(frame.value)
    by_noun = not frame.enrolled and cues.near & cues_of_rates() == {"registered"} and not cues.ahead & {"unprotected"}
    again = cues.silent or by_noun or ahead("that_one", frame.ahead) is not None
    if again and known is not None and known.measure:
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
    target = cues.target
    of_claims = frame.topic == "claims" and ("claims" in frame.near or frame.noun == "case")
    for parsed in _rate_rules():
        if of_claims and parsed.row["measure"].startswith(("coverage", "uncovered", "employer")):
            continue
        if cues.fits(parsed, target):
            rule = parsed.row
            frame.conclude(rule["measure"], float(rule["confidence"]), rule["rule"])
            left = relations.tags.between("measure_cues", frame.place.left, frame.place.numeral.start)
            elsewhere = frame.measure in ("growth_rate", "achievement_rate") and "price" in cues.before
            certain = frame.measure == "coverage_target" and frame.value == HUNDRED
            if certain or (elsewhere and not frame.near & OF_MEMBERS):
                frame.measure = None  # 'UMP naik 9,04 persen', 'optimistis 100 persen terlindungi'
                return
            if frame.measure == "achievement_rate" and ahead(
                "conditional", relations.text, frame.sentence.start, frame.place.numeral.start
            ):
                frame.measure = None  # 'Jika target tercapai seratus persen, …'
                return
            hoped_for = (
                frame.measure == "achievement_rate"
                and any(tag.value in ("target", "planned") for tag in left)
                and not behind("was_done", frame.behind)
            )
            frame.target = hoped_for or (target == "yes" and frame.measure in ("coverage_target", "growth_target"))
            _share_segment(frame, previous)
            following = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
            if frame.programme in (None, "ALL") and following is not None and linked("link_beside", following):
                frame.programme = following.programme or frame.programme
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
    if ahead("target_next", frame.ahead):
        cues.ahead.add("of_target")
    again = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
    told_again = again is not None and again.quantity == "count" and linked("link_again", again)
    if told_again and again is not None and ahead("of_a_target", again.ahead):
        cues.ahead.add("of_target")  # '85 persen atau 105.907 orang dari target 124.602'
    if ahead("of_all_workers", frame.ahead):
        cues.ahead.add("potential")
    if frame.topic == "bsu":
        cues.near.add("bsu")
    if ahead("share_of", frame.ahead) or ahead("share_of_kind", frame.ahead):
        cues.ahead.add("share_of")
    before = relations.before(index)
    if frame.segment or (before is not None and before.segment and beside(frame)):
        cues.near.add("segment")
    if frame.segment and (within("told_as_done", frame.behind) or behind("only_so_many", frame.behind)):
        cues.near |= {"segment", "done"}
    if ahead("that_one", frame.ahead):  # 'angka 9,46 persen tersebut bisa naik' is told of a level
        cues.near -= {"growth_up", "growth_down"}
    _levels(relations, index, frame, cues)
    if ahead("not_yet", frame.ahead) or frame.status == "unprotected":
        cues.near = (cues.near - {"registered", "coverage"}) | {"unprotected"}
    if not cues.near & (cues_of_rates() - {"achievement"}) and not cues.ahead & {"of_target", "unprotected"}:
        cues.near |= cues.before & {"coverage"}
    if frame.noun == "employer" and (cues.near & {"registered", "coverage"} or "registered" in cues.ahead):
        cues.near.add("employer_registered")
    cues.partner = cues.partner or partner_of(relations, index, frame, cues.near, cues.ahead, silent=cues.silent)
    if cues.partner is None and any(
        f.measure == "coverage_rate" and frame.place.sentence - f.place.sentence <= COVERAGE_REMEMBERED
        for f in relations.frames[max(0, index - 10) : index]
    ):
        cues.partner = "coverage_before"
    cues.base = base_of(relations, index)
    return cues


def _levels(relations: Relations, index: int, frame: Frame, cues: _Cues) -> None:
    """'naik dari 21,54 persen menjadi 60 persen' tells two levels and no growth."""
    growth = {"growth_up", "growth_down"}
    last = relations.frames[index - 1] if index else None
    cues.level_from = bool(
        ahead("rises_to", frame.ahead) or (behind("level_from", frame.behind) and ahead("level_to", frame.ahead))
    )
    cues.level_to = bool(last and "level_from" in last.rules and last.place.sentence == frame.place.sentence)
    level_said = cues.before & {"coverage", "registered", "target"}
    if cues.level_from:
        frame.rules.append("level_from")
        cues.near -= growth | {"target", "planned"}
        cues.before -= {"target", "planned"}
    elif (cues.near & growth and behind("level_reached", frame.behind)) or (
        cues.near & growth and "coverage" in cues.near and behind("rises_reaching", frame.behind)
    ):
        cues.near = (cues.near - growth) | {"level"} | level_said
    elif cues.near & growth and not behind("level_before", frame.behind):
        cues.near.discard("level")
    if "level" in cues.near or (not cues.near & growth and behind("becomes_one_word", frame.behind)):
        cues.near |= {"level"} | level_said
    if cues.level_to and last:
        cues.near = (cues.near - growth) | {"level"} | level_said
        cues.partner = last.measure


def _ratio_of(relations: Relations, index: int) -> str | None:
    """A rate without words of its own is what two counts nearby divide to, within the rounding that its decimals allow."""
    frame = relations.frames[index]
    half = Decimal(10) ** -frame.place.numeral.decimals
    nearby = [
        f
        for f in relations.frames[max(0, index - 5) : index + 4]
        if f.quantity == "count" and f.value and abs(f.place.sentence - frame.place.sentence) <= 1
    ]
    for part_measure, whole_measure, rate in ((row["part"], row["whole"], row["rate"]) for row in table("ratios")):
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
    if frame.segment is None and previous is not None and (frame.place.in_brackets or linked("link_beside", frame)):
        frame.segment = previous.segment
    elif frame.segment is None and previous is not None and previous.base and ahead("of_them", frame.ahead):
        frame.segment = previous.segment  # 'Dari 9,7 juta pekerja formal, baru 28,9 persen di antaranya terdaftar'


def same_targets(frames: list[Frame]) -> None:
    """A rate that is told as a target of coverage once is none of growth where it is printed again."""
    targets = {f.value for f in frames if f.measure == "coverage_target"}
    for frame in frames:
        if frame.measure == "growth_target" and frame.value in targets and "coverage" in frame.near:
            frame.measure = "coverage_target"


def shares_of_a_whole(frames: list[Frame]) -> None:
    """'150.320 orang (71,4 persen) aktif, 60.130 (28,6 persen) nonaktif': rates of active and inactive that make a hundred are shares."""
    rates = [f for f in frames if f.quantity == "percent"]
    for first, second in pairwise(rates):
        together = first.place.sentence == second.place.sentence and first.value + second.value == HUNDRED
        if together and {first.measure, second.measure} == {"coverage_rate", "share_rate"}:
            for rate in (first, second):
                rate.measure = "share_rate"
                rate.rules.append("shares_of_a_whole")
