"""What a release changed, as Markdown for the asset `release`.

Belongs here: comparing with the release before, and putting it compactly. Does not: comparing itself (`serving.difference`).
"""

from collections.abc import Iterable, Iterator

from orchestration.tables import as_text
from serving.difference import Difference, DifferenceError, FigureChange, compare, release_before
from serving.difference.model import plain_number
from serving.release import Release, ReleaseError, list_releases
from sources.settings import Settings

SHOWN = 10


def changes(settings: Settings, published: Release) -> str:
    """What is different from the release before; a sentence if there is none, or if comparing fails: what is published stays published."""
    if published.unchanged:
        return "The same contents as before: no release was made."
    try:
        before = release_before(published, list_releases(settings))
        if before is None:
            return "The first release that is kept: there is none before it."
        return "\n".join(_lines(compare(settings, before, published, limit=SHOWN)))
    except (DifferenceError, ReleaseError) as error:
        return f"Not compared with the release before: {as_text(error)}"


def _lines(found: Difference) -> Iterator[str]:
    yield f"Beside `{found.before.release_id}`; all of it: `cakupan diff {found.before.release_id} {found.after.release_id}`"
    counts = (
        ("reports came", found.reports_came.count),
        ("reports went", found.reports_went.count),
        ("reports superseded", found.reports_superseded.count),
        ("figures changed", found.figures_changed.count),
        ("figures new", found.figures_new.count),
        ("figures gone", found.figures_gone.count),
        ("contradictions came", found.contradictions_came.count),
        ("contradictions went", found.contradictions_went.count),
    )
    yield ""
    yield (
        ", ".join(f"{count} {what}" for what, count in counts if count) or "no report, figure or contradiction differs"
    )
    if found.figures_changed.first:
        yield from _table(("figure", "area", "period", "from", "to", "by"), map(_figure, found.figures_changed.first))
    if found.contradictions_came.first:
        yield from _table(
            ("contradiction that came", "file"),
            ((as_text(one.sentence_en), as_text(one.file_name)) for one in found.contradictions_came.first),
        )
    yield from _table(
        ("table", "added", "removed", "changed", "columns"),
        (
            (f"`{one.table}`", str(one.added), str(one.removed), str(one.changed), as_text(_columns(one.columns_added, one.columns_removed, one.columns_retyped)))
            for one in found.tables
        ),
    )  # fmt: skip


def _figure(one: FigureChange) -> tuple[str, ...]:
    before, after = ("" if value is None else plain_number(value) for value in (one.before, one.after))
    area = one.area_name or one.area_code
    return (f"`{one.fact_column}`", as_text(area), as_text(one.period), before, after, as_text(one.report_after))


def _columns(added: Iterable[str], removed: Iterable[str], retyped: Iterable[str]) -> str:
    return ", ".join([*(f"+{name}" for name in added), *(f"-{name}" for name in removed), *retyped])


def _table(heads: tuple[str, ...], found: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for cells in found:
        yield f"| {' | '.join(cells)} |"
