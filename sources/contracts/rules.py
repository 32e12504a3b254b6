"""The table of rules: each code that may stand in quarantine or refuse a correction, what it says and what to do about it.

Belongs here: loading rules.csv and filling in its sentences. Does not: deciding whether a rule is broken.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.text import shown

RULES_TABLE = Path(__file__).with_name("rules.csv")
SCOPES = ("file", "report", "row", "correction")
LANGUAGES = ("en", "id")
_EMPTY = {"en": "(empty)", "id": "(kosong)"}
_THE_COLUMN = {"en": "the column", "id": "kolom ini"}


@dataclass(frozen=True)
class Rule:
    """One rule: `scope` says what it refuses, `column` the column at fault where the rule itself names one.

    `says` and `remedy` are English, `says_id` and `remedy_id` the same in Indonesian, for those who send the reports.
    """

    rule: str
    scope: str
    column: str | None
    says: str
    remedy: str
    says_id: str
    remedy_id: str

    def message(self, value: object = None, column: str | None = None, language: str = "en") -> str:
        """The sentence (en or id) with value and column filled in; both are escaped and shortened."""
        # replace, not str.format: values come from outside and must not be read as format fields.
        says = self.says_id if language == "id" else self.says
        text = says.replace("{column}", shown(str(column or self.column or _THE_COLUMN[language])))
        return text.replace("{value}", _EMPTY[language] if value is None else shown(str(value)))

    def what_to_do(self, language: str = "en") -> str:
        """The remedy (en or id)."""
        return self.remedy_id if language == "id" else self.remedy


@cache
def rules() -> dict[str, Rule]:
    """Code -> rule. Raises ValueError on a double code, an unknown scope, or an empty sentence."""
    table: dict[str, Rule] = {}
    with RULES_TABLE.open(encoding="utf-8", newline="") as file:
        # A rule may have no Indonesian sentences yet: a test names it, but nothing that is read waits for a translation.
        for row in csv.DictReader(file, restval=""):
            column = row["column"] or None
            rule = Rule(row["rule"], row["scope"], column, row["says"], row["remedy"], row["says_id"], row["remedy_id"])
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
