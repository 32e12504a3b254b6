"""The generated documents: which there are, what stands in them, writing them and telling whether they are current."""

from pathlib import Path

from serving.dictionary.dbt_sources import dbt_sources
from serving.dictionary.diagram import diagram_page
from serving.dictionary.example_queries import queries, queries_page
from serving.dictionary.html_page import html_page
from serving.dictionary.metric_macro import metric_macro
from serving.dictionary.models import models
from serving.dictionary.pages import overview, page
from serving.dictionary.shape import tables
from serving.dictionary.warehouse import LAYERS, layer_page
from sources.settings import PROJECT_ROOT

_SOURCES = Path("dbt_project/models/staging/_sources.yml")
_METRICS = Path("dbt_project/macros/metrics/catalogue.sql")
_PAGES = Path("docs/dictionary")
_OWNED = "raw-*.md"


def documents() -> dict[Path, str]:
    """Path below the project root -> text of every generated document."""
    found, asked = tables(), queries()
    described = {layer: models(layer) for layer in LAYERS}
    generated = {_SOURCES: dbt_sources(found), _METRICS: metric_macro(), _PAGES / "README.md": overview(found)}
    generated.update({_PAGES / f"raw-{table.name}.md": page(table) for table in found})
    generated.update({_PAGES / f"{layer}.md": layer_page(layer, described[layer], asked) for layer in LAYERS})
    generated[_PAGES / "queries.md"] = queries_page(asked)
    generated[_PAGES / "diagram.md"] = diagram_page([*described["marts"], *described["audit"]])
    generated[_PAGES / "dictionary.html"] = html_page(described, found, asked)
    return generated


def outdated(root: Path = PROJECT_ROOT) -> list[Path]:
    """Documents that differ from what the contracts say, are missing, or belong to a table that is no more."""
    wanted = documents()
    stale = [path for path, text in wanted.items() if _read(root / path) != text]
    stale += [path for path in _written(root) if path not in wanted]
    return sorted(stale)


def write(root: Path = PROJECT_ROOT) -> list[Path]:
    """Brings all documents up to date and returns those that changed."""
    wanted = documents()
    changed = outdated(root)
    for path in changed:
        if path in wanted:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(wanted[path], encoding="utf-8")
        else:
            (root / path).unlink()
    return changed


def _written(root: Path) -> list[Path]:
    return [path.relative_to(root) for path in (root / _PAGES).glob(_OWNED)]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
