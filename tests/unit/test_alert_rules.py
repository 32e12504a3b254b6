"""When a problem is told: once, again at growing distance, when it is over; and what variables may say."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from pydantic import ValidationError

from serving.alerts import AlertSettings, Problem
from serving.alerts.ledger import Ledger

pytestmark = pytest.mark.unit

START = datetime(2026, 3, 1, tzinfo=UTC)
BROKEN = Problem("run/publish", "run_failed", "the run of publish failed", "look at it")


def told(path: Path, now: datetime, problems: Iterable[Problem]) -> list[tuple[str, int]]:
    """One look, in a process of its own as it were: the memory is read anew and written."""
    problems = list(problems)
    ledger = Ledger(path)
    due = ledger.due(problems, now)
    ledger.note(problems, due, now)
    ledger.save()
    return [(message.state, message.problem.count) for message in due]


def test_a_problem_is_told_once_then_at_growing_distance_with_its_count_then_when_it_is_over(tmp_path: Path) -> None:
    path, moments = tmp_path / "webhook.json", []
    for hour in range(24 * 15):
        lasting = [Problem(**{**BROKEN.__dict__, "count": hour + 1})] if hour < 24 * 14 else []
        moments += [(hour, *one) for one in told(path, START + timedelta(hours=hour), lasting)]
    assert moments == [
        (0, "new", 1),
        (1, "still", 2),
        (5, "still", 6),
        (29, "still", 30),
        (101, "still", 102),
        (269, "still", 270),
        (336, "recovered", 336),
    ]


def test_what_comes_and_goes_every_minute_is_one_problem(tmp_path: Path) -> None:
    told_so_far = [
        one
        for minute in range(200)
        for one in told(tmp_path / "w.json", START + timedelta(minutes=minute), [BROKEN] if minute % 2 == 0 else [])
    ]
    assert len(told_so_far) <= 4
    assert [state for state, _ in told_so_far[:2]] == ["new", "recovered"]


@how(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 5000), st.sets(st.sampled_from("abc"))), max_size=30))
def test_nobody_is_left_believing_a_problem_that_is_over_nor_misses_one_for_long(tmp_path_factory, looks) -> None:
    path, now, believed = tmp_path_factory.mktemp("ledger") / "w.json", START, {}
    for minutes, lasting in looks:
        now += timedelta(minutes=minutes)
        problems = [Problem(key, "kind", key, "do") for key in sorted(lasting)]
        ledger = Ledger(path)
        due = ledger.due(problems, now)
        ledger.note(problems, due, now)
        ledger.save()
        for message in due:
            if message.state == "recovered":
                assert believed.pop(message.problem.key) is not None
            else:
                assert (message.state == "still") == (message.problem.key in believed)
                believed[message.problem.key] = now
        assert set(believed) <= lasting


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        '{"problems": {"a": {"kind": 1}}}',
        '{"problems": {"a": {"kind": "k", "title": "t", "since": "now"}}, "failures": 0, "resting_until": ""}',
    ],
)
def test_a_damaged_memory_tells_what_lasts_once_more(tmp_path: Path, damage: str) -> None:
    (tmp_path / "w.json").write_text(damage)
    assert told(tmp_path / "w.json", START, [BROKEN]) == [("new", 1)]
    assert told(tmp_path / "w.json", START, [BROKEN]) == []


def test_a_message_that_is_sent_twice_has_the_same_id(tmp_path: Path) -> None:
    """After a kill between sending and writing it down."""
    ledger = Ledger(tmp_path / "w.json")
    (first,), (again,) = ledger.due([BROKEN], START), Ledger(tmp_path / "w.json").due([BROKEN], START)
    assert first.id == again.id
    ledger.note([BROKEN], [first], START)
    (later,) = ledger.due([BROKEN], START + timedelta(hours=2))
    assert later.id != first.id


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"WEBHOOK_URL": "http://example.org/s3cret"}, "webhook_url"),
        ({"WEBHOOK_URL": "https://"}, "webhook_url"),
        ({"WEBHOOK_URL": "file:///etc/passwd"}, "webhook_url"),
        ({"SMTP_HOST": "mail.example.org"}, "CAKUPAN_ALERT_MAIL_FROM"),
        ({"SMTP_HOST": "mail.example.org", "MAIL_FROM": "a@b.id", "MAIL_TO": "c@d.id\nBcc: e@f.id"}, "mail_to"),
        (
            {"SMTP_HOST": "mail.example.org", "MAIL_FROM": "a@b.id", "MAIL_TO": "c@d.id", "SMTP_SECURITY": "none"},
            "this machine only",
        ),
    ],
)
def test_a_variable_that_would_be_unsafe_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"CAKUPAN_ALERT_{name}", value)
    with pytest.raises(ValidationError) as raised:
        AlertSettings()
    assert named in str(raised.value)
    assert "s3cret" not in str(raised.value)


def test_without_variables_nobody_is_told() -> None:
    assert AlertSettings().channels == ()
    secret = AlertSettings(webhook_url="https://example.org/s3cret", webhook_token="t0ken")  # type: ignore[arg-type]  # noqa: S106  (no password)
    assert secret.channels == ("webhook",)
    assert "s3cret" not in repr(secret)
    assert "t0ken" not in repr(secret)
