"""Telling: the problems that last now, to each channel what it has not been told.

Belongs here: the order of steps, one teller at a time. Does not: the rules (`ledger`), the sending (`channels`). A receiver that cannot be reached hinders neither the
other one nor who called: it is tried again later, and then told everything that still lasts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from serving.alerts.channels import CHANNELS, DeliveryError
from serving.alerts.ledger import NEW, Ledger, Message
from serving.alerts.problem import Problem
from serving.alerts.settings import AlertSettings
from sources import journal
from sources.locks import held
from sources.settings import Settings


@dataclass(frozen=True)
class Told:
    """What one channel was told. `trouble` says why not, if it was not; `messages` were due either way."""

    channel: str
    messages: tuple[Message, ...]
    trouble: str | None = None


def tell(
    settings: Settings, alerts: AlertSettings, problems: Collection[Problem], now: datetime, *, dry_run: bool = False
) -> list[Told]:
    """Tell every channel what is due. `now` carries a time zone. Waits while another process tells; never raises for a receiver's sake.

    `dry_run` sends nothing and remembers nothing.
    """
    if not alerts.channels:
        return []
    with held(settings.alerts_dir / ".lock"):
        return [_tell(settings, alerts, channel, problems, now, dry_run=dry_run) for channel in alerts.channels]


def send_once(alerts: AlertSettings, problem: Problem, now: datetime) -> list[Told]:
    """Send one problem to every channel, whatever was told before, and remember nothing: for trying the receivers out."""
    message = Message("test", NEW, problem, now)
    told = []
    for channel in alerts.channels:
        try:
            CHANNELS[channel](alerts, [message], now)
            told.append(Told(channel, (message,)))
        except DeliveryError as error:
            told.append(Told(channel, (message,), str(error)))
    return told


def _tell(
    settings: Settings,
    alerts: AlertSettings,
    channel: str,
    problems: Collection[Problem],
    now: datetime,
    *,
    dry_run: bool,
) -> Told:
    ledger = Ledger(settings.alerts_dir / f"{channel}.json")
    due = tuple(ledger.due(problems, now))
    if dry_run:
        return Told(channel, due)
    if due and ledger.rests(now):
        return Told(channel, due, "it could not be reached lately; tried again later")
    if due:
        try:
            CHANNELS[channel](alerts, due, now)
        except DeliveryError as error:
            # What lasts is not noted either, so that it is told as new once somebody listens.
            ledger.rest(now)
            ledger.save()
            journal.write(
                settings, "alert_not_delivered", channel=channel, problems=len(due), error=type(error).__name__
            )
            return Told(channel, due, str(error))
        ledger.reached()
        journal.write(settings, "alert_sent", channel=channel, problems=len(due))
    ledger.note(problems, due, now)
    ledger.save()
    return Told(channel, due)
