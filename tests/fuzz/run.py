"""`make fuzz`: the press reader against inputs grown by coverage, for a stated time; what breaks a promise is made small and shown.

Belongs here: starting the fuzzer's process, the first inputs, the summary. Does not: the promises (tests/press_invariants.py), the
fuzzer's process (press_target.py). The fuzzer keeps its inputs under bench/results/fuzz, so that the next run begins where this one ended.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import PathFinder
from pathlib import Path

import click

from sources.settings import PROJECT_ROOT
from sources.text import shown
from tests.fuzz.findings import Findings, signature_of, smallest
from tests.pages import PAGES, markdown
from tests.press_fragments import fragments
from tests.press_invariants import check_growth, check_report, check_time

TESTS = PROJECT_ROOT / "tests"
KEPT = TESTS / "fuzz_corpus" / "press"
SEEDS = (TESTS / "restatements" / "press", PROJECT_ROOT / "sources" / "samples" / "press", KEPT)
RESULTS = PROJECT_ROOT / "bench" / "results" / "fuzz"
LONGEST = 8000  # bytes of an input
HANGS_AFTER = 60  # seconds for one input


def fault_of(content: bytes) -> str | None:
    """The fault that an input shows without the fuzzer, or None."""
    try:
        check_report(content)
        check_time(content)
        check_growth(content)
    except Exception as error:  # noqa: BLE001 - whatever is raised is the fault
        return signature_of(error)
    return None


def _first_inputs(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for source in SEEDS:
        for path in sorted(source.iterdir()):
            shutil.copyfile(path, folder / f"{source.parent.name}-{path.name}")
    for name, make in (*PAGES.items(), ("markdown", markdown)):
        (folder / f"page-{name}").write_text(make(), encoding="utf-8")
    pieces = fragments()
    for number in range(0, len(pieces), 25):
        (folder / f"fragments-{number:05}").write_text(" ".join(pieces[number : number + 25]), encoding="utf-8")


def _still(signature: str) -> Callable[[bytes], bool]:
    return lambda content: fault_of(content) == signature


@click.command()
@click.option("--seconds", default=600, show_default=True, help="How long new inputs are tried.")
@click.option(
    "--tools", type=click.Path(file_okay=False, path_type=Path), help="The folder that atheris is installed in."
)
def main(seconds: int, tools: Path | None) -> None:
    """Try inputs on the press reader; ends with 1 if one of them breaks a promise."""
    grown, found = RESULTS / "corpus", RESULTS / "found"
    first = RESULTS / "first"
    for folder in (found, first):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    grown.mkdir(parents=True, exist_ok=True)
    _first_inputs(first)
    paths = [str(PROJECT_ROOT), *([str(tools.resolve())] if tools else [])]
    if PathFinder.find_spec("atheris", paths[1:] or None) is None:
        raise click.ClickException(
            "atheris, the fuzzer, is not installed: it has builds for Linux on x86-64 and Python 3.11 to 3.14 only."
            " The property tests run everywhere: .venv/bin/pytest tests/unit/test_press_fuzz.py"
        )
    command = [
        sys.executable, "-m", "tests.fuzz.press_target", str(found), f"-max_total_time={seconds}", f"-max_len={LONGEST}",
        f"-timeout={HANGS_AFTER}", f"-report_slow_units={HANGS_AFTER}", "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={found}/stopped-", str(grown), str(first),
    ]  # fmt: skip
    click.echo(
        f"fuzz: {seconds} s, beginning with {len(list(first.iterdir()))} inputs and {len(list(grown.iterdir()))} of earlier runs"
    )
    log = RESULTS / "log.txt"
    with log.open("w", encoding="utf-8") as output:
        ended = subprocess.run(
            command, cwd=PROJECT_ROOT, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)}, stdout=output, stderr=output, check=False
        )  # fmt: skip
    told = log.read_text(encoding="utf-8", errors="replace")
    executions = re.search(r"number_of_executed_units: *(\d+)", told)
    coverage = re.findall(r"\bcov: (\d+) ft: (\d+) corp: (\d+)", told)
    if coverage:
        branches, features, inputs = coverage[-1]
        click.echo(
            f"fuzz: {executions[1] if executions else '?'} inputs tried; {branches} branches, {features} features, {inputs} inputs worth keeping"
        )
    faults = 0
    for signature, content, how in Findings(found).all():
        faults += _tell(signature, content, how)
    for path in sorted(found.glob("stopped-*")):
        faults += 1
        click.echo(
            f"\nfuzz: the process stopped on {path.relative_to(PROJECT_ROOT)} (a hang or too much memory); see {log.relative_to(PROJECT_ROOT)}"
        )
    if ended.returncode and not faults:
        raise click.ClickException(f"the fuzzer ended with {ended.returncode}; see {log.relative_to(PROJECT_ROOT)}")
    click.echo(f"fuzz: {faults} faults" if faults else "fuzz: no fault")
    sys.exit(1 if faults else 0)


def _tell(signature: str, content: bytes, how: str) -> int:
    """Shows one fault with its smallest input; 0 where it does not come again without the fuzzer."""
    again = fault_of(content)
    if again is None:
        click.echo(f"\nfuzz: not seen again without the fuzzer: {signature}")
        return 0
    small = smallest(content, _still(again))
    kept = RESULTS / "found" / f"{re.sub(r'[^A-Za-z0-9]+', '-', again)}.txt"
    kept.write_bytes(small)
    lines = how.strip().splitlines()[-7:]
    click.echo(f"\nfuzz: {again}\n  input: {shown(repr(small), 400)}\n  file: {kept.relative_to(PROJECT_ROOT)}")
    click.echo("\n".join(f"  {shown(line, 300)}" for line in lines))
    return 1


if __name__ == "__main__":
    main()
