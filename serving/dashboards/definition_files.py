"""The definitions of the dashboards as they lie in `definition/`, read and put into one language.

Belongs here: reading the tables, YAML, SQL and templates; words and shared pieces in their places. Does not: the form that Superset wants (assets.py).

A placeholder is `«word»`: a word of words.csv, `«tiles»` (the places of serving/province_tiles.csv as a query) or `«sources fact key mart where …»` (sources.sql: printed characters and files of each fact shown).
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from serving.tiles import tile_places
from sources.reference import Row, read_table

LANGUAGES = ("id", "en")
DEFINITION = Path(__file__).parent / "definition"
PLACEHOLDER = re.compile(r"«([^»]+)»")


@cache
def rows(name: str) -> tuple[Row, ...]:
    return tuple(read_table(DEFINITION / name))


def charts() -> dict[str, dict[str, Any]]:
    return _yaml("charts.yml")


def dashboards() -> dict[str, dict[str, Any]]:
    return _yaml("dashboards.yml")


def dataset_names() -> list[str]:
    return sorted(path.stem for path in (DEFINITION / "datasets").glob("*.sql"))


def dataset_sql(name: str, language: str) -> str:
    """The query of a dataset, ready for DuckDB."""
    return filled((DEFINITION / "datasets" / f"{name}.sql").read_text(encoding="utf-8"), language)


def template(name: str, language: str) -> str:
    return filled((DEFINITION / "templates" / f"{name}.hbs").read_text(encoding="utf-8"), language)


def style() -> str:
    return (DEFINITION / "templates" / "style.css").read_text(encoding="utf-8")


def label(column: str, language: str) -> str:
    """What a reader calls a column; its name where the table has none."""
    return next((row[f"label_{language}"] for row in rows("columns.csv") if row["name"] == column), column)


def number_format(column: str) -> str | None:
    return next((row["format"] or None for row in rows("columns.csv") if row["name"] == column), None)


def filled(text: str, language: str) -> str:
    """`text` with every placeholder in its place. Raises KeyError for a word that words.csv does not have."""
    words = {row["word"]: row[language] for row in rows("words.csv")}

    def piece(match: re.Match[str]) -> str:
        name, _, arguments = match.group(1).partition(" ")
        if name == "tiles":
            return _tiles()
        if name == "sources":
            fact, key, mart, *where = arguments.split(" ", 3)
            values = {"fact": fact, "key": key, "mart": mart, "where": where[0] if where else ""}
            return PLACEHOLDER.sub(lambda inner: values[inner.group(1)], _sources())
        return words[name]

    return PLACEHOLDER.sub(piece, text)


def _tiles() -> str:
    values = ", ".join(
        f"('{code}', '{place.short_name}', {place.column}, {place.row})" for code, place in tile_places().items()
    )
    return f"select * from (values {values}) as listed (province_code, short_name, tile_column, tile_row)"  # noqa: S608  (a table of the project)


def _sources() -> str:
    return (DEFINITION / "sources.sql").read_text(encoding="utf-8").strip()


def _yaml(name: str) -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((DEFINITION / name).read_text(encoding="utf-8"))
    return loaded
