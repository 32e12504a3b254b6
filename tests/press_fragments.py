"""Pieces that press reports are made of, and pieces that hostile files are made of: property tests and the fuzzer put texts together from them.

Belongs here: fragments of our own, and the words of the vocabulary tables. Does not: whole reports, and what a text means.
"""

from functools import cache
from pathlib import Path

from sources.press import vocabulary as press_vocabulary
from sources.reference import read_table, seed

TERM_COLUMNS = {"word", "noun", "term", "phrase", "link", "mark", "example", "counterexample"}
NUMBERS = (
    "12.345", "545,546", "1.864.450", "2,64 juta", "392 ribu", "1,328 juta", "Rp131 miliar", "Rp 16.03 miliar", "Rp.10, 19 miliar",
    "Rp9, 10 miliar", "Rp404.887.941.613,24", "Rp8.202.704.000,-", "R[13,92 Miliar", "Rp13 M", "IDR 10 million", "$97,000", "21,54 persen",
    "98,2%", "24, 21 percent", "1.233 persen", "30 persennya", "20-30 persen", "1,7–1,8 juta", "Rp 64 - 66 triliun", "500 ribu hingga 600 ribu",
    "5.000-an", "50 ribuan", "56 ribu lebih", "ratusan ribu", "puluhan", "dua juta", "sejuta", "satu setengah juta", "dua koma lima juta",
    "seratus dua puluh tiga ribu", "nihil", "separuhnya", "sepertiga", "ketiga", "ke-3", "21.814perusahaan", "2011ada", "(3.648 perusahaan)",
    "5 (lima)", "Rp1 triliun 35 miliar 885 juta", "-3,5 persen", "minus 2 persen", "0", "00", "1.2.3.4", "1,2,3", "1.,2", "3/1992", "7x24",
    "08:30 WIB", "24 jam", "48 kali", "99" * 20, "1." * 30, "٣٤٥", "１２３", "²", "½", "1e9", "0x1F", "1_000", "12 34 56", "1\u00a0234",
)  # fmt: skip
DATES = (
    "Selasa (8/2/2022)", "Senin (29/4)", "Kamis, 16 Maret 2023", "per 30 April 2024", "hingga Oktober 2011", "per September ini",
    "per akhir Oktober lalu", "akhir 2009", "Januari-Oktober 2012", "Januari s.d. November 2016", "1-15 Januari 2018",
    "sejak 1 Juli 2015 sampai November", "semester I/2018", "triwulan ketiga 2025", "selama empat bulan", "hingga bulan ketujuh 2011",
    "tahun lalu", "periode yang sama tahun lalu", "tahun sebelumnya", "lima tahun ke depan", "tahun depan", "saat ini", "31/2/2020",
    "29 Februari 2023", "(31/12/99)", "2024-02-30", "99 Maret 2020", "UU No 3 Tahun 2009", "Copyright 2024", "Desember-Januari 2020",
    "31 Desember", "sampai", "sejak", "Minggu", "tanggal", "bulan ini",
)  # fmt: skip
CONNECTIVES = (
    "dari", "dari jumlah itu", "di antaranya", "sisanya", "masing-masing", "diikuti", "terdiri dari", "yakni", "sebanyak", "sekitar", "hampir",
    "lebih dari", "kurang lebih", "setidaknya", "naik", "turun", "menjadi", "dibanding", "target", "baru", "dan", "serta", "atau", "hanya",
    "total", "seluruh", "secara nasional", "kata", "of", "the", "workers", "as of",
)  # fmt: skip
NOUNS = (
    "peserta", "peserta aktif", "tenaga kerja", "pekerja", "perusahaan", "pemberi kerja", "klaim", "kasus", "orang", "penerima upah",
    "bukan penerima upah", "BPU", "jasa konstruksi", "pekerja rentan", "JHT", "JKK", "JKM", "JP", "JKP", "beasiswa", "BSU", "santunan kematian",
    "BPJS Ketenagakerjaan", "BPJAMSOSTEK", "PT Jamsostek (Persero)", "Kanwil VI", "Kantor Cabang", "gerai", "rumah sakit", "puskesmas",
    "cakupan kepesertaan", "iuran", "manfaat", "UMK", "kabupaten/kota",
)  # fmt: skip
MARKS = (
    ".", ",", ";", ":", "-", "–", "—", "(", ")", "[", "]", "{", "}", "“", "”", "'", '"', "/", "\\", "%", "$", "…", "...", "\n", "\n\n", "\r\n",
    "\t", "  ", "\u00a0", "\u202f", "*", "#", "|", "&", "Rp", "Rp.", "--", "---",
)  # fmt: skip
MARKUP = (
    "<p>", "</p>", "<b>12</b>", "<script>alert(1)</script>", "&nbsp;", "&amp;#49;", "&#49;", "<!--", "-->", "<td>1.234</td>", "Baca juga:",
    "https://contoh.id/2021/12/06?id=12", "a@b.id", "---\npublished_on: 2021-12-06\n---\n", "---\ntitle: x\n", "published_on: 0000-00-00",
    "{{ 7*7 }}", "${7}", "'; DROP TABLE x; --", "=1+1", "%s%n", "../..", "\\n",
)  # fmt: skip
HOSTILE = (
    "\x0c", "\x1b[31m", "\x00", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\ufffd", "\u0301", "İ", "ß", "ǅ",
    "ſ", "K", "\U0001f600", "\U000e0031", "\ue000", "\u0663", "𝟙𝟚", "ⅻ", "①", "x" * 3000, "9" * 500, "(" * 300, "a-" * 500, " " * 400, "\n" * 200,
)  # fmt: skip
SURROGATES = ("\ud800", "\udfff", "\udc80")  # no file can hold them; a caller of the grammar can


@cache
def vocabulary() -> tuple[str, ...]:
    """Every word and phrase of the reader's tables, and the names of some areas."""
    found = {row["alias"] for row in seed("area_alias")[::12]}
    for path in sorted(Path(press_vocabulary.__file__).parent.glob("*.csv")):
        for row in read_table(path):
            found |= {row[column] for column in TERM_COLUMNS & row.keys()}
    return tuple(sorted(found - {""}))


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    """What a file can hold, kind by kind: whoever chooses the kind first does not drown the few forms of numbers in the many words."""
    return NUMBERS, DATES, CONNECTIVES, NOUNS, MARKS, MARKUP, HOSTILE, vocabulary()


def fragments() -> tuple[str, ...]:
    """All fragments that a file can hold."""
    return tuple(piece for group in groups() for piece in group)
