"""What a cell of a labour-force table says."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.labour_force.cells import persons, power_of_ten, survey_month, survey_period
from sources.labour_force.vocabulary import header_of, survey_months
from sources.tables.areas import area_named, by_code, is_whole_nation
from sources.tables.grid import Cell
from sources.tables.numbers import CellRefusedError, decimal_mark, is_no_figure
from sources.tables.workbook_scan import column_letters

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "power", "mark", "value", "decimals"),
    [
        ("142,18", 6, None, 142_180_000, -4),
        ("142.18", 6, None, 142_180_000, -4),
        ("149,38", 6, ",", 149_380_000, -4),
        ("154,0", 6, None, 154_000_000, -5),
        ("5,80", 6, None, 5_800_000, -4),
        ("1.374,70", 3, None, 1_374_700, -1),
        ("1,374.70", 3, None, 1_374_700, -1),
        ("1.374", 3, ",", 1_374_000, -3),
        ("1.374", 3, ".", 1_374, 0),
        ("4.022.138", 0, None, 4_022_138, 0),
        ("4,022,138", 0, None, 4_022_138, 0),
        ("4 022 138", 0, None, 4_022_138, 0),
        ("4\u00a0022\u00a0138", 0, None, 4_022_138, 0),
        ("2.920", 0, None, 2_920, 0),
        ("2,920", 0, None, 2_920, 0),
        ("0,123", 6, None, 123_000, -3),
        ("4022138", 0, None, 4_022_138, 0),
        ("0", 0, None, 0, 0),
    ],
)
def test_numbers_in_indonesian_and_english_form(text, power, mark, value, decimals):
    read = persons(Cell(text), power, mark)
    assert (read.value, read.decimals) == (value, decimals)


@pytest.mark.parametrize(
    ("text", "power", "rule"),
    [
        ("1.374", 3, "number_ambiguous"),
        ("6,142", 6, "number_ambiguous"),
        ("abc", 0, "not_a_number"),
        ("12 ribu", 0, "not_a_number"),
        ("1.23.456", 0, "not_a_number"),
        ("12,34,56", 0, "not_a_number"),
        ("=cmd|' /C calc'!A0", 0, "not_a_number"),
        ("=1+1", 0, "not_a_number"),
        ("NaN", 0, "not_a_number"),
        ("inf", 0, "not_a_number"),
        ("1e400", 0, "not_a_number"),
        ("0x1F", 0, "not_a_number"),
        ("１２３", 0, "not_a_number"),
        ("142,18*", 6, "not_a_number"),
        ("-5", 0, "number_negative"),
        ("−5", 0, "number_negative"),
        ("(1.000)", 0, "number_negative"),
        ("142,18", 0, "number_not_whole"),
        ("9" * 5000, 0, "number_too_large"),
        ("2000000000", 0, "number_too_large"),
        ("142180000", 3, "number_too_large"),
    ],
)
def test_what_is_no_number_of_persons_names_its_rule(text, power, rule):
    with pytest.raises(CellRefusedError) as caught:
        persons(Cell(text), power, None)
    assert caught.value.rule == rule


@settings(deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([",", "."]))
def test_grouping_never_changes_a_number(number, group):
    assert persons(Cell(f"{number:,}".replace(",", group)), 0, None).value == number


@settings(deadline=None)
@given(st.integers(0, 10**9 - 1), st.integers(1, 4), st.sampled_from([",", "."]), st.sampled_from([4, 6]))
def test_decimals_and_scale_give_value_and_precision(number, places, mark, power):
    group = "." if mark == "," else ","
    scaled = Decimal(number).scaleb(-places)
    text = f"{scaled:,.{places}f}".replace(",", "#").replace(".", mark).replace("#", group)
    if scaled.scaleb(power) > 10**9:
        return
    read = persons(Cell(text), power, mark)
    assert read.value == scaled.scaleb(power)
    assert read.decimals == places - power


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from([0, 3, 6]), st.sampled_from([None, ",", "."]))
def test_no_text_raises_anything_but_a_refusal(text, power, mark):
    try:
        read = persons(Cell(text.strip()), power, mark)
    except CellRefusedError:
        return
    assert read.value >= 0
    assert read.decimals <= 0


def test_the_mark_of_a_file_is_what_its_clear_numbers_agree_on():
    assert decimal_mark([Cell("142,18"), Cell("1.374"), Cell("12")]) == ","
    assert decimal_mark([Cell("1,374.5")]) == "."
    assert decimal_mark([Cell("142,18"), Cell("142.18")]) is None
    assert decimal_mark([Cell("1.374")]) is None


def test_a_workbook_number_is_taken_as_it_is():
    assert persons(Cell("1.374", Decimal("1.374")), 3, ",").value == 1374


@pytest.mark.parametrize("text", ["", "-", "–", "…", "N/A", "tad"])
def test_marks_for_no_figure(text):
    assert is_no_figure(Cell(text))
    assert not is_no_figure(Cell("", fault="cell_holds_error"))


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("Agustus 2024", date(2024, 8, 31)),
        ("Februari 2024", date(2024, 2, 29)),
        ("Pebruari 2015", date(2015, 2, 28)),
        ("aug 2024", date(2024, 8, 31)),
        ("Nov. 2005", date(2005, 11, 30)),
        ("2024-08", date(2024, 8, 31)),
        ("2024-08-01", date(2024, 8, 31)),
        ("08/2024", date(2024, 8, 31)),
    ],
)
def test_survey_periods(text, last_day):
    assert survey_period(text) == last_day


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "period_missing"),
        ("Triwulan II 2024", "period_impossible"),
        ("Agustusan 2024", "month_impossible"),
        ("Maret 2024", "not_a_survey_month"),
        ("13/2024", "month_impossible"),
        ("Agustus 1875", "year_impossible"),
        ("2024", "period_impossible"),
    ],
)
def test_impossible_periods(text, rule):
    with pytest.raises(CellRefusedError) as caught:
        survey_period(text)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    ("year", "month", "rule"),
    [
        ("2024", "", "period_missing"),
        ("24", "8", "year_impossible"),
        ("9999", "8", "year_impossible"),
        ("2024", "0", "month_impossible"),
        ("2024", "13", "month_impossible"),
        ("2024", "3", "not_a_survey_month"),
    ],
)
def test_impossible_years_and_months(year, month, rule):
    with pytest.raises(CellRefusedError) as caught:
        survey_month(year, month)
    assert caught.value.rule == rule


def test_units_of_persons():
    assert [power_of_ten(unit) for unit in ("orang", "Ribu Orang", "juta_orang")] == [0, 3, 6]
    for text, rule in (("", "unit_missing"), ("persen", "unit_unknown")):
        with pytest.raises(CellRefusedError) as caught:
            power_of_ten(text)
        assert caught.value.rule == rule


def test_headers_in_both_languages_and_with_units():
    assert header_of("Angkatan Kerja").column.column == "labour_force"
    assert header_of("ANGKATAN_KERJA").column.column == "labour_force"
    assert header_of("Labour force (thousand persons)").power_of_ten == 3
    assert header_of("Labour force (percent)") is None
    assert header_of("kode_bps").column.kind == "context"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kalimantan Barat", "61"),
        ("KALBAR", "61"),
        ("West Kalimantan", "61"),
        ("Prov. Kalimantan Barat", "61"),
        ("Provinsi Papua", "91"),
        ("Papua Tengah", "94"),
        ("D.I. Yogyakarta", "34"),
        ("Kep. Riau", "21"),
        ("Riau", "14"),
        ("Indonesia", "ID"),
    ],
)
def test_areas_by_name(name, code):
    assert area_named(name).code == code


@pytest.mark.parametrize("name", ["Atlantis", "Kediri", "", "Jumlah", "Kalimantan"])
def test_what_names_no_single_area(name):
    assert area_named(name) is None


def test_the_nation_is_whole_on_the_boundaries_of_any_time():
    provinces = {code for code, area in by_code().items() if area.kind == "province"}
    assert is_whole_nation(provinces)
    assert is_whole_nation(provinces - {"93", "94", "95", "96"})
    assert not is_whole_nation(provinces - {"93"})
    assert not is_whole_nation(provinces - {"91"})
    assert not is_whole_nation(provinces - {"61"})


def test_survey_months():
    assert survey_months() == {2, 5, 8, 11}


def test_column_letters():
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
