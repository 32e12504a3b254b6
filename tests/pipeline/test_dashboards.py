"""Superset as a user meets it: every dashboard in a browser, the sandbox from SQL Lab, releases published under its hands.

One Superset and one browser session serve the whole module.
"""

import os
import re
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, Response, expect

from bench.dashboards_warehouse import publish_generation, published_samples
from bench.superset_client import Client, Served, served
from serving.dashboards import definition_files as definition
from serving.dashboards.serve import SUPERSET_PYTHON
from serving.dashboards.superset_names import CAPTIONED
from sources.settings import PROJECT_ROOT, Settings
from tests.browser import Watched, chromium, watched

pytestmark = pytest.mark.pipeline
RELEASES = 3
READER = "cakupan"
WIDE = {"width": 1500, "height": 4200}  # as high as a dashboard, since charts out of sight are not drawn


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    if not SUPERSET_PYTHON.exists():
        pytest.fail("Superset is not installed: make .venv-superset/.installed, which `make test` does by itself")
    return published_samples(tmp_path_factory.mktemp("dashboards") / "home")


@pytest.fixture(scope="module")
def superset(settings: Settings) -> Iterator[Served]:
    with served(settings.data) as running:
        yield running


@pytest.fixture(scope="module")
def client(superset: Served) -> Client:
    return Client(superset.address, READER, superset.password("reader"))


