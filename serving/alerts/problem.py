"""What people are told about: something that is wrong and lasts until it is set right."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """`key` tells two problems apart and stays the same as long as one lasts; `count` is how often it has happened so far.

    `title` is a sentence, `remedy` what to do; `facts` are names, codes and counts, never text out of a report.
    """

    key: str
    kind: str  # run_failed, check_failed, reports_late, nothing_published
    title: str
    remedy: str
    count: int = 1
    facts: Mapping[str, str | int] = field(default_factory=dict)
