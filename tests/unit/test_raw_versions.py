"""A change of a raw table's form is noticed: either what was written before is still read, or the table has a new version and a way to it."""

import csv

import pytest

from sources.contracts.registry import contracts
from sources.contracts.versions import versions
from sources.migrations.registry import MIGRATIONS
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.unit

with (PROJECT_ROOT / "tests" / "golden" / "raw_shapes.csv").open(encoding="utf-8", newline="") as file:
    SHAPES = list(csv.DictReader(file))


@pytest.mark.parametrize("table", contracts())
def test_the_form_of_a_version_never_changes(table):
    """A column that went, or has another type, needs a line in versions.csv, a migration, and its form here; a new one that may be empty needs nothing."""
    version = versions()[table]
    known = {row["column"]: row["type"] for row in SHAPES if row["table"] == table and int(row["version"]) == version}
    assert known, f"tests/golden/raw_shapes.csv lacks version {version} of {table}"
    columns = contracts()[table].to_schema().columns
    assert {name: str(columns[name].dtype) if name in columns else "gone" for name in known} == known
    assert [name for name in columns if name not in known and not columns[name].nullable] == []


def test_every_version_has_a_way_to_it():
    assert set(versions()) == set(contracts())
    assert {table: set(steps) for table, steps in MIGRATIONS.items()} == {
        table: set(range(1, version)) for table, version in versions().items() if version > 1
    }
