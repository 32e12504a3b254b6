"""`cakupan read`: chosen reports and no others, anew where that is asked for."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from sources.intake import take_in
from sources.raw_layer import read_table, table_path
from sources.settings import Settings

pytestmark = pytest.mark.pipeline


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Three reports that were taken in and not read: two months, one of the texts empty of figures."""
    settings = Settings(data=tmp_path / "home")
    monkeypatch.setenv("CAKUPAN_DATA", str(settings.data))
    for name, month, content in (("a", "01", "1.250 orang"), ("b", "01", "900 orang"), ("c", "03", "1.400 orang")):
        path = settings.inbox_dir / "press" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = f"Jumlah peserta aktif BPJS Ketenagakerjaan di Kota Pontianak {content}."
        path.write_text(f"---\npublished_on: 2024-{month}-11\n---\n{text}\n", encoding="utf-8")
    take_in(settings, datetime(2024, 4, 1, tzinfo=UTC))
    return settings


def read(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["read", *arguments])


def accounts(settings: Settings) -> dict[str, int]:
    """Report -> when its account was written."""
    found = read_table(settings, "row_balance")
    return {
        report: table_path(settings, "row_balance", month, report).stat().st_mtime_ns
        for month, report in found.select("report_month", "report_id").rows()
    }


def test_a_month_and_then_one_report_anew(settings: Settings) -> None:
    months = dict(read_table(settings, "report").select("report_id", "report_month").rows())
    ended = read("--source", "press", "--month", "2024-01")
    assert ended.exit_code == 0, ended.output
    first = accounts(settings)
    assert {months[report] for report in first} == {"2024-01"}
    assert len(first) == 2
    chosen, other = sorted(first)
    assert read("--report", chosen).exit_code == 0
    assert accounts(settings) == first, "what the present reader has read is left alone"
    assert read("--report", chosen, "--again").exit_code == 0
    after = accounts(settings)
    assert after[chosen] > first[chosen]
    assert after[other] == first[other]
    assert set(after) == set(first)


def test_what_is_not_there_is_named(settings: Settings) -> None:
    known = read_table(settings, "report")["report_id"][0]
    ended = read("--report", known, "--report", "0123456789abcdef")
    assert ended.exit_code == 1
    assert "no report 0123456789abcdef is registered" in " ".join(ended.output.split())
    assert accounts(settings) == {}, "nothing is read of what was asked for in part"
    assert read("--month", "2023-12").exit_code == 1
    assert read("--month", "2024-02", "--to", "2024-01").exit_code == 2
