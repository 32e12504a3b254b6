"""Registers from the inbox to the raw layer: planted faults, the account, tokens, forms, and what a kill in the middle leaves."""

import gzip
import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench.register_sql import EMPLOYER_REGISTER, PAYMENT_REGISTER
from bench.registers import Register, write_register
from orchestration.readers import shown
from orchestration.registers import contract_holds
from sources import raw_layer
from sources.ingest import ingest_month, pending_months
from sources.intake import take_in
from sources.privacy.key import load_key
from sources.quarantine import problems
from sources.raw_layer import read_table, registered_months, table_files
from sources.readers import SOURCES
from sources.registers import lines, repetitions
from sources.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.integration

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
KEY = "0123456789abcdef" * 4
REGISTERS = {name: SOURCES[name] for name in ("employer_register", "payment_register")}
HEADER = "nik,kpj,bank,nomor_rekening,program,edisi_bsu,tahap_bsu,kode_wilayah,kanal,tanggal_bayar,jumlah,upah_sebulan,status,referensi"
NIK = "6171054503900007"


def payment(number: int = 1, **changed: str) -> str:
    cells = {
        "nik": f"617105450390{number:04}", "kpj": "", "bank": "BRI", "nomor_rekening": "12345678901", "program": "BSU", "edisi_bsu": "2025",
        "tahap_bsu": "1", "kode_wilayah": "61.71", "kanal": "BRI", "tanggal_bayar": "2025-07-20", "jumlah": "600000",
        "upah_sebulan": "3100000", "status": "BERHASIL", "referensi": f"SP2D-{number:06}",
    }  # fmt: skip
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in {**cells, **changed}.values())


def register(*rows: str, header: str = HEADER) -> bytes:
    return "".join(f"{line}\n" for line in (header, *rows)).encode()


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("CAKUPAN_TOKEN_KEY", KEY)
    return Settings(data=tmp_path / "home")


def put(settings, content: bytes, name="register.csv", source="payment_register"):
    folder = settings.inbox_dir / source
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def run(settings, source="payment_register"):
    taken = take_in(settings, NOW, REGISTERS)
    assert not taken.refused
    return ingest_month(settings, source, registered_months(settings, source))


def outcome(settings, content: bytes, name="register.csv", source="payment_register"):
    put(settings, content, name, source)
    (found,) = run(settings, source)
    assert found.balanced
    return found


def rules(settings):
    return dict(read_table(settings, "quarantine").select("row_number", "rule").sort("row_number").iter_rows())


@pytest.mark.parametrize(
    "case",
    [
        ("payment_register", PAYMENT_REGISTER, "a.csv"),
        ("payment_register", PAYMENT_REGISTER, "a.csv.gz"),
        ("payment_register", PAYMENT_REGISTER, "a.parquet"),
        ("employer_register", EMPLOYER_REGISTER, "a.csv.zst"),
        ("employer_register", EMPLOYER_REGISTER, "a.parquet"),
    ],
)
def test_every_planted_fault_is_found_by_its_rule_and_no_good_row_is_refused(settings, tmp_path, monkeypatch, case):
    source, shape, name = case
    monkeypatch.setattr(lines, "BATCH_BYTES", 300_000)  # many batches, so that repetitions lie across them
    path = tmp_path / name
    planted = pl.read_csv(write_register(Register(source, 20_000, 3, faults_in_ten_thousand=300), path))
    found = outcome(settings, path.read_bytes(), name, source)
    assert (found.rows_read, found.rows_quarantined) == (20_000, planted["row_number"].n_unique())
    caught = read_table(settings, "quarantine").select("row_number", "rule")
    assert set(caught.iter_rows()) == set(planted.iter_rows())
    expected = set(shape.faults) - ({"ragged_row", "quote_unbalanced"} if name.endswith("parquet") else set())
    assert set(planted["rule"]) == expected, "every kind of fault was planted"
    accepted = read_table(settings, source)
    assert accepted.height == found.rows_accepted == 20_000 - found.rows_quarantined
    assert set(accepted["row_number"]) == set(range(1, 20_001)) - set(planted["row_number"])
    assert contract_holds(source, table_files(settings, source)).passed


