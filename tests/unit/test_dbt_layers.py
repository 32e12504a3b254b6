"""The layers of dbt_project: which folder may read which, and what every model must say of itself. Read from the files, dbt is not run."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
MODELS = PROJECT / "models"
# A layer may read itself and these. Nothing reads the report marts and audit but what is not dbt.
MAY_READ = {
    "staging": {"source"},
    "intermediate": {"staging", "seeds"},
    "marts/dimensions": {"intermediate", "seeds"},
    "register": {"staging", "intermediate", "seeds"},
    "marts/registers": {"register", "intermediate", "seeds", "marts/dimensions"},
    "marts/facts": {"intermediate", "seeds", "marts/dimensions", "marts/registers"},
    "marts/reports": {"marts/dimensions", "marts/facts", "seeds"},
    "audit": {"staging", "intermediate", "register", "seeds", "marts/dimensions", "marts/facts"},
}
REFERENCE = re.compile(r"\bref\(\s*'([^']+)'\s*\)")
SOURCE = re.compile(r"\bsource\(\s*'")
COMPOSED = re.compile(r"\bref\(\s*'stg_'\s*~")
GRAIN = re.compile(r"(One|A|Each|Two) |[A-Z][a-z]+ x ")


def layer_of(path: Path) -> str:
    parts = path.relative_to(MODELS).parts
    return "/".join(parts[:2]) if parts[0] == "marts" else parts[0]


def layers() -> dict[str, str]:
    models = {path.stem: layer_of(path) for path in MODELS.rglob("*.sql")}
    return models | {path.stem: "seeds" for path in (PROJECT / "seeds").glob("*.csv")}


def documented() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(MODELS.rglob("*.yml")):
        for model in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models") or []:
            yield model["name"], model


@pytest.mark.parametrize("path", sorted(MODELS.rglob("*.sql")), ids=lambda path: path.stem)
def test_a_model_reads_its_own_layer_and_those_below(path: Path) -> None:
    text, of = path.read_text(encoding="utf-8"), layers()
    read = {of[name] for name in REFERENCE.findall(text)} | ({"source"} if SOURCE.search(text) else set())
    if COMPOSED.search(text):  # ref('stg_' ~ name): one model for each source of observations
        read.add("staging")
    # A dimension may hold its member 'none' alone, until a source names the others.
    assert read or layer_of(path) == "marts/dimensions", "a model that reads nothing"
    assert read - {layer_of(path)} <= MAY_READ[layer_of(path)]


@pytest.mark.parametrize(
    ("name", "model"), list(documented()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_model_says_its_grain_and_the_type_of_every_column(name: str, model: dict[str, Any]) -> None:
    grain = model["description"].strip().splitlines()[0]
    assert GRAIN.match(grain), f"the first line of a description is the grain, not: {grain}"
    for column in model["columns"]:
        assert column.get("data_type") and column.get("description"), f"{name}.{column['name']}"
    tested = model.get("data_tests") or [test for column in model["columns"] for test in column.get("data_tests") or []]
    assert tested, f"{name} is not tested"


def test_every_model_is_documented_and_its_contract_enforced() -> None:
    assert {name for name, _ in documented()} == {path.stem for path in MODELS.rglob("*.sql")}
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    assert project["models"]["cakupan"]["+contract"] == {"enforced": True}
    for path in [*MODELS.rglob("*.sql"), *MODELS.rglob("*.yml")]:
        assert "enforced: false" not in path.read_text(encoding="utf-8")
