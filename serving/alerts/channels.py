"""The ways out: a webhook (JSON POST) and mail (SMTP). Each sends one alert or raises DeliveryError; neither waits longer than the settings say.

Belongs here: protocols, certificates, time limits. Does not: what is told, and when. Errors name the kind of trouble, never an address, a password or a token.
"""

import smtplib
import ssl
import threading
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from serving.alerts.ledger import RECOVERED, Message, as_json
from serving.alerts.settings import AlertSettings

MOST_IN_SUBJECT = 120
# Of a receiver that sends a byte now and then, a library's own limits are never reached.
WHOLE_TIMES_LIMIT = 3


class DeliveryError(Exception):
    """The receiver could not be reached or did not take the message."""


def webhook(settings: AlertSettings, messages: Collection[Message], now: datetime) -> None:
    """POST the alert. `text` is what chat services show; the rest is for machines. A redirect is refused: the token must not go elsewhere."""
    import requests  # noqa: PLC0415 - only where somebody is told

    assert settings.webhook_url is not None  # noqa: S101 - narrows a type
    headers = {"User-Agent": "cakupan"}
    if settings.webhook_token is not None:
        headers["Authorization"] = f"Bearer {settings.webhook_token.get_secret_value()}"
    body: Any = {
        "source": "cakupan",
        "at": now.isoformat(timespec="seconds"),
        "text": as_text(messages),
        "problems": [as_json(message) for message in messages],
    }
    url, verify = settings.webhook_url.get_secret_value(), str(settings.ca_file) if settings.ca_file else True

    def post() -> None:
        try:
            with requests.Session() as session:
                # No .netrc: a password of another program must not go to the receiver.
                session.trust_env = False
                session.proxies.update(requests.utils.get_environ_proxies(url))
                answer = session.post(
                    url,
                    json=body,
                    headers=headers,
                    timeout=settings.timeout_seconds,
                    verify=verify,
                    allow_redirects=False,
                    stream=True,
                )
                answer.close()
        except requests.RequestException as error:
            raise DeliveryError(f"the webhook cannot be reached: {type(error).__name__}") from None
        if not 200 <= answer.status_code < 300:
            raise DeliveryError(f"the webhook answers {answer.status_code}")

    _in_time(post, settings.timeout_seconds)


def mail(settings: AlertSettings, messages: Collection[Message], now: datetime) -> None:
    """Send the alert as a plain-text mail. A password goes out over an encrypted connection only, or stays on this machine."""
    letter = EmailMessage()
    letter["Subject"] = _subject(messages)
    letter["From"] = settings.mail_from
    letter["To"] = ", ".join(settings.receivers)
    letter["Date"] = format_datetime(now)
    letter["Auto-Submitted"] = "auto-generated"  # so that no absence note answers it
    letter.set_content(as_text(messages) + "\n")

    def send() -> None:
        try:
            with _connection(settings) as server:
                if settings.smtp_user is not None and settings.smtp_password is not None:
                    server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryError(
                f"the mail server cannot be reached or refuses the mail: {type(error).__name__}"
            ) from None

    _in_time(send, settings.timeout_seconds)


CHANNELS: Mapping[str, Callable[[AlertSettings, Collection[Message], datetime], None]] = {
    "webhook": webhook,
    "mail": mail,
}


def as_text(messages: Collection[Message]) -> str:
    """The alert for people: a line a problem, what to do below it."""
    lines = []
    for message in messages:
        problem = message.problem
        if message.state == RECOVERED:
            lines.append(
                f"RECOVERED: {problem.title} (since {message.since:%Y-%m-%d %H:%M} UTC, {problem.count} times)"
            )
            continue
        again = f" ({problem.count} times since {message.since:%Y-%m-%d %H:%M} UTC)" if problem.count > 1 else ""
        lines.append(f"{'PROBLEM' if message.state == 'new' else 'STILL'}: {problem.title}{again}")
        lines += [f"    {name}: {value}" for name, value in problem.facts.items()]
        lines.append(f"    do: {problem.remedy}")
    return "\n".join(lines)


def _subject(messages: Collection[Message]) -> str:
    first = next(iter(messages))
    more = f" and {len(messages) - 1} more" if len(messages) > 1 else ""
    return f"[cakupan] {first.state}: {first.problem.title}"[:MOST_IN_SUBJECT].replace("\n", " ") + more


def _connection(settings: AlertSettings) -> smtplib.SMTP:
    assert settings.smtp_host is not None  # noqa: S101 - narrows a type
    context = ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(
            settings.smtp_host, settings.smtp_port, timeout=settings.timeout_seconds, context=context
        )
    server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=settings.timeout_seconds)
    if settings.smtp_security == "starttls":
        try:
            server.starttls(context=context)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server


def _in_time(send: Callable[[], None], seconds: float) -> None:
    raised: list[BaseException] = []

    def work() -> None:
        try:
            send()
        except BaseException as error:  # noqa: BLE001 - handed on to who waits
            raised.append(error)

    worker = threading.Thread(target=work, daemon=True, name="cakupan-alert")
    worker.start()
    worker.join(seconds * WHOLE_TIMES_LIMIT)
    if worker.is_alive():
        raise DeliveryError("the receiver takes too long")
    if raised:
        raise (
            raised[0]
            if isinstance(raised[0], DeliveryError)
            else DeliveryError(f"not sent: {type(raised[0]).__name__}")
        )
