"""The table of rules: each code that may stand in quarantine or refuse a correction, what it says and what to do about it.

Belongs here: loading rules.csv and filling in its sentences. Does not: deciding whether a rule is broken.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.reference import read_table
from sources.text import shown

RULES_TABLE = Path(__file__).with_name("rules.csv")
SCOPES = ("file", "report", "row", "correction")


@dataclass(frozen=True)
class Rule:
    """One rule: `scope` says what it refuses, `column` the column at fault where the rule itself names one."""

    rule: str
    scope: str
    column: str | None
    says: str
    remedy: str

    def message(self, value: object = None, column: str | None = None) -> str:
        """The sentence with value and column filled in; both are escaped and shortened."""
        # replace, not str.format: values come from outside and must not be read as format fields.
        text = self.says.replace("{column}", shown(str(column or self.column or "the column")))
        return text.replace("{value}", "(empty)" if value is None else shown(str(value)))


@cache
def rules() -> dict[str, Rule]:
    """Code -> rule. Raises ValueError on a double code, an unknown scope, or an empty sentence."""
    table: dict[str, Rule] = {}
    for row in read_table(RULES_TABLE):
        rule = Rule(row["rule"], row["scope"], row["column"] or None, row["says"], row["remedy"])
        if rule.rule in table or rule.scope not in SCOPES or not rule.says or not rule.remedy:
            raise ValueError(f"{RULES_TABLE.name}: the entry {rule.rule} is double or incomplete")
        table[rule.rule] = rule
    return table


def rule_named(code: str) -> Rule:
    """The rule of that code. Raises KeyError naming the table if it is not in there."""
    try:
        return rules()[code]
    except KeyError:
        raise KeyError(f"the rule {code} is not in {RULES_TABLE.name}") from None
