"""Superset of a benchmark or a test: the process that `make dashboards` starts, and its REST interface.

Belongs here: starting, waiting, logging in, asking. Does not: what is expected of the answers (bench/dashboards.py, the tests).
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from sources.settings import PROJECT_ROOT

START_SECONDS = 240


@dataclass(frozen=True)
class Served:
    """A Superset that answers."""

    home: Path
    address: str
    said: str
    seconds: float

    def password(self, of: str) -> str:
        return (self.home / "dashboards" / f"{of}.password").read_text().strip()


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """Starts `make dashboards`' process on a free port; ends it, and only it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CAKUPAN_")}
    environment |= {"CAKUPAN_DATA": str(home), "CAKUPAN_DASHBOARDS_PORT": str(port)}
    said = home / "dashboards-said.txt"
    started = time.monotonic()
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "serving.dashboards.serve"],
            cwd=PROJECT_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        while "password" not in said.read_text():
            if process.poll() is not None or time.monotonic() - started > START_SECONDS:
                log = home / "dashboards" / "last-run.log"
                raise RuntimeError(said.read_text() + (log.read_text()[-4000:] if log.exists() else ""))
            time.sleep(0.3)
        yield Served(home, f"http://127.0.0.1:{port}", said.read_text(), time.monotonic() - started)
    finally:
        process.terminate()
        process.wait(30)


@dataclass
class Client:
    """Somebody who is logged in. Not for several threads at once."""

    address: str
    login: str
    password: str
    _opener: urllib.request.OpenerDirector = field(init=False)
    _headers: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        user = {"username": self.login, "password": self.password, "provider": "db"}
        token = self.ask("/api/v1/security/login", user)[1]["access_token"]
        self._headers = {"Authorization": f"Bearer {token}"}
        csrf = self.ask("/api/v1/security/csrf_token/")[1]["result"]
        self._headers |= {"X-CSRFToken": csrf, "Referer": self.address}

    def ask(self, path: str, body: object = None) -> tuple[int, Any]:
        """Status and answer; a body makes it a POST. Connections that fail raise."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **self._headers}
        request = urllib.request.Request(self.address + path, data=data, headers=headers)  # noqa: S310  (this machine)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            return error.code, text

    def query(self, sql: str) -> tuple[int, Any]:
        """What SQL Lab makes of a statement."""
        database = self.ask("/api/v1/database/")[1]["result"][0]["id"]
        return self.ask(
            "/api/v1/sqllab/execute/",
            {
                "database_id": database,
                "sql": sql,
                "schema": "marts",
                "runAsync": False,
                "queryLimit": 100,
                "client_id": os.urandom(5).hex(),
            },
        )
