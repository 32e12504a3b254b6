"""The top of the page: what the release is, and the few numbers that most readers look for.

Belongs here: headlines. Does not: any figure with a drawing.
"""

from serving.report.model import Cell, Headline, Row
from serving.report.views.asked import Asked, day, fact, number


def headlines(asked: Asked) -> list[Headline]:
    """The numbers at the top; what the release does not know is left out, never guessed."""
    found = [*_nation(asked), *_provinces(asked), *_findings(asked), *_reports(asked)]
    return found


def _nation(asked: Asked) -> list[Headline]:
    told = []
    for row in asked.rows.ask("nation") or []:
        measure = str(row["measure"])
        behind = fact("fct_coverage", row["coverage_key"])
        is_rate = measure == "coverage_rate"
        value = asked.percent(row["value"], behind) if is_rate else asked.count(row["value"], behind)
        if not is_rate and value.number is not None:
            value = Cell(asked.language.scaled(value.number), value.number, value.facts)
        note = asked.say("as_of", day=asked.language.day(day(row["as_of_date"])))
        told.append(
            Headline(
                asked.say(f"headline_{measure}"), value, note, "time" if measure != "workers_employed" else "segments"
            )
        )
    # Employed workers stand in only where nothing is told of the covered.
    return told[:2]


def _provinces(asked: Asked) -> list[Headline]:
    rows = asked.rows.ask("provinces")
    if rows is None:
        return []
    known = sum(number(row["coverage_rate_shown"]) is not None for row in rows)
    text = asked.say("n_of_m", n=known, m=len(rows))
    return [
        Headline(asked.say("headline_provinces"), Cell(text, known), asked.say("headline_provinces_note"), "coverage")
    ]


def _findings(asked: Asked) -> list[Headline]:
    rows = asked.rows.ask("findings")
    if rows is None:
        return []
    errors = sum(row["severity"] == "error" for row in rows)
    return [
        Headline(
            asked.say("headline_findings"),
            asked.count(len(rows)),
            asked.say("headline_errors", count=errors),
            "findings",
        )
    ]


def _reports(asked: Asked) -> list[Headline]:
    row: Row | None = next(iter(asked.rows.ask("state") or []), None)
    if row is None:
        return []
    last = day(row["last_published_on"])
    note = asked.say("headline_latest", day=asked.language.day(last)) if last else ""
    return [Headline(asked.say("headline_reports"), asked.count(row["reports"]), note, "quality")]
