"""What figures of one table must be to each other; a figure is an interval as wide as its printing allows.

Belongs here: rows given twice, employed within the labour force, parts and wholes. Does not: figures of different reports
(the warehouse's audit of contradictions).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sources.labour_force.rows import Figure, Found, refusal
from sources.reading import RefusedRow
from sources.tables.areas import NATION, Area, is_whole_nation, is_whole_province


@dataclass(frozen=True)
class _Verdict:
    """Figures that cannot stand, the rule that they break, and the values that show it."""

    figures: list[Figure]
    rule: str
    value: str


def refuse_inconsistent(found: Found) -> None:
    """Move figures that cannot be true together from `figures` to `refused`. Later checks see only what earlier ones left."""
    for verdicts in (_repetitions, _inconsistent_rows, _wrong_totals):
        refused = {}
        for verdict in verdicts(found.figures):
            for figure in verdict.figures:
                refused[figure.row_number] = _refused_row(figure, verdict)
        found.refused += refused.values()
        found.figures = [figure for figure in found.figures if figure.row_number not in refused]


def _refused_row(figure: Figure, verdict: _Verdict) -> RefusedRow:
    record = {
        "area": figure.area.name,
        "period_end": figure.period_end.isoformat(),
        "column": figure.header,
        "as_printed": figure.as_printed,
        "unit": figure.unit,
    }
    return RefusedRow(figure.row_number, refusal(verdict.rule, figure.locator, verdict.value, figure.header), record)


def _repetitions(figures: Iterable[Figure]) -> Iterator[_Verdict]:
    seen: dict[tuple[str, date, str], Figure] = {}
    for figure in figures:
        key = (figure.area.code, figure.period_end, figure.column.column)
        if (first := seen.setdefault(key, figure)) is not figure:
            value = f"{figure.area.name}, {figure.period_end:%m/%Y}, first at {first.locator}"
            yield _Verdict([figure], "table_row_repeated", value)


def _inconsistent_rows(figures: Iterable[Figure]) -> Iterator[_Verdict]:
    rows: dict[tuple[str, date], dict[str, Figure]] = {}
    for figure in figures:
        rows.setdefault((figure.area.code, figure.period_end), {})[figure.column.column] = figure
    for row in rows.values():
        yield from _row(row)


def _row(row: Mapping[str, Figure]) -> Iterator[_Verdict]:
    labour_force, employed = row.get("labour_force"), row.get("employed")
    formal, informal = row.get("employed_formal"), row.get("employed_informal")
    if labour_force and employed and _low(employed) > _high(labour_force):
        value = f"{employed.as_printed} employed of {labour_force.as_printed}"
        yield _Verdict(list(row.values()), "employed_exceed_labour_force", value)
    elif employed and formal and informal and _differ([formal, informal], employed):
        value = f"{formal.as_printed} + {informal.as_printed} against {employed.as_printed}"
        yield _Verdict([employed, formal, informal], "parts_differ_from_whole", value)
    elif employed:
        for part in (formal, informal):
            if part and _low(part) > _high(employed):
                value = f"{part.as_printed} of {employed.as_printed}"
                yield _Verdict([employed, part], "parts_differ_from_whole", value)


def _wrong_totals(figures: Iterable[Figure]) -> Iterator[_Verdict]:
    tables: dict[tuple[date, str], list[Figure]] = {}
    for figure in figures:
        tables.setdefault((figure.period_end, figure.column.column), []).append(figure)
    for table in tables.values():
        for total in table:
            parts = [figure for figure in table if _is_part_of(figure.area, total.area)]
            codes = [part.area.code for part in parts]
            nation = total.area.code == NATION
            whole = bool(parts) and (is_whole_nation(codes) if nation else is_whole_province(total.area.code, codes))
            too_much = bool(parts) and sum(map(_low, parts), Decimal(0)) > _high(total)
            if too_much or (whole and _differ(parts, total)):
                persons = sum(part.persons.value for part in parts)
                what = "provinces" if nation else "regencies and cities"
                value = f"{total.as_printed} against {persons:f} persons in {len(parts)} {what}"
                yield _Verdict([total], "total_differs_from_parts", value)


def _is_part_of(part: Area, whole: Area) -> bool:
    """Whether it lies one level below: provinces in the nation, regencies and cities in their province."""
    if whole.kind == "nation":
        return part.kind == "province"
    return whole.kind == "province" and part.kind in ("regency", "city") and part.province_code == whole.code


def _differ(parts: list[Figure], whole: Figure) -> bool:
    low, high = sum(map(_low, parts), Decimal(0)), sum(map(_high, parts), Decimal(0))
    return low > _high(whole) or high < _low(whole)


def _low(figure: Figure) -> Decimal:
    return figure.persons.value - figure.persons.half_width


def _high(figure: Figure) -> Decimal:
    return figure.persons.value + figure.persons.half_width
