"""What figures of one workbook must be to each other; a figure is an interval as wide as its printing allows.

Belongs here: figures given twice, registered against active and inactive, segments and scales against their whole, cases against rupiah.
Does not: figures of different reports (the warehouse's audit of contradictions).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sources import reference
from sources.reading import RefusedRow
from sources.workbook.found import Figure, Found
from sources.workbook.refusals import refusal

_STATUSES = (
    ("workers_registered", "workers_active", "workers_inactive"),
    ("employers_registered", "employers_active", "employers_inactive"),
)
_SCALES = frozenset({"micro", "small", "medium", "large"})


@dataclass(frozen=True)
class _Verdict:
    """Figures that cannot stand, the rule that they break, and the values that show it."""

    figures: list[Figure]
    rule: str
    value: str


def refuse_inconsistent(found: Found) -> None:
    """Move figures that cannot be true together from `figures` to `refused`. Later checks see only what earlier ones left."""
    for verdicts in (_repetitions, _statuses, _wholes, _claims):
        refused = {}
        for verdict in verdicts(found.figures):
            for figure in verdict.figures:
                refused[figure.row_number] = _refused_row(figure, verdict)
                found.refused_places.add((figure.table, figure.row, figure.column))
        found.refused += refused.values()
        found.figures = [figure for figure in found.figures if figure.row_number not in refused]


def _refused_row(figure: Figure, verdict: _Verdict) -> RefusedRow:
    record = {
        "area": figure.area.name,
        "programme": figure.programme or "",
        "segment": figure.segment or "",
        "period_end": figure.period_end.isoformat(),
        "column": figure.header,
        "as_printed": figure.as_printed,
    }
    return RefusedRow(figure.row_number, refusal(verdict.rule, figure.locator, verdict.value, figure.header), record)


def _repetitions(figures: Iterable[Figure]) -> Iterator[_Verdict]:
    """A figure told again is refused; where the values differ, nobody knows which is right, and all of them are."""
    told: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures:
        told.setdefault(figure.key, []).append(figure)
    for first, *others in told.values():
        agree = all(other.value == first.value for other in others)
        for figure in others if agree else [first, *others] if others else []:
            rival = others[0] if figure is first else first
            yield _Verdict(
                [figure], "figure_repeated", f"{figure.as_printed}, also {rival.as_printed} at {rival.locator}"
            )


def _statuses(figures: Iterable[Figure]) -> Iterator[_Verdict]:
    rows: dict[tuple[object, ...], dict[str, Figure]] = {}
    for figure in figures:
        rows.setdefault((figure.period_end, *figure.key[4:]), {})[figure.measure] = figure
    for row in rows.values():
        for names in _STATUSES:
            registered, active, inactive = (row.get(name) for name in names)
            if registered and active and inactive:
                if _differ([active, inactive], registered):
                    value = f"{active.as_printed} + {inactive.as_printed} against {registered.as_printed}"
                    yield _Verdict([registered, active, inactive], "registered_differs_from_status", value)
            elif registered:
                for part in (active, inactive):
                    if part and _low(part) > _high(registered):
                        value = f"{part.as_printed} of {registered.as_printed}"
                        yield _Verdict([registered, part], "registered_differs_from_status", value)


def _wholes(figures: Iterable[Figure]) -> Iterator[_Verdict]:
    """A whole (`Semua`) against its segments or scales, and only where those make a whole."""
    groups: dict[tuple[object, ...], dict[str, Figure]] = {}
    for figure in figures:
        group = (*figure.key[:6], figure.sheet)
        groups.setdefault(group, {})[figure.segment or ""] = figure
    for members in groups.values():
        whole = members.get("")
        if whole is None:
            continue
        named = frozenset(segment for segment in members if segment) - _parts_of_others()
        parts = [members[segment] for segment in sorted(named)]
        if not parts:
            continue
        sums = sum((_low(part) for part in parts), Decimal(0))
        complete = named in _part_sets()
        if (complete and _differ(parts, whole)) or sums > _high(whole):
            value = f"{' + '.join(part.as_printed for part in parts)} against {whole.as_printed}"
            yield _Verdict([whole, *parts], "parts_differ_from_all", value)


def _claims(figures: Iterable[Figure]) -> Iterator[_Verdict]:
    rows: dict[tuple[object, ...], dict[str, Figure]] = {}
    for figure in figures:
        rows.setdefault(figure.key[1:], {})[figure.measure] = figure
    for row in rows.values():
        cases, amount = row.get("claims_count"), row.get("claims_amount")
        if cases and amount and (cases.value == 0) != (amount.value == 0):
            value = f"{cases.as_printed} cases, {amount.as_printed} rupiah"
            yield _Verdict([cases, amount], "cases_and_amount_disagree", value)


@cache
def _part_sets() -> frozenset[frozenset[str]]:
    """Sets of segments, and of scales, that make a whole."""
    sets: dict[str, set[str]] = {}
    for row in reference.seed("measure_relation_part"):
        if row["relation"] == "segments_sum_to_total" and row["is_optional"] == "false":
            sets.setdefault(row["part_set"], set()).add(row["member"])
    return frozenset({*(frozenset(members) for members in sets.values()), _SCALES})


@cache
def _parts_of_others() -> frozenset[str]:
    """Segments that are counted within another one."""
    return frozenset(row["segment_code"] for row in reference.seed("segment") if row["part_of"])


def _differ(parts: list[Figure], whole: Figure) -> bool:
    low, high = sum(map(_low, parts), Decimal(0)), sum(map(_high, parts), Decimal(0))
    return low > _high(whole) or high < _low(whole)


def _low(figure: Figure) -> Decimal:
    return figure.value - figure.half_width


def _high(figure: Figure) -> Decimal:
    return figure.value + figure.half_width
