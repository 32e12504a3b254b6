"""`cakupan alerts`: tell people of what is wrong, for those who run no Dagster daemon, and to try the receivers out."""

import click

from cli import terminal


@click.command(name="alerts")
@click.option("--test", is_flag=True, help="Send each receiver a message that says it is a test; look for nothing.")
@click.option("--dry-run", is_flag=True, help="Show what would be told; send nothing, remember nothing.")
def command(test: bool, dry_run: bool) -> None:
    """Tells people of failed runs and checks and of late reports, by the CAKUPAN_ALERT_… variables (docs/production.md).

    The daemon does so every minute. Without one, call this after `cakupan run`, or by cron: a problem is told once, again at growing distance, and when
    it is over.

    Exit codes: 0 all receivers took what was due. 1 a receiver could not be reached. 2 nobody is named, or a variable is wrong.
    """
    from datetime import UTC, datetime  # noqa: PLC0415 - help must not wait

    from pydantic import ValidationError  # noqa: PLC0415 - as above

    from serving.alerts import AlertSettings, Problem, send_once  # noqa: PLC0415 - as above

    settings, now = terminal.settings(), datetime.now(UTC)
    try:
        alerts = AlertSettings()
    except ValidationError as error:
        terminal.give_up("; ".join(_named(problem) for problem in error.errors()), terminal.USAGE)
    if not alerts.channels:
        terminal.give_up("nobody is named: set CAKUPAN_ALERT_WEBHOOK_URL or CAKUPAN_ALERT_SMTP_HOST", terminal.USAGE)
    if test:
        # By its moment a problem of its own, so that each test is sent.
        problem = Problem(f"test/{now.isoformat()}", "test", "this is a test of the alerts", "nothing is to be done")
        told = send_once(alerts, problem, now)
    else:
        from orchestration.alerts import look_now  # noqa: PLC0415 - Dagster takes seconds to load

        told = look_now(settings, alerts, now, dry_run=dry_run)
    for one in told:
        for message in one.messages:
            click.echo(f"{one.channel}: {message.state}: {terminal.plain(message.problem.title)}")
        if not one.messages:
            click.echo(f"{one.channel}: nothing new")
        if one.trouble:
            terminal.complain(f"{one.channel}: {one.trouble}")
    if any(one.trouble for one in told):
        raise SystemExit(terminal.FAILED)


def _named(problem: object) -> str:
    assert isinstance(problem, dict)  # noqa: S101 - narrows a type
    name = "_".join(map(str, problem["loc"])).upper()
    return f"CAKUPAN_ALERT_{name}: {problem['msg']}" if name else str(problem["msg"])
