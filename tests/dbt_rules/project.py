"""A dbt project as its files say it: models, seeds and sources, what each reads, and what the YAML tells of them. dbt is not run.

Belongs here: reading. Does not: any rule.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
SQL_COMMENT = re.compile(r"--[^\n]*")
REFERENCE = re.compile(r"\bref\(\s*'(\w+)'\s*\)")
COMPOSED = re.compile(r"\bref\(\s*'(\w+)'\s*~")
SOURCE = re.compile(r"\bsource\(\s*'(\w+)'\s*,\s*'(\w+)'\s*\)")
MACRO = re.compile(r"\{%-?\s*(?:macro|test)\s+(\w+)\s*\(.*?\{%-?\s*end(?:macro|test)\s*-?%\}", re.DOTALL)
CALL = re.compile(r"\b(\w+)\(")
MATERIALIZED = re.compile(r"materialized\s*=\s*'(\w+)'")


@dataclass(frozen=True)
class Node:
    """A model, a seed or a table of a source. `spec` is its entry in a YAML file, `described_in` that file; both empty where it has none."""

    name: str
    kind: str
    path: Path
    sql: str = ""
    parents: frozenset[str] = frozenset()
    spec: dict[str, Any] = field(default_factory=dict)
    described_in: Path | None = None

    @property
    def columns(self) -> list[dict[str, Any]]:
        return self.spec.get("columns") or []

    @property
    def is_view(self) -> bool:
        stated = MATERIALIZED.search(self.sql)
        return stated is not None and stated[1] == "view"

    def table_tests(self, name: str) -> list[dict[str, Any]]:
        """The arguments of each test of this name on all rows of the table."""
        tests = [test[name] for test in self.spec.get("data_tests") or [] if name in test]
        return [test["arguments"] for test in tests if "where" not in test.get("config", {})]

    @property
    def references(self) -> dict[str, str]:
        """Column → the table.column in which its values are tested to be."""
        return {column: target for test in self.table_tests("references") for column, target in test["columns"].items()}

    def test_names(self) -> Iterator[tuple[str, str | None]]:
        """Kind and own name of each test on the table; a test on a column has none."""
        for test in self.spec.get("data_tests") or []:
            yield from ((kind, said.get("name")) for kind, said in test.items())
        for column in self.columns:
            for test in column.get("data_tests") or []:
                yield (test if isinstance(test, str) else next(iter(test))), None


@dataclass(frozen=True)
class Project:
    """The files below one folder, read once."""

    root: Path

    @cached_property
    def config(self) -> dict[str, Any]:
        return yaml.safe_load((self.root / "dbt_project.yml").read_text(encoding="utf-8"))

    @cached_property
    def documents(self) -> list[tuple[Path, dict[str, Any]]]:
        """Every YAML file of models and seeds, with what it holds."""
        paths = sorted(path for folder in ("models", "seeds") for path in (self.root / folder).rglob("*.yml"))
        return [(path, yaml.safe_load(path.read_text(encoding="utf-8")) or {}) for path in paths]

    def entries(self, kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Entries of `models`, `seeds`, `sources`, `unit_tests`, …, each with its file."""
        for path, document in self.documents:
            for entry in document.get(kind) or []:
                yield path, entry

    @cached_property
    def macros(self) -> dict[str, str]:
        """Macro → its text."""
        texts = (_without_jinja_comments(path) for path in sorted((self.root / "macros").rglob("*.sql")))
        return {found[1]: found[0] for text in texts for found in MACRO.finditer(text)}

    @cached_property
    def models(self) -> dict[str, Node]:
        entries = {entry["name"]: (path, entry) for path, entry in self.entries("models")}
        return {
            path.stem: self._model(path, *entries.get(path.stem, (None, {})))
            for path in sorted((self.root / "models").rglob("*.sql"))
        }

    def _model(self, path: Path, described_in: Path | None, spec: dict[str, Any]) -> Node:
        text = _without_jinja_comments(path)
        sql = SQL_COMMENT.sub("", text)
        return Node(path.stem, "model", path, sql, frozenset(self.references(text)), spec, described_in)

    @cached_property
    def seeds(self) -> dict[str, Node]:
        entries = {entry["name"]: (path, entry) for path, entry in self.entries("seeds")}
        return {
            path.stem: Node(path.stem, "seed", path, "", frozenset(), spec, described_in)
            for path in sorted((self.root / "seeds").glob("*.csv"))
            for described_in, spec in [entries.get(path.stem, (None, {}))]
        }

    @cached_property
    def sources(self) -> dict[str, Node]:
        """Named as `references` names them: source.table."""
        return {
            name: Node(name, "source", path, "", frozenset(), table, path)
            for path, entry in self.entries("sources")
            for table in entry["tables"]
            for name in [f"{entry['name']}.{table['name']}"]
        }

    @cached_property
    def nodes(self) -> dict[str, Node]:
        return self.models | self.seeds | self.sources

    @cached_property
    def children(self) -> dict[str, set[str]]:
        """Name → the models that read it."""
        return {
            name: {child.name for child in self.models.values() if name in child.parents}
            for name in (*self.nodes, *self._unknown)
        }

    @cached_property
    def _unknown(self) -> set[str]:
        return {parent for model in self.models.values() for parent in model.parents} - set(self.nodes)

    def references(self, text: str, seen: frozenset[str] = frozenset()) -> set[str]:
        """What a text reads: models, seeds, source.table; what the macros read that it calls, too."""
        read = set(REFERENCE.findall(text)) | {f"{source}.{table}" for source, table in SOURCE.findall(text)}
        for prefix in COMPOSED.findall(text):  # ref('stg_' ~ name), for each source of observations
            read |= {prefix + name for name in self.config["vars"]["observation_sources"]}
        for called in set(CALL.findall(text)) & set(self.macros) - seen:
            read |= self.references(self.macros[called], seen | {called})
        return read

    def layer_of(self, model: Node) -> str:
        """The folder below `models`; two levels of it in marts, where dimensions, facts and reports are layers."""
        parts = model.path.relative_to(self.root / "models").parts[:-1]
        return "/".join(parts[:2] if parts[:1] == ("marts",) else parts[:1])


def _without_jinja_comments(path: Path) -> str:
    return JINJA_COMMENT.sub("", path.read_text(encoding="utf-8"))
