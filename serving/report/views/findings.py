"""Contradictions: figures that cannot all be true, with what is printed on both sides and where.

Belongs here: which are shown, in which order. Does not: finding them (dbt_project), deciding who is right (nobody does).
"""

from serving.report.model import Claim, Figure, Finding, Findings, Row, Section
from serving.report.views.asked import Asked, text
from sources.text import shown

_RELATION = "audit.contradictions"
_LONGEST_SENTENCE = 900
_SEVERITIES = ("error", "warning", "hint")
_MOST_CLAIMS = 20


def findings_section(asked: Asked) -> Section:
    return Section("findings", asked.say("findings_title"), asked.say("findings_lead"), [_findings(asked)])


def _findings(asked: Asked) -> Figure:
    title = asked.say("findings")
    rows, figures = asked.rows.ask("findings"), asked.rows.ask("finding_figures")
    if rows is None or figures is None:
        return asked.not_held("findings_by_month", title, _RELATION)
    if not rows:
        return Figure("findings_by_month", title, _RELATION, empty=asked.say("findings_empty"))
    claims: dict[str, list[Row]] = {}
    for figure in figures:
        claims.setdefault(str(figure["contradiction_key"]), []).append(figure)
    kept = rows[: asked.limit]
    months: dict[str, list[Finding]] = {}
    for row in kept:
        month = asked.language.month(str(row["report_month"])) if row["report_month"] else asked.say("no_month")
        months.setdefault(month, []).append(_finding(asked, row, claims.get(str(row["contradiction_key"]), [])))
    notes = [asked.say("findings_note")]
    if len(kept) < len(rows):
        notes.append(asked.say("rows_left_off", count=len(rows) - len(kept), relation=_RELATION))
    return Figure(
        "findings_by_month",
        title,
        _RELATION,
        about=asked.say("findings_about", count=len(rows)),
        drawing=Findings(list(months.items())),
        notes=notes,
    )


def _finding(asked: Asked, row: Row, claims: list[Row]) -> Finding:
    severity = str(row["severity"])
    return Finding(
        severity if severity in _SEVERITIES else "hint",
        asked.named("severity", severity),
        _long(asked, row, "sentence"),
        [_claim(asked, claim) for claim in claims[:_MOST_CLAIMS]],
        _long(asked, row, "likely_cause"),
    )


def _long(asked: Asked, row: Row, column: str) -> str:
    """A sentence of the release: longer than a cell, and still on one line."""
    return shown(asked.language.pick(row, column), _LONGEST_SENTENCE)


def _claim(asked: Asked, row: Row) -> Claim:
    area, measure = text(row["area_name"]), asked.pick(row, "measure")
    return Claim(
        f"{area}: {measure}" if area else measure,
        text(row["as_printed"]),
        text(row["locator"]),
        str(row["report_id"]) if row["report_id"] else None,
        text(row["publisher"] or row["file_name"]),
        bool(row["is_suspect"]),
    )
