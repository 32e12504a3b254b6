"""Fits confidence_weights.csv: how much each rule of the press reader speaks for or against the facts that it made.

Belongs here: comparing facts with annotations, fitting, and showing how the confidence holds on reports that were put away while fitting. Does
not: applying the weights (sources/press/confidence.py).

`python -m bench.press_calibration` shows; `--write` also writes the table. It needs annotated reports: the corpus beside the project, and any
folder given with --also or --unseen that holds texts, gold.jsonl and articles.jsonl of the same form. Rules are written with annotated reports
at hand, so on these they look surer than they are: with --unseen, reports that no rule was written from, the level of the whole is set by those
alone (two numbers: a shift and a stretch), and what is shown is theirs.
"""

import csv
import importlib.util
import itertools
import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import click

from sources.press.confidence import LEAST, MOST, logit
from sources.press.explain import page_of, rows_of_facts
from sources.settings import PROJECT_ROOT

CORPUS = PROJECT_ROOT.parent / "shared" / "press_corpus"
TABLE = PROJECT_ROOT / "sources" / "press" / "vocabulary" / "confidence_weights.csv"
FOLDS = 5
FEWEST = 12  # facts: a rule that is seen less often says nothing yet
RIDGE = 3.0  # strength of the pull towards no weight; more for fewer facts would be worth the same
STEPS = 60
EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


@dataclass(frozen=True)
class Judged:
    """One fact with its evidence, and whether the annotation has its figure and the whole of it."""

    report: str
    evidence: dict[str, float]
    figure_right: bool
    fact_right: bool


def scorer() -> ModuleType:
    """The corpus's own comparison. Raises click.ClickException where the corpus is missing."""
    path = CORPUS / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None or not path.exists():
        raise click.ClickException(f"no annotated reports in {CORPUS}; the fit needs them beside the project")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(folder: Path, texts: list[Path], score: ModuleType) -> tuple[list[Judged], int]:
    """Every fact of the texts against gold.jsonl of the folder, and how many figures the gold has."""
    gold = defaultdict(list)
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["measure"] in score.CORE:
            gold[row["article_id"]].append(row)
    annotated = {
        json.loads(line)["id"] for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    }
    found = []
    chosen = [text for text in texts if text.stem in annotated]
    for text in chosen:
        page = page_of(text.read_bytes(), text.name)
        rows = rows_of_facts(page)
        in_core = [index for index, row in enumerate(rows) if row["measure"] in score.CORE]
        compared = [rows[index] for index in in_core]
        _, figures = score.match(gold[text.stem], compared, score.same_figure)
        _, whole = score.match(gold[text.stem], compared, score.same_fact)
        for number, index in enumerate(in_core):
            fact = page.extraction.facts[index]
            evidence = {rule.partition(":")[0]: 1.0 for rule in fact.rules}
            evidence |= {"(any)": 1.0, "(measure)": logit(fact.measure_confidence)}
            found.append(Judged(text.stem, evidence, number in figures, number in whole))
    return found, sum(len(gold[text.stem]) for text in chosen)


def fitted(facts: list[Judged]) -> dict[str, float]:
    """Weights by logistic regression with a ridge: cyclic Newton steps, one weight at a time, always in the same order."""
    seen = Counter(code for fact in facts for code in fact.evidence)
    codes = [code for code in sorted(seen) if seen[code] >= FEWEST]
    members = {code: [number for number, fact in enumerate(facts) if code in fact.evidence] for code in codes}
    weights = dict.fromkeys(codes, 0.0)
    sums = [0.0] * len(facts)
    for _ in range(STEPS):
        for code in codes:
            pull = 0.0 if code == "(any)" else RIDGE
            slope, bend = -pull * weights[code], pull + 1e-9
            for number in members[code]:
                amount = facts[number].evidence[code]
                chance = _chance(sums[number])
                slope += amount * (facts[number].fact_right - chance)
                bend += amount * amount * chance * (1 - chance)
            step = slope / bend
            weights[code] += step
            for number in members[code]:
                sums[number] += step * facts[number].evidence[code]
    return weights


def levelled(weights: dict[str, float], unseen: list[Judged]) -> dict[str, float]:
    """The weights, stretched and shifted so that they say of unseen facts what share of them is right."""
    shift, stretch = 0.0, 1.0
    sums = [sum(weights.get(code, 0.0) * amount for code, amount in fact.evidence.items()) for fact in unseen]
    for _ in range(STEPS):
        chances = [_chance(shift + stretch * total) for total in sums]
        spread = [chance * (1 - chance) for chance in chances]
        missed = [fact.fact_right - chance for fact, chance in zip(unseen, chances, strict=True)]
        shift += sum(missed) / (sum(spread) + 1e-9)
        chances = [_chance(shift + stretch * total) for total in sums]
        spread = [chance * (1 - chance) * total * total for chance, total in zip(chances, sums, strict=True)]
        missed = [(fact.fact_right - chance) * total for fact, chance, total in zip(unseen, chances, sums, strict=True)]
        stretch += (sum(missed) - RIDGE * (stretch - 1)) / (sum(spread) + RIDGE)
    stretched = {code: stretch * weight for code, weight in weights.items()}
    return stretched | {"(any)": stretched["(any)"] + shift}


