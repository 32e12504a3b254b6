"""How Superset is set up here. It runs in the environment .venv-superset, and knows the warehouse by three variables that serving.dashboards.serve sets.

Belongs here: settings of Superset, and the way to the warehouse: always the current release, read-only, closed to the rest of the machine.
Does not: dashboards (assets/), users and roles (prepare.py).
"""

import os
from pathlib import Path
from typing import Any

HOME = Path(os.environ["CAKUPAN_DASHBOARDS_HOME"])
WAREHOUSE = Path(os.environ["CAKUPAN_WAREHOUSE"])
MEMORY_LIMIT = os.environ["CAKUPAN_MEMORY_LIMIT"]

APP_NAME = "Cakupan"
SECRET_KEY = (HOME / "secret.key").read_text().strip()
# Superset's own database: users, and the dashboards as they were imported. Never the warehouse.
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}"
SQLALCHEMY_ENGINE_OPTIONS = {"connect_args": {"timeout": 30}}

# Numbers as Indonesians print them, in every chart.
D3_FORMAT = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp ", ""]}
D3_TIME_FORMAT = {
    "dateTime": "%A, %e %B %Y %X",
    "date": "%d-%m-%Y",
    "time": "%H.%M.%S",
    "periods": ["AM", "PM"],
    "days": ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
    "shortDays": ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
    "months": [
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ],
    "shortMonths": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
}

# Templates of charts may place and colour; a script, a frame or a form never passes.
HTML_SANITIZATION = True
HTML_SANITIZATION_SCHEMA_EXTENSIONS = {"attributes": {"*": ["style", "className", "title"]}}

# Nothing is asked for outside this machine, not even a pixel. Templates are compiled in the browser, which is an eval for it.
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'", "'strict-dynamic'", "'unsafe-eval'"],
        "frame-ancestors": ["'none'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}
SESSION_COOKIE_NAME = "cakupan_dashboards"
SESSION_COOKIE_SAMESITE = "Strict"
FEATURE_FLAGS = {"DASHBOARD_RBAC": False, "ALERT_REPORTS": False, "EMBEDDED_SUPERSET": False}
SQLLAB_TIMEOUT = 30
SUPERSET_WEBSERVER_TIMEOUT = 60
ROW_LIMIT = 10_000
SQL_MAX_ROW = 100_000
# No answer is kept: a release that was just published must be on the screen after a reload.
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}


def DB_CONNECTION_MUTATOR(  # noqa: N802  (Superset's name)
    uri: Any, params: dict[str, Any], username: str, security_manager: object, source: object
) -> tuple[Any, dict[str, Any]]:
    """Whatever a connection to DuckDB asks for, it gets the warehouse, and the sandbox.

    The link is followed here, not by DuckDB: within one process DuckDB hands out the file that is already open under a path, so that under
    steady traffic `current/cakupan.duckdb` would be the release of the first query for ever. A release has a path of its own.
    """
    if not uri.drivername.startswith("duckdb"):
        return uri, params
    sandbox = {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "allow_community_extensions": "false",
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": "",
        "lock_configuration": "true",
    }
    connect_args = {"read_only": True, "config": sandbox}
    return uri.set(database=str(WAREHOUSE.resolve())), {**params, "connect_args": connect_args}
