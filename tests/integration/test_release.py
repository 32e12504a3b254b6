"""A release holds exactly what the build held, can be read by any BI connection, and can be gone back to."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from serving.release import (
    PublishedTable,
    ReleaseError,
    current_release,
    damaged_releases,
    list_releases,
    publish,
    rollback,
)
from serving.release.publish import verify
from sources.identity import content_hash
from sources.settings import PROJECT_ROOT, Settings
from tests.small_warehouse import FACT, NOW, REPORT, SHA256, published, write_build

pytestmark = pytest.mark.integration


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data home")


def sandboxed(path: Path) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    return duckdb.connect(str(path), read_only=True, config=config)


def value(connection: duckdb.DuckDBPyConnection, query: str) -> object:
    return connection.execute(query).fetchall()[0][0]


def test_a_sandboxed_connection_reads_every_published_table(settings: Settings) -> None:
    published(settings)
    with sandboxed(settings.current / "cakupan.duckdb") as connection:
        tables = connection.execute(
            "select table_schema, table_name, table_type from information_schema.tables order by all"
        ).fetchall()
        assert {schema for schema, _, _ in tables} == {"marts", "audit"}
        assert {kind for _, _, kind in tables} == {"BASE TABLE"}, "a view would point at files that BI cannot reach"
        for schema, name, _ in tables:
            connection.execute(f"from {schema}.{name}").fetchall()
        assert value(connection, "select count(*) from marts.rpt_coverage") == 101
        with pytest.raises(duckdb.Error):
            connection.execute("from read_text('/etc/hostname')")


def test_rows_comments_and_macros_are_those_of_the_build(settings: Settings) -> None:
    release = published(settings)
    with duckdb.connect(str(settings.build_database), read_only=True) as build:
        expected = build.execute("from marts.fct_coverage order by all").fetchall()
    with sandboxed(release.database) as copy:
        assert copy.execute("from marts.fct_coverage").fetchall() == expected, "sorted by the first column, row by row"
        assert value(copy, "select comment from duckdb_tables() where table_name = 'fct_coverage'") == (
            "area × segment, the report's own words"
        )
        assert value(copy, "select comment from duckdb_columns() where column_name = 'coverage_rate'") == (
            "percent, 0 to 100"
        )
        assert value(copy, "select n from marts.coverage_count(date '2023-02-12')") == 4
    storage = duckdb.connect()
    storage.execute(f"attach '{release.database}' as other (read_only)")
    assert "v1.2.0" in str(value(storage, "select tags from duckdb_databases() where database_name = 'other'"))


def test_the_manifest_proves_what_was_published(settings: Settings) -> None:
    release = published(settings)
    written = json.loads((release.folder / "manifest.json").read_text())
    assert written["inputs"] == [{"report_id": REPORT, "file_name": "press/kalbar.txt", "sha256": SHA256}]
    assert written["tables"]["marts.fct_coverage"]["rows"] == 101
    assert written["code_revision"] == "test"
    assert written["previous_release"] is None
    assert written["file_bytes"] == release.database.stat().st_size
    assert sorted(path.name for path in release.folder.iterdir()) == ["cakupan.duckdb", "manifest.json", "report.html"]
    page = (release.folder / "report.html").read_bytes()
    assert written["files"] == {"report.html": {"sha256": content_hash(page), "bytes": len(page)}}
    assert {path.stat().st_mode & 0o777 for path in release.folder.iterdir()} == {0o444}
    assert settings.current.readlink() == Path("releases") / release.release_id, "relative, so the data home can move"


def test_the_same_contents_are_not_published_again(settings: Settings) -> None:
    first = published(settings)
    again = published(settings)
    assert again.unchanged
    assert again.release_id == first.release_id
    changed = published(settings, generation=2)
    assert not changed.unchanged
    assert changed.manifest.previous_release == first.release_id
    assert [release.release_id for release in list_releases(settings)] == [changed.release_id, first.release_id]


@pytest.mark.parametrize(
    "change",
    [
        "update marts.fct_coverage set area_name = '' where area_name is null",
        "insert into marts.fct_coverage from marts.fct_coverage limit 1",
        "alter table marts.fct_coverage rename generation to edition",
        "comment on table marts.fct_coverage is 'other words'",
        "create or replace macro marts.coverage_count(day) as table select 1 as n",
        "create table audit.more as select 1 as more_key",
    ],
)
def test_any_change_is_published(settings: Settings, change: str) -> None:
    first = published(settings)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute("drop view marts.rpt_coverage")  # it depends on the columns
        build.execute(change)
    assert publish(settings, code_revision="test", now=NOW).release_id > first.release_id


def test_the_order_of_rows_is_no_change(settings: Settings) -> None:
    published(settings)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute("create table marts.turned as from marts.fct_coverage order by all desc")
        build.execute("delete from marts.fct_coverage")
        build.execute("insert into marts.fct_coverage from marts.turned")
        build.execute("drop table marts.turned")
    assert publish(settings, code_revision="test", now=NOW).unchanged


def test_the_last_releases_are_kept_and_the_current_one_always(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, keep_releases=2)
    releases = [published(settings, generation) for generation in range(3)]
    assert [release.release_id for release in list_releases(settings)] == [
        releases[2].release_id,
        releases[1].release_id,
    ]
    rollback(settings, releases[1].release_id)
    last = published(settings, generation=9)
    assert current_release(settings) is not None
    assert [release.release_id for release in list_releases(settings)] == [last.release_id, releases[2].release_id]


def test_rollback_is_one_flip_and_can_be_undone(settings: Settings) -> None:
    first, second = published(settings, 1), published(settings, 2)
    assert rollback(settings, first.release_id).is_current
    with sandboxed(settings.current / "cakupan.duckdb") as connection:
        assert value(connection, "select max(generation) from marts.fct_coverage") == 1
    rollback(settings, second.release_id)
    current = current_release(settings)
    assert current is not None
    assert current.release_id == second.release_id


def test_a_tampered_release_is_refused(settings: Settings) -> None:
    first, second = published(settings, 1), published(settings, 2)
    first.database.chmod(0o644)
    content = bytearray(first.database.read_bytes())
    content[len(content) // 2] ^= 1
    first.database.write_bytes(content)
    with pytest.raises(ReleaseError, match="SHA-256 differs"):
        rollback(settings, first.release_id)
    first.database.write_bytes(bytes(content[:-1]))
    with pytest.raises(ReleaseError, match="bytes instead of"):
        rollback(settings, first.release_id)
    assert list(damaged_releases(settings)) == [first.release_id]
    assert [release.release_id for release in list_releases(settings)] == [second.release_id]


@pytest.mark.parametrize("name", ["", "../../etc", "20200101T000000Z-00000000", "current"])
def test_rollback_to_what_does_not_exist_names_what_does(settings: Settings, name: str) -> None:
    release = published(settings)
    with pytest.raises(ReleaseError, match=release.release_id):
        rollback(settings, name)


def test_before_the_first_release(settings: Settings) -> None:
    assert current_release(settings) is None
    assert list_releases(settings) == []
    with pytest.raises(ReleaseError, match="cakupan run"):
        rollback(settings, "x")
    with pytest.raises(ReleaseError, match="no build to publish"):
        publish(settings, code_revision="test", now=NOW)
    with pytest.raises(ValueError, match="time zone"):
        publish(settings, code_revision="test", now=NOW.replace(tzinfo=None))


def test_a_build_without_marts_is_not_published(settings: Settings) -> None:
    first = published(settings)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute("drop schema marts cascade")
    with pytest.raises(ReleaseError, match="schema marts is empty"):
        publish(settings, code_revision="test", now=NOW)
    current = current_release(settings)
    assert current is not None
    assert current.release_id == first.release_id


def test_a_build_that_is_being_written_is_not_published(settings: Settings) -> None:
    published(settings)
    write_build(settings, generation=2)
    writer = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(settings.build_database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(ReleaseError, match="another process is writing"):
            publish(settings, code_revision="test", now=NOW)
        writer.kill()


_HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


def test_a_macro_that_reaches_beyond_the_published_schemas_is_refused(settings: Settings) -> None:
    write_build(settings)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute("create macro marts.leak() as table select * from staging.private")
    with pytest.raises(ReleaseError, match=r"marts\.leak"):
        publish(settings, code_revision="test", now=NOW)
    assert current_release(settings) is None


def test_something_else_in_the_place_of_the_link_is_not_touched(settings: Settings) -> None:
    write_build(settings)
    settings.current.mkdir()
    (settings.current / "mine.txt").write_text("kept")
    with pytest.raises(ReleaseError, match="is no symbolic link"):
        publish(settings, code_revision="test", now=NOW)
    assert (settings.current / "mine.txt").read_text() == "kept"


def test_a_link_that_leads_elsewhere_is_no_release_and_is_replaced(settings: Settings, tmp_path: Path) -> None:
    write_build(settings)
    (tmp_path / "elsewhere").mkdir()
    settings.current.symlink_to(tmp_path / "elsewhere")
    assert current_release(settings) is None
    release = publish(settings, code_revision="test", now=NOW)
    assert settings.current.resolve() == release.folder.resolve()


def test_a_full_disk_leaves_the_old_release_standing_and_says_what_to_do(settings: Settings) -> None:
    first = published(settings)
    write_build(settings, generation=2, rows=20_000)

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    ended = subprocess.run(
        [sys.executable, "tests/small_warehouse.py", "never"],
        # No bytecode: Python would leave it cut off at the limit.
        env={"CAKUPAN_DATA": str(settings.data), "PYTHONPATH": str(PROJECT_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=PROJECT_ROOT,
        preexec_fn=little_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "ReleaseError" in ended.stderr
    assert "ulimit" in ended.stderr
    current = current_release(settings)
    assert current is not None
    assert current.release_id == first.release_id
    assert not publish(settings, code_revision="test", now=NOW).unchanged


def test_hostile_names_and_values_are_carried_over(settings: Settings) -> None:
    write_build(settings)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute(
            'create table marts."x""; drop table y; --" as select 1 as "a""b", chr(31) as "select", null as n'
        )
        build.execute("""comment on column marts."x""; drop table y; --"."a""b" is 'it''s; --'""")
    release = publish(settings, code_revision="test", now=NOW)
    with sandboxed(release.database) as copy:
        assert copy.execute('from marts."x""; drop table y; --"').fetchall() == [(1, "\x1f", None)]


def test_neighbouring_cells_are_not_confused(settings: Settings) -> None:
    """('ab', 'c') and ('a', 'bc'), NULL and '-' must have different hashes."""
    hashes = set()
    for row in ["'ab', 'c'", "'a', 'bc'", "null, '-'", "'-', null", "'', null", "'1:a', ''"]:
        write_build(settings)
        with duckdb.connect(str(settings.build_database)) as build:
            build.execute(
                f"create table marts.t as select a::varchar as a, b::varchar as b from (values ({row})) v(a, b)"
            )
        release = publish(settings, code_revision="test", now=NOW)
        hashes.add(release.manifest.tables["marts.t"].content_hash)
    assert len(hashes) == 6


def test_the_fact_is_there(settings: Settings) -> None:
    published(settings)
    with duckdb.connect(str(settings.current / "cakupan.duckdb"), read_only=True) as connection:
        rate = connection.execute(
            "select coverage_rate from cakupan.marts.fct_coverage where fct_coverage_key = ?", [FACT]
        ).fetchall()
    assert str(rate[0][0]) == "31.980000"


def test_macros_of_every_kind_are_carried_over(settings: Settings) -> None:
    write_build(settings)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute("create macro cakupan.marts.share(part, whole) as 100 * part / whole, (part) as part")
        build.execute("comment on macro marts.share is 'percent'")
        build.execute('create macro marts.z_last("day") as table select "day" as n, marts.share(1, 4) as share')
        build.execute("create macro marts.a_first() as table from cakupan.marts.z_last(1)")
    release = publish(settings, code_revision="test", now=NOW)
    with duckdb.connect() as other:
        other.execute(f"attach '{release.database}' as elsewhere (read_only)")
        other.execute("use elsewhere")
        assert other.execute("from marts.a_first()").fetchall() == [(1, 25.0)]
        assert value(other, "select n from marts.coverage_count(date '2023-02-12')") == 4
        assert value(other, "select marts.share(7)") == 7
        assert value(other, "select comment from duckdb_functions() where function_name = 'share' limit 1") == "percent"


def test_a_damaged_current_release_does_not_keep_a_good_one_from_replacing_it(settings: Settings) -> None:
    first = published(settings)
    (first.folder / "manifest.json").unlink()
    with pytest.raises(ReleaseError, match="manifest cannot be read"):
        current_release(settings)
    second = publish(settings, code_revision="test", now=NOW)
    assert second.manifest.previous_release is None
    assert not second.unchanged
    current = current_release(settings)
    assert current is not None
    assert current.release_id == second.release_id


def test_a_manifest_of_another_release_is_refused(settings: Settings) -> None:
    first, second = published(settings, 1), published(settings, 2)
    (first.folder / "manifest.json").unlink()
    (first.folder / "manifest.json").write_bytes((second.folder / "manifest.json").read_bytes())
    with pytest.raises(ReleaseError, match="is that of"):
        rollback(settings, first.release_id)


def test_a_release_that_cannot_be_removed_does_not_undo_the_new_one(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, keep_releases=1)
    first = published(settings, 1)
    write_build(settings, 2)

    def in_the_way(step: str) -> None:
        if step == "flipped":
            (settings.releases_dir / f".tmp-old-{first.release_id}" / "full").mkdir(parents=True)

    with pytest.raises(ReleaseError, match="is published and current, but older ones could not be removed"):
        publish(settings, code_revision="test", now=NOW, on_step=in_the_way)
    current = current_release(settings)
    assert current is not None
    assert current.release_id != first.release_id
    assert publish(settings, code_revision="test", now=NOW).unchanged


def test_verification_finds_what_is_not_as_in_the_build(settings: Settings) -> None:
    release = published(settings)
    tables, macros = release.manifest.tables, release.manifest.macros
    verify(release.database, tables, macros)
    other_rows = tables["marts.dim_report"].model_copy(update={"content_hash": "0" * 32})
    wrong: list[tuple[dict[str, PublishedTable], dict[str, str], str]] = [
        (tables | {"marts.dim_report": other_rows}, macros, "dim_report differs"),
        (tables | {"marts.more": other_rows}, macros, r"only in one of build and copy: marts\.more"),
        (tables, macros | {"gone": "…"}, "not carried over: gone"),
    ]
    for expected_tables, expected_macros, message in wrong:
        with pytest.raises(ReleaseError, match=message):
            verify(release.database, expected_tables, expected_macros)
    release.database.chmod(0o644)
    release.database.write_bytes(b"no database")
    with pytest.raises(ReleaseError, match="not a valid DuckDB database"):
        verify(release.database, tables, macros)
