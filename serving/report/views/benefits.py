"""Benefits by programme, and the wage subsidy (BSU) by edition and province, each with what one person or case received.

Belongs here: amounts paid. Does not: flows added up over time (marts.rpt_flows_by_period).
"""

from serving.report.model import Bar, Bars, Cell, FactRef, Figure, Row, Section
from serving.report.views.asked import Asked, as_number, day, days, fact, latest, number, share, text

_BENEFITS = "marts.rpt_disbursements_by_programme"
_SUBSIDIES = "marts.rpt_bsu_by_edition_province"
_MOST_AREAS = 6
_NO_EDITION = ("none", "", "None")


def benefits_section(asked: Asked) -> Section:
    return Section(
        "benefits", asked.say("benefits_title"), asked.say("benefits_lead"), [_benefits(asked), _subsidies(asked)]
    )


def _fact(row: Row) -> FactRef:
    return fact("fct_benefit_disbursements", row["benefit_disbursement_key"])


def _benefits(asked: Asked) -> Figure:
    title = asked.say("benefits")
    rows = asked.rows.ask("benefits")
    if rows is None:
        return asked.not_held("benefits_paid", title, _BENEFITS)
    if not rows:
        return Figure("benefits_paid", title, _BENEFITS, empty=asked.say("benefits_empty"))
    paid = [row for row in rows if number(row["amount_idr"]) is not None and not row["is_total"]]
    groups: dict[str, list[Row]] = {}
    for row in latest(paid, "area_code", "programme_code"):
        groups.setdefault(str(row["area_code"]), []).append(row)
    # The nation, then the areas of which most programmes are told.
    order = sorted(groups, key=lambda code: (groups[code][0]["area_kind"] != "nation", -len(groups[code]), code))
    drawn = [groups[code] for code in order[:_MOST_AREAS]]
    notes = [asked.say("benefits_note")]
    if len(groups) > len(drawn):
        notes.append(asked.say("first_areas", shown=len(drawn), all=len(groups)))
    shown = [row for found in drawn for row in found]
    return Figure(
        "benefits_paid",
        title,
        _BENEFITS,
        about=asked.language.span(days(shown)),
        drawing=Bars([(asked.pick(found[0], "area_name"), _programmes(asked, found)) for found in drawn])
        if drawn
        else None,
        empty="" if drawn else asked.say("benefits_totals"),
        notes=notes if drawn else (),
        table=asked.table(
            title,
            _BENEFITS,
            [
                *[("area", False), ("programme", False), ("period", False), ("amount", True), ("cases", True)],
                *[("recipients", True), ("per_case", True), ("per_recipient", True)],
            ],
            rows,
            lambda row: [
                Cell(asked.pick(row, "area_name")),
                Cell(asked.pick(row, "programme_name")),
                Cell(_period(asked, row)),
                asked.rupiah(row["amount_idr"], _fact(row)),
                asked.count(row["cases"], _fact(row)),
                asked.count(row["recipients"], _fact(row)),
                asked.rupiah(row["amount_per_case_idr"], _fact(row)),
                asked.rupiah(row["amount_per_recipient_idr"], _fact(row)),
            ],
        ),
        facts=[_fact(row) for row in rows],
    )


def _period(asked: Asked, row: Row) -> str:
    start, end = day(row["period_start"]), day(row["as_of_date"])
    if start is None:
        return asked.say("until", day=asked.language.day(end))
    return asked.say("from_to", first=asked.language.day(start), last=asked.language.day(end))


def _programmes(asked: Asked, rows: list[Row]) -> list[Bar]:
    ordered = sorted(rows, key=lambda row: (-as_number(row, "amount_idr"), str(row["programme_code"])))
    top = as_number(ordered[0], "amount_idr")
    return [
        Bar(
            asked.pick(row, "programme_name"),
            [("main", share(as_number(row, "amount_idr"), top))],
            asked.rupiah(row["amount_idr"], _fact(row)),
            note=_with_each(asked, _period(asked, row), row),
        )
        for row in ordered[: asked.limit]
    ]


def _with_each(asked: Asked, period: str, row: Row) -> str:
    for column, key in (("amount_per_case_idr", "each_case"), ("amount_per_recipient_idr", "each_recipient")):
        if (each := number(row[column])) is not None:
            return f"{period}; {asked.say(key, amount=asked.language.rupiah(each))}"
    return period


def _subsidies(asked: Asked) -> Figure:
    title = asked.say("subsidies")
    rows = asked.rows.ask("subsidies")
    if rows is None:
        return asked.not_held("subsidies", title, _SUBSIDIES)
    counted = [row for row in rows if _people(row) is not None]
    if not counted:
        return Figure("subsidies", title, _SUBSIDIES, empty=asked.say("subsidies_empty"))
    editions: dict[str, list[Row]] = {}
    for row in counted:
        editions.setdefault(str(row["edition_code"] or ""), []).append(row)
    return Figure(
        "subsidies",
        title,
        _SUBSIDIES,
        about=asked.language.span(days(counted)),
        drawing=Bars(
            [
                (_edition(asked, code, found[0]), _provinces(asked, found))
                for code, found in list(editions.items())[: asked.limit]
            ],
            [("main", asked.say("recipients")), ("other", asked.say("candidates"))],
        ),
        notes=[asked.say("subsidies_note")],
        table=asked.table(
            title,
            _SUBSIDIES,
            [
                *[
                    ("edition", False),
                    ("area", False),
                    ("as_of_day", False),
                    ("recipients", True),
                    ("candidates", True),
                ],
                *[("amount", True), ("per_recipient", True), ("unit_rate", True)],
            ],
            rows,
            lambda row: [
                Cell(_edition_name(asked, str(row["edition_code"] or ""))),
                Cell(asked.pick(row, "province_name")),
                asked.day(row),
                asked.count(row["recipients"], _fact(row)),
                asked.count(row["candidates"], _fact(row)),
                asked.rupiah(row["amount_idr"], _fact(row)),
                asked.rupiah(row["amount_per_recipient_idr"], _fact(row)),
                asked.rupiah(row["edition_unit_rate_idr"]),
            ],
        ),
        facts=[_fact(row) for row in rows],
    )


def _people(row: Row) -> tuple[str, object] | None:
    for column in ("recipients", "candidates"):
        if number(row[column]) is not None:
            return column, row[column]
    return None


def _edition_name(asked: Asked, code: str) -> str:
    return asked.say("no_edition") if code in _NO_EDITION else text(code)


def _edition(asked: Asked, code: str, row: Row) -> str:
    if code in _NO_EDITION:
        return asked.say("no_edition")
    rate = number(row["edition_unit_rate_idr"])
    rule = asked.say("rule_rate", amount=asked.language.rupiah(rate)) if rate is not None else ""
    return asked.say("edition_named", edition=text(code)) + rule


def _provinces(asked: Asked, rows: list[Row]) -> list[Bar]:
    top = max(as_number(row, column) for row in rows if (found := _people(row)) for column in [found[0]])
    bars = []
    for row in rows[: asked.limit]:
        column = (_people(row) or ("recipients", 0))[0]
        each = number(row["amount_per_recipient_idr"])
        note = asked.language.day(day(row["as_of_date"]))
        if each is not None:
            note += f"; {asked.say('each_recipient', amount=asked.language.rupiah(each))}"
        style = "main" if column == "recipients" else "other"
        bars.append(
            Bar(
                asked.pick(row, "province_name"),
                [(style, share(as_number(row, column), top))],
                asked.count(row[column], _fact(row)),
                note,
            )
        )
    return bars