def confidence(fact: Judged, weights: dict[str, float]) -> float:
    evidence = sum(weights.get(code, 0.0) * amount for code, amount in fact.evidence.items())
    return min(max(_chance(evidence), LEAST), MOST)


def _chance(evidence: float) -> float:
    return 1 / (1 + math.exp(-max(min(evidence, 30.0), -30.0)))


def put_away(facts: list[Judged]) -> list[tuple[float, Judged]]:
    """Each fact with the confidence that weights give it which were fitted without its report, nor any of its fold."""
    reports = sorted({fact.report for fact in facts})
    fold = {report: number % FOLDS for number, report in enumerate(reports)}
    rated = []
    for number in range(FOLDS):
        weights = fitted([fact for fact in facts if fold[fact.report] != number])
        rated += [(confidence(fact, weights), fact) for fact in facts if fold[fact.report] == number]
    return rated


def show(rated: list[tuple[float, Judged]], gold: int) -> None:
    """How well the confidence holds, and what each threshold would keep."""
    click.echo("confidence   facts   mean   whole fact right   figure right")
    for low, high in itertools.pairwise(EDGES):
        inside = [(rate, fact) for rate, fact in rated if low <= rate < high]
        if inside:
            click.echo(
                f"{low:.1f} to {high:.1f} {len(inside):8} {_mean([r for r, _ in inside]):6.2f}"
                f" {_mean([f.fact_right for _, f in inside]):14.3f} {_mean([f.figure_right for _, f in inside]):16.3f}"
            )
    click.echo("threshold   kept   figure precision   fact precision   share of all gold kept")
    for threshold in THRESHOLDS:
        kept = [fact for rate, fact in rated if rate >= threshold]
        if kept:
            right = [fact.figure_right for fact in kept]
            click.echo(
                f"{threshold:8.2f} {len(kept):7} {_mean(right):13.3f} {_mean([f.fact_right for f in kept]):17.3f} {sum(right) / gold:17.3f}"
            )


def _mean(values: list[float] | list[bool]) -> float:
    return sum(values) / len(values)


def write(weights: dict[str, float], facts: list[Judged]) -> None:
    """The table, by rule: its weight in log-odds, in how many annotated facts it was seen, in how many of them the fact was right."""
    seen = Counter(code for fact in facts for code in fact.evidence)
    right = Counter(code for fact in facts if fact.fact_right for code in fact.evidence)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("rule", "weight", "seen", "right"))
        for code in sorted(weights):
            writer.writerow((code, f"{weights[code]:.2f}", seen[code], right[code]))


@click.command()
@click.option("--also", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--unseen", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--write", "written", is_flag=True, help="Write the table of weights.")
def main(also: tuple[Path, ...], unseen: tuple[Path, ...], written: bool) -> None:
    """Fit the confidence of the press reader to annotated reports, and show how it holds."""
    score = scorer()
    texts = sorted([*CORPUS.glob("dev/*.txt"), *(CORPUS.parent / "seeds").glob("*.txt")], key=lambda path: path.name)
    facts, gold = judged(CORPUS, texts, score)
    corpus = {fact.report for fact in facts}
    gold_of_corpus = gold
    for folder in also:
        more, more_gold = judged(folder, sorted(folder.glob("*.txt")), score)
        facts, gold = facts + more, gold + more_gold
    rated = put_away(facts)
    click.echo(
        f"{len(facts)} facts of {len({fact.report for fact in facts})} reports, each rated by weights fitted without its fifth"
    )
    show(rated, gold)
    if also:
        click.echo(f"of these, the {len(corpus)} reports of the corpus")
        show([(rate, fact) for rate, fact in rated if fact.report in corpus], gold_of_corpus)
    weights = fitted(facts)
    if unseen:
        read = [judged(folder, sorted(folder.glob("*.txt")), score) for folder in unseen]
        new, new_gold = [fact for found, _ in read for fact in found], sum(count for _, count in read)
        weights = levelled(weights, new)
        click.echo(f"{len(new)} facts of {len({fact.report for fact in new})} reports that no rule was written from")
        show([(confidence(fact, weights), fact) for fact in new], new_gold)
        click.echo("the corpus, with the weights as they will be written")
        show([(confidence(fact, weights), fact) for fact in facts if fact.report in corpus], gold_of_corpus)
    if written:
        write(weights, facts)
        click.echo(f"written: {TABLE.relative_to(PROJECT_ROOT)}")


if __name__ == "__main__":
    main()
