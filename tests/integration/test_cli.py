"""The command line: what it says, and the exit codes that scripts rely on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from cli.terminal import plain
from serving.release import list_releases
from sources.intake.archive import archive_path
from sources.settings import PROJECT_ROOT, Settings
from tests.small_warehouse import FACT, SHA256, TEXT, published, write_archive

pytestmark = pytest.mark.integration


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def cakupan(settings: Settings, *arguments: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(main, arguments, env={"CAKUPAN_DATA": str(settings.data)})


def real_process(settings: Settings, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command as a user's shell runs it."""
    command = [sys.executable, "-m", "cli.main", *arguments]
    environment = os.environ | {"CAKUPAN_DATA": str(settings.data)} | variables
    return subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False)


def test_help_teaches_a_session_and_loads_no_command(settings: Settings) -> None:
    code = "import sys; from cli.main import main; main(['--help'], standalone_mode=False); sys.exit(len({'dagster', 'duckdb', 'polars', 'rich'} & sys.modules.keys()))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, "help must not wait for libraries"
    for word in ("extract", "run", "review", "trace", "releases", "rollback", "CAKUPAN_DATA", "Exit codes"):
        assert word in ended.stdout


@pytest.mark.parametrize("command", ["extract", "run", "review", "trace", "releases", "rollback", "diff"])
def test_every_command_explains_itself_and_its_exit_codes(settings: Settings, command: str) -> None:
    shown = cakupan(settings, command, "--help")
    assert shown.exit_code == 0
    assert "Exit codes" in shown.output


@pytest.mark.parametrize(
    "arguments", [["publish"], ["trace"], ["trace", "x"], ["rollback"], ["extract"], ["releases", "-x"]]
)
def test_wrong_usage_is_2(settings: Settings, arguments: list[str]) -> None:
    assert cakupan(settings, *arguments).exit_code == 2


def test_a_wrong_setting_is_2_and_is_named() -> None:
    result = CliRunner().invoke(main, ["releases"], env={"CAKUPAN_KEEP_RELEASES": "none"})
    assert result.exit_code == 2
    assert "CAKUPAN_KEEP_RELEASES" in result.output


def test_releases_and_rollback(settings: Settings) -> None:
    empty = cakupan(settings, "releases")
    assert (empty.exit_code, "nothing has been published" in empty.output) == (0, True)
    first, second = published(settings, 1), published(settings, 2)
    listed = cakupan(settings, "releases").output.splitlines()
    assert listed[1].startswith(f"current  {second.release_id}")
    assert first.release_id in listed[2]
    back = cakupan(settings, "rollback", first.release_id)
    assert back.exit_code == 0
    assert f"{first.release_id} is current" in back.output
    assert [release.is_current for release in list_releases(settings)] == [False, True]


def test_rollback_to_nothing_is_1(settings: Settings) -> None:
    release = published(settings)
    ended = real_process(settings, "rollback", "20200101T000000Z-00000000")
    assert ended.returncode == 1
    assert release.release_id in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_damaged_release_is_named(settings: Settings) -> None:
    release = published(settings)
    release.database.unlink()
    listed = cakupan(settings, "releases")
    assert listed.exit_code == 1
    assert "damaged" in listed.output


def test_trace_shows_the_printed_characters(settings: Settings) -> None:
    published(settings)
    write_archive(settings)
    ended = real_process(settings, "trace", "fct_coverage", FACT[:7])
    assert ended.returncode == 0, ended.stderr
    assert "»31,98« persen." in ended.stdout
    assert "press/kalbar.txt" in ended.stdout
    assert "coverage_rate = 31.98 percent   [chosen: the only figure]" in ended.stdout
    assert "workers_labour_force = 2640000 persons" in ended.stdout


def test_trace_of_what_is_not_there_is_1(settings: Settings) -> None:
    published(settings)
    for arguments in (["fct_nothing", FACT], ["fct_coverage", "000000"]):
        ended = real_process(settings, "trace", *arguments)
        assert ended.returncode == 1
        assert ended.stderr.startswith("cakupan: ")
        assert "Traceback" not in ended.stderr


def test_trace_of_a_changed_archive_is_1(settings: Settings) -> None:
    published(settings)
    write_archive(settings)
    (settings.data / archive_path(SHA256)).write_text(TEXT + "more")
    shown = cakupan(settings, "trace", "fct_coverage", FACT)
    assert shown.exit_code == 1
    assert "PROBLEM" in shown.output


def test_terminal_control_characters_are_shown_not_sent() -> None:
    assert plain("a\x1b[2Jb\x07\x9b1m\x7f\r") == "a\\x1b[2Jb\\x07\\x9b1m\\x7f\\x0d"
    assert plain("\u202egnp.exe\u2066") == "\\u202egnp.exe\\u2066"
    assert plain("nama\udcff.txt") == "nama\\xff.txt"
    assert plain("Rp131 miliar → Ä\n\tb") == "Rp131 miliar → Ä\n\tb"


def test_control_characters_of_an_argument_do_not_come_back(settings: Settings) -> None:
    published(settings)
    ended = real_process(settings, "trace", "fct\x1b[31m", FACT)
    assert ended.returncode == 1
    assert "\x1b" not in ended.stderr


