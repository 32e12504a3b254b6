"""Superset's process: bring its own database up to date, then serve. Runs in .venv-superset.

Belongs here: migrations, users, the import of the assets, the web server. Does not: settings (superset_config.py), which dashboards there are (assets/).

One process does it all, since each start of Superset takes seconds.
"""

import argparse
import hashlib
import logging
import os
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from superset.app import create_app

ROLE = "Cakupan"
ADMIN, READER = "admin", "cakupan"
_terminal = 2


def main() -> None:
    arguments = _arguments()
    started = time.monotonic()
    home = Path(os.environ["CAKUPAN_DASHBOARDS_HOME"])
    _talk_to(home / "last-run.log")
    app = create_app()
    state = _fingerprint(arguments.assets)
    mark = home / "prepared.sha256"
    if not mark.exists() or mark.read_text() != state:
        mark.unlink(missing_ok=True)
        with app.app_context():
            _migrate(app)
            _people(home)
            _say(f"dashboards: importing {arguments.assets.name}")
            _import_assets(arguments.assets)
            _close(app)
        mark.write_text(state)
    _say(f"dashboards: ready after {time.monotonic() - started:.0f} s")
    if not arguments.prepare_only:
        _Server(app, home, arguments.port).run()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=Path, required=True)
    parser.add_argument("--port", type=int, default=8088)
    parser.add_argument("--prepare-only", action="store_true")
    return parser.parse_args()


def _fingerprint(assets: Path) -> str:
    """What the state of Superset's database follows from: its version, this module, the assets."""
    digest = hashlib.sha256(version("apache-superset").encode())
    for path in [Path(__file__), *sorted(assets.rglob("*.yaml"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _migrate(app: Flask) -> None:
    import superset
    from flask_migrate import upgrade

    _say("dashboards: preparing Superset's own database")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade(directory=str(Path(superset.__file__).parent / "migrations"))
    app.appbuilder.add_permissions(update_perms=True)
    app.appbuilder.sm.sync_role_definitions()


def _people(home: Path) -> None:
    """Two logins: one that looks, asks and builds charts, and one that may change everything of Superset."""
    from superset import db, security_manager

    role = security_manager.add_role(ROLE)
    allowed = {
        permission for name in ("Gamma", "sql_lab") for permission in security_manager.find_role(name).permissions
    }
    allowed.add(security_manager.add_permission_view_menu("all_database_access", "all_database_access"))
    role.permissions = sorted(allowed, key=lambda permission: permission.id)
    for login, of, role_of in ((ADMIN, "admin", security_manager.find_role("Admin")), (READER, "reader", role)):
        password = (home / f"{of}.password").read_text().strip()
        user = security_manager.find_user(username=login)
        if user is None:
            user = security_manager.add_user(login, "Cakupan", of, f"{login}@localhost", role_of, password=password)
            if not user:
                raise RuntimeError(f"Superset refuses the user {login}")
        else:
            security_manager.reset_password(user.id, password)
    db.session.commit()


def _import_assets(assets: Path) -> None:
    """Put the assets in the place of what was imported before; their UUIDs tell which is which."""
    from superset import security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.utils.core import override_user

    contents = {str(path.relative_to(assets)): path.read_text() for path in sorted(assets.rglob("*.yaml"))}
    with override_user(security_manager.find_user(username=ADMIN)):
        ImportAssetsCommand(contents).run()


def _close(app: Flask) -> None:
    """No connection may be open when the server forks its workers."""
    from superset import db

    db.session.remove()
    db.engine.dispose()


def _talk_to(log: Path) -> None:
    """Whatever Superset and its libraries print goes to the log; the terminal keeps what `_say` says."""
    global _terminal
    _terminal = os.dup(2)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)


def _say(text: str) -> None:
    os.write(_terminal, (text + "\n").encode())


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the app that is already loaded."""

    def __init__(self, app: Flask, home: Path, port: int) -> None:
        self.app, self.home, self.address = app, home, f"127.0.0.1:{port}"
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", self.address)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("workers", 1)
        self.cfg.set("threads", 8)
        self.cfg.set("timeout", 120)
        self.cfg.set("graceful_timeout", 5)
        self.cfg.set("control_socket_disable", True)  # it would lie in the home directory of the user
        self.cfg.set("when_ready", self._ready)

    def load(self) -> Flask:
        return self.app

    def _ready(self, _server: Any) -> None:
        """Said by the process itself: on a command line, the password would be in the list of processes."""
        password = (self.home / "reader.password").read_text().strip()
        _say(
            f"dashboards  http://{self.address}/superset/dashboard/cakupan/   in English /superset/dashboard/coverage/"
        )
        _say(f"login       {READER}")
        _say(f"password    {password}")
        _say(f"admin       its password is in {self.home / 'admin.password'}")
        _say(f"log         {self.home / 'last-run.log'}; Ctrl-C ends it")


if __name__ == "__main__":
    main()
