"""Ingest of real reports: what is written, in which order, and what a second run, a new reader or a mistake changes."""

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from sources import ingest, raw_layer
from sources.ingest import ingest_month, ingest_report, pending_months
from sources.intake import take_in
from sources.labour_force.reader import LabourForceReader
from sources.quarantine import problems
from sources.raw_layer import read_table, registered_reports
from sources.readers import SOURCES, Source
from sources.reading import Reading, Refusal, RefusedRow
from sources.settings import Settings
from tests.inboxes import NOW, ROW, TABLES, csv_table, put, run

pytestmark = pytest.mark.integration

BAD = csv_table([ROW, ("Atlantis", *ROW[1:]), ("Banten", "2023", "8", "x", "1.000", "orang")])


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path / "home")


class Altered(LabourForceReader):
    """The labour-force reader with something done to what it reads."""

    def __init__(self, alter, version=LabourForceReader.version):
        self.alter = alter
        self.version = version

    def read(self, report, content):
        return self.alter(super().read(report, content))


def altered(alter, version=LabourForceReader.version):
    reader = Altered(alter, version)
    return {"labour_force": Source(lambda: reader, lambda settings: settings.max_table_bytes)}


def outcome_of(settings, sources=TABLES):
    (entry,) = registered_reports(settings).to_dicts()
    return ingest_report(settings, entry, sources)


def files(settings):
    return {path: path.stat().st_mtime_ns for path in settings.data.rglob("*.parquet")}


def test_accepted_and_refused_rows_are_both_kept_and_the_account_balances(settings):
    put(settings, "labour_force/a.csv", BAD)
    _, outcomes = run(settings)
    outcome = outcomes["labour_force/a.csv"]
    assert (outcome.rows_read, outcome.rows_accepted, outcome.rows_quarantined) == (5, 3, 2)
    assert outcome.numbers_printed == outcome.numbers_accounted > 0
    assert outcome.balanced
    rows = read_table(settings, "labour_force")
    assert sorted(rows["locator"]) == ["line 2, column 4", "line 2, column 5", "line 4, column 5"]
    quarantine = read_table(settings, "quarantine").sort("row_number")
    assert quarantine["rule"].to_list() == ["unknown_area", "not_a_number"]
    assert quarantine["row_number"].to_list() == [3, 4]
    assert quarantine["scope"].unique().to_list() == ["row"]
    assert '"provinsi": "Atlantis"' in quarantine["record"][0]
    (balance,) = read_table(settings, "row_balance").to_dicts()
    assert balance["outcome"] == "read"
    assert balance["reader_version"] == LabourForceReader.version
    assert [problem.rule for problem in outcome.problems] == ["unknown_area", "not_a_number"]
    assert outcome.problems == problems(settings)


def test_a_second_run_reads_nothing_and_writes_nothing(settings):
    put(settings, "labour_force/a.csv", BAD)
    run(settings)
    before = files(settings)
    _, outcomes = run(settings, now=NOW + timedelta(days=3))
    assert outcomes["labour_force/a.csv"].outcome == "known"
    assert files(settings) == before
    assert pending_months(settings, "labour_force", TABLES) == []


def test_a_new_version_of_the_reader_reads_again_and_replaces_only_its_own(settings):
    put(settings, "labour_force/a.csv", BAD)
    run(settings)
    newer = altered(
        lambda reading: replace(reading, rows=reading.rows[:1], numbers_accounted=reading.numbers_printed), "later"
    )
    assert pending_months(settings, "labour_force", newer) == ["2026-03"]
    _, outcomes = run(settings, newer)
    assert outcomes["labour_force/a.csv"].rows_accepted == 1
    assert read_table(settings, "labour_force").height == 1
    assert read_table(settings, "row_balance")["reader_version"].to_list() == ["later"]
    assert read_table(settings, "report").height == 1


def test_what_became_no_row_any_more_leaves_no_file(settings):
    put(settings, "labour_force/a.csv", BAD)
    run(settings)
    run(settings, altered(lambda reading: Reading(), "later"))
    assert raw_layer.table_files(settings, "labour_force") == []
    assert raw_layer.table_files(settings, "quarantine") == []


def test_only_the_asked_months_are_read_and_each_report_is_told(settings):
    for month in ("2023-11", "2024-05"):
        block = f"---\npublished_on: {month}\n---\n".encode()
        put(settings, f"labour_force/{month}.csv", block + csv_table([("Aceh", "2023", "2", *ROW[3:])]))
    take_in(settings, NOW, TABLES)
    told = []
    outcomes = ingest_month(settings, "labour_force", ["2024-05", "2024-05"], told.append, TABLES)
    assert [outcome.report.file_name for outcome in outcomes] == ["labour_force/2024-05.csv"]
    assert told == outcomes
    assert pending_months(settings, "labour_force", TABLES) == ["2023-11"]


