"""Publishing: a finished, verified copy of the build's marts and audit tables, made current in one step.

Belongs here: the order of the steps. Does not: how contents are copied (`contents`) or folders are changed (`store`).

A crash at any point leaves the old release standing: until the last step everything happens in a temporary folder, which the
next publisher removes.
"""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import duckdb

from serving.release import contents, store
from serving.release.errors import ReleaseError, in_words, speaking
from serving.release.manifest import (
    DATABASE_NAME,
    REPORT_NAME,
    STORAGE_VERSION,
    Manifest,
    PublishedFile,
    PublishedTable,
    Release,
    ReportInput,
    contents_sha256,
    file_sha256,
    release_id,
)
from sources.settings import Settings

_RELEASE = "release"

STEPS = ("locked", "copied", "verified", "installed", "flipped", "pruned")


def _silent(_step: str) -> None:
    pass


def publish(
    settings: Settings,
    *,
    code_revision: str,
    now: datetime,
    corrections_sha256: str | None = None,
    on_step: Callable[[str], None] = _silent,
) -> Release:
    """Publishes the build file and returns the release, or the current one with `unchanged` if it has the same contents.

    `now` must carry a time zone; `code_revision` and `corrections_sha256` go into the manifest; `on_step` is told each of STEPS as it is done.
    Raises ReleaseError, with the old release still current, if anything is wrong.
    """
    if now.tzinfo is None:
        raise ValueError("now must carry a time zone")
    if not settings.build_database.is_file():
        raise ReleaseError(f"{settings.build_database}: there is no build to publish; run `cakupan run` first")
    store.require_link(settings)
    with store.publishing_lock(settings), speaking(settings.releases_dir):
        store.sweep(settings)
        on_step("locked")
        temporary = settings.releases_dir / f"{store.TEMPORARY_PREFIX}{os.getpid()}"
        temporary.mkdir()
        try:
            return _publish(
                settings,
                temporary,
                now,
                on_step,
                code_revision=code_revision,
                corrections_sha256=corrections_sha256,
            )
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _publish(
    settings: Settings,
    temporary: Path,
    now: datetime,
    on_step: Callable[[str], None],
    *,
    code_revision: str,
    corrections_sha256: str | None,
) -> Release:
    database = temporary / DATABASE_NAME
    tables, macros, inputs = _copy(settings, database, temporary / "spill")
    on_step("copied")
    verify(database, tables, macros, settings.memory_limit)
    on_step("verified")

    contents_hash = contents_sha256(tables, macros)
    current = _current_or_none(settings)
    if current is not None and current.manifest.contents_sha256 == contents_hash:
        return Release(current.folder, current.manifest, is_current=True, unchanged=True)
    made = _made_already(settings, current, contents_hash)
    if made is not None:
        store.flip(settings, made.release_id)
        on_step("flipped")
        return Release(made.folder, made.manifest, is_current=True)

    known = store.release_ids(settings)
    manifest = Manifest(
        release_id=release_id(now, contents_hash, known[-1] if known else None),
        created_at=now,
        duckdb_version=duckdb.__version__,
        storage_version=STORAGE_VERSION,
        code_revision=code_revision,
        contents_sha256=contents_hash,
        file_name=DATABASE_NAME,
        file_sha256=file_sha256(database),
        file_bytes=database.stat().st_size,
        previous_release=current.release_id if current else None,
        inputs=inputs,
        corrections_sha256=corrections_sha256,
        tables=tables,
        macros=macros,
    )
    manifest = _with_report(temporary, manifest, settings.memory_limit)
    folder = store.install(settings, temporary, manifest)
    on_step("installed")
    store.flip(settings, manifest.release_id)
    on_step("flipped")
    try:
        store.prune(settings)
    except OSError as error:
        raise ReleaseError(
            f"release {manifest.release_id} is published and current, but older ones could not be removed: "
            f"{in_words(error, settings.releases_dir)}"
        ) from error
    on_step("pruned")
    return Release(folder, manifest, is_current=True)


def _with_report(folder: Path, manifest: Manifest, memory_limit: str) -> Manifest:
    """Writes the page for people beside the finished database, and enters it in the manifest."""
    from serving.report import report_page  # noqa: PLC0415 - it reads the database through `contents` of this package

    page = report_page(folder / DATABASE_NAME, manifest, memory_limit)
    (folder / REPORT_NAME).write_bytes(page)
    return manifest.model_copy(
        update={"files": {REPORT_NAME: PublishedFile(sha256=sha256(page).hexdigest(), bytes=len(page))}}
    )


