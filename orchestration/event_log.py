"""Dagster's SQLite storage with connections that stay open.

Dagster's own event log makes an engine and a connection for every event and closes it again, whereby SQLite writes its log back into the file
each time: two thirds of what Dagster did after `dbt build` (16 of 25 s measured, three connections for each check).

Belongs here: how the event log connects. Does not: what is stored, and where (`dagster.yaml`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import event
from sqlalchemy.pool import StaticPool

BUSY_SECONDS = 60


class OpenEventLogStorage(SqliteEventLogStorage):
    """One connection a file (the index of all runs, and the latest run), used by one thread at a time as in Dagster's own class."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, sqlalchemy.Engine] = {}
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sqlalchemy.Connection]:
        if shard not in self._initialized_dbs:
            with super()._connect(shard):  # makes the file and its tables
                pass
        with self._db_lock, self._engine(shard).begin() as connection:
            yield connection

    def _engine(self, shard: str) -> sqlalchemy.Engine:
        if shard not in self._engines:
            # A run has a file of its own: that of the run before is not needed any more.
            for other in set(self._engines) - {INDEX_SHARD_NAME, shard}:
                self._engines.pop(other).dispose()
            self._engines[shard] = sqlalchemy.create_engine(
                self.conn_string_for_shard(shard),
                poolclass=StaticPool,
                connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
            )
            event.listen(self._engines[shard], "connect", _lose_nothing_but_power)
        return self._engines[shard]

    def dispose(self) -> None:
        while self._engines:
            self._engines.popitem()[1].dispose()
        super().dispose()


def _lose_nothing_but_power(connection: Any, _record: object) -> None:
    """Not wait for the disk at each event: a machine that loses power may forget the last ones, a process that is killed forgets none."""
    connection.execute("pragma synchronous = normal")


class OpenSqliteStorage(DagsterSqliteStorage):
    """`storage` of dagster.yaml."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage.dispose()
        self._event_log_storage = OpenEventLogStorage(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData, config_value: Any) -> "OpenSqliteStorage":
        return cls.from_local(inst_data=inst_data, **config_value)
