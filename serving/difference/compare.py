"""Comparing two releases. Belongs here: the order of the steps. Does not: any of them."""

from serving.difference import findings
from serving.difference.figures import KINDS, FigureChanges, with_reports
from serving.difference.model import Difference, Listing, Side
from serving.difference.rows import drop_differing, table_change
from serving.difference.sides import AFTER, BEFORE, opened, pairs
from serving.release import Release
from sources.settings import Settings

LISTED = 20


def compare(settings: Settings, before: Release, after: Release, limit: int = LISTED) -> Difference:
    """All that differs between two releases; each list holds the first `limit` of what it counts.

    Rows that are equal cost a hash each, tables that are equal by their manifests nothing. Raises DifferenceError.
    """
    with opened(settings, before, after) as connection:
        tables = {pair.name: pair for pair in pairs(connection)}
        changes, figures = [], FigureChanges(limit)
        for name, pair in tables.items():
            change = table_change(connection, pair, before.manifest.tables.get(name), after.manifest.tables.get(name))
            if change is None:
                continue
            changes.append(change)
            if change.added or change.removed or change.changed:
                figures.add(connection, pair)
        drop_differing(connection)
        listed = {
            kind: Listing(figures.counts[kind], tuple(with_reports(connection, tables, figures.first[kind])))
            for kind in KINDS
        }
        contradictions, reports = tables.get(findings.CONTRADICTIONS), tables.get(findings.REPORTS)
        old_macros, new_macros = before.manifest.macros, after.manifest.macros
        return Difference(
            before=_side(before),
            after=_side(after),
            tables_equal=len(tables) - len(changes),
            tables=tuple(changes),
            macros_changed=tuple(
                name for name in sorted(old_macros | new_macros) if old_macros.get(name) != new_macros.get(name)
            ),
            figures_changed=listed["changed"],
            figures_new=listed["new"],
            figures_gone=listed["gone"],
            contradictions_came=findings.only_in(connection, contradictions, AFTER, limit),
            contradictions_went=findings.only_in(connection, contradictions, BEFORE, limit),
            reports_came=findings.reports_only_in(connection, reports, AFTER, limit),
            reports_went=findings.reports_only_in(connection, reports, BEFORE, limit),
            reports_superseded=findings.reports_superseded(connection, reports, limit),
        )


def _side(release: Release) -> Side:
    manifest = release.manifest
    return Side(manifest.release_id, manifest.created_at, manifest.code_revision, len(manifest.inputs))