def _current_or_none(settings: Settings) -> Release | None:
    """A damaged current release must not keep a good one from replacing it."""
    try:
        return store.current_release(settings)
    except ReleaseError:
        return None


def _made_already(settings: Settings, current: Release | None, contents_hash: str) -> Release | None:
    """A release with these contents that is newer than the current one, its file proven: a publisher that was killed before its last step
    left it, or somebody went back from it. Making it a second time would push an older one out."""
    for release in store.list_releases(settings):
        newer = current is None or release.release_id > current.release_id
        same = release.manifest.contents_sha256 == contents_hash
        if newer and same and release.is_as_told():
            return release
    return None


def _copy(
    settings: Settings, database: Path, spill: Path
) -> tuple[dict[str, PublishedTable], dict[str, str], list[ReportInput]]:
    """Copies the published schemas into a new file. Gives the fingerprints of the build's tables, macros, and reports."""
    # Views of the build may name the raw files relative to the data home.
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings.memory_limit,
        "temp_directory": str(spill),
        "file_search_path": str(settings.data),
    }
    with speaking(settings.build_database), duckdb.connect(config=config) as connection:
        connection.execute("set timezone = 'UTC'")
        # Under the stem of its file: dbt's views carry that name inside.
        build = settings.build_database.stem
        _attach(connection, settings.build_database, build, "read_only")
        _attach(connection, database, _RELEASE, f"storage_version '{STORAGE_VERSION}'")
        found = contents.relations(connection, build)
        if not any(relation.schema == "marts" for relation in found):
            raise ReleaseError(f"{settings.build_database}: schema marts is empty; build the warehouse, then publish")
        tables = {}
        for relation in found:
            tables[relation.qualified] = contents.fingerprint(connection, relation, build)
            contents.copy_relation(connection, relation, build, _RELEASE)
        carried = contents.macros(connection, build)
        contents.create_macros(connection, carried, _RELEASE)
        reports = contents.inputs(connection, found, _RELEASE)
        connection.execute(f"checkpoint {_RELEASE}")
        connection.execute(f"detach {_RELEASE}")
    shutil.rmtree(spill, ignore_errors=True)
    leftover = database.with_name(database.name + ".wal")
    if leftover.exists():
        raise ReleaseError(f"{leftover}: DuckDB left a log beside the copy; publish again")
    return tables, {macro.name: sha256(macro.sql.encode()).hexdigest() for macro in carried}, reports


def _attach(connection: duckdb.DuckDBPyConnection, path: Path, alias: str, option: str) -> None:
    connection.execute(f"attach {contents.literal(str(path))} as {contents.quoted(alias)} ({option})")


def verify(
    database: Path, tables: dict[str, PublishedTable], macros: dict[str, str], memory_limit: str = "2GB"
) -> None:
    """Opens a copy as a locked-down BI connection does and compares it, table by table, with what was to be published.

    Raises ReleaseError naming the table or macro that differs or cannot be read.
    """
    with speaking(database), duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"set memory_limit = {contents.literal(memory_limit)}")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        catalog = database.stem
        found = {relation.qualified: relation for relation in contents.relations(connection, catalog)}
        if found.keys() != tables.keys():
            odd = ", ".join(sorted(found.keys() ^ tables.keys()))
            raise ReleaseError(f"{database}: these tables are only in one of build and copy: {odd}; publish again")
        for name, expected in tables.items():
            copied = contents.fingerprint(connection, found[name], catalog)
            if copied != expected:
                raise ReleaseError(
                    f"{database}: {name} differs from the build ({copied.rows} rows against {expected.rows}); publish again"
                )
        for macro in contents.macros(connection, catalog):
            _call(connection, macro)
            macros = {name: sql for name, sql in macros.items() if name != macro.name}
        if macros:
            raise ReleaseError(f"{database}: these macros were not carried over: {', '.join(sorted(macros))}")


def _call(connection: duckdb.DuckDBPyConnection, macro: contents.Macro) -> None:
    for parameters, _ in macro.overloads:
        call = f"marts.{contents.quoted(macro.name)}({', '.join(['null'] * len(parameters))})"
        query = f"from {call} limit 0" if macro.is_table else f"select {call} limit 0"
        try:
            connection.execute(query)
        except duckdb.Error as error:
            raise ReleaseError(
                f"macro marts.{macro.name} does not work in the copy: {' '.join(str(error).split())}; "
                "it may use only schemas marts and audit"
            ) from error
