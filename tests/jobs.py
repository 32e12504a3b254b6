"""Running `cakupan run` as a user does, and looking at what it published: for the pipeline tests."""

import os
import re
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sources.settings import PROJECT_ROOT

SAMPLES = PROJECT_ROOT / "sources" / "samples"
LIMIT_SECONDS = 400


@dataclass(frozen=True)
class Ended:
    """A run that has ended."""

    code: int
    output: str

    @property
    def summary(self) -> dict[str, str]:
        """The lines at the end: reports, figures, found, review, release, warehouse, seconds."""
        names = ("reports", "figures", "found", "review", "release", "warehouse", "seconds")
        return dict(re.findall(rf"^({'|'.join(names)}) +(.*)$", self.output, flags=re.MULTILINE))

    @property
    def release(self) -> str:
        return self.summary["release"].split()[0]


def start(home: Path, inbox: Path) -> "subprocess.Popen[str]":
    """Start the command in an environment that knows of no other data home, and from a folder that is not the project's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CAKUPAN_", "DAGSTER_"))}
    environment |= {"CAKUPAN_DATA": str(home)}
    command = [str(Path(sysconfig.get_path("scripts")) / "cakupan"), "run", "--inbox", str(inbox)]
    home.parent.mkdir(parents=True, exist_ok=True)
    return subprocess.Popen(
        command,
        cwd=home.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> Ended:
    output, _ = process.communicate(timeout=LIMIT_SECONDS)
    sys.stdout.write(output)  # shown by pytest if the test fails
    return Ended(process.returncode, output)


def run(home: Path, inbox: Path) -> Ended:
    return ended(start(home, inbox))


def put(inbox: Path, name: str, content: bytes) -> None:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def release_file(home: Path, release: str) -> Path:
    return home / "releases" / release / "cakupan.duckdb"


def rows(database: Path, query: str, *parameters: object) -> list[tuple[object, ...]]:
    """What a BI client would get."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query, parameters).fetchall()


def tables(database: Path) -> list[str]:
    found = rows(database, "select table_schema || '.' || table_name from information_schema.tables order by all")
    return [str(name) for (name,) in found]


def one_sided(before: Path, after: Path, table: str, where: str = "true") -> int:
    """How many rows of a table are in only one of two published files."""
    with duckdb.connect() as connection:
        for alias, path in (("before", before), ("after", after)):
            connection.execute(f"attach '{path}' as {alias} (read_only)")
        sides = [f"select * from {alias}.{table} where {where}" for alias in ("before", "after")]
        query = f"select (select count(*) from ({sides[0]} except all {sides[1]})) + (select count(*) from ({sides[1]} except all {sides[0]}))"
        return int(connection.execute(query).fetchall()[0][0])
