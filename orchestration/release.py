"""The asset `release`: what BI reads.

Belongs here: when a release is made, and what Dagster shows of it. Does not: how one is made (`serving.release`).
"""

import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime

import dagster as dg

from orchestration.changes import changes
from orchestration.corrections import applied_sha256
from orchestration.home import DataHome
from orchestration.tables import place
from orchestration.warehouse import POOL
from serving.release import Release, ReleaseError, publish
from sources.settings import PROJECT_ROOT

PUBLISHED_LAYERS = frozenset({"marts", "audit"})


def release_asset(upstream: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The asset; `upstream` are the tables that are published, so that none is published with a failed check before it."""

    @dg.asset(
        name="release",
        deps=sorted(upstream),
        group_name="release",
        description=(
            "The published warehouse: a verified copy of marts and audit, made current in one step.\n\n"
            "The same contents make no new release. Whatever fails, the release before it stands."
        ),
        kinds={"python", "duckdb"},
        owners=["team:analytics"],
        tags={"layer": "release"},
        pool=POOL,
    )
    def release(context: dg.AssetExecutionContext, home: DataHome) -> dg.MaterializeResult:  # type: ignore[type-arg]
        try:
            published = publish(
                home.settings,
                code_revision=code_revision(),
                now=datetime.now(UTC),
                corrections_sha256=applied_sha256(context.instance),
            )
        except ReleaseError as error:
            raise dg.Failure(str(error), allow_retries=False) from error
        return dg.MaterializeResult(
            metadata={**_shown(published), "changes": dg.MetadataValue.md(changes(home.settings, published))}
        )

    return release


def code_revision() -> str:
    """The git revision of the project, with '-dirty' if files were changed; 'unknown' where there is no git."""
    command = ["git", "-C", str(PROJECT_ROOT), "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _shown(published: Release) -> dict[str, dg.MetadataValue | int | str | bool]:
    tables = published.manifest.tables
    lines = [f"| `{name}` | {table.rows} |" for name, table in sorted(tables.items())]
    return {
        "release_id": published.release_id,
        "new": not published.unchanged,
        "database": dg.MetadataValue.path(str(published.database)),
        "folder": place(published.folder),
        "bytes": published.manifest.file_bytes,
        "contents_sha256": published.manifest.contents_sha256,
        "code_revision": published.manifest.code_revision,
        "reports": len(published.manifest.inputs),
        "corrections_sha256": published.manifest.corrections_sha256 or "nothing was corrected",
        "tables": dg.MetadataValue.md("\n".join(["| table | rows |", "| --- | --- |", *lines])),
    }
