"""The file of corrections: its form, and every way in which a person may get it wrong."""

import codecs
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.contracts.rules import rules
from sources.corrections.document import content_of, parse
from sources.corrections.entries import AsRead, Entry, entries_of
from sources.corrections.problems import CorrectionProblem, CorrectionsRefusedError
from sources.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.unit

ENTRY = """\
- report: 12e4567890123456
  locator: characters 120-127
  as_printed: "731.362"
  was: {measure: workers_unprotected, value: 731362, area: 64, period_end: 2020-06-29}
  should_be: {value: 721362, programme: null}
  why: one digit slipped
  by: Sari
  on: 2026-03-01
"""
FILE = f"# what we know better\n{ENTRY}"


def entries(text: str) -> list[Entry]:
    return entries_of(parse(text.encode()))


def problems(text: str) -> list[CorrectionProblem]:
    with pytest.raises(CorrectionsRefusedError) as refused:
        entries(text)
    return refused.value.problems


def test_an_entry_is_read_as_it_is_written() -> None:
    [entry] = entries(FILE)
    assert entry.report == "12e4567890123456", "a report's identity that looks like a number"
    assert entry.was is not None
    assert entry.was.area == "64"
    assert entry.should_be is not None
    assert entry.should_be.value == Decimal(721362)
    assert entry.should_be.model_fields_set == {"value", "programme"}, "null says something: the report names none"
    assert (entry.why, entry.by, entry.on) == ("one digit slipped", "Sari", date(2026, 3, 1))
    assert (entry.action, entry.number, entry.line) == ("changed", 1, 2)


def test_a_reason_may_run_over_lines() -> None:
    [entry] = entries(FILE.replace("one digit slipped", "|\n    one digit\n    slipped"))
    assert entry.why == "one digit slipped"


def test_codes_keep_the_zeros_that_yaml_would_take() -> None:
    [entry] = entries(FILE.replace("{value: 721362, programme: null}", "{area: 62.10}"))
    assert entry.should_be is not None
    assert entry.should_be.area == "62.10"


def test_a_report_may_be_named_by_its_whole_hash() -> None:
    [entry] = entries(FILE.replace("12e4567890123456", "AB" * 32))
    assert entry.report == "ab" * 8


@pytest.mark.parametrize("text", ["", "\n# nothing yet\n", "[]\n", "null\n"])
def test_no_entries_are_no_corrections(text: str) -> None:
    assert entries(text) == []


