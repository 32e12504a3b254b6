"""Alerts reach real receivers, once; receivers that are not there hinder nobody; Dagster's history says what is wrong and what is right again."""

import json
import os
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
import trustme

from orchestration.alerts import alert_sensor, failed_checks, failed_runs, look, silence
from orchestration.stages import COMMAND, RANGE_END, RANGE_START, STARTED_BY
from serving.alerts import AlertSettings, Problem, late_problems, tell
from serving.alerts.lateness import overdue
from serving.late import LateReport
from serving.release import publish
from sources.settings import Settings
from tests.alert_receivers import certificates, dripping_server, free_port, mail_server, web_server
from tests.small_warehouse import NOW, write_build

pytestmark = pytest.mark.integration

USER, PASSWORD, TOKEN = "cakupan", "p4ss-w0rd", "t0ken-of-the-hook"
START = datetime(2026, 3, 1, tzinfo=UTC)
BROKEN = Problem("run/publish", "run_failed", "the run of publish failed at dbt_build", "look at it", 2, {"run": "abc"})


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "home", log_file=tmp_path / "journal.jsonl")


def by_mail(port: int, ca_file: Path | None, **more: object) -> AlertSettings:
    given = {
        "smtp_host": "localhost",
        "smtp_port": port,
        "smtp_user": USER,
        "smtp_password": PASSWORD,
        "ca_file": ca_file,
    }
    return AlertSettings(
        **given | {"mail_from": "cakupan@example.org", "mail_to": "a@example.org, b@example.org"} | more
    )  # type: ignore[arg-type]


def test_both_receivers_are_told_over_encrypted_connections(
    settings: Settings, authority: trustme.CA, tmp_path: Path
) -> None:
    ca_file = certificates(authority, tmp_path)
    with web_server(authority) as posts, mail_server(authority, USER, PASSWORD) as (port, mails):
        alerts = by_mail(port, ca_file, webhook_url=posts.url, webhook_token=TOKEN)
        assert [(told.channel, told.trouble) for told in tell(settings, alerts, [BROKEN], START)] == [
            ("webhook", None),
            ("mail", None),
        ]
        tell(settings, alerts, [BROKEN], START + timedelta(minutes=5))
        tell(settings, alerts, [], START + timedelta(minutes=10))
    assert [body["problems"][0]["state"] for body in posts.bodies] == ["new", "recovered"]
    assert posts.headers[0]["Authorization"] == f"Bearer {TOKEN}"
    problem = posts.bodies[0]["problems"][0]
    assert (problem["title"], problem["count"], problem["facts"]) == (BROKEN.title, 2, {"run": "abc"})
    assert posts.bodies[0]["text"].startswith(f"PROBLEM: {BROKEN.title} (2 times since 2026-03-01 00:00 UTC)")
    assert [mail["Subject"] for mail in mails] == [
        f"[cakupan] new: {BROKEN.title}",
        f"[cakupan] recovered: {BROKEN.title}",
    ]
    assert mails[0]["To"] == "a@example.org, b@example.org"
    assert "do: look at it" in str(mails[0].get_payload())
    kept = "".join(path.read_text() for path in [settings.log_file, *settings.alerts_dir.glob("*.json")] if path)
    assert '"event": "alert_sent"' in kept
    for secret in (PASSWORD, TOKEN, "s3cret-path", "example.org"):
        assert secret not in kept


def test_a_receiver_with_a_certificate_of_nobody_known_gets_nothing(settings: Settings, authority: trustme.CA) -> None:
    with web_server(authority) as posts, mail_server(authority, USER, PASSWORD) as (port, mails):
        told = tell(settings, by_mail(port, None, webhook_url=posts.url, webhook_token=TOKEN), [BROKEN], START)
    assert [one.trouble for one in told] == [
        "the webhook cannot be reached: SSLError",
        "the mail server cannot be reached or refuses the mail: SSLCertVerificationError",
    ]
    assert (posts.bodies, mails) == ([], [])


def test_a_receiver_that_is_not_there_is_tried_later_and_the_other_one_is_told(
    settings: Settings, tmp_path: Path, authority: trustme.CA
) -> None:
    with mail_server(authority, USER, PASSWORD) as (port, mails):
        gone = f"http://127.0.0.1:{free_port()}/"
        alerts = by_mail(port, certificates(authority, tmp_path), webhook_url=gone)
        first = tell(settings, alerts, [BROKEN], START)
        soon = tell(settings, alerts, [BROKEN], START + timedelta(seconds=30))
    assert [one.trouble for one in first] == ["the webhook cannot be reached: ConnectionError", None]
    assert soon[0].trouble == "it could not be reached lately; tried again later"
    assert len(mails) == 1
    with web_server() as posts:
        alerts = by_mail(port, None, webhook_url=posts.url)
        tell(settings, alerts, [BROKEN], START + timedelta(minutes=2))
    assert [body["problems"][0]["state"] for body in posts.bodies] == ["new"], "what was missed is told as new"


