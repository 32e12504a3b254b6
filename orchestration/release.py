"""The asset `release`: what BI reads.

Belongs here: when a release is made, and what Dagster shows of it. Does not: how one is made (`serving.release`).
"""

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from orchestration.changes import changes
from orchestration.corrections import applied_sha256
from orchestration.home import DataHome
from orchestration.release_report import report_metadata
from orchestration.steps import step
from orchestration.tables import place
from orchestration.warehouse import POOL
from serving.release import Release, publish
from sources import journal
from sources.settings import PROJECT_ROOT

PUBLISHED_LAYERS = frozenset({"marts", "audit"})
CODE = ("cli", "dbt_project", "orchestration", "serving", "sources")
CODE_SUFFIXES = frozenset({".csv", ".py", ".sql", ".yaml", ".yml"})
NOT_CODE = frozenset({"__pycache__", "dbt_packages", "logs", "samples", "target"})


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
        with step(home.settings):
            published = publish(
                home.settings,
                code_revision=home.settings.revision or code_revision(),
                now=datetime.now(UTC),
                corrections_sha256=applied_sha256(context.instance),
            )
        journal.write(
            home.settings,
            "release",
            run_id=context.run.run_id,
            release_id=published.release_id,
            is_new=not published.unchanged,
        )
        return dg.MaterializeResult(
            metadata={
                **_shown(published),
                **report_metadata(published),
                "changes": dg.MetadataValue.md(changes(home.settings, published)),
            }
        )

    return release


def code_revision(root: Path = PROJECT_ROOT) -> str:
    """The git revision of the project, with '-dirty' if files were changed.

    Where git is not there or refuses (an archive, an image, a checkout of another user): 'files-' and a hash over the project's own files,
    so that releases of different code can be told apart.
    """
    command = ["git", "-C", str(root), "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    try:
        if not (root / ".git").exists():  # else git would name the revision of whatever repository the project lies in
            return files_revision(root)
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return files_revision(root)


def files_revision(root: Path) -> str:
    """'files-' and 40 hex digits over names and contents of what the warehouse is made with."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in CODE for path in _code_files(root / folder)):
        digest.update(f"\x1f{path.relative_to(root)}\x1f".encode())
        digest.update(path.read_bytes())
    return f"files-{digest.hexdigest()[:40]}"


def _code_files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_CODE and not name.startswith(".")]
        yield from (Path(parent, name) for name in names if Path(name).suffix in CODE_SUFFIXES)


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
