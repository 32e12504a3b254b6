"""Words of headers, labels and titles to facets, and facets of several levels to one meaning."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources import reference
from sources.reference import read_table
from sources.tables.areas import area_named, areas_named
from sources.tables.facets import Facets, facets_of, is_header_text, meaning, measure_of
from sources.tables.grid import Cell
from sources.tables.numbers import CellRefusedError
from sources.tables.offices import office_named
from sources.tables.periods import period_of
from sources.tables.words import FOLDER, unread_reasons

pytestmark = pytest.mark.unit


def meant(*levels, title=""):
    return meaning([facets_of(title)] if title else [], [facets_of(level) for level in levels])


@pytest.mark.parametrize(
    ("levels", "measure", "segment", "programme"),
    [
        (("Kepesertaan Non Aktif",), "workers_inactive", None, None),
        (("Jumlah Perusahaan Aktif",), "employers_active", None, None),
        (("peserta_bpu",), "workers_registered", "informal", None),
        (("Tenaga Kerja", "PU", "Aktif"), "workers_active", "formal", None),
        (("Pekerja Bukan Penerima Upah",), "workers_registered", "informal", None),
        (("Number of workers", "Active"), "workers_active", None, None),
        (("Target Peserta Baru",), "workers_new_target", None, None),
        (("Jumlah Kasus", "JHT"), "claims_count", None, "JHT"),
        (("Klaim (Juta Rp)", "Jaminan Kematian"), "claims_amount", None, "JKM"),
        (("Usaha Mikro",), "employers_registered", "micro", None),
        (("Penerima BSU",), "bsu_recipients", None, "BSU"),
        (("Cakupan Kepesertaan (%)",), "coverage_rate", None, None),
        (("Angkatan Kerja",), "workers_labour_force", None, None),
        (("Penduduk yang Bekerja", "Formal"), "workers_employed", "formal", None),
        (("Potensi Tenaga Kerja", "Formal"), "workers_labour_force", "formal", None),
        (("Tenaga kerja yang dilayani",), "workers_registered", None, None),
        (("Peserta Aktif TK LHK",), "workers_active", "informal", None),
        (("Cakupan Pekerja Formal (%)",), "coverage_rate", "formal", None),
        (("Cakupan UCJ (persen)",), "coverage_rate", None, None),
        (("Penerima Manfaat (orang)",), "claims_count", None, None),
        (("Jumlah Unit Layanan",), "offices_unit", None, None),
    ],
)
def test_levels_add_up_to_a_measure(levels, measure, segment, programme):
    found = meant(*levels)
    assert not found.conflicts
    assert (measure_of(found).code, found.get("segment"), found.get("programme")) == (measure, segment, programme)


@pytest.mark.parametrize("levels", [("Klaim",), ("Bali",), ("Nominal",), ("Cakupan",), ("Peserta", "Potensi")])
def test_words_that_leave_the_measure_open_make_none(levels):
    assert measure_of(meant(*levels)) is None


def test_levels_that_contradict_each_other_are_a_conflict_and_titles_never_are():
    assert meant("Perusahaan", "Tenaga Kerja").conflicts == ("subject",)
    assert meant("2022", "2023").conflicts == ("year",)
    assert meant("PU", "BPU").conflicts == ("segment",)
    assert not meant("Tahun 2023", "Perusahaan", title="Pekerja 2020 di Bali").conflicts
    assert meant("Tahun 2023", "Perusahaan", title="Pekerja 2020 di Bali").get("year") == "2023"


def test_a_title_that_names_several_things_says_none_of_them():
    found = meant("2023", title="Perusahaan dan Tenaga Kerja di Bali dan Banten")
    assert (found.get("subject"), found.get("area")) == (None, None)


def test_a_power_of_ten_in_a_title_is_not_put_on_another_unit():
    assert meant("Pekerja", title="2023 (ribu orang)").get("power") == "3"
    assert meant("Iuran (Rp)", title="2023 (ribu orang)").get("power") is None
    assert meant("Pekerja (orang)", title="2023 (ribu orang)").conflicts == ("power",)
    assert meant("Pekerja (ribu orang)", title="2023 (ribu orang)").get("power") == "3"


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("31 Desember 2023", "stock", None, "2023-12-31"),
        ("Feb 2024", "stock", None, "2024-02-29"),
        ("2023", "flow", "2023-01-01", "2023-12-31"),
        ("s.d. Oktober 2023", "flow", None, "2023-10-31"),
        ("Januari - Oktober 2012", "flow", "2012-01-01", "2012-10-31"),
        ("Januari s.d. November 2016", "flow", "2016-01-01", "2016-11-30"),
        ("Semester I 2011", "flow", "2011-01-01", "2011-06-30"),
        ("Triwulan III 2025", "flow", "2025-07-01", "2025-09-30"),
        ("2024-08", "stock", None, "2024-08-31"),
        ("posisi September 2010", "stock", None, "2010-09-30"),
    ],
)
def test_periods(text, kind, start, end):
    period = period_of(meant(text), kind)
    assert (str(period.start) if period.start else None, str(period.end)) == (start, end)


@pytest.mark.parametrize("text", ["31 Februari 2023", "Oktober", "tanpa tahun"])
def test_what_is_no_period(text):
    with pytest.raises(CellRefusedError):
        period_of(meant(text), "stock")


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("Jambi", None, "15"),
        ("Jambi", "15", "15.71"),
        ("Kota Jambi", None, "15.71"),
        ("Kab. Kediri", None, "35.06"),
        ("Kediri", None, None),
        ("Batanghari", None, "15.04"),
        ("Kep. Bangka Belitung", None, "19"),
        ("Indonesia", None, "ID"),
    ],
)
def test_areas(name, within, code):
    area = area_named(name, within)
    assert (area.code if area else None) == code


def test_a_name_of_two_areas_names_both():
    assert {area.code for area in areas_named("Kediri")} == {"35.06", "35.71"}


def test_every_regency_is_found_by_its_full_name():
    for row in reference.seed("regency"):
        assert area_named(row["name_id"]).code == row["area_code"]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Kantor Cabang Kediri", "KC-35.71"),
        ("KC BPJS Ketenagakerjaan Kediri", "KC-35.71"),
        ("Kanwil Kalimantan", "K11-KALIMANTAN"),
        ("Kediri", None),
        ("Kantor", None),
    ],
)
def test_offices_are_named_with_their_kind(label, code):
    office = office_named(label)
    assert (office.code if office else None) == code


def test_a_label_of_an_area_is_no_header():
    assert is_header_text("Provinsi") and is_header_text("Aktif") and is_header_text("2023")
    assert not is_header_text("Kalimantan Barat") and not is_header_text("Ketua RT") and not is_header_text("")


def test_the_vocabulary_names_only_what_there_is():
    known = {
        "programme": reference.programmes(),
        "segment": reference.segments(),
        "facility": reference.facility_types(),
    }
    phrases = [row["phrase"] for row in read_table(FOLDER / "phrases.csv")]
    assert len(phrases) == len(set(phrases))
    for phrase in phrases:
        found = facets_of(phrase)
        assert not found.unplaced, phrase
        for facet, codes in known.items():
            assert found.all(facet) <= codes, phrase
    assert {row["measure"] for row in read_table(FOLDER / "measures.csv")} <= reference.measures().keys()
    assert all(unread_reasons().values())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_facets(text):
    found = facets_of(text)
    assert isinstance(found, Facets)
    assert Cell(text).has_digits or not any(word.isdigit() for word in found.unplaced if word.isascii())