def test_tokens_are_keyed_hashes_and_nothing_of_a_person_is_written(settings):
    bad = payment(2, nik=f"{NIK}9", status="BERHASIL")
    found = outcome(settings, register(payment(7), bad, payment(3, kpj="KPJ12345678", jumlah="5")))
    assert (found.rows_accepted, found.rows_quarantined) == (1, 2)
    (row,) = read_table(settings, "payment_register").to_dicts()

    def expected(text):
        return hmac.new(KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]

    assert row["worker_token"] == expected(f"nik:{NIK}")
    assert row["account_token"] == expected("account:BRI/12345678901")
    assert row["card_token"] is None
    refused = read_table(settings, "quarantine").sort("row_number")
    assert json.loads(refused["record"][1])["jumlah"] == "5"
    assert "nik" not in json.loads(refused["record"][1])
    for path in settings.data.rglob("*"):
        if (
            path.is_file()
            and not path.is_relative_to(settings.archive_dir)
            and not path.is_relative_to(settings.inbox_dir)
        ):
            content = path.read_bytes()
            for clear in (NIK, "12345678901", "KPJ12345678", "617105450390"):
                assert clear.encode() not in content, path
    written = pl.concat(
        [read_table(settings, t).cast(pl.String).unpivot(value_name="cell") for t in ("quarantine", "payment_register")]
    )
    for clear in (NIK, "12345678901", "KPJ12345678", "617105450390"):
        assert not written["cell"].str.contains(clear, literal=True).any()


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"jumlah": "600.000,00"}, None),
        ({"jumlah": "600,000.00"}, None),
        ({"jumlah": "Rp600.000"}, None),
        ({"jumlah": "600.000"}, None),
        ({"jumlah": "600.00"}, "amount_differs_from_rate"),
        ({"jumlah": "6.00.000"}, "amount_not_a_number"),
        ({"jumlah": "1e5"}, "amount_not_a_number"),
        ({"jumlah": "-600000"}, "amount_not_a_number"),
        ({"tanggal_bayar": "20/07/2025"}, None),
        ({"tanggal_bayar": "20-07-2025"}, None),
        ({"tanggal_bayar": "31/06/2025"}, "date_impossible"),
        ({"tanggal_bayar": "45858"}, "date_impossible"),
        ({"kode_wilayah": "6171"}, None),
        ({"kode_wilayah": "91.01"}, None),  # Merauke before 2022: an old code stays readable
        ({"kode_wilayah": "6"}, "area_unknown"),
        ({"status": "Retur"}, None),
        ({"kanal": "PT. Pos Indonesia"}, None),
        ({"tahap_bsu": "Tahap 3"}, None),
        ({"tahap_bsu": "21"}, "stage_unknown"),
        ({"edisi_bsu": "2020", "jumlah": "1200000", "tanggal_bayar": "2020-09-10"}, None),
        ({"edisi_bsu": "2020", "jumlah": "1200000", "tanggal_bayar": "2020-09-10", "tahap_bsu": "3"}, "stage_unknown"),
        ({"edisi_bsu": "2020", "jumlah": "1200000", "tanggal_bayar": "2020-09-10", "upah_sebulan": "5000000"}, "wage_above_ceiling"),
        ({"upah_sebulan": "5700000"}, None),
        ({"upah_sebulan": "5700001"}, "wage_above_ceiling"),
        ({"program": "JHT"}, "bsu_incomplete"),
        ({"program": "JP", "edisi_bsu": "", "tahap_bsu": "", "tanggal_bayar": "2015-06-30"}, "programme_not_in_force"),
        ({"nik": "'6171054503900001"}, None),
        ({"nik": "", "kpj": "12345678901"}, None),
        ({"bank": ""}, "account_without_bank"),
    ],
)  # fmt: skip
def test_forms_of_cells_and_rules_of_one_payment(settings, changed, rule):
    found = outcome(settings, register(payment(1, **changed)))
    assert rules(settings) == ({1: rule} if rule else {})
    assert found.rows_accepted == (0 if rule else 1)


def test_who_is_paid_twice_in_a_stage_is_refused_and_a_second_attempt_is_not(settings):
    rows = [
        payment(1, status="GAGAL", referensi="A-0001"),
        payment(1, referensi="A-0002"),
        payment(1, referensi="A-0003"),  # paid already
        payment(1, referensi="A-0004", tahap_bsu="2"),
        payment(2, referensi="A-0002"),  # reference of another payment
        payment(3, referensi="A-0002", kanal="BNI"),
        payment(4, jumlah="1", referensi="A-0005"),  # refused, so the next one is the first
        payment(4, referensi="A-0006"),
    ]
    outcome(settings, register(*rows))
    assert rules(settings) == {3: "paid_twice_in_stage", 5: "payment_repeated", 7: "amount_differs_from_rate"}


