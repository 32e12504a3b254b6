"""The benchmarks' tools: what is written, which texts are read, and how growth is told from noise."""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from bench.__main__ import main
from bench.measure import exponent, in_child, machine, median_seconds
from bench.press import LEAST_ROWS, read_many
from bench.press import run as run_press
from bench.press_texts import prose, reports, shaped, varied
from bench.registry import BENCHMARKS, Bar, Result, benchmark

pytestmark = pytest.mark.unit
KEYS = ["name", "seconds", "peak_mb", "baseline", "baseline_seconds", "ratio", "rows", "machine"]


def test_a_result_is_written_with_the_promised_keys(tmp_path: Path) -> None:
    bar = Bar("speed", "at least 1/s", "2/s", met=True)
    path = Result("press", 10, 3.0, 42.5, "words", 0.5, (bar,), {"more": 1}).write(tmp_path / "results")
    written = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == "press.json"
    assert list(written)[: len(KEYS)] == KEYS
    assert (written["ratio"], written["rows"], written["bars"][0]["met"]) == (6.0, 10, True)


def test_the_machine_is_described_and_not_named() -> None:
    assert set(machine()) == {"cpu", "cpus", "memory_gb", "system", "python"}


@pytest.mark.parametrize("name", sorted(BENCHMARKS))
def test_every_benchmark_can_be_run(name: str) -> None:
    module = benchmark(name)
    assert module.DEFAULT_ROWS > 0
    assert callable(module.run)


@pytest.mark.parametrize(("power", "seconds"), [(1.0, [1, 10, 100]), (2.0, [1, 100, 10_000])])
def test_the_exponent_is_the_power_of_growth(power: float, seconds: list[float]) -> None:
    assert exponent([10, 100, 1000], seconds) == pytest.approx(power)


def test_short_work_is_repeated_until_it_can_be_measured() -> None:
    calls: list[int] = []
    assert median_seconds(lambda: calls.append(sum(range(1000))), rounds=3, least=0.001) > 0
    assert len(calls) > 3


def test_variations_are_the_same_every_time_and_never_alike() -> None:
    texts = reports()["own"]
    first, again = list(varied(texts, 150)), list(varied(texts, 150))
    assert first == again
    assert len(set(first)) == len(first)
    assert b"".join(varied(texts, 5, first=7)) == b"".join(first[7:12])


@pytest.mark.parametrize("size", [1_000, 30_000])
def test_texts_have_the_size_asked_for(size: int) -> None:
    assert len(shaped("“1 ", size)) in range(size - 3, size + 1)
    assert len(prose(reports()["own"], size)) in range(size - 3, size + 1)


def test_many_reports_are_read_beside_the_baseline() -> None:
    measured = read_many(120)
    assert measured["seconds"] > measured["baseline_seconds"] > 0
    assert measured["peak_mb"] >= measured["peak_mb_at_a_tenth"] > 0


@pytest.mark.parametrize(("met", "exit_code"), [(True, 0), (False, 1)])
def test_a_missed_bar_ends_with_an_error(tmp_path: Path, monkeypatch, met: bool, exit_code: int) -> None:
    small = ModuleType("small_benchmark")
    bar = Bar("speed", "at least 1/s", "2/s", met=met)
    small.DEFAULT_ROWS, small.run = 3, lambda rows, say: Result("small", rows, 2.0, 1.0, "nothing", 1.0, (bar,))
    monkeypatch.setitem(sys.modules, small.__name__, small)
    monkeypatch.setitem(BENCHMARKS, "press", small.__name__)
    ended = CliRunner().invoke(main, ["--only", "press", "--rows", "7", "--results", str(tmp_path)])
    assert ended.exit_code == exit_code, ended.output
    assert json.loads((tmp_path / "small.json").read_text(encoding="utf-8"))["rows"] == 7


def test_too_few_reports_tell_nothing() -> None:
    with pytest.raises(ValueError, match=str(LEAST_ROWS)):
        run_press(LEAST_ROWS - 1, print)


def test_a_child_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match="KeyError"):
        in_child("bench.press", "nothing")
