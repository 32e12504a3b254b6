"""Questions that the warehouse answers, each with the query that answers it.

Belongs here: reading the files of queries/, and their page. Does not: running them (the tests do, on the bundled reports).

A file begins with its title in both languages (`-- id: …`, `-- en: …`); files sort by their names.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "queries"
_FORM = re.compile(r"-- id: (?P<id>[^\n]+)\n-- en: (?P<en>[^\n]+)\n(?P<sql>.+;)\n", re.DOTALL)
_NOTE = "<!-- Generated from serving/dictionary/queries by `python -m serving.dictionary`; do not edit. -->\n\n"
_TABLE = re.compile(r"\b(?:marts|audit)\.\w+")
_AS_KNOWN = re.compile(r"marts\.(?P<fact>\w+)_as_known")


@dataclass(frozen=True)
class Query:
    """One question; `tables` are those it reads, with their schema, a macro marts.<fact>_as_known as its fact."""

    name: str
    title_id: str
    title_en: str
    sql: str

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(sorted({_AS_KNOWN.sub(r"marts.fct_\g<fact>", name) for name in _TABLE.findall(self.sql)}))


def queries() -> list[Query]:
    """All queries in order. Raises ValueError naming a file without titles."""
    return [_query(path) for path in sorted(_FOLDER.glob("*.sql"))]


def _query(path: Path) -> Query:
    found = _FORM.fullmatch(path.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{path}: begins with -- id: and -- en:, ends with ; and holds one statement")
    return Query(path.stem, found["id"], found["en"], found["sql"])


def queries_page(found: list[Query]) -> str:
    """docs/dictionary/queries.md."""
    lines = [
        f"{_NOTE}# Questions and their queries",
        "",
        "Each can be pasted into `duckdb -readonly data/current/cakupan.duckdb`. The tests run them on the bundled reports and know the answers.",
        "",
    ]
    lines += [f"- [{query.title_en}](#{query.name})" for query in found]
    for query in found:
        lines += ["", f'<a id="{query.name}"></a>', "", f"## {query.title_en}", "", f"*{query.title_id}*", ""]
        lines += ["```sql", query.sql, "```"]
    return "\n".join(lines) + "\n"
