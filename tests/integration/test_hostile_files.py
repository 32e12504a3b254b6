"""One inbox full of hostile files, read by a process of its own: every one refused by its rule, memory bounded, nothing written elsewhere."""

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sources.settings import PROJECT_ROOT, Settings
from tests.inboxes import ROW, csv_table, put, xlsx_table

pytestmark = pytest.mark.integration

# A gigabyte takes half a minute; CAKUPAN_HOSTILE_BYTES=1000000000 makes it one.
LINE_BYTES = int(os.environ.get("CAKUPAN_HOSTILE_BYTES", "200000000"))
MOST_UNPACKED = 45_000_000
MOST_MEMORY = 900_000_000
PIECE = b"x" * 1_000_000
PAYMENT = (
    "nik,bank,nomor_rekening,program,edisi_bsu,tahap_bsu,kode_wilayah,kanal,tanggal_bayar,jumlah,upah_sebulan,status,referensi\n"
    "6171054503900007,BRI,70012345678,BSU,2025,1,61.71,BRI,2025-07-20,600000,3100000,BERHASIL,SP2D-000001\n"
)
CHILD = """
import json, re, sys
from datetime import UTC, datetime
from pathlib import Path
from sources.ingest import ingest_month
from sources.intake import take_in
from sources.raw_layer import registered_months
from sources.readers import SOURCES
from sources.settings import Settings
settings = Settings(data=Path(sys.argv[1]))
taken = take_in(settings, datetime(2026, 3, 4, tzinfo=UTC))
outcomes = [one for source in sorted(SOURCES) for one in ingest_month(settings, source, registered_months(settings, source))]
print(json.dumps({
    "refused": {file.file_name: file.rule for file in taken.refused},
    "outcomes": {one.report.file_name: [one.outcome, one.rows_accepted, sorted({p.rule for p in one.problems})] for one in outcomes},
    # Not getrusage: its peak is that of the process which started this one, if that was larger.
    "peak": int(re.search("VmHWM:[^0-9]*([0-9]+) kB", Path("/proc/self/status").read_text())[1]) * 1024,
}))
"""


def packed(part: str, opening: bytes, piece: bytes, pieces: int) -> bytes:
    """A workbook whose `part` is `opening` and many times `piece`: some kilobytes that unpack to gigabytes."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_table([ROW]))) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w") as file:
            file.write(opening)
            for _ in range(pieces):
                file.write(piece)
    return target.getvalue()


def packed_line(path, size: int) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(PAYMENT.splitlines(keepends=True)[0].encode())
        for _ in range(size // len(PIECE)):
            file.write(PIECE)


def packed_rows(path, size: int) -> None:
    """Short lines that all are rows, some hundred kilobytes of them packed."""
    rows = PAYMENT.splitlines(keepends=True)[1].encode() * 5000
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(PAYMENT.splitlines(keepends=True)[0].encode())
        for _ in range(size // len(rows) + 1):
            file.write(rows)


def parquet_rows(metadata: dict[str, str]) -> bytes:
    """The payment as Parquet; `metadata` is what a stranger may write into the file's footer."""
    table = pa.table({name: [cell] for name, cell in zip(*(line.split(",") for line in PAYMENT.split()), strict=True)})
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata), sink)
    return sink.getvalue()


