"""Ids of releases sort by time whatever the clock does; errors are told with a remedy; identifiers cannot break out."""

import errno
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.release.contents import literal, quoted
from serving.release.errors import in_words
from serving.release.manifest import RELEASE_ID, PublishedTable, contents_sha256, release_id

pytestmark = pytest.mark.unit

CONTENTS = "0123456789abcdef" * 4


@given(st.integers(0, 10**9), st.lists(st.integers(-3600, 3600), max_size=10))
def test_later_releases_sort_later_even_if_the_clock_is_set_back(start: int, steps: list[int]) -> None:
    now = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=start)
    ids = [release_id(now, CONTENTS, None)]
    for step in steps:
        now += timedelta(seconds=step)
        ids.append(release_id(now, CONTENTS, ids[-1]))
    assert ids == sorted(set(ids))
    assert all(RELEASE_ID.fullmatch(name) for name in ids)


def test_an_id_is_utc_and_names_the_contents() -> None:
    jakarta = datetime.fromisoformat("2026-03-01T19:00:00+07:00")
    assert release_id(jakarta, CONTENTS, None) == "20260301T120000Z-01234567"


def test_contents_differ_if_any_part_does() -> None:
    table = PublishedTable(rows=1, content_hash="aa", columns=["k VARCHAR"])
    variants = [
        contents_sha256({"marts.t": table}, {}),
        contents_sha256({"marts.u": table}, {}),
        contents_sha256({"marts.t": table.model_copy(update={"rows": 2})}, {}),
        contents_sha256({"marts.t": table.model_copy(update={"columns": ["k DATE"]})}, {}),
        contents_sha256({"marts.t": table.model_copy(update={"comment": "x"})}, {}),
        contents_sha256({"marts.t": table}, {"m": "create macro …"}),
    ]
    assert len(set(variants)) == len(variants)
    two = {"a": table, "b": table}
    assert contents_sha256(two, {}) == contents_sha256(dict(reversed(two.items())), {})


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "free some space"),
        (duckdb.IOException("IO Error: Could not write all bytes: No space left on device"), "free some space"),
        (OSError(errno.EACCES, "Permission denied"), "right to write"),
        (OSError(errno.EROFS, "Read-only file system"), "CAKUPAN_DATA"),
        (duckdb.IOException("Could not set lock on file: Conflicting lock is held"), "another process is writing"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (duckdb.CatalogException("Table x\n does not exist"), "Table x does not exist"),
    ],
)
def test_errors_are_told_with_file_and_remedy(error: Exception, remedy: str) -> None:
    told = in_words(error, Path("/data home/releases"))
    assert told.startswith("/data home/releases: ")
    assert remedy in told
    assert "\n" not in told


@given(st.text(min_size=1).filter(lambda text: "\0" not in text and text.isprintable()))
def test_identifiers_and_strings_stay_what_they_are(text: str) -> None:
    result = duckdb.execute(f"select {literal(text)} as {quoted(text)}")
    assert [column[0] for column in result.description or []] == [text]
    assert result.fetchall() == [(text,)]