MISTAKES = {
    "no list": ("just words", "corrections_not_yaml", 1),
    "a list with a name": (f"corrections:\n{ENTRY}", "corrections_not_yaml", 1),
    "an entry that is a word": ("\n- one\n", "corrections_not_yaml", 2),
    "a quotation mark that is not closed": (FILE.replace('"731.362"', '"731.362'), "corrections_not_yaml", None),
    "tabs": ("\n\t- report: 1\n", "corrections_not_yaml", 2),
    "two documents": (f"{FILE}---\n{FILE}", "corrections_not_yaml", 10),
    "too deep": (FILE.replace("{value: 721362, programme: null}", "{value: [[1]]}"), "corrections_not_yaml", 6),
    "a key that is a list": ("\n- ? [report]\n  : 1\n", "corrections_not_yaml", 2),
    "an anchor": (FILE.replace("Sari", "&who Sari"), "corrections_alias", 8),
    "an alias": (FILE.replace("Sari", "*who"), "corrections_alias", 8),
    "a merge key": (FILE.replace("by: Sari", "<<: Sari"), "corrections_alias", 8),
    "a tag": (FILE.replace("Sari", "!!python/object/apply:os.getcwd []"), "corrections_alias", 8),
    "an unknown key": (FILE.replace("by:", "author:"), "correction_key_unknown", 8),
    "a key of ours that is not the person's": (FILE.replace("by:", "line: 5\n  by:"), "correction_key_unknown", 8),
    "an unknown key of a meaning": (FILE.replace("{value:", "{valeu: 1, value:"), "correction_key_unknown", 6),
    "a key twice": (f"{FILE}  by: Budi\n", "correction_key_twice", 10),
    "no why": (FILE.replace("why: one digit slipped", 'why: " "'), "correction_incomplete", 7),
    "no by": (FILE.replace("  by: Sari\n", ""), "correction_incomplete", 2),
    "an empty day": (FILE.replace("2026-03-01", ""), "correction_incomplete", 9),
    "an empty meaning": (FILE.replace("{value: 721362, programme: null}", "{}"), "correction_incomplete", 6),
    "a meaning left out": (FILE.replace("{value: 721362, programme: null}", ""), "correction_incomplete", 6),
    "null where something must be": (FILE.replace("value: 721362, ", "value: null, "), "correction_incomplete", 6),
    "a meaning that is a word": (
        FILE.replace("{value: 721362, programme: null}", "721362"),
        "correction_value_wrong",
        6,
    ),
    "a report by name": (FILE.replace("12e4567890123456", "kaltim.txt"), "correction_value_wrong", 2),
    "a text that hides": (FILE.replace("Sari", '"Sa\\u202eri"'), "correction_value_wrong", 8),
    "a text that does not end": (FILE.replace("Sari", "a" * 201), "correction_value_wrong", 8),
    "digits of another script": (FILE.replace("721362", "٧٢١٣٦٢"), "correction_value_wrong", 6),
    "a number with commas": (FILE.replace("721362", '"721,362"'), "correction_value_wrong", 6),
    "a number that never ends": (FILE.replace("721362", "9" * 23), "correction_value_wrong", 6),
    "infinity": (FILE.replace("721362", "inf"), "correction_value_wrong", 6),
    "a number in thousands": (FILE.replace("721362", "721.362"), "correction_number_ambiguous", 6),
    "a qualifier": (FILE.replace("value: 721362", "qualifier: about"), "correction_value_wrong", 6),
    "a measure": (FILE.replace("value: 721362", "measure: workers"), "correction_code_unknown", 6),
    "an area": (FILE.replace("value: 721362", "area: 99"), "correction_code_unknown", 6),
    "an office": (FILE.replace("value: 721362", "office: 64"), "correction_code_unknown", 6),
    "a programme": (FILE.replace("programme: null", "programme: JPX"), "correction_code_unknown", 6),
    "a segment": (FILE.replace("programme: null", "segment: nobody"), "correction_code_unknown", 6),
    "a reason": (
        FILE.replace("should_be: {value: 721362, programme: null}", "not_a_fact: so"),
        "correction_code_unknown",
        6,
    ),
    "a day that there is not": (FILE.replace("2026-03-01", "2026-02-30"), "correction_date_wrong", 9),
    "a day in another form": (FILE.replace("2026-03-01", "1 Maret 2026"), "correction_date_wrong", 9),
    "a period that is a year": (FILE.replace("value: 721362", "period_end: 2020"), "correction_date_wrong", 6),
    "no decision": (
        FILE.replace("  should_be: {value: 721362, programme: null}\n", ""),
        "correction_without_action",
        2,
    ),
    "two decisions": (FILE.replace("  by:", "  confirmed: true\n  by:"), "correction_without_action", 2),
    "a confirmation that denies": (
        FILE.replace("should_be: {value: 721362, programme: null}", "confirmed: false"),
        "correction_value_wrong",
        6,
    ),
    "a confirmation of nothing in particular": (
        FILE.replace("should_be: {value: 721362, programme: null}", "confirmed: true").replace("value: 731362, ", ""),
        "correction_incomplete",
        5,
    ),
    "a missed fact without its area": (
        FILE.replace("should_be: {value: 721362, programme: null}", "missed: {measure: workers_active, value: 5}"),
        "correction_incomplete",
        6,
    ),
    "was of a figure that was not read": (
        FILE.replace(
            "should_be: {value: 721362, programme: null}", "missed: {measure: workers_active, value: 5, area: 64}"
        ),
        "correction_key_misplaced",
        5,
    ),
    "a second figure that was read": (
        FILE.replace("  by:", "  second_figure: true\n  by:"),
        "correction_key_misplaced",
        8,
    ),
    "the same entry twice": (FILE + ENTRY, "correction_doubled", 10),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_line_rule_and_remedy(name: str) -> None:
    text, rule, line = MISTAKES[name]
    found = {problem.rule: problem for problem in problems(text)}
    assert rule in found
    if line is not None:
        assert found[rule].line == line
    told = found[rule].told("corrections.yml")
    assert told.startswith("corrections.yml, line ")
    assert f"[{rule}] Remedy: {rules()[rule].remedy}" in told
    assert "{" not in found[rule].message.replace("{value", "")


def test_all_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    wrong = FILE.replace("721362", "721.362").replace("Sari", "").replace("2026-03-01", "soon") + "- {}\n"
    found = problems(wrong)
    assert [problem.entry for problem in found][:3] == [1, 1, 1]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert {problem.rule for problem in found} >= {"correction_number_ambiguous", "correction_date_wrong"}
    assert any(problem.entry == 2 and problem.rule == "correction_without_action" for problem in found)


def test_what_stands_in_the_file_does_not_reach_the_terminal_as_it_is() -> None:
    [problem] = problems(FILE.replace("value: 721362", 'measure: "\\e[2J{rule.__class__}"'))
    assert "\x1b" not in problem.told("c.yml")
    assert "{rule.__class__}" in problem.message


def test_a_bomb_of_aliases_costs_nothing() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    assert [problem.rule for problem in problems("\n".join(lines))] == ["corrections_alias"]


def test_a_file_that_is_wrong_all_over_is_told_in_a_list_that_a_person_can_read() -> None:
    assert len(problems("- {}\n" * 50_000)) < 300


def test_deep_nesting_ends_at_once() -> None:
    assert [problem.rule for problem in problems("[" * 100_000)] == ["corrections_not_yaml"]


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    content = text.encode("utf-8", errors="surrogatepass")
    try:
        entries_of(parse(content))
    except CorrectionsRefusedError as error:
        assert error.problems
        assert all(problem.told("c.yml").isprintable() for problem in error.problems)


KEYS = st.sampled_from(
    ["report", "locator", "was", "should_be", "missed", "not_a_fact", "confirmed", "why", "by", "on", "x"]
)
SCALARS = st.sampled_from(
    ["", "null", "true", "1.5", "760.635", "2026-01-31", "64", "workers_active", '"a\\u0000b"', "[]", "{}"]
)


@given(st.lists(st.dictionaries(KEYS, SCALARS | st.dictionaries(KEYS, SCALARS, max_size=3)), max_size=3))
def test_no_entry_breaks_the_checking(listed: list[dict[str, object]]) -> None:
    def written(value: object) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {inner}" for key, inner in value.items()) + "}"
        return str(value)

    text = "".join(f"- {written(entry)}\n" for entry in listed)
    try:
        entries(text)
    except CorrectionsRefusedError as error:
        assert error.problems


