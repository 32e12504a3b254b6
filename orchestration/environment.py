"""The environment in which Dagster and dbt run: one dictionary, made from the settings.

Belongs here: which variables dagster.yaml and dbt's profile read. Does not: any path of its own (see `sources.settings`), starting anything.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sources.settings import PROJECT_ROOT, Settings

INSTANCE_FILE = PROJECT_ROOT / "dagster.yaml"


def variables(settings: Settings) -> dict[str, str]:
    """Names and values that Dagster, dbt and every process below them need; all paths are absolute."""
    ours = {f"CAKUPAN_{name.upper()}": str(value) for name, value in settings if value is not None}
    return ours | {
        "DAGSTER_HOME": str(settings.dagster_dir),
        "CAKUPAN_DAGSTER": str(settings.dagster_dir),
        "CAKUPAN_DAGSTER_LOGS": str(settings.dagster_dir / "compute_logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def make_home(settings: Settings) -> None:
    """Make Dagster's folder in the data home, with a link to the instance file. Safe when several processes do it at once."""
    settings.dagster_dir.mkdir(parents=True, exist_ok=True)
    target = settings.instance or INSTANCE_FILE
    link = settings.dagster_dir / INSTANCE_FILE.name
    if link.is_symlink() and link.readlink() == target:
        return
    new = link.with_name(f".{link.name}.{os.getpid()}")
    new.symlink_to(target)
    new.replace(link)


@contextmanager
def applied(settings: Settings) -> Iterator[None]:
    """Set the variables for this process and its children while the block runs; they are put back afterwards."""
    wanted = variables(settings)
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    make_home(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
