"""The table of constructions: each row reads, takes its example and leaves its counterexample; code and table name the same constructions."""

import ast
from pathlib import Path

import pytest

from sources.press import constructions
from sources.press.constructions import POSITIONS, FormError, compiled
from sources.press.vocabulary import table

pytestmark = pytest.mark.unit
FUNCTIONS = {
    "behind": "behind",
    "ahead": "ahead",
    "within": "within",
    "everywhere": "within",
    "between": "between",
}
MODULES = sorted(Path(constructions.__file__).parent.glob("*.py"))


def _takes(position: str, form: str, text: str) -> bool:
    pattern = compiled("row", position, form)
    return {"ahead": pattern.match, "between": pattern.fullmatch}.get(position, pattern.search)(text) is not None


@pytest.mark.parametrize(
    "row", table("constructions"), ids=lambda row: f"{row['construction']}-{row['position']}-{row['form']}"
)
def test_a_row_takes_its_example_and_not_its_counterexample(row: dict[str, str]) -> None:
    assert row["position"] in POSITIONS
    assert row["means"]
    assert _takes(row["position"], row["form"], row["example"])
    assert not _takes(row["position"], row["form"], row["counterexample"])


def test_code_and_table_name_the_same_constructions() -> None:
    named, roles = set(), set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            name, first = node.func.id, node.args[0]
            if (
                not isinstance(first, ast.Constant)
                or not isinstance(first.value, str)
                or module.name == "constructions.py"
            ):
                continue
            if name in FUNCTIONS:
                named.add((first.value, FUNCTIONS[name]))
            if name in ("terms", "linked"):
                roles.add(first.value)
    assert named == {(row["construction"], row["position"]) for row in table("constructions")}
    forms = " ".join(row["form"] for row in table("constructions"))
    used = {role for role in {row["role"] for row in table("function_words")} if f"{{{role}}}" in forms}
    assert used | roles == {row["role"] for row in table("function_words")}


@pytest.mark.parametrize(
    ("position", "form", "text", "takes"),
    [
        ("behind", "[{only}] naik", "hanya\nnaik ", True),
        ("ahead", "naik", '") naik', True),
        ("ahead", "naik", "dan naik", False),
        ("within", "klaim*", "pembayaran klaimnya", True),
        ("within", "klaim", "pembayaran klaimnya", False),
        ("within", "naik <10> persen", "naik sekitar persen", True),
        ("within", "naik <10> persen", "naik 3 persen", False),
        ("within", "naik <<<10>>> persen", "naik 3 persen", True),
        ("within", "naik <5> persen", "naik sekitar persen", False),
        ("behind", "!lebih dari", "lebih dari", False),
        ("between", "[sekitar / kira-kira]* (naik / turun)", "sekitar kira-kira turun", True),
        ("between", "'(' * ')'", "(aktif)", True),
    ],
)
def test_the_notation(position: str, form: str, text: str, *, takes: bool) -> None:
    assert _takes(position, form, text) is takes


@pytest.mark.parametrize(
    "form", ["[naik", "naik)", "(naik]", "naik / turun", "{no_such_role}", "naik & turun", "<9999>"]
)
def test_a_form_that_cannot_be_read_is_named(form: str) -> None:
    with pytest.raises(FormError, match="trend"):
        compiled("trend", "within", form)
