"""Coverage and active workers over time: one small drawing an area, all on one axis of time.

Belongs here: series and their places in a drawing. Does not: flows, which add up over time (no level does).
"""

from datetime import date

from serving.report.model import Cell, FactRef, Figure, Multiples, Point, Row, Section, Series
from serving.report.views.asked import Asked, as_number, day, days, fact, is_doubtful, number

_RELATION = "marts.rpt_coverage_over_time"
_MOST_SERIES = 18
_LEFT, _RIGHT = 4.0, 96.0
_TOP, _BOTTOM = 10.0, 94.0


def over_time_section(asked: Asked) -> Section:
    return Section(
        "time",
        asked.say("time_title"),
        asked.say("time_lead"),
        [_figure(asked, "coverage_rate_shown", "time_coverage"), _figure(asked, "workers_active", "time_active")],
    )


def _figure(asked: Asked, column: str, name: str) -> Figure:
    title = asked.say(name)
    rows = asked.rows.ask("over_time")
    if rows is None:
        return asked.not_held(name, title, _RELATION)
    told = [row for row in rows if number(row[column]) is not None]
    areas: dict[str, dict[object, Row]] = {}
    for row in told:
        # Of several figures of one day the one published last stands in the drawing; the table has them all.
        areas.setdefault(str(row["area_code"]), {})[row["as_of_date"]] = row
    series = [list(found.values()) for found in areas.values() if len(found) > 1]
    table = asked.table(
        title,
        _RELATION,
        [
            ("area", False),
            ("as_of_day", False),
            ("coverage_rate" if name == "time_coverage" else column, True),
            ("denominator", False),
        ],
        told,
        lambda row: [
            Cell(asked.pick(row, "area_name")),
            asked.day(row),
            _value(asked, column, row),
            Cell(asked.pick(row, "denominator_name")),
        ],
    )
    behind = [_fact(row) for row in told]
    if not series:
        return Figure(
            name,
            title,
            _RELATION,
            about=asked.language.span(days(told)) if told else "",
            empty=asked.say("time_empty", areas=len(areas)) if told else asked.say("time_nothing"),
            table=table if told else None,
            facts=behind,
        )
    # The nation, then those that are told of most often; the order of the areas decides between equals.
    series.sort(key=lambda found: (found[0]["area_kind"] != "nation", -len(found)))
    drawn = series[:_MOST_SERIES]
    span = days([row for found in drawn for row in found])
    first, last = min(span), max(span)
    notes = [asked.say("time_note_rate" if name == "time_coverage" else "time_note_workers")]
    if len(series) > len(drawn):
        notes.append(asked.say("time_more", count=len(series) - len(drawn)))
    if single := len(areas) - len(series):
        notes.append(asked.say("time_single", count=single))
    return Figure(
        name,
        title,
        _RELATION,
        about=asked.language.span(days(told)),
        drawing=Multiples(
            [_series(asked, column, found, first, last) for found in drawn],
            str(first.year),
            str(last.year),
            asked.say("time_top_rate" if name == "time_coverage" else "time_top_workers"),
        ),
        notes=notes,
        table=table,
        facts=behind,
    )


def _fact(row: Row) -> FactRef:
    return fact("fct_coverage", row["coverage_key"])


def _value(asked: Asked, column: str, row: Row) -> Cell:
    return (
        asked.percent(row[column], _fact(row))
        if column == "coverage_rate_shown"
        else asked.count(row[column], _fact(row))
    )


def _short(asked: Asked, column: str, row: Row) -> Cell:
    cell = _value(asked, column, row)
    if column == "coverage_rate_shown" or cell.number is None:
        return cell
    return Cell(asked.language.scaled(cell.number), cell.number, cell.facts)


def _series(asked: Asked, column: str, rows: list[Row], first: date, last: date) -> Series:
    is_rate = column == "coverage_rate_shown"
    top = 100.0 if is_rate else float(max(as_number(row, column) for row in rows))
    points = []
    before: Row | None = None
    for row in rows:
        value = min(float(as_number(row, column)), top)
        points.append(
            Point(
                _place(day(row["as_of_date"]) or first, first, last),
                round(_BOTTOM - (value / top if top else 0.0) * (_BOTTOM - _TOP), 2),
                before is not None and (not is_rate or _is_one_series(before, row)),
            )
        )
        before = row
    name = asked.pick(rows[0], "area_name")
    said = "; ".join(
        f"{asked.language.day(day(row['as_of_date']))}: {_value(asked, column, row).text}" for row in rows[:12]
    )
    return Series(
        name,
        asked.say("series_said", area=name, values=said),
        points,
        (_month(asked, rows[0]), _short(asked, column, rows[0])),
        (_month(asked, rows[-1]), _short(asked, column, rows[-1])),
    )


def _month(asked: Asked, row: Row) -> str:
    found = day(row["as_of_date"])
    return asked.language.month(f"{found:%Y-%m}") if found else ""


def _is_one_series(before: Row, row: Row) -> bool:
    """Rates on two definitions are two series: no line joins them, nor one to a rate that cannot be right."""
    same = ("denominator_used", "numerator_used")
    return all(before[column] == row[column] for column in same) and not any(
        is_doubtful(as_number(found, "coverage_rate_shown")) for found in (before, row)
    )


def _place(at: date, first: date, last: date) -> float:
    length = (last - first).days
    return round(_LEFT + ((at - first).days / length if length else 0.5) * (_RIGHT - _LEFT), 2)
