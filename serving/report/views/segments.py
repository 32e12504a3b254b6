"""Formal and informal workers: how well each is covered, and how many there are.

Belongs here: pairs of the two segments of one area and time. Does not: other segments.
"""

from decimal import Decimal

from serving.report.model import Bar, Bars, Cell, FactRef, Figure, Row, Section
from serving.report.views.asked import Asked, as_number, day, days, fact, is_doubtful, latest, number, share

_RELATION = "marts.fct_coverage"
_MEASURES = ("workers_active", "workers_registered", "workers_employed")
_MOST_AREAS = 12


def segments_section(asked: Asked) -> Section:
    return Section(
        "segments", asked.say("segments_title"), asked.say("segments_lead"), [_rates(asked), _workers(asked)]
    )


def _rates(asked: Asked) -> Figure:
    title = asked.say("segments_rates")
    rows = asked.rows.ask("segments")
    if rows is None:
        return asked.not_held("segments_rates", title, _RELATION)
    told = [row for row in rows if number(row["coverage_rate"]) is not None]
    if not told:
        return Figure("segments_rates", title, _RELATION, empty=asked.say("segments_rates_empty"))
    drawn = latest(told, "area_code", "segment_code")
    groups: dict[str, list[Row]] = {}
    for row in drawn:
        groups.setdefault(asked.pick(row, "area_name"), []).append(row)
    return Figure(
        "segments_rates",
        title,
        _RELATION,
        about=asked.language.span(days(drawn)),
        drawing=Bars(
            [
                (area, [_bar(asked, row) for row in sorted(found, key=lambda row: str(row["segment_code"]))])
                for area, found in list(groups.items())[: asked.limit]
            ]
        ),
        notes=[asked.say("rates_differ")],
        table=asked.table(
            title,
            _RELATION,
            [("area", False), ("segment", False), ("coverage_rate", True), ("as_of_day", False)],
            told,
            lambda row: [
                Cell(asked.pick(row, "area_name")),
                Cell(asked.say(str(row["segment_code"]))),
                asked.percent(row["coverage_rate"], _fact(row)),
                asked.day(row),
            ],
        ),
        facts=[_fact(row) for row in told],
    )


def _fact(row: Row) -> FactRef:
    return fact("fct_coverage", row["coverage_key"])


def _bar(asked: Asked, row: Row) -> Bar:
    rate = as_number(row, "coverage_rate")
    style = "doubt" if is_doubtful(rate) else "main" if row["segment_code"] == "formal" else "other"
    return Bar(
        asked.say(str(row["segment_code"])),
        [(style, share(rate, 100))],
        asked.percent(rate, _fact(row)),
        note=asked.language.day(day(row["as_of_date"])),
    )


def _workers(asked: Asked) -> Figure:
    title = asked.say("segments_workers")
    rows = asked.rows.ask("segments")
    if rows is None:
        return asked.not_held("segments_workers", title, _RELATION)
    pairs = [pair for measure in _MEASURES for pair in _pairs(rows, measure)]
    if not pairs:
        return Figure("segments_workers", title, _RELATION, empty=asked.say("segments_workers_empty"))
    groups = [
        (asked.say(measure), [_stacked(asked, *pair) for pair in found[:_MOST_AREAS]])
        for measure in _MEASURES
        if (found := [pair for pair in pairs if pair[0] == measure])
    ]
    drawn = [row for _, formal, informal in pairs for row in (formal, informal)]
    return Figure(
        "segments_workers",
        title,
        _RELATION,
        about=asked.language.span(days(drawn)),
        drawing=Bars(groups, [("main", asked.say("formal")), ("other", asked.say("informal"))]),
        notes=[asked.say("segments_workers_note")],
        table=asked.table(
            title,
            _RELATION,
            [("area", False), ("segment", False), ("as_of_day", False), *((measure, True) for measure in _MEASURES)],
            drawn,
            lambda row: [
                Cell(asked.pick(row, "area_name")),
                Cell(asked.say(str(row["segment_code"]))),
                asked.day(row),
                *(asked.count(row[measure], _fact(row)) for measure in _MEASURES),
            ],
        ),
        facts=[_fact(row) for row in drawn],
    )


def _pairs(rows: list[Row], measure: str) -> list[tuple[str, Row, Row]]:
    """Of each area the latest day for which both segments are told."""
    by_time: dict[tuple[str, object], dict[str, Row]] = {}
    for row in rows:
        if number(row[measure]) is not None:
            by_time.setdefault((str(row["area_code"]), row["as_of_date"]), {}).setdefault(str(row["segment_code"]), row)
    found: dict[str, tuple[str, Row, Row]] = {}
    for (area, _), pair in by_time.items():
        if len(pair) > 1:
            found.setdefault(area, (measure, pair["formal"], pair["informal"]))
    return list(found.values())


def _stacked(asked: Asked, measure: str, formal: Row, informal: Row) -> Bar:
    both: Decimal = as_number(formal, measure) + as_number(informal, measure)
    part = share(as_number(formal, measure), both)
    value = asked.language.percent(part / 10, 1)
    return Bar(
        asked.pick(formal, "area_name"),
        [("main", part), ("other", round(1000 - part, 1))],
        Cell(asked.say("share_formal", value=value), None, (_fact(formal), _fact(informal))),
        note=asked.language.day(day(formal["as_of_date"])),
    )
