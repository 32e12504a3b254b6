"""The rules of a fact in words: what stands in `Fact.rules`, explained by decision_rules.csv.

Belongs here: looking a code up, composed ones too. Does not: applying rules (the grammars do), or printing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from sources.press.vocabulary import table

UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class Decision:
    """One step on the way from a printed number to a fact: its code, the step, two to six words (none where it goes without saying), and a
    sentence."""

    code: str
    step: str
    short: str
    meaning: str


def decisions(rules: Iterable[str]) -> tuple[Decision, ...]:
    """The rules of a fact in words, in their order. A code without a row comes as the step `unexplained`, never as an error."""
    return tuple(decision for rule in rules for decision in explained(rule))


@lru_cache(maxsize=4096)  # a detail may hold figures of the report
def explained(rule: str) -> tuple[Decision, ...]:
    """What one code says: its own row, or those of its parts ('range_*', '*_rounded'); a detail behind a colon is added in brackets."""
    code, _, detail = rule.partition(":")
    found = _whole(code) or _composed(code) or (Decision(code, UNEXPLAINED, code.replace("_", " "), ""),)
    if not detail:
        return found
    last = found[-1]
    return (*found[:-1], Decision(rule, last.step, f"{last.short} ({detail})".lstrip(), f"{last.meaning} ({detail})"))


def _whole(code: str) -> tuple[Decision, ...]:
    row = _rows().get(code)
    return (Decision(code, *row),) if row and "*" not in code else ()


def _composed(code: str) -> tuple[Decision, ...]:
    for scheme, row in _schemes():
        prefix, _, suffix = scheme.partition("*")
        rest = code.removeprefix(prefix).removesuffix(suffix)
        if rest and rest != code and len(rest) == len(code) - len(scheme) + 1:
            following = _whole(rest) or _composed(rest)
            part = Decision(scheme, *row)
            if following:
                return (part, *following) if prefix else (*following, part)
    return ()


@cache
def _rows() -> dict[str, tuple[str, str, str]]:
    return {row["rule"]: (row["step"], row["short"], row["meaning"]) for row in table("decision_rules")}


def _schemes() -> list[tuple[str, tuple[str, str, str]]]:
    return [(rule, row) for rule, row in _rows().items() if "*" in rule]