def test_a_line_that_is_no_row_spoils_nothing_but_itself(settings):
    rows = [payment(1), payment(2) + ",x", payment(3)[:40], "", '"' + payment(4), payment(5, referensi='"SP2D-5"')]
    content = register(*rows) + b"\xff" + payment(6).encode() + b"\r\n" + payment(7).encode()
    found = outcome(settings, content)
    assert rules(settings) == {2: "ragged_row", 3: "ragged_row", 4: "quote_unbalanced", 6: "line_not_text"}
    assert (found.rows_read, found.rows_accepted) == (7, 3)
    accepted = read_table(settings, "payment_register")
    assert sorted(accepted["line_number"]) == [2, 7, 9]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"\n\n  \n", "empty_file"),
        (register(), "table_empty"),
        (register(payment(1), header=HEADER.replace("jumlah", "uang")), "register_column_unknown"),
        (register(payment(1), header=HEADER.replace("kpj", "no_ktp")), "duplicate_column"),
        (register("1,2", header="nik,status"), "register_column_missing"),
        (register(payment(1), header=payment(2)), "register_header_missing"),
        (register(payment(1)).decode().encode("utf-16"), "wrong_encoding"),
        (register(payment(1)).decode().encode("utf-16-le"), "binary_content"),
        (gzip.compress(register(*map(payment, range(1, 5000))))[:-2000], "packed_damaged"),
        (b"\x28\xb5\x2f\xfd damaged", "packed_damaged"),
        (register(payment(1)) + b"x" * (lines.LONGEST_LINE + 2), "line_too_long"),
        (register("1") + b"x" * (3 * lines.LONGEST_LINE) + b"\n", None),
        (b"PAR1 and nothing", "parquet_damaged"),
        (b"---\npublished_on: soon\n---\n" + register(payment(1)), "front_matter_invalid"),
        (register(payment(1, tanggal_bayar="07/20/2025"), payment(2, tanggal_bayar="07/05/2025")), "month_stands_first"),
        (register(*[",".join(["x"] * 10_000)], header=",".join(f"c{n}" for n in range(10_000))), "register_header_missing"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_register_is_refused_as_a_whole_and_the_others_go_through(settings, content, rule):
    put(settings, content, "bad.csv")
    put(settings, register(payment(9)), "good.csv")
    found = {one.report.file_name: one for one in run(settings)}
    assert found["payment_register/good.csv"].rows_accepted == 1
    bad = found["payment_register/bad.csv"]
    if rule is None:  # a long line within a batch is a row like others, and wrong
        assert (bad.outcome, bad.rows_accepted) == ("read", 0)
        return
    assert bad.outcome == "refused"
    assert rule in {problem.rule for problem in bad.problems}
    assert bad.report.report_id not in set(read_table(settings, "payment_register")["report_id"])
    assert not list(settings.data.rglob("*.tmp"))


def parquet(table: pa.Table, **options) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, **options)
    return sink.getvalue().to_pybytes()


def test_parquet_is_read_with_its_own_types_and_refused_when_nested(settings):
    columns = dict(zip(HEADER.split(","), ([cell] for cell in payment(1).split(",")), strict=True))
    table = pa.table({**columns, "tanggal_bayar": [date(2025, 7, 20)], "jumlah": [600000], "upah_sebulan": [3100000.0]})
    table = table.replace_schema_metadata({"published_on": "2025-08-01"})
    found = outcome(settings, parquet(table), "a.parquet")
    assert (found.rows_accepted, found.report.report_month) == (1, "2025-08")
    put(settings, parquet(table.append_column("npp", pa.array([{"a": 1}]))), "b.parquet")
    nested = [one for one in run(settings) if one.outcome == "refused"]
    assert [problem.rule for one in nested for problem in one.problems] == ["parquet_nested"]
    put(settings, parquet(table)[:-30], "c.parquet")
    damaged = [one for one in run(settings) if one.outcome == "refused"]
    assert [problem.rule for one in damaged for problem in one.problems] == ["parquet_damaged"]


def test_a_second_run_writes_nothing_and_another_key_reads_anew(settings, monkeypatch):
    outcome(settings, register(payment(1)))
    before = {path: path.stat().st_mtime_ns for path in settings.raw_dir.rglob("*.parquet")}
    assert [one.outcome for one in run(settings)] == ["known"]
    assert before == {path: path.stat().st_mtime_ns for path in settings.raw_dir.rglob("*.parquet")}
    assert pending_months(settings, "payment_register") == []
    token = read_table(settings, "payment_register")["worker_token"][0]
    first = load_key(settings).key_id
    monkeypatch.setenv("CAKUPAN_TOKEN_KEY", KEY[::-1])
    assert load_key(settings).key_id != first
    assert pending_months(settings, "payment_register") == ["2026-03"]
    assert [one.outcome for one in run(settings)] == ["read"]
    assert read_table(settings, "payment_register")["worker_token"][0] != token


def test_a_file_damaged_in_the_archive_is_told_from_one_that_came_damaged(settings):
    put(settings, register(*map(payment, range(1, 100))))
    take_in(settings, NOW, REGISTERS)
    (entry,) = raw_layer.registered_reports(settings).to_dicts()
    path = settings.data / entry["archive_path"]
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"600000", b"600001"))
    (found,) = ingest_month(settings, "payment_register", ["2026-03"])
    assert [problem.rule for problem in found.problems] == ["archive_damaged"]
    assert read_table(settings, "payment_register").is_empty()


