"""A published warehouse of the bundled reports, for the benchmark and the tests of dashboards and clients: without Dagster runs and without the tests of dbt.

Belongs here: making it, and publishing it again with another content. Does not: Superset (superset_client.py).
"""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from orchestration import environment, manifest
from serving.release.manifest import Release
from serving.release.publish import publish
from sources.ingest import ingest_month, pending_months
from sources.intake import take_in
from sources.readers import SOURCES
from sources.settings import PROJECT_ROOT, Settings

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def published_samples(home: Path) -> Settings:
    settings = Settings(data=home, inbox=PROJECT_ROOT / "sources" / "samples")
    take_in(settings, NOW)
    for source in SOURCES:
        for month in pending_months(settings, source):
            ingest_month(settings, source, [month])
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    _build(settings)
    publish_generation(settings, 0)
    return settings


def _build(settings: Settings) -> None:
    """dbt's seeds and models. Raises RuntimeError with the end of what dbt said."""
    what = ("--resource-type", "seed", "--resource-type", "model")
    ended = subprocess.run(
        [manifest.dbt_executable(), "build", *what, "--profiles-dir", ".", "--target-path", settings.build_dir / "dbt"],
        cwd=manifest.DBT_PROJECT_DIR,
        env=os.environ | environment.variables(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"dbt: {ended.stdout[-4000:]}")


def publish_generation(settings: Settings, generation: int) -> Release:
    """The next release: the same tables, and one more that tells which it is."""
    with duckdb.connect(str(settings.build_database)) as connection:
        connection.execute(f"create or replace table marts.generation as select {int(generation)} as generation_key")
    return publish(settings, code_revision="test", now=NOW + timedelta(minutes=generation))
