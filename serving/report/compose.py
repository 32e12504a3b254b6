"""The page as bytes: the sections in their order, in both languages, within the size that can still be sent by mail.

Belongs here: the order, the limits, the policy that forbids every network. Does not: what a section says (views), how it looks (templates).
The same release gives the same bytes: no clock, no chance, no order of a set.
"""

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

import jinja2
from markupsafe import Markup

from serving.release.contents import Relation, relations
from serving.release.manifest import Manifest
from serving.report.language import LANGUAGES, Language
from serving.report.model import Edition, Section
from serving.report.release_rows import ReleaseRows, opened
from serving.report.traces import Traces
from serving.report.views.asked import Asked, day, text
from serving.report.views.benefits import benefits_section
from serving.report.views.coverage import coverage_section
from serving.report.views.employers import employers_section
from serving.report.views.findings import findings_section
from serving.report.views.gap import gap_section
from serving.report.views.network import network_section
from serving.report.views.over_time import over_time_section
from serving.report.views.overview import headlines
from serving.report.views.quality import quality_section
from serving.report.views.segments import segments_section

MOST_BYTES = 3_000_000
_FOLDER = Path(__file__).parent
# Rows a table, facts in the trace, reports: the first that fits. The last fits whatever reports print, since every text is cut.
_LIMITS = ((400, 4000, 1000), (150, 1500, 400), (60, 500, 150), (20, 120, 60))
SECTIONS: tuple[Callable[[Asked], Section], ...] = (
    coverage_section,
    over_time_section,
    segments_section,
    gap_section,
    employers_section,
    benefits_section,
    network_section,
    findings_section,
    quality_section,
)


def report_page(database: Path, manifest: Manifest, memory_limit: str) -> bytes:
    """The page of a release, UTF-8, at most MOST_BYTES; of the manifest it says everything but which files lie beside the database. Raises duckdb.Error if the file cannot be read."""
    with opened(database, memory_limit) as rows:
        page = b""
        for limits in _LIMITS:
            page = _page(rows, manifest, *limits)
            if len(page) <= MOST_BYTES:
                return page
    return page


def _page(rows: ReleaseRows, manifest: Manifest, most_rows: int, most_facts: int, most_reports: int) -> bytes:
    editions = [_edition(rows, Language(code), most_rows) for code in LANGUAGES]
    traces = Traces(rows, editions, most_facts, most_reports)
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    script = (_FOLDER / "page.js").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    page = (
        _templates()
        .get_template("page.html.j2")
        .render(
            editions=editions,
            languages={code: Language(code) for code in LANGUAGES},
            traces=traces,
            release=manifest,
            dictionary=_dictionary(rows),
            policy=policy,
            style=Markup(style),  # noqa: S704 - files of this folder, no text of a report
            script=Markup(script),  # noqa: S704 - as above
        )
    )
    return page.encode()


def _edition(rows: ReleaseRows, language: Language, limit: int) -> Edition:
    asked = Asked(rows, language, limit)
    state = next(iter(rows.ask("state") or []), {})
    first, last = day(state.get("first_published_on")), day(state.get("last_published_on"))
    about = language.say("page_about_empty")
    if first and last:
        about = language.say(
            "page_about", count=asked.count(state["reports"]).text, first=language.day(first), last=language.day(last)
        )
    return Edition(
        language.code, language.say("page_name"), about, headlines(asked), [section(asked) for section in SECTIONS]
    )


def _dictionary(rows: ReleaseRows) -> list[Relation]:
    """Tables of the release with what their comments say."""
    (catalog,) = rows.connection.execute("select current_database()").fetchall()[0]
    return relations(rows.connection, catalog)


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = text
    return environment


def _hash(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"