def test_a_row_that_breaks_the_contract_counts_once_however_many_rules_it_breaks(settings):
    def spoil(reading):
        reading.rows[0] = {**reading.rows[0], "measure": "imagined", "segment": "imagined", "unit": "x"}
        return reading

    put(settings, "labour_force/a.csv", csv_table([ROW]))
    take_in(settings, NOW, TABLES)
    outcome = outcome_of(settings, altered(spoil))
    assert (outcome.rows_read, outcome.rows_accepted, outcome.rows_quarantined) == (2, 1, 1)
    assert {problem.rule for problem in outcome.problems} == {
        "measure_unknown",
        "value_not_allowed",
        "segment_unknown",
    }
    assert {problem.locator for problem in outcome.problems} == {"line 2, column 4"}
    assert outcome.balanced


def test_row_numbers_of_the_contract_and_of_the_reader_do_not_collide(settings):
    def spoil(reading):
        reading.rows[-1] = {**reading.rows[-1], "measure": "imagined"}
        return reading

    put(settings, "labour_force/a.csv", BAD)
    take_in(settings, NOW, TABLES)
    outcome = outcome_of(settings, altered(spoil))
    assert sorted({problem.row_number for problem in outcome.problems}) == [3, 4, 5]
    assert outcome.rows_quarantined == 3


def test_a_mistake_of_the_reader_stops_no_other_report_and_is_tried_again(settings):
    def fail(reading):
        if reading.rows[0]["area_code"] == "61":
            raise ZeroDivisionError("rahasia")
        return reading

    put(settings, "labour_force/a.csv", csv_table([ROW]))
    put(settings, "labour_force/b.csv", csv_table([("Aceh", *ROW[1:])]))
    _, outcomes = run(settings, altered(fail))
    assert outcomes["labour_force/b.csv"].rows_accepted == 2
    (problem,) = outcomes["labour_force/a.csv"].problems
    assert problem.rule == "reader_failed"
    assert "ZeroDivisionError" in problem.message
    assert "rahasia" not in problem.message
    assert pending_months(settings, "labour_force", TABLES) == ["2026-03"]
    _, outcomes = run(settings)
    assert outcomes["labour_force/a.csv"].rows_accepted == 2
    assert outcomes["labour_force/b.csv"].outcome == "known"
    assert problems(settings) == []


def test_a_rule_that_the_table_does_not_have_is_the_readers_mistake(settings):
    def invent(reading):
        reading.refused.append(RefusedRow(9, Refusal("invented_rule", "line 1", "x"), {}))
        return reading

    put(settings, "labour_force/a.csv", csv_table([ROW]))
    take_in(settings, NOW, TABLES)
    assert [problem.rule for problem in outcome_of(settings, altered(invent)).problems] == ["reader_failed"]


def test_a_report_that_was_too_large_is_read_once_the_limit_is_raised(tmp_path):
    small = Settings(data=tmp_path / "home", max_table_bytes=50)
    put(small, "labour_force/a.csv", csv_table([ROW]))
    _, outcomes = run(small)
    assert [problem.rule for problem in outcomes["labour_force/a.csv"].problems] == ["too_large"]
    assert pending_months(small, "labour_force", TABLES) == []
    large = Settings(data=tmp_path / "home")
    assert pending_months(large, "labour_force", TABLES) == ["2026-03"]
    _, outcomes = run(large)
    assert outcomes["labour_force/a.csv"].rows_accepted == 2
    assert problems(large) == []


def test_two_refusals_of_one_place_are_both_kept_and_the_same_one_only_once(settings):
    def refuse(reading):
        refusals = [Refusal("not_a_number", "line 9", message) for message in ("one", "other", "one")]
        reading.refused += [RefusedRow(9, refusal, {}) for refusal in refusals]
        return reading

    put(settings, "labour_force/a.csv", csv_table([ROW]))
    take_in(settings, NOW, TABLES)
    outcome = outcome_of(settings, altered(refuse))
    assert sorted(problem.message for problem in outcome.problems) == ["one", "other"]
    assert outcome.rows_quarantined == 1


def test_an_unread_number_that_breaks_its_contract_is_in_quarantine(settings):
    def add(reading):
        good = {
            "unread_id": "0" * 16,
            "report_id": "1" * 16,
            "report_month": "2024-01",
            "as_printed": "7",
            "reason": "x",
        }
        good |= {"explanation": "x", "context": "x", "reader": "x", "reader_version": "1"}
        reading.unread = [
            {**good, "locator": "characters 1-2"},
            {**good, "locator": "somewhere", "unread_id": "2" * 16},
        ]
        return reading

    put(settings, "labour_force/a.csv", csv_table([ROW]))
    take_in(settings, NOW, TABLES)
    outcome = outcome_of(settings, altered(add))
    assert (outcome.rows_read, outcome.rows_unread, outcome.rows_quarantined) == (4, 1, 1)
    assert [(problem.source, problem.rule) for problem in outcome.problems] == [
        ("unread_figure", "pattern_not_matched")
    ]
    assert outcome.balanced
    assert read_table(settings, "unread_figure").height == 1


