"""Registers through the whole job, as an operator runs it: published as sums, traced to their files, and nobody's number anywhere."""

import csv

import duckdb
import pytest

from bench.registers import Register, write_register
from serving.trace import trace
from sources.settings import Settings
from tests.jobs import run
from tests.privacy_scan import hits

pytestmark = pytest.mark.pipeline

ROWS = 3000
PEOPLE = 60  # looked for, one by one, in every file


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("registers")
    for source in ("payment_register", "employer_register"):
        (folder / "inbox" / source).mkdir(parents=True)
        planted = write_register(Register(source, ROWS), folder / "inbox" / source / "2025-07.csv")
        planted.replace(folder / f"{source}.planted.csv")
    ended = run(folder / "home", folder / "inbox")
    return folder, ended


@pytest.fixture(scope="module")
def published(job):
    folder, _ = job
    with duckdb.connect(str(folder / "home" / "current" / "cakupan.duckdb"), read_only=True) as connection:
        yield connection


def planted(folder, source):
    with (folder / f"{source}.planted.csv").open(newline="") as file:
        return {(source, row["row_number"], row["rule"]) for row in csv.DictReader(file)}


def test_the_planted_faults_are_told_and_the_rest_is_published(job, published):
    folder, ended = job
    assert ended.code == 3
    refused = published.execute("select raw_table, row_number::varchar, rule from audit.quarantine").fetchall()
    assert set(refused) == planted(folder, "payment_register") | planted(folder, "employer_register")
    account = "select sum(rows_accepted), sum(rows_registered), max(abs(accepted_difference)) from audit.row_balance"
    accepted, registered, difference = published.execute(account).fetchall()[0]
    assert accepted == registered > 1.9 * ROWS
    assert difference == 0
    sums = (
        "select payments_paid from marts.fct_register_disbursements where area_code = 'ID' and programme_code = 'BSU'"
    )
    assert published.execute(sums).fetchall()[0][0] > 500


def test_a_sum_leads_back_to_the_register_that_it_was_counted_from(job, published):
    folder, _ = job
    query = "select benefit_disbursement_key from marts.fct_benefit_disbursements where origin = 'register' and area_code = 'ID' order by 1"
    key = published.execute(query).fetchall()[0][0]
    (origin,) = trace(Settings(data=folder / "home"), "fct_benefit_disbursements", key).origins
    assert origin.report["file_name"] == "payment_register/2025-07.csv"
    assert "accepted rows" in str(origin.because)
    assert origin.excerpt is None


def test_nobody_s_number_or_name_stands_anywhere_but_in_the_archive(job):
    folder, ended = job
    with (folder / "inbox" / "payment_register" / "2025-07.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if None not in row]
    people = rows[:: len(rows) // PEOPLE]
    values = {row[name] for row in people for name in ("nik", "nomor_rekening", "nama") if len(row[name] or "") >= 8}
    assert len(values) > PEOPLE
    (folder / "console.log").write_text(ended.output)
    assert hits(folder / "home", values, [folder / "console.log"]) == []