def test_a_file_that_nobody_named_may_be_absent_and_a_named_one_may_not(tmp_path: Path) -> None:
    assert content_of(Settings(data=tmp_path)) is None
    with pytest.raises(CorrectionsRefusedError, match="corrections_missing"):
        content_of(Settings(data=tmp_path, corrections=tmp_path / "other.yml"))


def test_folders_links_and_large_files_are_not_read(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, max_corrections_bytes=1000)
    elsewhere = tmp_path / "elsewhere.yml"
    elsewhere.write_text(FILE, encoding="utf-8")
    settings.corrections_file.symlink_to(elsewhere)
    with pytest.raises(CorrectionsRefusedError, match="corrections_unreadable"):
        content_of(settings)
    assert content_of(Settings(data=tmp_path, corrections=settings.corrections_file)), (
        "a link that was named is followed"
    )
    settings.corrections_file.unlink()
    settings.corrections_file.mkdir()
    with pytest.raises(CorrectionsRefusedError, match="corrections_unreadable"):
        content_of(settings)
    settings.corrections_file.rmdir()
    settings.corrections_file.write_text(FILE + "#" * 1000, encoding="utf-8")
    with pytest.raises(CorrectionsRefusedError, match="corrections_too_large"):
        content_of(settings)


@pytest.mark.parametrize(
    "content", [FILE.replace("Sari", "Séri").encode("cp1252"), FILE.encode("utf-16"), FILE.encode() + b"\x00"]
)
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(CorrectionsRefusedError, match="corrections_not_text"):
        parse(content)


def test_what_editors_leave_in_a_file_does_not_matter() -> None:
    for content in (codecs.BOM_UTF8 + FILE.encode(), FILE.replace("\n", "\r\n").encode()):
        assert [entry.action for entry in entries_of(parse(content))] == [
            entry.action for entry in entries_of(parse(FILE.encode()))
        ]
    assert entries_of(parse(codecs.BOM_UTF8)) == []


def test_the_example_of_the_guide_is_well_formed_and_has_every_decision() -> None:
    example = entries_of(parse((PROJECT_ROOT / "docs" / "corrections.example.yml").read_bytes()))
    assert {entry.action for entry in example} == {"changed", "rejected", "added", "confirmed"}


def test_the_guide_names_every_key() -> None:
    guide = (PROJECT_ROOT / "docs" / "corrections.md").read_text(encoding="utf-8")
    keys = {*Entry.model_fields, *AsRead.model_fields} - {"number", "line"}
    assert [key for key in sorted(keys) if f"`{key}" not in guide] == []
