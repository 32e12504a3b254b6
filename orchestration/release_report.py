"""What Dagster shows of a release's report: where it lies, the numbers whose course an engineer watches, a small drawing of coverage.

Belongs here: metadata. Does not: the report (serving.report).

The drawing is a table with bars of text: Dagster draws Markdown, but no picture that is not fetched over a network. Numbers alone become its own plots.
"""

import dagster as dg
import duckdb

from orchestration.tables import as_text, place
from serving.release import Release

Metadata = dict[str, dg.MetadataValue | int | float | str | bool]  # type: ignore[type-arg]
_BAR = 20
_COVERAGE = """
    select province_name_id, coverage_rate_shown, as_of_date from marts.rpt_coverage_by_province
    where coverage_rate_shown is not null order by sort_by_rate
"""
_COUNTS = {
    "provinces_with_coverage": "select count(*) from marts.rpt_coverage_by_province where coverage_rate_shown is not null",
    "contradictions": "select count(*) from audit.contradictions",
    "refused_rows": "select count(*) from audit.quarantine where is_present",
}


def report_metadata(published: Release) -> Metadata:
    """The report's place, counts, coverage by province; without the latter where the release lacks their tables."""
    shown: Metadata = {}
    if published.report is not None:
        shown["report"] = place(published.report)
        shown["report_bytes"] = published.manifest.files[published.report.name].bytes
    try:
        with duckdb.connect(str(published.database), read_only=True) as connection:
            shown |= {name: int(connection.execute(query).fetchall()[0][0]) for name, query in _COUNTS.items()}
            shown["coverage"] = dg.MetadataValue.md(_coverage(connection.execute(_COVERAGE).fetchall()))
    except duckdb.CatalogException:
        pass
    return shown


def _coverage(rows: list[tuple[str, float, object]]) -> str:
    if not rows:
        return "*no province has a figure*"
    lines = [f"| {as_text(name)} | `{_bar(float(rate))}` | {float(rate):.2f} | {day} |" for name, rate, day in rows]
    return "\n".join(["| province | 0 to 100% | % | as of |", "| --- | --- | ---: | --- |", *lines])


def _bar(rate: float) -> str:
    """Twenty blocks; a rate above the whole cannot be right and is marked."""
    filled = round(min(max(rate, 0.0), 100.0) / 100 * _BAR)
    return "█" * filled + "░" * (_BAR - filled) + ("!" if rate > 100 else "")
