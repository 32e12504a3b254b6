"""The annotated corpus, where it is at hand: how well it is read. What the warehouse makes of it: test_golden_warehouse.py."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.golden_inbox import CORPUS, press_files
from sources.press.explain import fact_rows
from sources.press.page import least_confidence

pytestmark = pytest.mark.pipeline
at_hand = pytest.mark.skipif(not CORPUS.is_dir(), reason="the annotated corpus (../shared) is not at hand")
FIGURE_PRECISION_ABOVE_THRESHOLD = 0.97
GOLD_ABOVE_THRESHOLD = 0.75
SCORE = re.compile(
    r"^(figure|fact) +precision +([\d.]+) +recall +([\d.]+) +F1 +([\d.]+) +\((\d+) of (\d+) gold", re.MULTILINE
)
TRAPPED = re.compile(r"^taken for facts though they are not: (\d+)", re.MULTILINE)


@pytest.fixture(scope="module")
def facts() -> list[dict[str, object]]:
    return [row for path in press_files() for row in fact_rows(path.read_bytes(), path.name)]


def score(
    facts: list[dict[str, object]], folder: Path, *, seeds: bool
) -> tuple[dict[str, tuple[float, float]], int, float]:
    """Precision and recall of figure and fact, the traps, and the share of all gold that was found; of the seeds or of all others."""
    kept = {}
    for name, key in (("gold", "article_id"), ("articles", "id")):
        lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        kept[name] = folder / f"{name}.jsonl"
        kept[name].write_text("\n".join(line for line in lines if json.loads(line)[key].startswith("seed-") is seeds))
    predictions = folder / "facts.jsonl"
    own = [fact for fact in facts if str(fact["article_id"]).startswith("seed-") is seeds]
    predictions.write_text("\n".join(json.dumps(fact) for fact in own), encoding="utf-8")
    command = [sys.executable, str(CORPUS / "score.py"), str(predictions)]
    command += ["--gold", str(kept["gold"]), "--articles", str(kept["articles"])]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {match[1]: (float(match[2]), float(match[3])) for match in SCORE.finditer(printed)}
    gold = next(SCORE.finditer(printed))
    return found, int(TRAPPED.search(printed)[1]), int(gold[5]) / int(gold[6])


@at_hand
def test_the_annotated_reports_are_read(facts: list[dict[str, object]], tmp_path: Path) -> None:
    found, traps, _ = score(facts, tmp_path, seeds=False)
    assert found["figure"][0] >= 0.95
    assert found["figure"][1] >= 0.88
    assert found["fact"][0] >= 0.88
    assert found["fact"][1] >= 0.80
    assert traps <= 3


@at_hand
def test_the_seed_reports_are_read(facts: list[dict[str, object]], tmp_path: Path) -> None:
    found, traps, _ = score(facts, tmp_path, seeds=True)
    assert min(*found["figure"], *found["fact"]) >= 0.95
    assert traps == 0


@at_hand
def test_what_is_sure_enough_for_the_marts_is_right(facts: list[dict[str, object]], tmp_path: Path) -> None:
    sure = [fact for fact in facts if float(str(fact["confidence"])) >= least_confidence()]
    found, _, share = score(sure, tmp_path, seeds=False)
    assert found["figure"][0] >= FIGURE_PRECISION_ABOVE_THRESHOLD
    assert share >= GOLD_ABOVE_THRESHOLD
