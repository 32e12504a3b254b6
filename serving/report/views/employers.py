"""Employers: how many are registered, and which share of them pays.

Belongs here: employers of all scales together. Does not: rows of registers, which are not published.
"""

from decimal import Decimal

from serving.report.model import Bar, Bars, Cell, FactRef, Figure, Row, Section, Table
from serving.report.views.asked import Asked, as_number, day, days, fact, latest, number, share

_RELATION = "marts.rpt_employer_compliance"
_MOST_AREAS = 30


def employers_section(asked: Asked) -> Section:
    return Section(
        "employers", asked.say("employers_title"), asked.say("employers_lead"), [_compliance(asked), _registered(asked)]
    )


def _fact(row: Row) -> FactRef:
    return fact("fct_employers", row["employers_key"])


def _compliance(asked: Asked) -> Figure:
    title = asked.say("compliance")
    rows = asked.rows.ask("employers")
    if rows is None:
        return asked.not_held("compliance", title, _RELATION)
    parts = [(row, *found) for row in rows if (found := _active_and_inactive(row)) is not None]
    if not parts:
        return Figure(
            "compliance",
            title,
            _RELATION,
            empty=asked.say("compliance_empty"),
            table=_table(asked, rows) if rows else None,
        )
    kept = {str(row["employers_key"]) for row in latest([row for row, _, _ in parts], "area_code")}
    drawn = [(row, active, inactive) for row, active, inactive in parts if str(row["employers_key"]) in kept][
        :_MOST_AREAS
    ]
    return Figure(
        "compliance",
        title,
        _RELATION,
        about=asked.language.span(days(row for row, _, _ in drawn)),
        drawing=Bars(
            [("", [_bar(asked, row, active, inactive) for row, active, inactive in drawn])],
            [("main", asked.say("active")), ("other", asked.say("inactive"))],
        ),
        notes=[asked.say("compliance_note")],
        table=_table(asked, rows),
        facts=[_fact(row) for row, _, _ in drawn],
    )


def _active_and_inactive(row: Row) -> tuple[Decimal, Decimal] | None:
    """Both parts of the registered employers; None unless two of the three figures are known and fit."""
    active, inactive, registered = (
        number(row[column]) for column in ("employers_active", "employers_inactive", "employers_registered")
    )
    if active is None:
        return None
    if inactive is None:
        if registered is None:
            return None
        inactive = registered - active
    return (Decimal(active), Decimal(inactive)) if inactive >= 0 and active + inactive > 0 else None


def _bar(asked: Asked, row: Row, active: Decimal, inactive: Decimal) -> Bar:
    whole = active + inactive
    paying = share(active, whole)
    note = asked.say(
        "of_employers",
        active=asked.language.number(active, 0),
        all=asked.language.number(whole, 0),
        day=asked.language.day(day(row["as_of_date"])),
    )
    return Bar(
        asked.pick(row, "area_name"),
        [("main", paying), ("other", round(1000 - paying, 1))],
        Cell(asked.say("share_active", value=asked.language.percent(100 * active / whole, 1)), None, (_fact(row),)),
        note,
    )


def _registered(asked: Asked) -> Figure:
    title = asked.say("employers_registered_title")
    rows = asked.rows.ask("employers")
    if rows is None:
        return asked.not_held("employers_registered", title, _RELATION)
    told = latest([row for row in rows if number(row["employers_registered"]) is not None], "area_code")
    if not told:
        return Figure("employers_registered", title, _RELATION, empty=asked.say("employers_empty"))
    told.sort(key=lambda row: (-as_number(row, "employers_registered"), str(row["area_code"])))
    drawn = told[:_MOST_AREAS]
    notes = [asked.say("employers_note")]
    if len(told) > len(drawn):
        notes.append(asked.say("first_of", shown=len(drawn), all=len(told)))
    # The nation would leave no room for anything else on one scale.
    groups = [
        (asked.say(key), found)
        for key, found in (
            ("kind_nation", [row for row in drawn if row["area_kind"] == "nation"]),
            ("kind_others", [row for row in drawn if row["area_kind"] != "nation"]),
        )
        if found
    ]
    return Figure(
        "employers_registered",
        title,
        _RELATION,
        about=asked.language.span(days(drawn)),
        drawing=Bars([(name, _counted(asked, found)) for name, found in groups]),
        notes=notes,
        table=_table(asked, told),
        facts=[_fact(row) for row in told],
    )


def _counted(asked: Asked, rows: list[Row]) -> list[Bar]:
    top = as_number(rows[0], "employers_registered")
    return [
        Bar(
            asked.pick(row, "area_name"),
            [("main", share(as_number(row, "employers_registered"), top))],
            asked.count(row["employers_registered"], _fact(row)),
            note=asked.language.day(day(row["as_of_date"])),
        )
        for row in rows
    ]


def _table(asked: Asked, rows: list[Row]) -> Table:
    counts = ("employers_registered", "employers_active", "employers_inactive", "employers_population")
    return asked.table(
        asked.say("employers_title"),
        _RELATION,
        [("area", False), ("as_of_day", False), *((column, True) for column in counts), ("compliance_rate", True)],
        rows,
        lambda row: [
            Cell(asked.pick(row, "area_name")),
            asked.day(row),
            *(asked.count(row[column], _fact(row)) for column in counts),
            asked.percent(row["compliance_rate"], _fact(row)),
        ],
    )
