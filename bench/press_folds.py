"""The five-fold check of the press reader: how much of its score hangs on words and rules that only one fifth of the reports has.

Belongs here: taking out, fold by fold, every row of the open vocabulary that no report outside the fold uses, reading the fold with what is
left, and scoring it (other annotated reports of the project count as users of a row, and are not scored). Does not: the score itself (the annotated corpus brings it).

Words of a language that anybody would have written down unseen (months, numbers, units, weekdays, names of places) are closed classes and stay.
Run it with `python -m bench.press_folds`; it needs the annotated corpus beside the project and says so where it is missing.
"""

import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from sources.press.constructions import compiled
from sources.press.vocabulary import alternation, table
from sources.settings import PROJECT_ROOT

SHARED = PROJECT_ROOT.parent / "shared"
CORPUS = SHARED / "press_corpus"
OWN = (
    PROJECT_ROOT / "tests" / "annotated" / "press"
)  # other reports, annotated too: a row that they use belongs to no fold alone
FOLDS = 5
# Table -> column of what is looked for in a text. Rule tables are known by the codes that end in a fact's rules.
OPEN_TERMS = {
    "approximators": "phrase",
    "clause_words": "term",
    "counted_nouns": "term",
    "era_markers": "phrase",
    "facility_cues": "term",
    "function_words": "term",
    "future_cues": "word",
    "measure_cues": "term",
    "office_words": "term",
    "period_phrases": "phrase",
    "place_spellings": "term",
    "programme_cues": "term",
    "segment_cues": "term",
    "separator_words": "term",
    "set_phrases": "phrase",
    "trap_cues": "term",
}
OPEN_RULES = {"count_rules": "rule", "rate_rules": "rule"}
OPEN_FORMS = "constructions"
DEMANDED = {"constructions": "form", "function_words": "term"}
NEVER_PRINTED = "qzxqzx"  # stands for a form or a word that is taken out, where the code demands that there is one
SCORE = re.compile(r"^(figure|fact)\s+precision\s+([\d.]+)\s+recall\s+([\d.]+)\s+F1\s+([\d.]+)", re.MULTILINE)


@dataclass(frozen=True)
class Score:
    """Figure and fact F1 of a set of reports."""

    figure: float
    fact: float


def reports() -> list[Path]:
    """The annotated reports in order of name. Raises click.ClickException where the corpus is missing."""
    found = sorted([*CORPUS.glob("dev/*.txt"), *SHARED.glob("seeds/*.txt")], key=lambda path: path.name)
    if not found:
        raise click.ClickException(f"no annotated reports in {CORPUS}; the check needs them beside the project")
    return found


def rows_used(files: list[Path], lines: dict[str, list[dict[str, str]]]) -> dict[tuple[str, int], set[str]]:
    """(table, number of row) to the stems of the reports that use it; `lines` are the facts of each report."""
    texts = {file.stem: file.read_text(encoding="utf-8") for file in files}
    used: dict[tuple[str, int], set[str]] = {}
    for name, column in OPEN_TERMS.items():
        for number, row in enumerate(table(name)):
            words = re.compile(rf"(?<!\w)(?:{alternation([row[column]])})(?!\w)", re.IGNORECASE)
            used[name, number] = {stem for stem, text in texts.items() if words.search(text)}
    for number, row in enumerate(table(OPEN_FORMS)):
        form = compiled(row["construction"], "within", row["form"].replace("$", ""))
        used[OPEN_FORMS, number] = {stem for stem, text in texts.items() if form.search(text)}
    for name, column in OPEN_RULES.items():
        for number, row in enumerate(table(name)):
            used[name, number] = {
                stem for stem, facts in lines.items() if any(row[column] in fact["rules"].split("; ") for fact in facts)
            }
    return used