REPORT = """---
publisher: Harian Contoh
published_on: 2023-02-10
---
Cakupan BPJS Ketenagakerjaan di Provinsi Kalimantan Barat per Januari 2023 baru 31,98 persen.
Ketentuannya ada di Undang-Undang Nomor 24 Tahun 2011.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "kalbar.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def lines(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_extract_gives_one_figure_a_line(settings: Settings, report: Path) -> None:
    ended = real_process(settings, "extract", str(report), "--format", "jsonl")
    assert (ended.returncode, ended.stderr) == (0, "")
    (figure,) = lines(ended.stdout)
    assert set(JSON_KEYS) <= figure.keys()
    assert figure["article_id"] == "kalbar"
    assert (figure["measure"], figure["value"], figure["as_printed"]) == ("coverage_rate", 31.98, "31,98 persen")
    assert (figure["area_name"], figure["area_code"], figure["period_end"]) == ("Kalimantan Barat", "61", "2023-01-31")
    start, end = str(figure["locator"]).removeprefix("characters ").split("-")
    assert REPORT[int(start) : int(end)] == figure["as_printed"]
    assert '"value": 31.98,' in ended.stdout, "a JSON number, as exact as printed"
    assert not list(settings.data.glob("raw*")), "the warehouse is not touched"


JSON_KEYS = [
    "article_id",
    "measure",
    "value",
    "as_printed",
    "area_name",
    "area_code",
    "period_start",
    "period_end",
    "period_kind",
    "period_basis",
    "programme",
    "segment",
    "qualifier",
    "decimals",
    "unit",
    "locator",
    "confidence",
    "rules",
]


def test_extract_names_the_numbers_that_are_no_facts(settings: Settings, report: Path) -> None:
    shown = lines(cakupan(settings, "extract", str(report), "--format", "jsonl", "--rejected").output)
    rejected = [line for line in shown if line.get("rejected")]
    assert len(shown) == 1 + len(rejected)
    assert {line["as_printed"] for line in rejected} >= {"24", "2011"}
    for line in rejected:
        assert {"article_id", "as_printed", "locator", "reason", "explanation"} <= line.keys()


def test_extract_as_a_table(settings: Settings, report: Path) -> None:
    shown = cakupan(settings, "extract", str(report), "--format", "table", "--rejected")
    assert shown.exit_code == 0
    assert "1 fact, 3 numbers not taken for a fact" in shown.output
    assert "31.98" in shown.output
    assert "Kalimantan Barat" in shown.output


def test_extract_goes_on_after_a_refused_file_and_says_3(settings: Settings, report: Path, tmp_path: Path) -> None:
    bad = {
        "empty.txt": (b"", "empty_file"),
        "junk.txt": (bytes(range(256)) * 4, "binary_content"),
        "latin1.txt": ("Cakupan 31,98 persen di Provinsi é".encode("latin-1"), "wrong_encoding"),
        "large.txt": (b"a" * 5_000_001, "too_large"),
    }
    for name, (content, _) in bad.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    others = {"folder.txt": "not_a_regular_file", "pipe.txt": "not_a_regular_file", "gone.txt": "no_such_file"}
    names = [*bad, *others]
    ended = real_process(
        settings, "extract", *(str(tmp_path / name) for name in names), str(report), "--format", "jsonl"
    )
    assert ended.returncode == 3
    assert [line["article_id"] for line in lines(ended.stdout)] == ["kalbar"]
    for name, rule in {**{name: rule for name, (_, rule) in bad.items()}, **others}.items():
        (message,) = [line for line in ended.stderr.splitlines() if f"{name}: " in line and f"[{rule}]" in line]
        assert message.rstrip().endswith("."), "it ends with what to do"
        assert message.partition(f"[{rule}].")[2].strip()


def test_extract_shows_no_raw_control_characters(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "evil\x1b[31m\u202e.txt"
    path.write_text(REPORT.replace("Harian", "\u202eHarian").replace("Barat per", "Barat\u009b31m\u202e per"))
    for arguments in (["--format", "jsonl", "--rejected"], ["--format", "table", "--rejected"], []):
        ended = real_process(settings, "extract", str(path), *arguments)
        for character in "\x1b\x9b\u202e":
            assert character not in ended.stdout + ended.stderr


def test_extract_starts_fast_and_without_dagster(settings: Settings, report: Path) -> None:
    code = "import sys; from cli.main import main; main(sys.argv[1:], standalone_mode=False)"
    check = f"import atexit, sys; atexit.register(lambda: print(sorted({{'dagster', 'dbt', 'duckdb'}} & sys.modules.keys()))); {code}"
    ended = subprocess.run(
        [sys.executable, "-c", check, "extract", str(report), "--format", "jsonl"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout.splitlines()[-1] == "[]"


def test_a_terminal_without_unicode_gets_all_the_same(settings: Settings, report: Path) -> None:
    published(settings)
    write_archive(settings)
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    traced = real_process(settings, "trace", "fct_coverage", FACT, **ascii_only)
    assert (traced.returncode, "31,98" in traced.stdout) == (0, True), traced.stderr
    report.write_text(
        REPORT.replace("Harian", "Häriaň").replace("baru 31,98", "baru – ‘kini’ – 31,98"), encoding="utf-8"
    )
    extracted = real_process(settings, "extract", str(report), "--format", "jsonl", "--rejected", **ascii_only)
    assert extracted.returncode == 0, extracted.stderr
    assert "‘kini’" in str(lines(extracted.stdout)[0]["sentence"])


def test_run_with_an_inbox_that_is_not_there_is_2(settings: Settings) -> None:
    result = cakupan(settings, "run", "--inbox", str(settings.data / "nowhere"))
    assert result.exit_code == 2
    assert "nowhere" in result.output