@pytest.mark.parametrize("answer", [302, 500])
def test_an_answer_that_is_no_yes_counts_as_not_told(settings: Settings, answer: int) -> None:
    with web_server() as posts:
        posts.answer = answer
        (told,) = tell(settings, AlertSettings(webhook_url=posts.url, webhook_token=TOKEN), [BROKEN], START)  # type: ignore[arg-type]
        assert told.trouble == f"the webhook answers {answer}"
        assert len(posts.bodies) == 1, "a redirect is not followed"


def test_a_receiver_that_never_ends_its_answer_does_not_hold_anybody(settings: Settings) -> None:
    with dripping_server() as port:
        begun = time.monotonic()
        alerts = by_mail(port, None, webhook_url=f"http://127.0.0.1:{port}/", timeout_seconds=0.4)
        told = tell(settings, alerts, [BROKEN], START)
    assert time.monotonic() - begun < 10
    assert all(one.trouble for one in told)


def test_a_password_never_goes_out_unencrypted(settings: Settings, tmp_path: Path) -> None:
    """A server, or somebody between, that offers no STARTTLS."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Message as Handler

    class Mails(Handler):
        def handle_message(self, message: object) -> None:
            raise AssertionError("a mail came through")

    controller = Controller(Mails(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        (told,) = tell(settings, by_mail(controller.port, None), [BROKEN], START)
    finally:
        controller.stop()
    assert told.trouble == "the mail server cannot be reached or refuses the mail: SMTPNotSupportedError"


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as found:
        yield found


def run(
    instance: dg.DagsterInstance, job: str, *, fails: bool, tags: dict[str, str] | None = None, reason: str = ""
) -> str:
    """A real run of a job of that name, which ends as told."""

    @dg.op(name=f"step_of_{job}")
    def step() -> None:
        if fails:
            raise ValueError(reason or "the worker Ani Lestari has no number")

    @dg.job(name=job, executor_def=dg.in_process_executor)
    def made() -> None:
        step()

    return made.execute_in_process(instance=instance, tags=tags, raise_on_error=False).run_id


def failing(instance: dg.DagsterInstance) -> dict[str, Problem]:
    return {
        problem.key: problem
        for problem in failed_runs(instance, AlertSettings(ui_url="https://ui.example.org/"), datetime.now(UTC))
    }


def test_a_failed_run_is_a_problem_until_one_that_covers_it_ends_well(instance: dg.DagsterInstance) -> None:
    months = {RANGE_START: "2023-01", RANGE_END: "2023-03"}
    for _ in range(2):
        latest = run(instance, "read", fails=True, tags=months)
    (problem,) = failing(instance).values()
    assert (problem.count, problem.facts["run"], problem.facts["months"]) == (2, latest, "2023-01 to 2023-03")
    assert problem.title == "the run of read failed at step_of_read"
    assert problem.facts["address"] == f"https://ui.example.org/runs/{latest}"
    assert "Ani" not in str(problem), "what an error says may be about somebody"
    run(instance, "read", fails=False, tags={RANGE_START: "2023-02", RANGE_END: "2023-02"})
    assert list(failing(instance)) == ["run/read/2023-01..2023-03"], "two of three months are not done yet"
    run(instance, "publish", fails=False)
    assert list(failing(instance)) == ["run/read/2023-01..2023-03"], "what was built lacks them"
    run(instance, "read", fails=False, tags={RANGE_START: "2022-01", RANGE_END: "2023-12"})
    assert failing(instance) == {}


def test_the_whole_command_sets_right_what_any_stage_had_failed_to_do(instance: dg.DagsterInstance) -> None:
    run(instance, "read", fails=True, tags={RANGE_START: "2023-01", RANGE_END: "2023-03"})
    run(instance, "warehouse", fails=True)
    assert len(failing(instance)) == 2
    run(instance, "publish", fails=False, tags={STARTED_BY: COMMAND})
    assert failing(instance) == {}


def test_a_killed_run_that_is_started_again_is_not_told_before_it_has_failed_again(
    instance: dg.DagsterInstance,
) -> None:
    run(instance, "warehouse", fails=True, tags={"dagster/will_retry": "true"})
    assert failing(instance) == {}


def test_a_check_of_severity_error_is_a_problem_until_it_passes_and_a_warning_is_none(
    instance: dg.DagsterInstance,
) -> None:
    def evaluate(passed: bool, severity: dg.AssetCheckSeverity) -> list[Problem]:
        @dg.asset_check(asset="press", name="rows_balance")
        def check() -> dg.AssetCheckResult:
            return dg.AssetCheckResult(passed=passed, severity=severity, description="Ani Lestari")

        job = dg.Definitions(
            asset_checks=[check],
            assets=[dg.AssetSpec("press")],
            jobs=[dg.define_asset_job("c", dg.AssetSelection.all_asset_checks())],
        )
        job.resolve_job_def("c").execute_in_process(instance=instance)
        return list(failed_checks(instance, AlertSettings(), {dg.AssetCheckKey(dg.AssetKey("press"), "rows_balance")}))

    (problem,) = evaluate(False, dg.AssetCheckSeverity.ERROR)
    assert (problem.key, problem.title) == ("check/press/rows_balance", "the check rows_balance of press failed")
    assert "Ani" not in str(problem)
    assert evaluate(False, dg.AssetCheckSeverity.WARN) == []
    assert evaluate(True, dg.AssetCheckSeverity.ERROR) == []


def test_silence_is_a_problem_where_a_number_of_days_is_set(instance: dg.DagsterInstance) -> None:
    now = datetime.now(UTC)
    assert silence(instance, AlertSettings(silent_days=3), now) == [], "before the first success nothing is silent"
    run(instance, "publish", fails=False)
    assert silence(instance, AlertSettings(silent_days=3), now + timedelta(days=2)) == []
    (problem,) = silence(instance, AlertSettings(silent_days=3), now + timedelta(days=4))
    assert problem.kind == "nothing_published"
    assert silence(instance, AlertSettings(), now + timedelta(days=4)) == []


def test_overdue_reports_are_counted_by_source(settings: Settings) -> None:
    def late(source: str, area: str, month: str, due: date) -> LateReport:
        return LateReport(source, area, month, due, 5, "agreed")

    workbooks = [
        late("workbook", "64", "2026-02", date(2026, 3, 10)),
        late("workbook", "61", "2026-01", date(2026, 2, 10)),
    ]
    survey, forms = overdue([workbooks[0], late("labour_force", "ID", "2026-02", date(2026, 5, 9)), workbooks[1]])
    assert (survey.key, survey.title) == ("late/labour_force", "1 promised labour_force report is overdue")
    assert (forms.title, forms.count) == ("2 promised workbook reports are overdue", 2)
    assert forms.facts == {"source": "workbook", "areas": 2, "months": "2026-01 to 2026-02", "due": "2026-02-10"}


def test_lateness_is_no_problem_of_a_warehouse_that_cannot_be_asked(settings: Settings) -> None:
    assert late_problems(settings, date(2026, 3, 1)) == [], "before the first release"
    write_build(settings)
    publish(settings, code_revision="test", now=NOW)
    assert late_problems(settings, date(2026, 3, 1)) == [], "a release that holds no list of what came"


def test_the_sensor_tells_and_never_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    for name in [name for name in os.environ if name.startswith("CAKUPAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CAKUPAN_DATA", str(tmp_path / "home"))

    def tick() -> str:
        with dg.build_sensor_context(instance=instance) as context:
            said = alert_sensor()(context)
        assert isinstance(said, dg.SkipReason)
        return str(said.skip_message)

    assert tick().startswith("nobody is to be told")
    monkeypatch.setenv("CAKUPAN_ALERT_WEBHOOK_URL", "http://example.org/s3cret")
    assert "the settings are wrong" in tick()
    assert "s3cret" not in tick()
    run(instance, "publish", fails=True)
    with web_server() as posts:
        monkeypatch.setenv("CAKUPAN_ALERT_WEBHOOK_URL", posts.url)
        assert tick() == "webhook: 1 told"
        assert tick() == "webhook: nothing new"
    assert posts.bodies[0]["problems"][0]["key"] == "run/publish"


def test_the_command_tries_receivers_out(tmp_path: Path) -> None:
    def command(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CAKUPAN_")}
        called = [str(Path(sysconfig.get_path("scripts")) / "cakupan"), "alerts", *arguments]
        environment |= {"CAKUPAN_DATA": str(tmp_path / "home")} | variables
        return subprocess.run(called, env=environment, capture_output=True, text=True, check=False)

    nobody = command("--test")
    assert nobody.returncode == 2
    assert "CAKUPAN_ALERT_WEBHOOK_URL" in nobody.stderr
    with web_server() as posts:
        sent = command("--test", CAKUPAN_ALERT_WEBHOOK_URL=posts.url)
        assert (sent.returncode, sent.stdout) == (0, "webhook: new: this is a test of the alerts\n")
        posts.answer = 500
        refused = command("--test", CAKUPAN_ALERT_WEBHOOK_URL=posts.url)
        assert refused.returncode == 1
        assert refused.stderr == "webhook: the webhook answers 500\n"
    assert json.loads(json.dumps(posts.bodies[0]))["problems"][0]["kind"] == "test"


def test_a_look_without_receivers_writes_nothing(settings: Settings, instance: dg.DagsterInstance) -> None:
    assert look(instance, settings, AlertSettings(), set(), START) == []
    assert not settings.alerts_dir.exists()
