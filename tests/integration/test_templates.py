"""Templates for senders: made out of the forms that the readers follow, and read back by them."""

import io

import openpyxl
import pytest
from click.testing import CliRunner

from cli.main import main
from serving.template import TemplateError, csv_template, template, xlsx_template
from sources import reference
from sources.contracts.enforcement import enforce
from sources.contracts.labour_force import LabourForce
from sources.contracts.workbook import Workbook
from sources.labour_force.vocabulary import columns as labour_force_columns
from sources.labour_force.vocabulary import header_of
from sources.readers import SOURCES
from sources.reading import ReportRefusedError
from sources.registers.headers import form as register_form
from sources.settings import Settings
from sources.workbook import form
from sources.workbook.words import facets_of
from tests.inboxes import put, read_labour_force, read_workbook, run

pytestmark = pytest.mark.integration

LANGUAGES = ["id", "en"]


def opened(made, filled=False):
    return openpyxl.load_workbook(io.BytesIO(xlsx_template(made, filled)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_labour_force_template_is_accepted(language):
    made = template("labour_force", language)
    for content, name in (
        (xlsx_template(made, filled=True), "t.xlsx"),
        (csv_template(made, filled=True).encode(), "t.csv"),
    ):
        reading = read_labour_force(content, name)
        assert not reading.refused
        assert len(reading.rows) == 8
        assert enforce(LabourForce, reading.rows).broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_of_the_labour_force_template_are_those_of_the_reader(language):
    headers = [column.header for column in template("labour_force", language).sheets[0].columns]
    known = [header_of(header).column.column for header in headers]
    wanted = [name for name, column in labour_force_columns().items() if column.kind in ("key", "measure")]
    assert [name for name in known if name in wanted] == [name for name in wanted if name != "period"]


def test_codes_of_the_form_are_those_of_the_reference_tables():
    measures, segments = reference.measures(), reference.segments() | reference.facility_types()
    for name in ("segments", "scales"):
        assert {code.code for code in form.codes(name)} <= segments
    for name in ("programmes", "claim_programmes"):
        assert {code.code for code in form.codes(name)} <= reference.programmes()
    for name in ("kinds", "target_measures"):
        assert {code.measure for code in form.codes(name)} <= measures.keys()
    assert {code.code for code in form.codes("target_measures")} == {
        name for name, row in measures.items() if row["kind"] == "target"
    }
    for sheet in form.sheets():
        assert {column.measure for column in form.columns(sheet).values() if column.role == "measure"} - {""} <= set(
            measures
        )


def test_drop_downs_offer_the_areas_of_the_office_and_headers_are_protected():
    book = opened(template("workbook", "id", office="KC-61.71"))
    page = book["Kepesertaan"]
    header = {cell.value: cell for cell in page[3]}
    assert header["Wilayah"].protection.locked
    assert page.protection.sheet
    assert not page.column_dimensions["A"].protection.locked
    assert "Wajib diisi." in header["Segmen"].comment.text
    rules = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    assert rules["E4"].type == "whole"
    assert rules["A4"].errorStyle == "warning"
    lists = book["Daftar"]
    letter = rules["A4"].formula1.split("$")[1]
    areas = [cell.value for cell in lists[letter]][1:]
    assert [area for area in areas if area] == ["Kantor Cabang Pontianak", "Kota Pontianak"]
    assert [cell.value for cell in lists["A"]][:3] == ["Kantor", "KC-61.71", None]


def test_no_template_of_what_has_no_form():
    with pytest.raises(TemplateError, match="no agreed form"):
        template("press")
    with pytest.raises(TemplateError, match="no office"):
        template("workbook", office="KC-00.00")
    with pytest.raises(TemplateError, match="leave out --office"):
        template("labour_force", office="KC-61.71")


def test_the_command_replaces_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    called = CliRunner().invoke(main, ["template", "workbook", "-o", "form.csv"])
    assert called.exit_code == 0, called.output
    assert (tmp_path / "form.csv").read_text(encoding="utf-8").startswith("Keterangan\nKantor;\n")
    assert CliRunner().invoke(main, ["template", "workbook", "-o", "form.csv"]).exit_code == 1
    assert CliRunner().invoke(main, ["template", "press"]).exit_code == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_workbook_template_is_accepted(language):
    made = template("workbook", language, office="KC-61.71")
    readings = [
        read_workbook(xlsx_template(made, filled=True)),
        read_workbook(csv_template(made, filled=True).encode(), "book.csv"),
    ]
    for reading in readings:
        assert [entry.refusal for entry in reading.refused] == []
        assert reading.numbers_printed == reading.numbers_accounted
        assert enforce(Workbook, reading.rows).broken == []
        assert {row["office_code"] for row in reading.rows} == {"KC-61.71"}
    meanings = [
        [(row["measure"], row["value"], row["area_code"], row["programme"], row["segment"]) for row in reading.rows]
        for reading in readings
    ]
    assert meanings[0] == meanings[1]
    measures = sum(
        len([example for example in column.examples if example])
        for name in form.sheets()
        for column in form.columns(name).values()
        if column.role == "measure"
    )
    assert len(meanings[0]) == measures


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_the_workbook_template_is_understood_on_its_sheet(language):
    sheets = {sheet.title: sheet for sheet in template("workbook", language).sheets}
    for name, declared in form.sheets().items():
        if declared.role != "figures":
            continue
        headers = [column.header for column in sheets[getattr(declared, f"label_{language}")].columns]
        assert [facets_of(header, name).column for header in headers] == list(form.columns(name))


def test_an_empty_workbook_template_holds_no_figure_and_is_refused_for_its_month_alone():
    with pytest.raises(ReportRefusedError) as caught:
        read_workbook(xlsx_template(template("workbook")))
    assert [refusal.rule for refusal in caught.value.refusals] == ["report_month_missing"]


@pytest.mark.parametrize("source", ["payment_register", "employer_register"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_of_a_register_is_accepted(source, language, tmp_path, monkeypatch):
    monkeypatch.setenv("CAKUPAN_TOKEN_KEY", "0123456789abcdef" * 4)
    settings = Settings(data=tmp_path / "home")
    made = template(source, language)
    assert [column.header for column in made.sheets[0].columns] == [row["name"] for row in register_form(source)]
    separator = ";" if language == "id" else ","
    header, row = csv_template(made, filled=True).splitlines()
    cells = dict(zip(header.split(separator), row.split(separator), strict=True))
    if source == "payment_register":
        assert cells["nik"] == ""  # no number of a person, not even an invented one, is handed out
        cells["nik"] = "6171054503900007"
    put(settings, f"{source}/form.csv", f"{header}\n{separator.join(cells.values())}\n".encode())
    _, outcomes = run(settings, {source: SOURCES[source]})
    outcome = outcomes[f"{source}/form.csv"]
    assert [problem.rule for problem in outcome.problems] == []
    assert outcome.rows_accepted == 1
    book = opened(made, filled=True)
    assert book[source].data_validations.dataValidation
