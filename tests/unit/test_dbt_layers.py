"""The layers of dbt_project: which folder may read which. What a model must say of itself and further rules: test_dbt_rules."""

from pathlib import Path

import pytest

from tests.dbt_rules.project import Project

pytestmark = pytest.mark.unit

PROJECT = Project(Path(__file__).resolve().parents[2] / "dbt_project")
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


@pytest.mark.parametrize("path", sorted((PROJECT.root / "models").rglob("*.sql")), ids=lambda path: path.stem)
def test_a_model_reads_its_own_layer_and_those_below(path: Path) -> None:
    model = PROJECT.models[path.stem]
    own = PROJECT.layer_of(model)
    read = {layer_read(name) for name in model.parents}
    assert read - {own} <= MAY_READ[own]


def layer_read(name: str) -> str:
    if name in PROJECT.models:
        return PROJECT.layer_of(PROJECT.models[name])
    return "seeds" if name in PROJECT.seeds else "source"
