"""The annotated original reports, where the shared material is at hand: every fact is read, and nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sources.press.explain import fact_rows
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.integration
SHARED = PROJECT_ROOT.parent / "shared"
SCORE = SHARED / "press_corpus" / "score.py"
BUNDLED = {
    "2011-kanwil-vi-layanan": "seed-000",
    "2012-11-palembang-gerai": "seed-001",
    "2021-12-kediri-target": "seed-002",
    "2023-01-kalbar-cakupan": "seed-003",
    "2020-06-kaltim-apindo": "seed-004",
}


def score(tmp_path: Path, reports: dict[Path, str]) -> tuple[float, float, int]:
    """F1 of figures, F1 of whole facts, numbers taken for facts that are none."""
    predictions = tmp_path / "predictions.jsonl"
    with predictions.open("w", encoding="utf-8") as file:
        for path, article in reports.items():
            for row in fact_rows(path.read_bytes(), path.name):
                file.write(json.dumps(row | {"article_id": article}) + "\n")
    command = [sys.executable, str(SCORE), str(predictions), "--only", "seed-", "--errors", "50"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    figure, fact = (float(line.split("F1")[1].split()[0]) for line in lines[:2])
    return figure, fact, int(lines[2].split(":")[1].split()[0])


@pytest.mark.skipif(not SCORE.exists(), reason="the annotated reports (../shared) are not at hand")
def test_every_fact_of_the_original_reports(tmp_path: Path) -> None:
    reports = {path: path.stem for path in sorted((SHARED / "seeds").glob("seed-*.txt"))}
    assert score(tmp_path, reports) == (1.0, 1.0, 0)


@pytest.mark.skipif(not SCORE.exists(), reason="the annotations (../shared) are not at hand")
def test_every_fact_of_the_bundled_reports(tmp_path: Path) -> None:
    folder = PROJECT_ROOT / "sources" / "samples" / "press"
    reports = {path: BUNDLED[path.stem] for path in sorted(folder.glob("*.txt")) if path.stem in BUNDLED}
    figure, fact, traps = score(tmp_path, reports)
    assert (figure >= 0.98, fact >= 0.95, traps) == (True, True, 0), (figure, fact, traps)