@pytest.fixture(scope="module")
def session(superset: Served) -> Iterator[Watched]:
    with chromium() as browser, watched(browser, size=WIDE) as seen:
        seen.page.set_default_timeout(60_000)
        seen.page.goto(f"{superset.address}/login/")
        seen.page.locator("input[type=text]").first.fill(READER)
        seen.page.locator("input[type=password]").first.fill(superset.password("reader"))
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/superset/welcome/**")
        yield seen


def charts_of(dashboard: str) -> int:
    names = [name for row in definition.dashboards()[dashboard]["rows"] for name in row["charts"]]
    return len(names) + sum(definition.charts()[name]["kind"] in CAPTIONED for name in names)


def opened(superset: Served, page: Page, slug: str, charts: int) -> list[Response]:
    """Opens a dashboard and waits until each of its charts has its answer."""
    answers: list[Response] = []

    def keep(response: Response) -> None:
        # The country map still asks by Superset's older way.
        if re.search(r"/api/v1/chart/data.*form_data|/superset/explore_json/", response.url):
            answers.append(response)

    page.on("response", keep)
    page.goto(f"{superset.address}/superset/dashboard/{slug}/")
    for _ in range(400):
        if len(answers) >= charts:
            break
        page.wait_for_timeout(150)
    page.wait_for_timeout(700)
    page.remove_listener("response", keep)
    return answers


def sql(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(settings.current / "cakupan.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize(
    ("dashboard", "language"), [*((name, "id") for name in definition.dashboards()), ("coverage", "en")]
)
def test_every_chart_of_a_dashboard_is_drawn(superset: Served, session: Watched, dashboard: str, language: str) -> None:
    charts = charts_of(dashboard)
    answers = opened(superset, session.page, definition.dashboards()[dashboard]["slug"][language], charts)
    assert len(answers) >= charts
    assert [(answer.status, answer.url) for answer in answers if answer.status != 200] == []
    expect(session.page.locator("[data-test=loading-indicator]")).to_have_count(0, timeout=60_000)
    assert session.page.locator(".ant-alert-error, .missing-chart-container").all_inner_texts() == []
    title = session.page.locator("[data-test=editable-title], .header-with-actions").first.inner_text()
    assert definition.dashboards()[dashboard][language] in title


def test_figures_on_screen_are_those_of_the_file(superset: Served, session: Watched, settings: Settings) -> None:
    opened(superset, session.page, "cakupan", charts_of("coverage"))
    on_screen = {
        row.locator("div").first.inner_text(): row.locator("b").inner_text()
        for row in session.page.locator(".rank").all()
    }
    in_file = {
        area: f"{rate:.1f}".removesuffix(".0").replace(".", ",") + " %"
        for area, rate in sql(
            settings,
            "select province_name_id, round(coverage_rate_shown, 1) from marts.rpt_coverage_by_province where has_figure",
        )
    }
    assert in_file
    assert on_screen == in_file
    assert session.page.locator(".tile").count() == 38


def test_a_province_can_be_chosen(superset: Served, session: Watched, settings: Settings) -> None:
    page = session.page
    opened(superset, page, "cakupan", charts_of("coverage"))
    provinces = [
        area
        for (area,) in sql(settings, "select province_name_id from marts.rpt_coverage_by_province where has_figure")
    ]
    chosen = str(provinces[0])
    # The field can be written in only once its list is open.
    page.locator("[id=NATIVE_FILTER-coverage-area]").click(force=True)
    page.keyboard.type(chosen)
    page.locator(".ant-select-item-option", has_text=chosen).first.click()
    page.keyboard.press("Escape")
    page.locator("[data-test=filter-bar__apply-button]").click()
    page.wait_for_function("() => document.querySelectorAll('.rank').length === 1")
    assert page.locator(".rank div").first.inner_text() == chosen
    assert len(provinces) > 1  # else the filter could do nothing


def test_nothing_is_fetched_from_elsewhere(session: Watched) -> None:
    """Superset's own bundle asks for one pixel of its maker; the page's policy refuses it."""
    elsewhere = {address for address in session.requests if "//127.0.0.1" not in address}
    assert all(re.match(r"https://\w+\.gateway\.scarf\.sh/", address) for address in elsewhere)
    refused = [text for text in session.complaints if "Content Security Policy" in text and "scarf" in text]
    assert not elsewhere or refused


def test_sql_lab_answers_questions(client: Client, settings: Settings) -> None:
    status, answer = client.query("select count(*) as reports from marts.dim_report")
    assert status == 200
    assert [tuple(row.values()) for row in answer["data"]] == sql(settings, "select count(*) from marts.dim_report")


NODE_MODULES = PROJECT_ROOT / "tests" / "node" / "node_modules"
NO_FILES = "file system operations are disabled"
LOCKED = "the configuration has been locked"
READ_ONLY = "does not allow for DDL/DML"
# What is asked, and the words of the refusal: a statement that is only misspelt would be refused as well.
FORBIDDEN = {
    "select * from read_text('/etc/hostname')": NO_FILES,
    "select * from read_csv('/etc/passwd')": NO_FILES,
    "select * from '{there}'": NO_FILES,
    "select * from glob('/etc/*')": NO_FILES,
    "copy (select 1) to '{outside}'": NO_FILES,
    "attach '{outside}' as other": NO_FILES,
    "install httpfs": NO_FILES,
    "load httpfs": "Loading external extensions is disabled",
    "set enable_external_access = true": LOCKED,
    "set lock_configuration = false": LOCKED,
    "reset memory_limit": LOCKED,
    "create table marts.mine as select 1": READ_ONLY,
    "drop table marts.dim_report": READ_ONLY,
    "delete from marts.dim_report": READ_ONLY,
}


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("login", ["reader", "admin"])
def test_the_sandbox_holds(client: Client, superset: Served, tmp_path: Path, statement: str, login: str) -> None:
    asking = client if login == "reader" else administrator(superset)
    there, outside = tmp_path / "there.csv", tmp_path / "outside"
    there.write_text("a\n1\n")
    status, answer = asking.query(statement.format(there=there, outside=outside))
    assert status != 200, answer
    assert FORBIDDEN[statement] in str(answer)
    assert not outside.exists()
    assert client.query("select 1 as one from marts.dim_report limit 1")[0] == 200


_administrators: dict[str, Client] = {}


def administrator(superset: Served) -> Client:
    if superset.address not in _administrators:
        _administrators[superset.address] = Client(superset.address, "admin", superset.password("admin"))
    return _administrators[superset.address]


def test_a_reader_cannot_connect_another_database(client: Client) -> None:
    body = {"database_name": "other", "sqlalchemy_uri": "duckdb:////etc/passwd", "expose_in_sqllab": True}
    assert client.ask("/api/v1/database/", body)[0] == 403


def test_secrets_are_made_once_and_closed_to_others(superset: Served) -> None:
    folder = superset.home / "dashboards"
    for name in ("secret.key", "admin.password", "reader.password", "last-run.log"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert superset.password("reader") in superset.said
    assert superset.password("admin") not in superset.said


def test_releases_are_published_under_its_hands(superset: Served, client: Client, settings: Settings) -> None:
    """Readers ask without a pause, so that there is always an open connection; each release is seen, and no answer fails."""
    done = threading.Event()
    failed: list[object] = []
    asked = [0]

    def ask_on() -> None:
        mine = Client(superset.address, READER, superset.password("reader"))
        while not done.is_set():
            status, answer = mine.query("select count(*) as n from marts.rpt_coverage_by_province")
            asked[0] += 1
            if status != 200:
                failed.append(answer)

    threads = [threading.Thread(target=ask_on) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for generation in range(1, RELEASES + 1):
            publish_generation(settings, generation)
            status, answer = client.query("select generation_key from marts.generation")
            assert (status, answer["data"]) == (200, [{"generation_key": generation}])
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert failed == []
    assert asked[0] > RELEASES


def recipes() -> list[tuple[str, str]]:
    """(kind, text) of each example in docs/bi.md that says it is run."""
    text = (PROJECT_ROOT / "docs" / "bi.md").read_text(encoding="utf-8")
    return re.findall(r"<!-- run: (\w+) -->\n```\w+\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("number", range(len(recipes())))
def test_examples_of_the_documentation_run(settings: Settings, tmp_path: Path, number: int) -> None:
    kind, text = recipes()[number]
    (tmp_path / "data").symlink_to(settings.data)
    program = tmp_path / "example"
    program.write_text(text, encoding="utf-8")
    tools = PROJECT_ROOT / ".venv-clients" / "bin"
    environment = os.environ | {"PATH": f"{tools}:{os.environ['PATH']}"}
    if kind == "node":
        if not NODE_MODULES.is_dir():
            pytest.skip("tests/node is not installed: `make test` does it where there is npm")
        environment |= {"NODE_PATH": str(NODE_MODULES)}
    command = {"python": [str(tools / "python")], "shell": ["sh"], "node": ["node"]}[kind]
    ended = subprocess.run(
        [*command, str(program)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "38"


@pytest.mark.parametrize("is_closed", [True, False])
def test_read_only_alone_is_no_sandbox(settings: Settings, is_closed: bool) -> None:
    """The reason why each example says more: a query on a read-only file reads the machine's files."""
    sandbox = {"enable_external_access": "false", "lock_configuration": "true"} if is_closed else {}
    with duckdb.connect(str(settings.current / "cakupan.duckdb"), read_only=True, config=sandbox) as connection:
        query = "select count(*) from read_text('/etc/passwd')"
        if is_closed:
            with pytest.raises(duckdb.PermissionException):
                connection.execute(query)
        else:
            assert connection.execute(query).fetchone() == (1,)
