"""A PostgreSQL of the test's own: Debian's server, started and stopped for real, in a temporary folder and on this machine alone."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.alert_receivers import free_port

USER, PASSWORD, DATABASE = "cakupan", "only-for-tests", "postgres"


def binaries() -> Path | None:
    """Where the server's programs lie; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def missing() -> str | None:
    """Why no server can be had here; None if one can."""
    if binaries() is None:
        return (
            "there is no PostgreSQL server; `apt-get install postgresql` brings one, `make test` does it where it may"
        )
    if os.geteuid() == 0 and not _other_user():
        return "PostgreSQL does not run as root, and there is no user postgres or nobody"
    return None


class Postgres:
    """One server. `stop` is the way of a crash: no connection ends well."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._data, self.port = folder, folder / "data", free_port()
        self._as = {"user": _other_user(), "group": None} if os.geteuid() == 0 else {}
        if self._as:
            shutil.chown(folder, self._as["user"])
        password = folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        self._call("initdb", "-D", self._data, "-U", USER, "-A", "scram-sha-256", "--pwfile", password, "--no-sync")
        self.start()

    @property
    def variables(self) -> dict[str, str]:
        """For Dagster's storage, as deploy/dagster.yaml reads them."""
        values = {"HOST": "127.0.0.1", "PORT": str(self.port), "DB": DATABASE, "USER": USER, "PASSWORD": PASSWORD}
        return {f"CAKUPAN_POSTGRES_{name}": value for name, value in values.items()}

    def start(self) -> None:
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self._folder} -c fsync=off"
        )
        self._call("pg_ctl", "start", "-w", "-D", self._data, "-l", self._folder / "log", "-o", options)

    def stop(self) -> None:
        self._call("pg_ctl", "stop", "-m", "immediate", "-D", self._data)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        import psycopg2

        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user=USER, password=PASSWORD, dbname=DATABASE)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall()
        finally:
            connection.close()

    def _call(self, program: str, *arguments: object) -> None:
        folder = binaries()
        assert folder is not None
        command = [str(folder / program), *map(str, arguments)]
        # Output into a file: the server keeps what it inherits, and a pipe would never end.
        with (self._folder / f"{program}.out").open("w+") as output:
            done = subprocess.run(
                command, cwd=self._folder, stdout=output, stderr=subprocess.STDOUT, check=False, **self._as
            )
            output.seek(0)
            assert done.returncode == 0, output.read()


def _other_user() -> str | None:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)
