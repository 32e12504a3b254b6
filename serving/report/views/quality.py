"""How good the data is: what was read and refused, what is missing, what was revised, what is old.

Belongs here: the audit tables, drawn. Does not: contradictions (findings).
"""

from serving.report.model import Bar, Bars, Cell, Figure, Row, Section, States, Strip
from serving.report.views.asked import Asked, day, number, share, text
from sources.contracts.rules import rules

_MONTHS_SHOWN = 12
_PARTS = (("rows_accepted", "main"), ("rows_quarantined", "bad"), ("rows_unread", "rest"))
_STATES = (("missing", "bad", "✕"), ("late", "other", "◐"), ("received", "main", "●"), ("not_due", "rest", "○"))


def quality_section(asked: Asked) -> Section:
    return Section(
        "quality",
        asked.say("quality_title"),
        asked.say("quality_lead"),
        [_balance(asked), _refused(asked), _completeness(asked), _revisions(asked), _health(asked)],
    )


def _balance(asked: Asked) -> Figure:
    title, relation = asked.say("balance"), "audit.row_balance"
    rows = asked.rows.ask("balance")
    if rows is None:
        return asked.not_held("balance", title, relation)
    if not rows:
        return Figure("balance", title, relation, empty=asked.say("balance_empty"))
    counts = (
        "reports",
        "reports_refused",
        "rows_read",
        "rows_accepted",
        "rows_quarantined",
        "rows_unread",
        "rows_held",
    )
    return Figure(
        "balance",
        title,
        relation,
        drawing=Bars(
            [("", [_balance_bar(asked, row) for row in rows[: asked.limit]])],
            [(style, asked.say(column)) for column, style in _PARTS],
        ),
        notes=[asked.say("balance_note")],
        table=asked.table(
            title,
            relation,
            [("source", False), *((column, True) for column in counts)],
            rows,
            lambda row: [Cell(_source(asked, row)), *(asked.count(row[column]) for column in counts)],
        ),
    )


def _source(asked: Asked, row: Row) -> str:
    return asked.named("source", row["source"])


def _balance_bar(asked: Asked, row: Row) -> Bar:
    read = number(row["rows_read"]) or 0
    return Bar(
        _source(asked, row),
        [(style, share(number(row[column]) or 0, read)) for column, style in _PARTS],
        asked.count(row["rows_read"]),
        note=asked.say(
            "balance_bar",
            reports=asked.language.number(number(row["reports"]) or 0),
            accepted=asked.language.number(number(row["rows_accepted"]) or 0),
            refused=asked.language.number(number(row["rows_quarantined"]) or 0),
            unread=asked.language.number(number(row["rows_unread"]) or 0),
        ),
    )


def _refused(asked: Asked) -> Figure:
    title, relation = asked.say("refused"), "audit.quarantine"
    rows = asked.rows.ask("refused")
    if rows is None:
        return asked.not_held("refused", title, relation)
    if not rows:
        return Figure("refused", title, relation, empty=asked.say("refused_empty"))
    by_rule: dict[str, list[Row]] = {}
    for row in rows:
        by_rule.setdefault(str(row["rule"]), []).append(row)
    ordered = sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0]))
    top = len(ordered[0][1])
    return Figure(
        "refused",
        title,
        relation,
        drawing=Bars(
            [
                (
                    "",
                    [
                        Bar(
                            text(rule),
                            [("bad", share(len(found), top))],
                            asked.count(len(found)),
                            _remedy(asked, found[0]),
                        )
                        for rule, found in ordered[:15]
                    ],
                )
            ]
        ),
        notes=[asked.say("refused_note")],
        table=asked.table(
            title,
            relation,
            [("file", False), ("place", False), ("value", False), ("what_is_wrong", False), ("remedy", False)],
            rows,
            lambda row: [
                Cell(text(row["file_name"])),
                Cell(text(row["locator"])),
                Cell(text(row["value"])),
                Cell(_wrong(asked, row)),
                Cell(_remedy(asked, row)),
            ],
        ),
    )


def _wrong(asked: Asked, row: Row) -> str:
    """The sentence of the rule in the language of the page; as it was written where the rule has none."""
    rule = rules().get(str(row["rule"]))
    if asked.language.code == "id" and rule is not None and rule.says_id:
        return text(rule.message(row["value"], str(row["column_name"] or "") or None, "id"))
    return text(row["message"])


