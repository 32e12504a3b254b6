"""Coverage of the provinces: on the tile map, on constant boundaries, and ranked.

Belongs here: which list of provinces is drawn, where tiles lie. Does not: coverage over time (over_time), what is missing (gap).
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from serving.report.model import Bar, Bars, Cell, FactRef, Figure, Row, Section, Tile, Tiles
from serving.report.views.asked import (
    PER_MILLE,
    Asked,
    as_number,
    day,
    days,
    fact,
    facts,
    is_doubtful,
    level,
    number,
    scale,
    share,
)
from serving.tiles import tile_places
from sources.reference import Row as ReferenceRow
from sources.reference import seed

_MAP = "marts.rpt_coverage_on_constant_boundaries"
_RANKING = "marts.rpt_coverage_by_province"
_MILLION = Decimal(10**6)


@cache
def _provinces() -> dict[str, ReferenceRow]:
    return {row["area_code"]: row for row in seed("province")}


@dataclass(frozen=True)
class _Map:
    """What is drawn on the tiles: a measure, its scale, what a value is called."""

    measure: str
    scale: str
    name: str


def coverage_section(asked: Asked) -> Section:
    return Section(
        "coverage",
        asked.say("coverage_title"),
        asked.say("coverage_lead"),
        [
            _map(asked, _Map("coverage_rate", "percent", "map_coverage")),
            _ranking(asked),
            _map(asked, _Map("workers_active", "workers", "map_active")),
        ],
    )


def _map(asked: Asked, drawn: _Map) -> Figure:
    found = asked.rows.ask("province_map")
    if found is None:
        return asked.not_held(drawn.name, asked.say(drawn.name), _MAP)
    best = _best_list(found, drawn.measure)
    areas = {str(row["area_code"]): row for row in found if row["boundary_set_code"] == best}
    values = {
        str(row["area_code"]): row
        for row in found
        if row["boundary_set_code"] == best and row["measure"] == drawn.measure
    }
    if not values:
        return Figure(
            drawn.name, asked.say(drawn.name), _MAP, empty=asked.say("map_empty", what=asked.say(drawn.measure))
        )
    one = next(iter(areas.values()))
    folds = sorted({_fold(asked, row) for row in areas.values() if _is_folded(row)})
    title = asked.say("map_title", what=asked.say(drawn.name), list=asked.pick(one, "boundary_set_name"))
    title += asked.say("map_folded", folds="; ".join(folds)) if folds else asked.say("map_unfolded")
    known = sorted(values.values(), key=lambda row: (-as_number(row, "value"), str(row["area_code"])))
    # One row a constant area: the provinces of a fold share theirs.
    unique = list({str(row["constant_area_code"]): row for row in known}.values())
    return Figure(
        drawn.name,
        title,
        _MAP,
        about=asked.language.span(days(unique)),
        drawing=Tiles(
            [_tile(asked, drawn, code, areas.get(code), values.get(code)) for code in tile_places()],
            _legend(asked, drawn.scale),
        ),
        notes=_map_notes(asked, drawn, unique, len(values)),
        table=asked.table(
            asked.say(drawn.name),
            _MAP,
            [("area", False), (drawn.measure, True), ("as_of_day", False), ("origin", False)],
            unique,
            lambda row: [
                Cell(asked.pick(row, "province_name")),
                _value(asked, drawn, row),
                asked.day(row),
                Cell(asked.named("origin", row["value_origin"])),
            ],
        ),
        facts=[found for row in unique for found in facts("fct_coverage", row["coverage_keys"])],
    )


def _best_list(rows: list[Row], measure: str) -> str:
    """The list of provinces on which most tiles have a figure; of several, the newest."""
    known = {str(row["boundary_set_code"]): 0 for row in rows}
    for row in rows:
        known[str(row["boundary_set_code"])] += row["measure"] == measure
    return max(known, key=lambda code: (known[code], code), default="")


def _is_folded(row: Row) -> bool:
    return as_number(row, "provinces_of_today") > 1


def _fold(asked: Asked, row: Row) -> str:
    return f"{asked.pick(row, 'province_name')} = {asked.pick(row, 'covers')}"


def _map_notes(asked: Asked, drawn: _Map, known: list[Row], tiles: int) -> list[str]:
    notes = [asked.say("map_known", known=tiles, all=len(tile_places()))]
    if drawn.scale == "percent":
        notes.append(asked.say("rates_differ"))
        if any(is_doubtful(as_number(row, "value")) for row in known):
            notes.append(asked.say("rate_doubtful"))
    return notes


def _value(asked: Asked, drawn: _Map, row: Row) -> Cell:
    behind = facts("fct_coverage", row["coverage_keys"])
    return asked.percent(row["value"], *behind) if drawn.scale == "percent" else asked.count(row["value"], *behind)


def _tile(asked: Asked, drawn: _Map, code: str, area: Row | None, found: Row | None) -> Tile:
    place = tile_places()[code]
    province = _provinces()[code]
    name, iso = province[f"name_{asked.language.code}"], province["iso_3166_2"][3:]
    folded = area is not None and _is_folded(area)
    if found is None:
        return Tile(
            place.column,
            place.row,
            iso,
            place.short_name,
            name,
            0,
            asked.say("tile_empty", area=name),
            is_folded=folded,
        )
    value = as_number(found, "value")
    doubtful = drawn.scale == "percent" and is_doubtful(value)
    shown_day = day(found["as_of_date"])
    behind = facts("fct_coverage", found["coverage_keys"])
    as_millions = asked.language.number(value / _MILLION)
    said = asked.say(
        "tile_folded" if folded else "tile_said",
        area=name,
        value=_value(asked, drawn, found).text,
        day=asked.language.day(shown_day),
        fold=asked.pick(found, "province_name"),
    )
    return Tile(
        place.column,
        place.row,
        iso,
        place.short_name,
        name,
        level(value, drawn.scale),
        said,
        value=asked.language.number(value, 1) if drawn.scale == "percent" else as_millions,
        rounded=asked.language.number(value, 0)
        if drawn.scale == "percent"
        else asked.language.number(value / _MILLION, 1),
        when=str(shown_day.year) if shown_day else "",
        is_folded=folded,
        is_doubtful=doubtful,
        fact=behind[0] if behind else None,
    )


def _legend(asked: Asked, name: str) -> list[str]:
    bounds = scale(name)
    label = asked.language.percent if name == "percent" else asked.language.scaled
    texts = [label(bound) for bound in bounds]
    return [
        *(f"{low}–{high}" for low, high in pairwise(texts)),
        asked.say("and_more", value=texts[-1]),
    ]


def _ranking(asked: Asked) -> Figure:
    found = asked.rows.ask("provinces")
    title = asked.say("ranking")
    if found is None:
        return asked.not_held("ranking", title, _RANKING)
    known = [row for row in found if number(row["coverage_rate_shown"]) is not None]
    if not known:
        return Figure("ranking", title, _RANKING, empty=asked.say("ranking_empty"))
    without = [asked.pick(row, "province_name") for row in found if number(row["coverage_rate_shown"]) is None]
    notes = [asked.say("ranking_note")]
    if any(is_doubtful(as_number(row, "coverage_rate_shown")) for row in known):
        notes.append(asked.say("rate_doubtful"))
    if without:
        notes.append(asked.say("without_figure", count=len(without), areas=", ".join(without[: len(tile_places())])))
    return Figure(
        "ranking",
        title,
        _RANKING,
        about=asked.language.span(days(known)),
        drawing=Bars(_ranked(asked, known)),
        notes=notes,
        table=asked.table(
            title,
            _RANKING,
            [
                *[
                    ("area", False),
                    ("coverage_rate", True),
                    ("as_of_day", False),
                    ("origin", False),
                    ("denominator", False),
                ],
                *[("workers_registered", True), ("workers_active", True), ("workers_unprotected", True)],
            ],
            known,
            lambda row: [
                Cell(asked.pick(row, "province_name")),
                asked.percent(row["coverage_rate_shown"], _coverage(row)),
                asked.day(row),
                Cell(asked.named("origin", row["coverage_rate_origin"])),
                Cell(asked.pick(row, "denominator_name")),
                *(
                    asked.count(row[column], _coverage(row))
                    for column in ("workers_registered", "workers_active", "workers_unprotected")
                ),
            ],
        ),
        facts=[_coverage(row) for row in known],
    )


def _ranked(asked: Asked, known: list[Row]) -> list[tuple[str, list[Bar]]]:
    """Sound rates in their order; those that cannot be right stand below, where nobody takes them for the best."""
    known = known[: asked.limit]
    sound = [_bar(asked, row) for row in known if not is_doubtful(as_number(row, "coverage_rate_shown"))]
    doubtful = [_bar(asked, row) for row in known if is_doubtful(as_number(row, "coverage_rate_shown"))]
    return [group for group in (("", sound), (asked.say("ranking_impossible"), doubtful)) if group[1]]


def _coverage(row: Row) -> FactRef:
    return fact("fct_coverage", row["coverage_key"])


def _bar(asked: Asked, row: Row) -> Bar:
    rate = as_number(row, "coverage_rate_shown")
    pieces = [("doubt", PER_MILLE)] if is_doubtful(rate) else [(f"q{level(rate, 'percent')}", share(rate, 100))]
    return Bar(
        asked.pick(row, "province_name"),
        pieces,
        asked.percent(rate, _coverage(row)),
        note=asked.language.day(day(row["as_of_date"])),
    )
