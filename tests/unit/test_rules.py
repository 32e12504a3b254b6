"""The table of rules: complete, and nothing in it that nothing uses."""

import ast

import pytest

from sources.contracts.enforcement import RULE_OF_CHECK
from sources.contracts.registry import contracts
from sources.contracts.rules import LANGUAGES, rule_named, rules
from sources.registers.headers import form
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.unit

# Calls that name a rule, and which of their arguments does.
NAMING_CALLS = {
    "Refusal": 0,
    "refusal": 0,
    "refuse": 0,
    "refused_file": 1,
    "CellRefusedError": 0,
    "BrokenRule": 3,
    "rule_named": 0,
    "_Verdict": 1,
    "CorrectionProblem": 0,
    "_DoesNotHoldError": 0,
    "_refused": 0,
    "_problem": 2,
    "broken": 0,
}


def modules():
    folders = (PROJECT_ROOT / "sources", PROJECT_ROOT / "cli")
    return [ast.parse(path.read_text(encoding="utf-8")) for folder in folders for path in sorted(folder.rglob("*.py"))]


def rules_of_contracts():
    schemas = [contract.to_schema() for contract in contracts().values()]
    own = {check.name for schema in schemas for check in schema.checks}
    generic = {str(check.name) for schema in schemas for column in schema.columns.values() for check in column.checks}
    assert generic <= RULE_OF_CHECK.keys(), "a check of pandera's that enforcement cannot name"
    return own | {"duplicate_row", "value_missing", "wrong_type"} | {RULE_OF_CHECK[name] for name in generic}


def rules_in_calls():
    found = set()
    for module in modules():
        for node in ast.walk(module):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            position = NAMING_CALLS.get(name)
            if position is not None and len(node.args) > position:
                argument = node.args[position]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add(argument.value)
            found |= {
                word.value.value
                for word in node.keywords
                if word.arg == "rule" and isinstance(word.value, ast.Constant) and name in NAMING_CALLS
            }
    return found


def test_every_rule_that_code_and_contracts_name_is_in_the_table():
    missing = (rules_in_calls() | rules_of_contracts() | set(RULE_OF_CHECK.values())) - rules().keys()
    assert not missing


def test_every_rule_of_the_table_is_used():
    constants = {
        node.value
        for module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unused = rules().keys() - constants - rules_of_contracts()
    assert not unused


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_says_what_is_wrong_and_what_to_do(language):
    for rule in rules().values():
        assert rule.what_to_do(language).endswith("."), rule.rule
        sentence = rule.message("12 orang", "satuan", language)
        assert "{" not in sentence, rule.rule
        assert sentence, rule.rule


def test_both_languages_of_a_rule_name_the_same_things():
    for rule in rules().values():
        for part in ("{value}", "{column}"):
            assert (part in rule.says) == (part in rule.says_id), rule.rule
        assert rule.says != rule.says_id, rule.rule


def test_a_value_is_never_read_as_a_format():
    sentence = rule_named("unknown_area").message("{column.__class__} \x1b[2J")
    assert "{column.__class__} \\x1b[2J" in sentence


def test_an_unknown_rule_is_named():
    with pytest.raises(KeyError, match="no_such_rule"):
        rule_named("no_such_rule")


def test_columns_of_rules_are_columns_of_a_raw_table_or_of_a_form():
    columns = {name for contract in contracts().values() for name in contract.to_schema().columns}
    columns |= {row["name"] for source in ("employer_register", "payment_register") for row in form(source)}
    assert {rule.column for rule in rules().values() if rule.column} <= columns