def _remedy(asked: Asked, row: Row) -> str:
    rule = rules().get(str(row["rule"]))
    if asked.language.code == "id" and rule is not None and rule.remedy_id:
        return text(rule.what_to_do("id"))
    return text(row["remedy"])


def _completeness(asked: Asked) -> Figure:
    title, relation = asked.say("completeness"), "audit.completeness"
    rows = asked.rows.ask("completeness")
    if rows is None:
        return asked.not_held("completeness", title, relation)
    if not rows:
        return Figure("completeness", title, relation, empty=asked.say("completeness_empty"))
    months = sorted({str(row["covered_month"]) for row in rows})[-_MONTHS_SHOWN:]
    by_place = {(str(row["source"]), str(row["covered_month"])): row for row in rows}
    sources = list(dict.fromkeys(str(row["source"]) for row in rows))
    drawn = [
        (_source(asked, {"source": source}), [_state(asked, by_place.get((source, month))) for month in months])
        for source in sources[: asked.limit]
    ]
    return Figure(
        "completeness",
        title,
        relation,
        about=asked.say("months_shown", first=asked.language.month(months[0]), last=asked.language.month(months[-1])),
        drawing=Strip(
            [f"{month[5:]}/{month[2:4]}" if len(month) == 7 else month for month in months],
            drawn,
            [(style, sign, asked.say(f"state_{name}")) for name, style, sign in _STATES],
        ),
        notes=[asked.say("completeness_note")],
        table=asked.table(
            title,
            relation,
            [
                ("source", False),
                ("month", False),
                *((f"state_{name}", True) for name in ("received", "late", "missing", "not_due")),
            ],
            list(reversed(rows)),
            lambda row: [
                Cell(_source(asked, row)),
                Cell(asked.language.month(str(row["covered_month"]))),
                *(asked.count(row[column]) for column in ("received", "late", "missing", "not_due")),
            ],
        ),
    )


def _state(asked: Asked, row: Row | None) -> tuple[str, str, str]:
    """The worst state of a month, with how many areas are in it."""
    for name, style, sign in _STATES:
        count = number(row[name]) if row else None
        if count:
            return style, sign, asked.say("state_count", state=asked.say(f"state_{name}"), count=count)
    return "none", "", asked.say("state_none")


def _revisions(asked: Asked) -> Figure:
    title, relation = asked.say("revisions"), "audit.revisions"
    rows = asked.rows.ask("revisions")
    if rows is None:
        return asked.not_held("revisions", title, relation)
    if not rows:
        return Figure("revisions", title, relation, empty=asked.say("revisions_empty"))
    return Figure(
        "revisions",
        title,
        relation,
        empty=asked.say("revisions_count", count=len(rows)),
        table=asked.table(
            title,
            relation,
            [
                ("area", False),
                ("measure", False),
                ("change", False),
                ("before", False),
                ("after", False),
                ("revised_on", False),
            ],
            rows,
            lambda row: [
                Cell(text(row["area_name"])),
                Cell(asked.pick(row, "measure_name")),
                Cell(asked.named("change", row["change"])),
                Cell(text(row["old_as_printed"])),
                Cell(text(row["new_as_printed"])),
                Cell(asked.language.day(day(row["revised_on"])) if row["revised_on"] else ""),
            ],
        ),
    )


def _health(asked: Asked) -> Figure:
    title, relation = asked.say("health"), "audit.data_health"
    rows = asked.rows.ask("health")
    if rows is None:
        return asked.not_held("health", title, relation)
    if not rows:
        return Figure("health", title, relation, empty=asked.say("health_empty"))
    names = {"ok": "ok", "attention": "attention", "failing": "failing", "no data": "no_data"}
    items = [
        (
            names.get(str(row["status"]), "no_data"),
            asked.named("health", names.get(str(row["status"]), "no_data")),
            asked.pick(row, "sentence"),
        )
        for row in rows[: asked.limit]
    ]
    return Figure(
        "health",
        title,
        relation,
        about=asked.say("health_about"),
        drawing=States(items),
        notes=[asked.say("health_note")],
    )
