"""The raw layer on disk: shape, idempotence, atomicity."""

from datetime import UTC, date, datetime

import duckdb
import polars as pl
import pytest

from sources import raw_layer
from sources.atomic import write_atomically
from sources.contracts.registry import contracts
from sources.contracts.versions import versions
from sources.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path / "home 'of' data")


def report_frame(identity="0123456789abcdef", month="2024-11"):
    row = {
        "report_id": identity,
        "report_month": month,
        "sha256": identity * 4,
        "source": "press",
        "file_name": "press/a.txt",
        "archive_path": "archive/01/x",
        "size_bytes": 1,
        "title": None,
        "publisher": None,
        "url": None,
        "published_on": date(2024, 11, 5),
        "published_precision": "day",
        "published_basis": "text",
        "received_at": datetime(2026, 1, 2, tzinfo=UTC),
    }
    return pl.DataFrame([row], schema=raw_layer.table_schema("report"))


def test_every_table_has_its_shape_before_the_first_report(settings):
    raw_layer.ensure_tables(settings)
    for table in contracts():
        folder = raw_layer.table_dir(settings, table)
        path = folder / "month=none" / "empty.parquet"
        assert pl.read_parquet(path, glob=False, hive_partitioning=False).schema == raw_layer.table_schema(table)
        assert raw_layer.read_table(settings, table).is_empty()
    assert raw_layer.table_dir(settings, "quarantine") == settings.quarantine_dir / "quarantine"


def test_duckdb_reads_a_folder_with_and_without_rows(settings):
    raw_layer.ensure_tables(settings)
    folder = raw_layer.table_dir(settings, "labour_force")
    pattern = str(folder).replace("[", "[[]").replace("*", "[*]") + "/month=*/*.parquet"
    query = (
        "select column_name, column_type from (describe select * from read_parquet($pattern, hive_partitioning=false))"
    )
    types = dict(duckdb.execute(query, {"pattern": pattern}).fetchall())
    assert types["value"] == "DECIMAL(28,6)"
    assert types["period_end"] == "DATE"
    assert types["decimals"] == "INTEGER"
    assert list(types) == raw_layer.table_schema("labour_force").names()


def test_writing_again_replaces_and_changes_nothing_else(settings):
    first = raw_layer.write_table(settings, "report", "2024-11", "0123456789abcdef", report_frame())
    content = first.read_bytes()
    raw_layer.write_table(
        settings, "report", "2024-12", "fedcba9876543210", report_frame("fedcba9876543210", "2024-12")
    )
    again = raw_layer.write_table(settings, "report", "2024-11", "0123456789abcdef", report_frame())
    assert again == first
    assert again.read_bytes() == content
    assert raw_layer.read_table(settings, "report")["report_id"].to_list() == ["0123456789abcdef", "fedcba9876543210"]
    assert raw_layer.read_table(settings, "report", "2024-12").height == 1
    assert raw_layer.registered_months(settings, "press") == ["2024-11", "2024-12"]
    assert raw_layer.registered_months(settings, "labour_force") == []


def test_a_file_says_which_version_of_the_schema_it_has(settings):
    path = raw_layer.write_table(settings, "report", "2024-11", "0123456789abcdef", report_frame())
    metadata = pl.read_parquet_metadata(path)
    assert metadata["table"] == "report"
    assert metadata["schema_version"] == str(versions()[metadata["table"]])


def test_a_frame_of_another_shape_is_not_written(settings):
    with pytest.raises(ValueError, match="report"):
        raw_layer.write_table(settings, "report", "2024-11", "x", report_frame().drop("title"))
    with pytest.raises(KeyError):
        raw_layer.table_dir(settings, "../elsewhere")
    assert not list(settings.data.rglob("*.parquet"))


def test_what_a_killed_writer_leaves_is_no_row(settings):
    path = raw_layer.write_table(settings, "report", "2024-11", "0123456789abcdef", report_frame())
    (path.parent / ".fedcba9876543210.parquet.aaaa.tmp").write_bytes(b"half")
    assert raw_layer.read_table(settings, "report").height == 1


def test_a_failed_write_leaves_the_old_file_and_no_other(settings):
    path = raw_layer.write_table(settings, "report", "2024-11", "0123456789abcdef", report_frame())
    before = path.read_bytes()

    def fail(file):
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, fail)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_report_without_rows_has_no_file(settings):
    raw_layer.replace_rows(settings, "report", "2024-11", "0123456789abcdef", report_frame())
    raw_layer.replace_rows(settings, "report", "2024-11", "0123456789abcdef", report_frame().clear())
    raw_layer.replace_rows(settings, "report", "2024-11", "0123456789abcdef", report_frame().clear())
    assert raw_layer.table_files(settings, "report") == []


def test_importing_and_asking_touch_no_disk(settings):
    assert raw_layer.read_table(settings, "report").is_empty()
    assert not raw_layer.is_ingested(settings, "0123456789abcdef", "1")
    assert not settings.data.exists()


def test_files_of_before_a_column_was_added_are_read_with_the_newer_ones(settings):
    raw_layer.ensure_tables(settings)
    older = raw_layer.write_table(settings, "report", "2024-11", "0123456789abcdef", report_frame())
    empty = raw_layer.table_path(settings, "report", "none", "empty")
    for path in (older, empty):
        pl.read_parquet(path, glob=False).drop("url").write_parquet(path)
    raw_layer.write_table(
        settings, "report", "2024-12", "fedcba9876543210", report_frame("fedcba9876543210", "2024-12")
    )
    frame = raw_layer.read_table(settings, "report")
    assert frame.schema == raw_layer.table_schema("report")
    assert frame["url"].to_list() == [None, None]
    raw_layer.ensure_tables(settings)
    assert pl.read_parquet_schema(empty) == raw_layer.table_schema("report")
