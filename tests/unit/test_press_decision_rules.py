"""Every rule that can make a fact is explained, and every explanation explains one: decision_rules.csv against the code and the tables.

Codes are collected where they are made: in the tables of rules, in the source of the reader, and by reading texts.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sources import press
from sources.press.decisions import UNEXPLAINED, decisions, explained
from sources.press.explain import page_of
from sources.press.numerals import find_numerals
from sources.press.siblings import settled
from sources.press.vocabulary import table
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.unit
GRAMMAR = sorted(Path(press.__file__).parent.glob("*.py"))
TABLES_OF_RULES = ("count_rules", "rate_rules")
REPORTS = [
    *sorted((PROJECT_ROOT / "tests" / "restatements" / "press").glob("*.txt")),
    *sorted((PROJECT_ROOT / "sources" / "samples" / "press").glob("*.txt")),
]
SHARED = sorted((PROJECT_ROOT / ".." / "shared").resolve().glob("press_corpus/dev/*.txt"))
OF_AREA_OR_PERIOD = re.compile(r"area_(?!code|name|kind|key)[a-z_]+|period_(?!start|end|kind|basis)[a-z_]+")
# Forms of numbers that the reports do not hold all of.
FORMS = """
Peserta di Jambi 1.234.567,5 orang; 56 ribu lebih; 2.300-an orang; 800-an orang; 12,5 persen; 12.5 persen; 1,328 juta orang.
Klaim JHT di Jambi Rp1 triliun 35 miliar 885 juta. Klaim JHT di Jambi Rp.10, 19 miliar. Klaim JKM di Jambi Rp 16.03 miliar.
Peserta aktif di Jambi tiga juta orang. Peserta aktif di Jambi sekitar separuhnya. Gerai di Jambi lima unit.
Cakupan di Jambi 20-30 persen, lalu 1,7 hingga 1,8 juta pekerja. Naik 1.233 persen, 21.545 persen, 21,545 persen.
Peserta di Jambi 545,546 orang, tahun lalu 545,546. Klaim Rp545,546. Klaim Rp13,333 miliar. Peserta 1O.000 orang.
Klaim di Jambi Rp15,456 miliar: JHT Rp13,333 miliar dan JKM Rp2,123 miliar.
"""


def codes_of_tables() -> set[str]:
    return {row["rule"] for name in TABLES_OF_RULES for row in table(name)}


def codes_of_source() -> set[str]:
    """Whole codes in the source: appended to rules, concluded, and the area_… and period_… that come with an area or a period."""
    return {code for path in GRAMMAR for code in _codes(ast.parse(path.read_text(encoding="utf-8")))}


def _codes(tree: ast.Module) -> Iterator[str]:
    names = {id(node.slice) for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            rules = isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "rules"
            given = node.args[-1:] if node.func.attr == "conclude" or (rules and node.func.attr == "append") else []
            yield from (arg.value for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("table", "seed", "words"):
            names |= {id(arg) for arg in node.args}
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Constant) and id(node) not in names else None
        if isinstance(value, str) and OF_AREA_OR_PERIOD.fullmatch(value):
            yield value


def codes_of(reports: list[Path]) -> set[str]:
    read = (page_of(path.read_bytes(), path.name) for path in reports)
    return {rule for page in read for fact in page.extraction.facts for rule in fact.rules}


@cache
def codes_of_reading() -> set[str]:
    codes = codes_of(REPORTS)
    figures = [numeral for line in FORMS.splitlines() for numeral in settled(find_numerals(line))]
    figures = [numeral for numeral in figures if numeral.kind in ("count", "money", "percent")]
    return codes | {numeral.form for numeral in figures} | {numeral.decided for numeral in figures if numeral.decided}


def emitted() -> set[str]:
    return codes_of_tables() | codes_of_source() | codes_of_reading()


def test_the_collection_finds_codes_of_every_origin() -> None:
    assert {"area_clause", "period_none", "base_of_a_part"} <= codes_of_source()
    assert {"grouped", "words", "area_clause", "period_clause"} <= codes_of_reading()


def unexplained(codes: set[str]) -> list[str]:
    return sorted({code for code in codes for decision in explained(code) if decision.step == UNEXPLAINED})


def test_every_rule_that_can_make_a_fact_is_explained() -> None:
    assert unexplained(emitted()) == [], "give each a row in sources/press/vocabulary/decision_rules.csv"


@pytest.mark.skipif(not SHARED, reason="the annotated reports (../shared) are not here")
def test_every_rule_that_made_a_fact_of_the_annotated_reports_is_explained() -> None:
    assert unexplained(codes_of(SHARED)) == []


def test_every_explanation_explains_a_rule() -> None:
    used = {decision.code.partition(":")[0] for code in emitted() for decision in explained(code)}
    assert sorted({row["rule"] for row in table("decision_rules")} - used) == [], (
        "nothing emits these: take the rows out"
    )


def test_explanations_are_short_plain_sentences() -> None:
    rows = table("decision_rules")
    assert len({row["rule"] for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"[a-z][a-z_]*[a-z]|[a-z_]+_\*|\*_[a-z_]+", row["rule"]), row
        assert re.fullmatch(r"[a-z][a-z_]*", row["step"]), row
        assert re.fullmatch(r"['A-Z][^.]*\.", row["meaning"]), row
        assert len(row["short"]) <= 48 and not row["short"].endswith("."), row


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("grouped", ["grouped"]),
        ("scaled_words", ["scaled_words"]),
        ("range_scaled_decimal_comma", ["range_*", "scaled_*", "decimal_comma"]),
        ("plain_rounded", ["plain", "*_rounded"]),
        ("range_nonsense", ["range_nonsense"]),
        ("range_", ["range_"]),
        ("", [""]),
    ],
)
def test_composed_codes_are_explained_part_by_part(code: str, parts: list[str]) -> None:
    assert [decision.code for decision in explained(code)] == parts


def test_a_detail_is_shown_with_the_explanation() -> None:
    (decision,) = decisions(["grouped:13.333 and 2.000 make 15.333"])
    assert decision.short.endswith("(13.333 and 2.000 make 15.333)")
    assert decision.step == explained("grouped")[0].step
