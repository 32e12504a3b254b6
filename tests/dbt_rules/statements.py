"""Rules on what models, seeds and sources say of themselves: description, grain, contract, keys, types, and the order of windows.

Belongs here: one function a rule, from a project to (subject, what is wrong). Does not: what reads what (`graph`).
"""

import csv
import re
from collections.abc import Iterator

from tests.dbt_rules.project import Node, Project

Broken = Iterator[tuple[str, str]]

GRAIN = re.compile(r"(One|Two) \w+|[A-Z][a-z]+( [a-z()]+)* x ")
SEED_GRAIN = re.compile(r"\bone \w+", re.IGNORECASE)
# Schemas whose keys lead to dimensions; in the intermediate ones the dimensions are still to be made.
STAR = ("marts", "audit")
PUBLISHED = ("marts", "audit")
# What a column's name promises of its type.
TYPES = (
    (re.compile(r"^(is|has)_"), re.compile(r"boolean$")),
    (re.compile(r"^(?!sort_)\w*_(key|code|id)$"), re.compile(r"string$")),
    (re.compile(r"_on$"), re.compile(r"date$")),
    (re.compile(r"_at$"), re.compile(r"timestamp$")),
    (re.compile(r"_idr$"), re.compile(r"decimal\(")),
    (re.compile(r"_count$"), re.compile(r"(bigint|integer|decimal\(\d+, 0\))$")),
)
# Tests of dbt and of this project that a table has once, as arguments of well_formed or references.
FOLDED = {"unique", "not_null", "accepted_values", "relationships"}
WINDOW = re.compile(r"\bover\s*\(", re.IGNORECASE)
ORDERED = re.compile(r"\border\s+by\b", re.IGNORECASE)
FRAME = re.compile(r"\b(rows|range|groups)\s+between\b.*", re.IGNORECASE | re.DOTALL)


def undocumented(project: Project) -> Broken:
    """Every model, seed and source has a description, and every description is of something."""
    for name, node in project.nodes.items():
        if not (node.spec.get("description") or "").strip():
            yield name, "has no description"
    for kind, known in (("models", project.models), ("seeds", project.seeds)):
        for path, entry in project.entries(kind):
            if entry["name"] not in known:
                yield entry["name"], f"is described in {path.name} and does not exist"


def undocumented_column(project: Project) -> Broken:
    """Every column of a model and of a source has a description and a type."""
    for name, node in (project.models | project.sources).items():
        if not node.columns:
            yield name, "names no columns"
        for column in node.columns:
            for said in ("description", "data_type"):
                if not column.get(said):
                    yield name, f"{column['name']} has no {said}"


def no_grain(project: Project) -> Broken:
    """The first line of a description says what one row is: "One figure of one report", "Area x month"; of a seed, somewhere in it."""
    for node in project.models.values():
        opening = (node.spec.get("description") or "").strip().split("\n")[0]
        if not GRAIN.match(opening):
            yield node.name, f"begins with: {opening[:60]}"
    for node in project.seeds.values():
        if not SEED_GRAIN.search(node.spec.get("description") or ""):
            yield node.name, "does not say what one row is"


def no_contract(project: Project) -> Broken:
    """The shape of every model is enforced, above all of what is published; nothing takes that back."""
    enforced = project.config["models"].get("cakupan", {}).get("+contract") == {"enforced": True}
    for node in project.models.values():
        own = ((node.spec.get("config") or {}).get("contract") or {}).get("enforced")
        in_sql = re.search(r"contract\s*=\s*\{[^}]*'enforced'\s*:\s*(\w+)", node.sql)
        if own is False or (in_sql and in_sql[1].lower() == "false") or not (enforced or own):
            yield node.name, "its contract is not enforced"


def no_key_test(project: Project) -> Broken:
    """What identifies a row is tested: a column that is unique and never empty, or a combination that is unique."""
    for name, node in (project.models | project.seeds).items():
        combined = [
            key for test in node.table_tests("well_formed") for key in test.get("keys", []) if isinstance(key, list)
        ]
        if not combined and not _tested_keys(node):
            yield name, "no column is tested as unique and never empty, and no combination as unique"


def _tested_keys(node: Node) -> set[str]:
    tests = node.table_tests("well_formed")
    keys = {key for test in tests for key in test.get("keys", []) if isinstance(key, str)}
    return keys & {column for test in tests for column in test.get("filled", [])}


