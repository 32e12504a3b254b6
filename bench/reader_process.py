"""A reader as BI has them, in a process of its own: asks the published file again and again, and says what it saw.

Belongs here: one reader. Does not: anything of the project, since it also runs with the oldest DuckDB that must be able to read releases.

    python reader_process.py KIND DATA_HOME STOP_FILE      KIND: fresh, held, reopening, sqlalchemy

Prints `reading` after its first answer, and one line of JSON when STOP_FILE appears: answers, errors, for each release the first moment at which it was seen and the last one at which
it was asked for. An answer counts every table in
one query; it must be that of one release, as its manifest says, never of two.
"""

import json
import sys
import time
from pathlib import Path

CONFIG = {"enable_external_access": "false", "lock_configuration": "true"}
PAUSE_SECONDS = 0.02
COLUMNS = """
    select t.schema_name || '.' || t.table_name,
        '"' || replace(t.schema_name, '"', '""') || '"."' || replace(t.table_name, '"', '""') || '"'
    from duckdb_tables() as t where not t.internal order by 1
"""


class Reader:
    """Asks, and compares the answers with the manifests."""

    def __init__(self, kind, home):
        self.kind = kind
        self.home = Path(home)
        self.path = self.home / "current" / "cakupan.duckdb"
        self.known = {}  # answer -> release
        self.held = None
        self.engine = None
        self.opened = None

    def learn(self):
        """Manifests of releases that appeared since: what a whole answer looks like."""
        for path in (self.home / "releases").glob("2*/manifest.json"):
            if path.parent.name not in self.known.values():
                try:
                    tables = json.loads(path.read_text(encoding="utf-8"))["tables"]
                except FileNotFoundError:  # removed in this moment
                    continue
                self.known[tuple(sorted((name, table["rows"]) for name, table in tables.items()))] = path.parent.name

    def connection(self):
        import duckdb  # noqa: PLC0415 - which one it is tells PYTHONPATH

        if self.kind == "fresh":
            return duckdb.connect(str(self.path), read_only=True, config=CONFIG)
        where = self.path.resolve()
        if self.held is None or (self.kind == "reopening" and where != self.opened):
            if self.held is not None:
                self.held.close()
            self.held, self.opened = duckdb.connect(str(where), read_only=True, config=CONFIG), where
        return self.held

    def ask(self):
        """Rows of every table, in one query."""
        if self.kind == "sqlalchemy":
            return self._counts(self._by_sqlalchemy)
        connection = self.connection()
        try:
            return self._counts(lambda query: connection.execute(query).fetchall())
        finally:
            if self.kind == "fresh":
                connection.close()

    def _by_sqlalchemy(self, query):
        return [tuple(row) for row in self.connected.exec_driver_sql(query).fetchall()]

    def _counts(self, execute):
        if self.kind == "sqlalchemy":
            from sqlalchemy import create_engine  # noqa: PLC0415 - not where duckdb-engine is missing
            from sqlalchemy.pool import NullPool  # noqa: PLC0415 - as above

            if self.engine is None:
                arguments = {"read_only": True, "config": CONFIG}
                self.engine = create_engine(f"duckdb:///{self.path}", poolclass=NullPool, connect_args=arguments)
            with self.engine.connect() as self.connected:
                return self._asked(execute)
        return self._asked(execute)

    def _asked(self, execute):
        tables = execute(COLUMNS)
        counts = ", ".join(f"(select count(*) from {quoted})" for _, quoted in tables)  # noqa: S608 - quoted names of the catalog
        row = execute(f"select {counts}")[0]
        return tuple(sorted(zip((name for name, _ in tables), row, strict=True)))


def main():
    kind, home, stop = sys.argv[1:]
    reader = Reader(kind, home)
    answers, errors, seen, opened, asked = 0, [], {}, {}, False
    while not (asked and Path(stop).exists()):
        begun = time.time()
        try:
            answer = reader.ask()
            moment = time.time()
            if answer not in reader.known:
                reader.learn()
            release = reader.known.get(answer)
            if release is None:
                errors.append(f"{kind}: an answer that no release gives: {answer}"[:500])
            else:
                seen.setdefault(release, moment)
                opened[release] = begun
            answers += 1
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is what is looked for
            errors.append(f"{kind}: {type(error).__name__}: {' '.join(str(error).split())}"[:500])
        if not asked:
            asked = True
            sys.stdout.write("reading\n")
            sys.stdout.flush()
        time.sleep(PAUSE_SECONDS)
    sys.stdout.write(
        json.dumps({"kind": kind, "answers": answers, "errors": errors, "seen": seen, "opened": opened}) + "\n"
    )


if __name__ == "__main__":
    main()