def test_a_row_that_gets_lost_on_the_way_is_seen(settings, monkeypatch):
    real = ingest.enforce

    def lose(contract, rows):
        enforced = real(contract, rows)
        return (
            replace(enforced, accepted=enforced.accepted.head(1))
            if contract.Config.name == "labour_force"
            else enforced
        )

    put(settings, "labour_force/a.csv", csv_table([ROW]))
    take_in(settings, NOW, TABLES)
    monkeypatch.setattr(ingest, "enforce", lose)
    outcome = outcome_of(settings)
    assert not outcome.balanced
    assert [problem.rule for problem in outcome.problems] == ["rows_do_not_balance"]


def test_a_printed_number_that_the_reader_forgets_is_seen(settings):
    put(settings, "labour_force/a.csv", csv_table([ROW]))
    take_in(settings, NOW, TABLES)
    outcome = outcome_of(settings, altered(lambda reading: replace(reading, numbers_accounted=0)))
    assert not outcome.balanced
    assert [(problem.rule, problem.scope) for problem in outcome.problems] == [("numbers_do_not_balance", "report")]
    assert outcome.rows_accepted == 2
    assert read_table(settings, "row_balance")["numbers_accounted"].to_list() == [0]


@pytest.mark.parametrize("rule", ["archive_damaged", "archive_missing"])
def test_a_report_whose_archived_bytes_are_not_the_registered_ones_is_not_read(settings, rule):
    put(settings, "labour_force/a.csv", csv_table([ROW]))
    take_in(settings, NOW, TABLES)
    (copy,) = settings.archive_dir.glob("??/*")
    copy.chmod(0o644)
    content = copy.read_bytes()
    copy.unlink()
    if rule == "archive_damaged":
        copy.write_bytes(content.replace(b"2.920", b"2.921"))
    assert [problem.rule for problem in outcome_of(settings).problems] == [rule]
    copy.write_bytes(content)
    assert outcome_of(settings).rows_accepted == 2


def test_a_run_killed_before_the_account_is_written_is_done_again(settings, monkeypatch):
    put(settings, "labour_force/a.csv", BAD)
    take_in(settings, NOW, TABLES)
    real = raw_layer.write_table

    def killed(settings, table, *rest):
        if table == "row_balance":
            raise KeyboardInterrupt
        return real(settings, table, *rest)

    monkeypatch.setattr(ingest.raw_layer, "write_table", killed)
    with pytest.raises(KeyboardInterrupt):
        outcome_of(settings)
    monkeypatch.undo()
    assert pending_months(settings, "labour_force", TABLES) == ["2026-03"]
    assert outcome_of(settings).outcome == "read"
    assert read_table(settings, "labour_force").height == 3


def test_a_full_disk_stops_the_run_and_blames_no_report(settings, monkeypatch):
    put(settings, "labour_force/a.csv", BAD)
    take_in(settings, NOW, TABLES)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ingest.raw_layer, "write_table", full)
    with pytest.raises(OSError, match="No space"):
        outcome_of(settings)
    monkeypatch.undo()
    assert problems(settings) == []


def test_equal_reports_give_equal_tables_in_any_data_home(tmp_path):
    tables = []
    for home in ("one", "two"):
        settings = Settings(data=tmp_path / home)
        put(settings, "labour_force/a.csv", b"---\npublished_on: 2024\n---\n" + BAD)
        run(settings)
        tables.append([read_table(settings, name) for name in ("labour_force", "quarantine", "row_balance")])
    for one, two in zip(*tables, strict=True):
        assert one.equals(two)
    assert tables[0][0]["report_month"].unique().to_list() == ["2024-12"]


def test_every_file_carries_the_month_of_its_folder(settings):
    put(settings, "labour_force/a.csv", b"---\npublished_on: 2024-11\n---\n" + BAD)
    run(settings)
    for table in ("report", "delivery", "labour_force", "quarantine", "row_balance"):
        for path in raw_layer.table_files(settings, table):
            months = pl.read_parquet(path, glob=False, hive_partitioning=False)["report_month"].unique().to_list()
            assert months == [path.parent.name.removeprefix("month=")]


def test_every_source_of_the_registry_loads_its_reader():
    for name, source in SOURCES.items():
        reader = source.load()
        assert reader.source == name
        assert reader.version
        assert all(suffix.startswith(".") for suffix in reader.suffixes)
