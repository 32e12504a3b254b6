"""The entries of a file of corrections: their strict form, checked against the reference tables.

Belongs here: keys, values, codes, dates, and that no two entries are the same. Does not: YAML (document), the figures that entries mean
(matching).
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from sources.contracts.observation import PERIOD_BASES, PERIOD_KINDS, QUALIFIERS
from sources.corrections.document import Document
from sources.corrections.problems import MOST_PROBLEMS, CorrectionProblem, CorrectionsRefusedError
from sources.corrections.values import (
    LONGEST_NAME,
    Day,
    DayOrNothing,
    Name,
    Number,
    Printed,
    Report,
    Text,
    True_,
    Whole,
    broken,
    code,
    one_of,
    or_nothing,
    printed,
    words,
)

ACTIONS = ("should_be", "missed", "not_a_fact", "confirmed")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Meaning(_Strict):
    """What a figure means, as far as an entry says it; a key that is not written is not in `model_fields_set`.

    `value` in base units, `area` a code (province, regency, nation, group, office's work area), dates inclusive. null means: the report
    names none.
    """

    measure: Annotated[str | None, code("measure")] = None
    value: Number = None
    decimals: Whole = None
    qualifier: Annotated[str | None, one_of(QUALIFIERS)] = None
    area: Annotated[str | None, code("area")] = None
    office: Annotated[str | None, or_nothing(code("office"))] = None
    period_start: DayOrNothing = None
    period_end: DayOrNothing = None
    period_kind: Annotated[str | None, one_of(PERIOD_KINDS)] = None
    period_basis: Annotated[str | None, one_of(PERIOD_BASES)] = None
    programme: Annotated[str | None, or_nothing(code("programme"))] = None
    segment: Annotated[str | None, or_nothing(code("segment"))] = None

    @model_validator(mode="after")
    def _says_something(self) -> "Meaning":
        if not self.model_fields_set:
            broken("correction_incomplete", "")
        return self


class AsRead(Meaning):
    """What the reader made of the figure when the entry was written: all that is given must still be so.

    Here an area may be one that no reference table knows: its code is null then, and `area_name` tells it.
    """

    measure: Annotated[str | None, words(LONGEST_NAME)] = None
    area: Annotated[str | None, or_nothing(words(LONGEST_NAME))] = None
    area_name: Annotated[str | None, BeforeValidator(printed)] = None
    office: Annotated[str | None, or_nothing(words(LONGEST_NAME))] = None
    programme: Annotated[str | None, or_nothing(words(LONGEST_NAME))] = None
    segment: Annotated[str | None, or_nothing(words(LONGEST_NAME))] = None


class Entry(_Strict):
    """One decision of a person. `number` counts the file's entries from 1, `line` is where it begins."""

    report: Report
    locator: Printed
    as_printed: Printed
    was: AsRead | None = None
    should_be: Meaning | None = None
    missed: Meaning | None = None
    second_figure: True_ = False
    not_a_fact: Annotated[str | None, code("reason")] = None
    confirmed: True_ = False
    why: Text
    by: Name
    on: Day
    number: int = 0
    line: int = 1

    @property
    def action(self) -> str:
        """changed, added, rejected or confirmed, as the contract `correction` has it."""
        if self.should_be is not None:
            return "changed"
        if self.missed is not None:
            return "added"
        return "rejected" if self.not_a_fact is not None else "confirmed"


_REQUIRED = {"missed": ("measure", "value", "area"), "was": ("measure", "value", "area", "period_end")}


def entries_of(document: Document) -> list[Entry]:
    """All entries of a file. Raises CorrectionsRefusedError with all their problems, not the first only; after MOST_PROBLEMS the rest is left."""
    root = document.root
    if root is None:
        return []
    if not isinstance(root, list):
        raise CorrectionsRefusedError([CorrectionProblem("corrections_not_yaml", 1, value="the file is no list")])
    problems: list[CorrectionProblem] = []
    entries: list[Entry] = []
    for index, node in enumerate(root):
        entry, found = _entry(document, index, node)
        problems += found
        if entry is not None:
            entries.append(entry)
        if len(problems) >= MOST_PROBLEMS:
            break
    problems += _doubled(entries)
    if problems:
        raise CorrectionsRefusedError(problems)
    return entries


def _entry(document: Document, index: int, node: Any) -> tuple[Entry | None, list[CorrectionProblem]]:
    path, number = (index,), index + 1
    if not isinstance(node, dict):
        problem = CorrectionProblem(
            "corrections_not_yaml", document.line(path), number, "an entry is a list of key: value"
        )
        return None, [problem]
    known = {name: value for name, value in node.items() if name not in ("number", "line")}
    problems = [
        CorrectionProblem("correction_key_unknown", document.line((*path, name)), number, column=name)
        for name in node
        if name not in known
    ]
    said = [name for name in ACTIONS if name in node]
    if len(said) != 1:
        problems.append(_problem(document, path, "correction_without_action", ", ".join(said) or "none"))
    for part in ("should_be", "missed", "was"):
        if part in node and not isinstance(node[part], dict):
            rule = "correction_incomplete" if node[part] is None else "correction_value_wrong"
            problems.append(_problem(document, (*path, part), rule, "a list of key: value belongs here", part))
            known.pop(part)
    # A key that would be passed over in silence is a misunderstanding.
    misplaced = "was" if "missed" in node else "second_figure"
    if misplaced in node and len(said) == 1:
        problems.append(_problem(document, (*path, misplaced), "correction_key_misplaced", said[0], misplaced))
    problems += _missing(document, path, node)
    try:
        entry = Entry.model_validate(known | {"number": number, "line": document.line(path)})
    except ValidationError as error:
        return None, problems + [_of_pydantic(document, path, detail) for detail in error.errors(include_url=False)]
    return (None if problems else entry), problems


def _missing(document: Document, path: tuple[str | int, ...], node: Mapping[str, Any]) -> list[CorrectionProblem]:
    """Keys without which a decision cannot be understood: all of a missed figure; all that a confirmation confirms."""
    wanted = [("missed", name) for name in _REQUIRED["missed"]] if isinstance(node.get("missed"), dict) else []
    if "confirmed" in node:
        was = node.get("was")
        if not isinstance(was, dict):
            return [_problem(document, path, "correction_incomplete", None, "was")]
        wanted += [("was", name) for name in _REQUIRED["was"]]
    return [
        _problem(document, (*path, part), "correction_incomplete", None, f"{part}.{name}")
        for part, name in wanted
        if name not in node[part]
    ]


def _problem(
    document: Document, path: tuple[str | int, ...], rule: str, value: str | None = None, column: str | None = None
) -> CorrectionProblem:
    number = next((step + 1 for step in path if isinstance(step, int)), 0)
    return CorrectionProblem(rule, document.line(path), number, value, column)


def _of_pydantic(document: Document, path: tuple[str | int, ...], detail: Any) -> CorrectionProblem:
    place = tuple(step for step in detail["loc"] if isinstance(step, str))
    column, kind = ".".join(place) or None, str(detail["type"])
    if kind == "extra_forbidden":
        return _problem(document, (*path, *place), "correction_key_unknown", None, column)
    if kind == "missing":
        return _problem(document, path, "correction_incomplete", None, column)
    rule = kind if kind.startswith("correction") else "correction_value_wrong"
    return _problem(document, (*path, *place), rule, str(detail.get("ctx", {}).get("value", detail["msg"])), column)


def _doubled(entries: list[Entry]) -> list[CorrectionProblem]:
    """Entries that mean the same place in the same words. That two mean one figure in other words is found by matching."""
    first: dict[tuple[Any, ...], Entry] = {}
    problems = []
    for entry in entries:
        meant = entry.missed if entry.missed is not None else entry.was
        said = tuple(sorted((name, str(getattr(meant, name))) for name in meant.model_fields_set)) if meant else ()
        key = (entry.report, entry.locator, entry.missed is not None, said)
        if (before := first.setdefault(key, entry)) is not entry:
            value = f"entry {before.number} in line {before.line}"
            problems.append(CorrectionProblem("correction_doubled", entry.line, entry.number, value))
    return problems
