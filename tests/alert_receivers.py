"""Receivers of alerts as tests need them: a web server and a mail server on this machine, with a certificate of their own."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from aiosmtpd.smtp import AuthResult, LoginPassword


@dataclass
class Posts:
    """What a web server got: bodies and headers. `answer` is what it says next."""

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answer: int = 200


@contextmanager
def web_server(authority: trustme.CA | None = None) -> Iterator[Posts]:
    """Takes POSTs; over TLS with a certificate of `authority`, if there is one."""
    posts = Posts()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posts.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            posts.headers.append(dict(self.headers))
            self.send_response(posts.answer)
            if posts.answer in (301, 302, 307):
                self.send_header("Location", posts.url)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if authority is not None:
        server.socket = server_context(authority).wrap_socket(server.socket, server_side=True)
    posts.url = f"{'https' if authority else 'http'}://localhost:{server.server_port}/hook/s3cret-path"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield posts
    finally:
        server.shutdown()
        server.server_close()


def server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


def certificates(authority: trustme.CA, folder: Path) -> Path:
    """The authority's certificate as a file, for those who trust it."""
    path = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


class _Mails(MessageHandler):
    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.mails.append(message)


@contextmanager
def mail_server(authority: trustme.CA, user: str, password: str) -> Iterator[tuple[int, list[Message]]]:
    """Wants STARTTLS and a login before it takes anything; its port, and the mails that it has taken."""
    handler = _Mails()

    def known(
        _server: object, _session: object, _envelope: object, _mechanism: str, given: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (user.encode(), password.encode()))

    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=server_context(authority),
        require_starttls=True,
        auth_required=True,
        authenticator=known,
    )
    controller.start()
    try:
        yield controller.port, handler.mails
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def dripping_server() -> Iterator[int]:
    """Sends a byte of its answer now and then, and never ends: no limit of a single read is ever reached."""
    stopped = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.2)

    def drip() -> None:
        while not stopped.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            with connection:
                while not stopped.wait(0.1):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        break

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        stopped.set()
        thread.join()
        listening.close()