def cut_zstd() -> bytes:
    content = pa.compress((PAYMENT * 2000).encode(), codec="zstd", asbytes=True)
    return content[: len(content) // 2]


def with_link() -> bytes:
    """A workbook that asks for a file of the machine and for a host, in the ways that spreadsheets know."""
    relations = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        b'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    target = io.BytesIO(xlsx_table([(*ROW[:4], "=cmd|' /C calc'!A0", ROW[5])]))
    with zipfile.ZipFile(target, "a") as book:
        book.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", relations)
        book.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    return target.getvalue()


def entities() -> bytes:
    shared = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>'
    return packed("xl/sharedStrings.xml", shared, b"", 0)


def test_hostile_files_are_refused_by_rule_and_the_good_ones_go_through(tmp_path):
    settings = Settings(data=tmp_path / "home")
    good = csv_table([("Aceh", *ROW[1:])])
    header = ",".join(f"c{number}" for number in range(10_000))
    expected = {
        "labour_force/bomb.xlsx": (packed("xl/worksheets/sheet1.xml", b"<worksheet>", b" " * 1_000_000, 300), "workbook_too_large"),
        "labour_force/entities.xlsx": (entities(), "workbook_unreadable"),
        "labour_force/formula.xlsx": (with_link(), "formula_without_value"),
        "labour_force/columns.csv": (f"{header}\n{header}\n".encode(), "header_missing"),
        "labour_force/nul.csv": (good.replace(b"Aceh", b"Ac\x00h"), "binary_content"),
        "labour_force/utf16.csv": (good.decode().encode("utf-16"), "wrong_encoding"),
        "labour_force/mixed.csv": (good + "Báli;".encode("latin-1") + good, "wrong_encoding"),
        "payment_register/mixed.csv": (PAYMENT.encode() + b"\xe1,\n", "line_not_text"),
        "payment_register/nul.csv": (PAYMENT.encode().replace(b"BRI,70", b"B\x00I,70"), None),
        "payment_register/cut.csv.gz": (gzip.compress(PAYMENT.encode() * 2000)[:-200], "packed_damaged"),
        "payment_register/cut.csv.zst": (cut_zstd(), "packed_damaged"),
        "payment_register/cut.parquet": (parquet_rows({})[:-20], "parquet_damaged"),
        "payment_register/footer.parquet": (parquet_rows({})[:-8] + b"\xff\xff\xff\x7fPAR1", "parquet_damaged"),
        "payment_register/columns.csv": (f"{header}\n{header},\n".encode(), "register_header_missing"),
        "payment_register/a'; drop table x; --.csv": (PAYMENT.encode().replace(b"BRI,70", b"'; DROP,70"), None),
    }  # fmt: skip
    for name, (content, _) in expected.items():
        put(settings, name, content)
    put(settings, 'labour_force/"..\\..\n\x1b[2J.csv', csv_table([("Bali", *ROW[1:])]))
    put(settings, "payment_register/good.csv", PAYMENT.encode())
    wild = {"pandas": "{" * 10_000, "ARROW:schema": "!" * 1000, "x" * 1000: "y" * 1_000_000}
    put(settings, "payment_register/wild.parquet", parquet_rows(wild))
    packed_rows(put(settings, "payment_register/bomb.csv.gz", b""), MOST_UNPACKED)
    packed_line(put(settings, "payment_register/line.csv.gz", b""), LINE_BYTES)
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(settings.data)}

    ended = subprocess.run(
        [sys.executable, "-c", CHILD, str(settings.data)],
        cwd=PROJECT_ROOT, env={**os.environ, "CAKUPAN_MAX_REGISTER_BYTES": str(MOST_UNPACKED)}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr[-2000:]
    said = json.loads(ended.stdout)
    outcomes = said["outcomes"]
    assert not said["refused"]
    for name, (_, rule) in expected.items():
        _, accepted, rules = outcomes[name]
        assert rules, name
        if rule is not None:
            assert rule in rules, (name, rules)
        # A bad line of a register and a bad cell of a table are refused alone.
        assert accepted == (1 if rule in ("line_not_text", "formula_without_value") else 0), name
    assert outcomes["payment_register/line.csv.gz"][:2] == ["refused", 0]
    assert "line_too_long" in outcomes["payment_register/line.csv.gz"][2]
    assert outcomes["payment_register/bomb.csv.gz"] == ["refused", 0, ["too_large"]]
    outcome, accepted, rules = outcomes["payment_register/wild.parquet"]
    assert (outcome, accepted) in (("read", 1), ("refused", 0)), rules
    assert outcomes["payment_register/good.csv"][:2] == ["read", 1]
    (named,) = [name for name in outcomes if "[2J" in name]
    assert "\x1b" not in named
    assert "\n" not in named
    assert outcomes[named][1] > 0
    assert said["peak"] < MOST_MEMORY
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(settings.data)} == before
    assert "passwd" not in ended.stderr
    assert not list(settings.data.rglob("*.tmp"))
