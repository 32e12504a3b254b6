"""Numbers that are no figures of a region, kind by kind: each goes to the unread list with its reason and becomes no fact."""

from datetime import date

import pytest

from sources.press.assembly import extract
from sources.reading import Publication

pytestmark = pytest.mark.unit
DAY = Publication(date(2023, 1, 17), "day", "front_matter")

TRAPS = [
    # law and rule numbers
    ("Hal itu diatur UU No 3/1992 tentang Jamsostek di Jambi.", "3", "law_number"),
    ("Sanksi di Jambi sesuai UU No 392 tentang tenaga kerja.", "392", "law_number"),
    ("Sesuai Inpres 2/2021, pekerja di Jambi wajib menjadi peserta.", "2", "law_number"),
    ("Instruksi Gubernur Jambi Nomor 5l/INST-2021 mewajibkan kepesertaan.", "2021", "law_number"),
    ("Menurut Pasal 15 ayat 1, pemberi kerja di Jambi wajib mendaftar.", "15", "law_number"),
    # premiums, benefit rules, wage ceilings
    ("Iuran peserta mandiri di Jambi cukup Rp16.800 per bulan.", "Rp16.800", "premium_or_rule"),
    ("Beasiswa bagi dua anak peserta maksimal Rp174 juta.", "Rp174 juta", "premium_or_rule"),
    ("Santunan di Jambi dibayar 48 kali upah.", "48", "premium_or_rule"),
    ("Manfaat JKP sebesar 45 persen dari upah selama tiga bulan.", "45 persen", "premium_or_rule"),
    # one person's money
    ("Ahli waris almarhum Budi di Jambi menerima santunan Rp83,5 juta.", "Rp83,5 juta", "individual_benefit"),
    ("Santunan diserahkan kepada tiga ahli waris di Jambi.", "tiga", "individual_benefit"),
    # links to other reports
    ("Baca juga: Jambi bayar klaim Rp57 triliun untuk 5.053 kasus", "Rp57 triliun", "related_link"),
    ("Baca: Perusahaan di Jambi menunggak iuran Rp23,6 miliar", "Rp23,6 miliar", "related_link"),
    # other agencies
    ("Cakupan UHC BPJS Kesehatan di Jambi mencapai 99,04 persen.", "99,04 persen", "other_agency"),
    ("Angka kemiskinan di Jambi 7,6 persen.", "7,6 persen", "other_agency"),
    # population, minimum wage, weather, clock, page views, codes, ages, addresses, heading numbers
    ("Jumlah penduduk Jambi 3,6 juta orang.", "3,6 juta", "other_agency"),
    ("Upah minimum di Jambi Rp2,9 juta.", "Rp2,9 juta", "premium_or_rule"),
    ("Suhu di Jambi 25.5 C siang ini.", "25.5", "page_furniture"),
    ("Acara di Jambi mulai pukul 14.30 WIB.", "14.30", "clock"),
    ("Dibaca : 81 kali di Jambi.", "81", "page_furniture"),
    ("Program itu berjalan di Jambi, katanya. (D010/E011)", "010", "reporter_code"),
    ("Fatimah, 37, warga Jambi, menjadi peserta.", "37", "age"),
    ("Kantor di Jambi terletak di Jalan Sudirman 12.", "12", "address"),
    ("1. Peserta di Jambi terus bertambah", "1", "ordinal"),
    # counts of regions, indicators, addressees
    ("Layanan tersebar di 33 provinsi.", "33", "count_of_regions"),
    ("Cakupan termasuk 45 indikator utama pembangunan di Jambi.", "45", "count_of_items"),
    ("Inpres ditujukan kepada 19 menteri dan para bupati.", "19", "count_of_items"),
    # derived figures
    ("Tiap hari rata-rata 197 kasus klaim di Jambi.", "197", "derived"),
    ("Pembayaran klaim di Jambi naik dua kali lipat.", "dua", "derived"),
    # orders of magnitude
    ("Potensi pekerja mandiri di Jambi ratusan ribu orang.", "ratusan ribu", "vague"),
    # times, ranks, anniversaries
    ("Masa tunggu klaim JHT di Jambi 5 tahun.", "5", "duration"),
    ("Jambi berada di peringkat 18 nasional.", "18", "ordinal"),
    ("Kantor di Jambi merayakan HUT ke-45 BPJS Ketenagakerjaan.", "45", "ordinal"),
    # dates
    ("Peserta di Jambi terus bertambah, katanya Senin (29/4/2013).", "29/4/2013", "date"),
]


@pytest.mark.parametrize(("text", "printed", "reason"), TRAPS)
def test_traps_are_unread_with_their_reason(text: str, printed: str, reason: str) -> None:
    extraction = extract(text + "\n", DAY)
    found = {entry.as_printed.removeprefix("ke-"): entry.reason for entry in extraction.unread}
    assert printed not in {fact.as_printed for fact in extraction.facts}
    assert found.get(printed) == reason, found
    assert extraction.numbers_printed == extraction.numbers_accounted


def test_figures_beside_traps_stay_facts() -> None:
    text = (
        "Sesuai UU Nomor 24 Tahun 2011, 35.214 pekerja di Jambi menjadi peserta. Iurannya Rp16.800 per bulan.\n"
        "Baca juga: Klaim Rp57 triliun\nCakupan kepesertaan di Jambi 31,5 persen, sedangkan UHC BPJS Kesehatan 99,04 persen."
    )
    facts = [(fact.measure, fact.as_printed) for fact in extract(text, DAY).facts]
    assert facts == [("workers_registered", "35.214"), ("coverage_rate", "31,5 persen")]
