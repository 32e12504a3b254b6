"""The same job as the payment register's reader, written as it is usually written: pandas, pandera, Python's hmac.

Belongs here: what ours is compared to. Does not: any part of ours. It reads the whole file at once, types it, asks a pandera schema for all that breaks
it, makes the three tokens and writes accepted rows and failures as Parquet.
"""

import hashlib
import hmac
import json
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

from bench.measure import peak_mb
from sources.reference import seed

KEY = ("00112233445566778899aabbccddeeff" * 2).encode()


def run(path: Path) -> dict[str, Any]:
    """Seconds and peak memory of the whole job on one CSV."""
    import pandas as pd  # noqa: PLC0415  (out of a folder of its own)
    import pandera.pandas as pa  # noqa: PLC0415  (as above)

    warnings.simplefilter("ignore")
    areas = [row["area_code"] for name in ("province", "regency") for row in seed(name)]
    offices = [row["office_code"] for row in seed("office")]
    started = time.perf_counter()
    frame = pd.read_csv(path, dtype=str, on_bad_lines="skip", quoting=3)
    frame["paid_on"] = pd.to_datetime(frame["tanggal_bayar"], format="%Y-%m-%d", errors="coerce")
    for column in ("jumlah", "upah_sebulan"):
        frame[f"{column}_idr"] = pd.to_numeric(frame[column], errors="coerce")
    subsidy = frame["program"] == "BSU"
    frame["stage_key"] = (frame["nik"] + "/" + frame["edisi_bsu"] + "/" + frame["tahap_bsu"]).where(
        subsidy & (frame["status"] == "BERHASIL")
    )
    frame["payment_key"] = frame["kanal"] + "/" + frame["referensi"]
    schema = pa.DataFrameSchema(
        {
            "nik": pa.Column(str, pa.Check.str_matches(r"^\d{12}(?!0000)\d{4}$"), nullable=True),
            "kpj": pa.Column(str, pa.Check.str_matches(r"^[0-9A-Z]{11}$"), nullable=True),
            "nomor_rekening": pa.Column(str, pa.Check.str_matches(r"^\d{5,20}$"), nullable=True),
            "program": pa.Column(str, pa.Check.isin(["JHT", "JKK", "JKM", "JP", "JKP", "BSU"])),
            "segmen": pa.Column(str, pa.Check.isin(["PU", "BPU", "JAKON"])),
            "kode_wilayah": pa.Column(str, pa.Check.isin(areas)),
            "kode_cabang": pa.Column(str, pa.Check.isin(offices)),
            "kanal": pa.Column(str, pa.Check.isin(["MANDIRI", "BRI", "BNI", "BTN", "BSI", "POS"])),
            "paid_on": pa.Column("datetime64[ns]", pa.Check.le(pd.Timestamp("2026-01-01")), coerce=True),
            "jumlah_idr": pa.Column(float, pa.Check.ge(0)),
            "upah_sebulan_idr": pa.Column(float, pa.Check.le(5_700_000), nullable=True),
            "status": pa.Column(str, pa.Check.isin(["BERHASIL", "GAGAL", "RETUR"])),
            "referensi": pa.Column(str, pa.Check.str_matches(r"^[0-9A-Za-z./_-]{4,40}$")),
            "stage_key": pa.Column(str, pa.Check(lambda keys: ~keys.duplicated()), nullable=True),
            "payment_key": pa.Column(str, pa.Check(lambda keys: ~keys.duplicated())),
        },
        checks=[
            pa.Check(lambda rows: rows["nik"].notna() | rows["kpj"].notna()),
            pa.Check(lambda rows: (rows["program"] != "BSU") | (rows["jumlah_idr"] == 600_000)),
        ],
    )
    try:
        schema.validate(frame, lazy=True)
        failures = pd.DataFrame({"index": [], "check": []})
    except pa.errors.SchemaErrors as errors:
        failures = errors.failure_cases
    good = frame.drop(index=failures["index"].dropna().unique())

    def token(kind: str, value: object) -> str | None:
        if not isinstance(value, str):
            return None
        return hmac.new(KEY, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:32]

    for kind, column in (("nik", "nik"), ("kpj", "kpj"), ("account", "nomor_rekening")):
        good[f"{kind}_token"] = [token(kind, value) for value in good[column]]
    good = good.drop(
        columns=[
            "nik",
            "kpj",
            "nama",
            "nomor_rekening",
            "stage_key",
            "payment_key",
            "tanggal_bayar",
            "jumlah",
            "upah_sebulan",
        ]
    )
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        good.to_parquet(Path(folder) / "accepted.parquet", compression="zstd")
        failures.astype(str).to_parquet(Path(folder) / "failures.parquet")
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "peak_mb": peak_mb(), "accepted": len(good), "failures": len(failures)}


if __name__ == "__main__":
    packages, file = sys.argv[1:]
    sys.path.append(packages)
    sys.stdout.write(json.dumps(run(Path(file))))