def several_tests(project: Project) -> Broken:
    """What is tested of a table's columns is one test, and what is tested against other tables another: each test costs in every build
    (docs/decisions/0044-two-tests-a-table.md). Both are named after the table, so that a check keeps its history when its columns change."""
    for subject, node in project.nodes.items():
        name = subject.replace(".", "_")
        for kind, own_name in node.test_names():
            expected = {"well_formed": f"{name}_is_well_formed", "references": f"{name}_references_exist"}.get(kind)
            if kind in FOLDED:
                yield subject, f"{kind} is an argument of well_formed or references"
            elif expected and not re.fullmatch(rf"{expected}(_where_\w+)?", own_name or ""):
                yield subject, f"its test {kind} is named {own_name}, not {expected}"
        for kind in ("well_formed", "references"):
            if len(node.table_tests(kind)) > 1:
                yield subject, f"has several tests {kind}"


def key_not_first(project: Project) -> Broken:
    """A published table begins with its key, which is tested."""
    for node in project.models.values():
        if project.layer_of(node).split("/")[0] in PUBLISHED and node.columns:
            first = node.columns[0]["name"]
            if not first.endswith("_key") or first not in _tested_keys(node):
                yield node.name, f"begins with {first}, which is no tested key"


def key_without_relationship(project: Project) -> Broken:
    """A key of another table is tested to be there; where its name is that of a dimension's key, in that dimension."""
    dimensions = {
        node.columns[0]["name"]: node.name
        for node in project.models.values()
        if node.name.startswith("dim_") and node.columns
    }
    for node in project.models.values():
        if project.layer_of(node).split("/")[0] not in STAR:
            continue
        references = node.references
        for name in (column["name"] for column in node.columns[1:]):
            if not name.endswith("_key"):
                continue
            if name not in references:
                yield f"{node.name}.{name}", "is not tested to exist in the table that it points to"
                continue
            target = references[name].split(".")[0]
            named = [key for key in dimensions if name == key or name.endswith(f"_{key}")]
            expected = dimensions[max(named, key=len)] if named else None
            if expected and target != expected:
                yield f"{node.name}.{name}", f"is tested against {target}, not {expected}"


def type_not_of_its_name(project: Project) -> Broken:
    """A suffix means the same everywhere: _on is a day, _at a moment, _idr decimal, _count whole, is_ true or false."""
    for node in project.models.values():
        for column in node.columns:
            for name, type_ in TYPES:
                if name.search(column["name"]) and not type_.match(str(column.get("data_type", ""))):
                    yield f"{node.name}.{column['name']}", f"is {column.get('data_type')}"


def window_without_total_order(project: Project) -> Broken:
    """In each window every term of the order says `nulls last`: engines place missing values differently."""
    texts = {node.name: node.sql for node in project.models.values()} | project.macros
    for name, text in texts.items():
        for window in windows(text):
            for term in order_terms(window):
                called = re.fullmatch(r"\{\{-?\s*(\w+)\(\)\s*-?\}\}", term)
                if "nulls last" not in (project.macros.get(called[1], "") if called else term):
                    yield name, f"orders a window by: {' '.join(term.split())}"


def windows(text: str) -> Iterator[str]:
    """What stands in the parentheses of each `over (…)`."""
    for found in WINDOW.finditer(text):
        depth, end = 1, found.end()
        while depth and end < len(text):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        yield text[found.end() : end - 1]


def order_terms(window: str) -> list[str]:
    """The terms after `order by`, divided at commas outside parentheses."""
    ordered = ORDERED.split(window, maxsplit=1)
    if len(ordered) == 1:
        return []
    terms, depth = [""], 0
    for character in FRAME.sub("", ordered[1]):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            terms.append("")
        else:
            terms[-1] += character
    return [term.strip() for term in terms]


def seed_columns_untyped(project: Project) -> Broken:
    """Each column of a seed has a type that is written down, and no other column has; nothing is guessed from the values of today."""
    for node in project.seeds.values():
        with node.path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        typed = set((node.spec.get("config") or {}).get("column_types") or {})
        if typed != set(header):
            yield node.name, f"types and header differ in: {', '.join(sorted(typed ^ set(header)))}"
        named = {column["name"] for column in node.columns}
        if named - set(header):
            yield node.name, f"describes columns that it has not: {', '.join(sorted(named - set(header)))}"


def unit_test_unsaid(project: Project) -> Broken:
    """A unit test has a name of its own and says in a sentence which case it is about."""
    seen: set[str] = set()
    for _path, unit_test in project.entries("unit_tests"):
        name = unit_test["name"]
        if name in seen:
            yield name, "is the name of two unit tests"
        if len((unit_test.get("description") or "").split()) < 6:
            yield name, "does not say what it is about"
        seen.add(name)


RULES = (
    undocumented,
    undocumented_column,
    no_grain,
    no_contract,
    no_key_test,
    several_tests,
    key_not_first,
    key_without_relationship,
    type_not_of_its_name,
    window_without_total_order,
    seed_columns_untyped,
    unit_test_unsaid,
)
