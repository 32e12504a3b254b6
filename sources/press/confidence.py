"""How sure a fact is: the share of annotated facts, made by the same rules, that were right in all of figure, area, period, programme and segment.

Belongs here: adding up the evidence of confidence_weights.csv. Does not: fitting the weights (bench/press_calibration.py), holding facts back (the
review threshold is a seed of the warehouse).
"""

import math
from collections.abc import Iterable
from functools import cache

from sources.press.vocabulary import table

LEAST, MOST = 0.01, 0.99  # no rule is certain


def calibrated(measure_confidence: float, rules: Iterable[str]) -> float:
    """The probability, 0.01 to 0.99, that a fact is right: what the rule of its measure says, and the weight of every rule that made it.

    `measure_confidence` is that of count_rules.csv, rate_rules.csv or the grammar, in (0, 1); a rule's detail behind a colon does not count.
    """
    weights = _weights()
    codes = dict.fromkeys(rule.partition(":")[0] for rule in rules)
    evidence = weights["(any)"] + weights["(measure)"] * logit(measure_confidence)
    evidence += sum(weights.get(code, 0.0) for code in codes)
    return round(min(max(1 / (1 + math.exp(-evidence)), LEAST), MOST), 2)


def logit(probability: float) -> float:
    """The log-odds of a probability in (0, 1)."""
    return math.log(probability / (1 - probability))


@cache
def _weights() -> dict[str, float]:
    return {row["rule"]: float(row["weight"]) for row in table("confidence_weights")}
