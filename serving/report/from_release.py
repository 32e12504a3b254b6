"""The page of a release that is already published: made anew from its file, for releases that came without one or by an older page.

Belongs here: which release. Does not: files, browsers (cli.report).
"""

from serving.exchange.release_tables import chosen_release
from serving.release import Release
from serving.report.compose import report_page
from sources.settings import Settings


def report_of(settings: Settings, release: str | None = None) -> tuple[Release, bytes]:
    """The current release, or the one of that id, and its page. Raises ExchangeError, ReleaseError and duckdb.Error."""
    chosen = chosen_release(settings, release)
    return chosen, report_page(chosen.database, chosen.manifest, settings.memory_limit)
