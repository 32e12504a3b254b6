"""What can be wrong with a file of corrections, as a person reads it.

Belongs here: one problem, all problems of a file. Does not: finding them.
"""

from dataclasses import dataclass

from sources.contracts.rules import rule_named
from sources.text import shown

# A file with more of them is not mended entry by entry; the list is for a person.
MOST_PROBLEMS = 200
_VALUE_CHARACTERS = 300


@dataclass(frozen=True)
class CorrectionProblem:
    """One broken rule: `rule` is a code of contracts/rules.csv, `entry` counts the file's entries from 1 (0: the file as a whole)."""

    rule: str
    line: int
    entry: int = 0
    value: str | None = None
    column: str | None = None

    @property
    def message(self) -> str:
        """What is wrong, in a sentence; values are escaped and shortened."""
        value = None if self.value is None else shown(self.value, _VALUE_CHARACTERS)
        return rule_named(self.rule).message(value, self.column)

    @property
    def remedy(self) -> str:
        return rule_named(self.rule).remedy

    def told(self, file: str) -> str:
        """File, line, entry, what is wrong, rule, remedy: one line."""
        entry = f", entry {self.entry}" if self.entry else ""
        return f"{shown(file)}, line {self.line}{entry}: {self.message} [{self.rule}] Remedy: {self.remedy}"


class CorrectionsRefusedError(Exception):
    """The file cannot be used as it is. Carries every problem that was found, in the order of lines."""

    def __init__(self, problems: list[CorrectionProblem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.line, p.entry, p.rule, p.column or "", p.value or ""))
        super().__init__("; ".join(f"line {p.line}: {p.message} ({p.rule})" for p in self.problems))