@pytest.mark.parametrize("after", ["accepted", "refused"])
def test_a_kill_in_the_middle_is_made_good_by_the_next_run(settings, tmp_path, after):
    path = tmp_path / "a.csv"
    planted = pl.read_csv(write_register(Register("payment_register", 30_000, 5), path))
    put(settings, path.read_bytes())
    take_in(settings, NOW, REGISTERS)
    # The child stops, and is killed, where one file is in its place and the next thing is not.
    code = f"""
from sources import ingest, ingest_register
from sources.settings import Settings
class Stopping(ingest_register._Files):
    def finish(self):
        self.accepted.finish()
        if {after!r} == "refused":
            self.refused.finish()
        print("stopped", flush=True)
        time.sleep(60)
ingest_register._Files = Stopping
ingest.ingest_month(Settings(), "payment_register", ["2026-03"])
"""
    environment = {**os.environ, "CAKUPAN_DATA": str(settings.data)}
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT_ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline().strip() == "stopped"
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert pending_months(settings, "payment_register") == ["2026-03"]
    (found,) = run(settings)
    assert (found.outcome, found.rows_read, found.balanced) == ("read", 30_000, True)
    assert read_table(settings, "payment_register").height == found.rows_accepted
    caught = set(read_table(settings, "quarantine").select("row_number", "rule").iter_rows())
    assert caught == set(planted.iter_rows())
    assert not list(settings.raw_dir.rglob("*.tmp"))


def test_what_dagster_shows_is_counted_on_the_files_and_tells_of_nobody(settings):
    found = outcome(settings, register(payment(1), payment(2, nik=NIK[:15]), payment(3), payment(4, status="?")))
    result = shown(settings, "payment_register", ["2026-03"], [found])
    assert result.metadata["dagster/partition_row_count"] == 2
    assert {check.check_name: check.passed for check in result.check_results} == {
        "contract_holds": True, "rows_balance": True, "nothing_refused": False,
    }  # fmt: skip
    told = str(result).replace("\\", "")
    assert "line 3" in told
    assert "nik_malformed" in told
    for clear in (NIK[:15], "12345678901", "617105450390"):
        assert clear not in told


def test_the_checks_see_rows_that_are_gone_and_rows_that_break_the_contract(settings):
    found = outcome(settings, register(payment(1), payment(2), payment(3)))
    (path,) = table_files(settings, "payment_register")
    rows = pl.read_parquet(path)
    rows.head(2).with_columns(pl.lit("unpaid").alias("status")).write_parquet(path)
    result = shown(settings, "payment_register", ["2026-03"], [found])
    assert {check.check_name: check.passed for check in result.check_results} == {
        "contract_holds": False, "rows_balance": False, "nothing_refused": True,
    }  # fmt: skip


def test_of_many_refused_rows_only_the_first_are_listed(settings):
    found = outcome(settings, register(*(payment(n, status="?") for n in range(1, 1500))))
    assert found.rows_quarantined == 1499
    assert len(found.problems) == 200
    assert len(problems(settings)) == 1000


def test_when_every_row_is_bad_each_is_refused_once(settings, tmp_path):
    path = tmp_path / "bad.csv"
    planted = pl.read_csv(write_register(Register("payment_register", 20_000, faults_in_ten_thousand=10_000), path))
    found = outcome(settings, path.read_bytes())
    assert found.rows_quarantined == planted.height
    caught = read_table(settings, "quarantine").select("row_number", "rule")
    assert set(caught.iter_rows()) == set(planted.iter_rows())


def test_repetitions_are_found_across_what_was_spilled_and_among_many_suspects(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "BATCH_BYTES", 200_000)
    monkeypatch.setattr(repetitions, "KEPT_ROWS", 3000)
    monkeypatch.setattr(repetitions, "LEAST_MAP", 1 << 10)
    monkeypatch.setattr(repetitions, "ENTRIES_A_KEY", 0)  # so small a map suspects nearly every row
    monkeypatch.setattr(repetitions, "DECIDED_AT_ONCE", 2000)
    path = tmp_path / "a.csv"
    planted = pl.read_csv(write_register(Register("payment_register", 20_000, 9), path))
    outcome(settings, path.read_bytes())
    caught = read_table(settings, "quarantine").select("row_number", "rule")
    assert set(caught.iter_rows()) == set(planted.iter_rows())
    assert read_table(settings, "payment_register")["row_number"].n_unique() == 20_000 - planted.height
    assert not list(settings.data.rglob("*.tmp"))