def read(files: list[Path], package: Path) -> str:
    """The facts of the files as lines of JSON, read by the code below `package`."""
    finished = subprocess.run(
        [sys.executable, "-m", "cli.main", "extract", "--format", "jsonl", *map(str, files)],
        cwd=package,
        env={"PYTHONPATH": str(package), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout


def score(lines: str, stems: set[str], folder: Path) -> Score:
    """The corpus's own score of the lines, for the reports named."""
    paths = {}
    for name, key in (("gold", "article_id"), ("articles", "id")):
        kept = [
            line
            for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            if json.loads(line)[key] in stems
        ]
        paths[name] = folder / f"{name}.jsonl"
        paths[name].write_text("\n".join(kept) + "\n", encoding="utf-8")
    (folder / "facts.jsonl").write_text(lines, encoding="utf-8")
    command = [sys.executable, str(CORPUS / "score.py"), str(folder / "facts.jsonl"), "--gold", str(paths["gold"])]
    printed = subprocess.run(
        [*command, "--articles", str(paths["articles"])], capture_output=True, text=True, check=True
    ).stdout
    found = {match[1]: float(match[4]) for match in SCORE.finditer(printed)}
    return Score(found["figure"], found["fact"])


def without(package: Path, dropped: set[tuple[str, int]]) -> None:
    """Takes rows out of the vocabulary of a copy of the code."""
    for name in {name for name, _ in dropped}:
        path = package / "sources" / "press" / "vocabulary" / f"{name}.csv"
        rows = [dict(row) for number, row in enumerate(table(name)) if (name, number) not in dropped]
        if name in DEMANDED:
            rows = [
                dict(row) | {DEMANDED[name]: NEVER_PRINTED} if (name, number) in dropped else dict(row)
                for number, row in enumerate(table(name))
            ]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(table(name)[0]))
            writer.writeheader()
            writer.writerows(rows)


def copied(folder: Path) -> Path:
    """A copy of what `cakupan extract` needs."""
    for part in ("cli", "sources", "dbt_project/seeds"):
        shutil.copytree(PROJECT_ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT_ROOT / "pyproject.toml", folder)
    return folder


@dataclass(frozen=True)
class Fold:
    """One fifth: its reports, the rows that it alone needs (table, number of row), its score with and without them."""

    reports: set[str]
    dropped: set[tuple[str, int]]
    whole: Score
    reduced: Score


def folds() -> tuple[Score, list[Fold]]:
    """The score of all reports with the whole vocabulary, and the five folds. Raises click.ClickException where the corpus is missing."""
    files = reports()
    stems = [file.stem for file in files]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        others = sorted(OWN.glob("*.txt"))
        lines = read(files, PROJECT_ROOT)
        facts: dict[str, list[dict[str, str]]] = {file.stem: [] for file in files + others}
        for line in (lines + read(others, PROJECT_ROOT)).splitlines():
            fact = json.loads(line)
            facts[fact["article_id"]].append(fact)
        used = rows_used(files + others, facts)
        found = []
        for number in range(FOLDS):
            held = {stem for index, stem in enumerate(stems) if index % FOLDS == number}
            dropped = {row for row, where in used.items() if where and where <= held}
            package = copied(folder / f"fold{number}")
            without(package, dropped)
            own = "".join(line + "\n" for line in lines.splitlines() if json.loads(line)["article_id"] in held)
            reduced = read([file for file in files if file.stem in held], package)
            found.append(Fold(held, dropped, score(own, held, folder), score(reduced, held, folder)))
        return score(lines, set(stems), folder), found


def mean(found: list[Fold]) -> Score:
    """The mean score of the folds without their rows."""
    return Score(
        sum(fold.reduced.figure for fold in found) / len(found), sum(fold.reduced.fact for fold in found) / len(found)
    )


@click.command()
@click.option("--list", "listed", is_flag=True, help="Also name the rows that each fold does without.")
def main(listed: bool) -> None:
    """Score each fifth of the annotated reports without the vocabulary that it alone needs."""
    everything, found = folds()
    click.echo(f"all reports, whole vocabulary: figure F1 {everything.figure:.3f}, fact F1 {everything.fact:.3f}")
    for number, fold in enumerate(found, 1):
        click.echo(
            f"fold {number}: {len(fold.reports)} reports, {len(fold.dropped)} rows less: "
            f"figure F1 {fold.whole.figure:.3f} to {fold.reduced.figure:.3f}, fact F1 {fold.whole.fact:.3f} to {fold.reduced.fact:.3f}"
        )
        if listed:
            for name, row in sorted(fold.dropped):
                click.echo(f"    {name}: {', '.join(list(table(name)[row].values())[:3])}")
    reduced = mean(found)
    click.echo(f"mean of the folds: figure F1 {reduced.figure:.3f}, fact F1 {reduced.fact:.3f}")


if __name__ == "__main__":
    main()
