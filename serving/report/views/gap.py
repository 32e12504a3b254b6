"""What is missing: to all workers, and to the targets that were set.

Belongs here: distances. Does not: coverage itself.
"""

from decimal import Decimal

from serving.report.model import Bar, Bars, Cell, FactRef, Figure, Row, Section
from serving.report.views.asked import Asked, as_number, day, days, fact, is_doubtful, latest, number, share, text

_TIME = "marts.rpt_coverage_over_time"
_TARGETS = "marts.rpt_target_attainment"
_MOST_AREAS = 30
_WIDEST_RATE = Decimal(150)


def gap_section(asked: Asked) -> Section:
    return Section("gap", asked.say("gap_title"), asked.say("gap_lead"), [_to_all(asked), _to_target(asked)])


def _to_all(asked: Asked) -> Figure:
    title = asked.say("gap_all")
    rows = asked.rows.ask("over_time")
    if rows is None:
        return asked.not_held("gap_all", title, _TIME)
    told = latest(reversed([row for row in rows if number(row["coverage_rate_shown"]) is not None]), "area_code")
    sound = [row for row in told if not is_doubtful(as_number(row, "coverage_rate_shown"))]
    if not sound:
        return Figure("gap_all", title, _TIME, empty=asked.say("gap_all_empty"))
    sound.sort(
        key=lambda row: (row["area_kind"] != "nation", as_number(row, "coverage_rate_shown"), str(row["area_code"]))
    )
    notes = [asked.say("gap_all_note")]
    if len(sound) < len(told):
        notes.append(asked.say("gap_left_out", count=len(told) - len(sound)))
    if len(sound) > _MOST_AREAS:
        notes.append(asked.say("first_of", shown=_MOST_AREAS, all=len(sound)))
    return Figure(
        "gap_all",
        title,
        _TIME,
        about=asked.language.span(days(sound)),
        drawing=Bars(
            [("", [_gap_bar(asked, row) for row in sound[:_MOST_AREAS]])],
            [("main", asked.say("covered")), ("rest", asked.say("not_covered"))],
        ),
        notes=notes,
        table=asked.table(
            title,
            _TIME,
            [
                ("area", False),
                ("gap_points", True),
                ("coverage_rate", True),
                ("workers_unprotected", True),
                ("as_of_day", False),
            ],
            sound,
            lambda row: [
                Cell(asked.pick(row, "area_name")),
                _gap(asked, row),
                asked.percent(row["coverage_rate_shown"], _coverage(row)),
                asked.count(row["workers_unprotected"], _coverage(row)),
                asked.day(row),
            ],
        ),
        facts=[_coverage(row) for row in sound],
    )


def _coverage(row: Row) -> FactRef:
    return fact("fct_coverage", row["coverage_key"])


def _gap(asked: Asked, row: Row) -> Cell:
    missing = 100 - as_number(row, "coverage_rate_shown")
    return Cell(asked.say("points", value=asked.language.number(missing)), missing, (_coverage(row),))


def _gap_bar(asked: Asked, row: Row) -> Bar:
    covered = share(as_number(row, "coverage_rate_shown"), 100)
    note = asked.language.day(day(row["as_of_date"]))
    if (unprotected := number(row["workers_unprotected"])) is not None:
        note += asked.say("unprotected_note", value=asked.language.scaled(unprotected))
    return Bar(
        asked.pick(row, "area_name"), [("main", covered), ("rest", round(1000 - covered, 1))], _gap(asked, row), note
    )


def _to_target(asked: Asked) -> Figure:
    title = asked.say("gap_target")
    rows = asked.rows.ask("targets")
    if rows is None:
        return asked.not_held("gap_target", title, _TARGETS)
    if not rows:
        return Figure("gap_target", title, _TARGETS, empty=asked.say("gap_target_empty"))
    rated = [row for row in rows if number(row["achievement_rate_shown"]) is not None]
    notes = [asked.say("gap_target_note")] if rated else []
    if any(as_number(row, "achievement_rate_shown") > _WIDEST_RATE for row in rated):
        notes.append(asked.say("gap_target_wide"))
    if open_targets := len(rows) - len(rated):
        notes.append(asked.say("gap_target_open", count=open_targets))
    return Figure(
        "gap_target",
        title,
        _TARGETS,
        about=asked.language.span(days(rows, "target_on")),
        drawing=Bars(
            [("", [_target_bar(asked, row) for row in rated[:_MOST_AREAS]])],
            [("main", asked.say("met")), ("other", asked.say("not_met"))],
        )
        if rated
        else None,
        empty="" if rated else asked.say("gap_target_none", count=len(rows)),
        notes=notes,
        table=asked.table(
            title,
            _TARGETS,
            [
                *[("area", False), ("measure", False), ("target_day", False), ("target", True), ("realised", True)],
                *[("achievement", True), ("attainment", False)],
            ],
            rows,
            lambda row: [
                Cell(asked.pick(row, "area_name")),
                Cell(asked.pick(row, "measure_name")),
                asked.day(row, "target_on"),
                _range(asked, row),
                _of_measure(asked, row, row["realised"]),
                asked.percent_of_target(row["achievement_rate_shown"], _target(row)),
                Cell(asked.pick(row, "attainment_name")),
            ],
        ),
        facts=[_target(row) for row in rows],
    )


def _target(row: Row) -> FactRef:
    return fact("fct_targets", row["target_key"])


def _of_measure(asked: Asked, row: Row, value: object) -> Cell:
    """A target of coverage or growth is a rate, all others are counts."""
    return (asked.percent_of_target if row["unit"] == "percent" else asked.count)(value, _target(row))


def _range(asked: Asked, row: Row) -> Cell:
    low, high = number(row["target_low"]), number(row["target_high"])
    if low is None or high is None or low == high:
        return _of_measure(asked, row, low if low is not None else high)
    return Cell(f"{asked.language.exact(low)}–{asked.language.exact(high)}", low, (_target(row),))


def _target_bar(asked: Asked, row: Row) -> Bar:
    rate = as_number(row, "achievement_rate_shown")
    style = "over" if rate > _WIDEST_RATE else "main" if rate >= 100 else "other"
    return Bar(
        asked.pick(row, "area_name"),
        [(style, share(rate, _WIDEST_RATE))],
        asked.percent_of_target(rate, _target(row)),
        note=f"{text(asked.pick(row, 'measure_name'))}, {asked.language.day(day(row['target_on']))}",
        mark=share(100, _WIDEST_RATE),
    )
