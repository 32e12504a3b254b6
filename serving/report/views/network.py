"""Where members are served: offices, outlets, facilities, those planned beside those that are there.

Belongs here: counts of places. Does not: what happens in them.
"""

from serving.report.model import Bar, Bars, Cell, FactRef, Figure, Row, Section
from serving.report.views.asked import Asked, day, days, fact, number, share

_RELATION = "marts.rpt_service_network"
_MOST_GROUPS = 24


def network_section(asked: Asked) -> Section:
    return Section("network", asked.say("network_title"), asked.say("network_lead"), [_network(asked)])


def _fact(row: Row) -> FactRef:
    return fact("fct_service_points", row["service_point_key"])


def _network(asked: Asked) -> Figure:
    title = asked.say("network")
    rows = asked.rows.ask("network")
    if rows is None:
        return asked.not_held("service_points", title, _RELATION)
    if not rows:
        return Figure("service_points", title, _RELATION, empty=asked.say("network_empty"))
    areas: dict[str, list[Row]] = {}
    for row in rows:
        areas.setdefault(asked.pick(row, "area_name"), []).append(row)
    shown = list(areas.items())[:_MOST_GROUPS]
    notes = [asked.say("network_note")]
    if len(areas) > len(shown):
        notes.append(asked.say("first_areas", shown=len(shown), all=len(areas)))
    return Figure(
        "service_points",
        title,
        _RELATION,
        about=asked.language.span(days(rows)),
        drawing=Bars(
            [(area, _points(asked, found)) for area, found in shown],
            [("main", asked.say("there_now")), ("plan", asked.say("planned"))],
        ),
        notes=notes,
        table=asked.table(
            title,
            _RELATION,
            [
                ("area", False),
                ("kind", False),
                ("type", False),
                ("there_now", True),
                ("planned", True),
                ("as_of_day", False),
            ],
            rows,
            lambda row: [
                Cell(asked.pick(row, "area_name")),
                Cell(asked.pick(row, "measure_name")),
                Cell(asked.pick(row, "facility_type_name")),
                asked.count(row["point_count"], _fact(row)),
                asked.count(row["planned_count"], _fact(row)),
                asked.day(row),
            ],
        ),
        facts=[_fact(row) for row in rows],
    )


def _points(asked: Asked, rows: list[Row]) -> list[Bar]:
    top = max(
        (
            value
            for row in rows
            for value in (number(row["point_count"]), number(row["planned_count"]))
            if value is not None
        ),
        default=0,
    )
    bars = []
    for row in rows[: asked.limit]:
        there, planned = number(row["point_count"]), number(row["planned_count"])
        pieces = [("main", share(there, top))] if there is not None else []
        value = asked.count(there, _fact(row))
        note = asked.language.day(day(row["as_of_date"])) if row["as_of_date"] else asked.say("no_day_told")
        if planned is not None:
            plan = asked.say("planned_count", value=asked.language.number(planned, 0))
            pieces.append(("plan", round(max(0.0, share(planned, top) - sum(width for _, width in pieces)), 1)))
            value = value if there is not None else asked.count(planned, _fact(row))
            note = f"{note}; {plan if there is not None else asked.say('planned')}"
        label = asked.pick(row, "measure_name")
        if not row["is_total"]:
            label = f"— {asked.pick(row, 'facility_type_name')}"
        bars.append(Bar(label, pieces, value, note))
    return bars
