"""Exports of a release: what libraries made for SDMX and data packages read in them, and what happens to the folder."""

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from cli.main import main
from serving.exchange import ExchangeError, export
from serving.exchange.sdmx_codes import code_of
from sources.settings import Settings
from tests.exchange_readers import read_with_library
from tests.exchange_warehouse import HOSTILE_NAME, published

pytestmark = pytest.mark.integration

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("home")
    published(home)
    return Settings(data=home)


@pytest.fixture(scope="module")
def sdmx(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(settings, "sdmx", tmp_path_factory.mktemp("sdmx") / "new").folder


@pytest.fixture(scope="module")
def package(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(settings, "package", tmp_path_factory.mktemp("package") / "new").folder


def lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def figure(path: Path, **key: str) -> dict[str, str]:
    (found,) = [line for line in lines(path) if key.items() <= line.items()]
    return found


def test_a_library_for_sdmx_accepts_structure_and_data(sdmx: Path) -> None:
    found = read_with_library("sdmx", sdmx)
    assert [problem for flow in found["flows"].values() for problem in flow["problems"]] == []
    assert sorted(found["flows"]) == ["coverage.csv", "coverage_undated.csv", "employers.csv"]
    assert {name: len(flow["rows"]) for name, flow in found["flows"].items()} == {
        "coverage.csv": 7,
        "coverage_undated.csv": 1,
        "employers.csv": 5,
    }
    roles = found["flows"]["coverage.csv"]["roles"]
    assert [name for name, role in roles.items() if role == "DIMENSION"] == [
        "REF_AREA",
        "PROGRAMME",
        "SEGMENT",
        "INDICATOR",
        "TIME_PERIOD",
    ]
    assert found["lists"]["CL_REF_AREA"]["ID-61_71"] == "Kota Pontianak"
    assert found["kinds"].count("DataStructureDefinition") == found["kinds"].count("Dataflow") == 4


def test_every_cell_of_the_facts_is_one_observation_with_its_own_unit_and_firmness(sdmx: Path) -> None:
    path = sdmx / "coverage.csv"
    registered = figure(path, REF_AREA="ID-61", INDICATOR="WORKERS_REGISTERED")
    assert (registered["OBS_VALUE"], registered["UNIT_MEASURE"]) == ("2640000", "PS")
    assert (registered["OBS_STATUS"], registered["QUALIFIER"], registered["PRECISION"]) == ("E", "approx", "-4")
    assert (registered["OBSERVATION_ID"], registered["FACT_KEY"], registered["TIME_PERIOD"]) == (
        "o-1",
        "c-1",
        "2023-01",
    )
    reported = figure(path, REF_AREA="ID-61", INDICATOR="COVERAGE_RATE_REPORTED")
    assert (reported["OBS_VALUE"], reported["UNIT_MEASURE"], reported["DECIMALS"]) == ("31.98", "PT", "2")
    computed = figure(path, INDICATOR="COVERAGE_RATE")
    assert (computed["OBS_VALUE"], computed["OBSERVATION_ID"], computed["OBS_STATUS"]) == ("33.3333", "", "A")
    assert not [line for line in lines(path) if line["REF_AREA"] == "ID-61" and line["INDICATOR"] == "COVERAGE_RATE"]


def test_an_area_before_and_after_its_boundaries_changed_is_two_codes(sdmx: Path) -> None:
    path = sdmx / "coverage.csv"
    key = {"INDICATOR": "WORKERS_REGISTERED", "TIME_PERIOD": "2012-11", "SEGMENT": "vulnerable"}
    assert figure(path, REF_AREA="ID-64_19000101", **key)["OBS_VALUE"] == "10"
    assert figure(path, REF_AREA="ID-64", **key)["OBS_VALUE"] == "11"


def test_spans_and_missing_periods_are_said_as_such(sdmx: Path) -> None:
    span = figure(sdmx / "coverage.csv", REF_AREA="ID-61_71", PROGRAMME="JHT")
    assert span["TIME_PERIOD"] == "2022-01-01/P365D"
    (undated,) = lines(sdmx / "coverage_undated.csv")
    assert undated["OBS_VALUE"] == "5"
    assert "TIME_PERIOD" not in undated
    assert undated["REF_AREA"] == code_of(f"unresolved/{HOSTILE_NAME}")


def test_hidden_figures_have_a_status_and_no_value_and_only_where_something_is_counted(sdmx: Path) -> None:
    path = sdmx / "employers.csv"
    small = figure(path, SCALE="micro")
    assert (small["OBS_VALUE"], small["OBS_STATUS"], small["CONF_STATUS"]) == ("", "Q", "C")
    assert small["INDICATOR"] == "EMPLOYERS_ACTIVE", "registers do not count the population: nothing of it is hidden"
    assert figure(path, SCALE="large")["CONF_STATUS"] == "D"
    assert figure(path, ORIGIN="reported", INDICATOR="EMPLOYERS_ACTIVE")["CONF_STATUS"] == "F"


def test_names_are_in_both_languages_and_hostile_ones_stay_text(sdmx: Path) -> None:
    text = (sdmx / "structure.xml").read_text(encoding="utf-8")
    assert '<com:Name xml:lang="id">Kalimantan Barat</com:Name>' in text
    assert '<com:Name xml:lang="en">West Kalimantan</com:Name>' in text
    assert "&lt;b&gt;&amp;" in text
    assert "\x07" not in text
    assert not [
        line for path in sdmx.glob("*.csv") for line in lines(path) if any("=cmd" in cell for cell in line.values())
    ]


def test_two_rows_that_sdmx_could_not_tell_apart_are_an_error(tmp_path: Path) -> None:
    again = "insert into marts.fct_coverage select * replace ('c-9' as coverage_key) from marts.fct_coverage where coverage_key = 'c-1'"
    published(tmp_path, again)
    with pytest.raises(ExchangeError, match=r"fct_coverage: two rows are one observation.*ID-61.*dimensions\.csv"):
        export(Settings(data=tmp_path), "sdmx", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_columns_and_dimensions_that_a_release_adds_are_exported_too(tmp_path: Path) -> None:
    published(
        tmp_path,
        "alter table marts.fct_coverage add column workers_migrant decimal(28, 0) default 3",
        "alter table marts.fct_coverage add column denominator_code varchar default 'bps_15'",
        "update marts.fct_coverage set denominator_code = null where coverage_key = 'c-4'",
        "alter table marts.fct_coverage add column chosen_by varchar default 'origin'",
        "alter table marts.fct_coverage add column report_id varchar default 'r'",
        "alter table marts.fct_coverage add column seen_at timestamptz default timestamptz '2026-01-02 03:04:05Z'",
        "alter table marts.fct_coverage add column certainty double default 0.5",
    )
    folder = export(Settings(data=tmp_path), "sdmx", tmp_path / "out").folder
    found = read_with_library("sdmx", folder)["flows"]["coverage.csv"]
    assert found["problems"] == []
    assert found["roles"]["DENOMINATOR"] == "DIMENSION"
    assert {found["roles"][name] for name in ("CHOSEN_BY", "ROW_REPORT_ID", "SEEN_AT", "CERTAINTY")} == {"ATTRIBUTE"}
    assert {row["DENOMINATOR"] for row in found["rows"] if row["REF_AREA"] == "ID-61_71"} == {"_Z"}
    assert {row["SEEN_AT"] for row in found["rows"]} == {"2026-01-02 03:04:05"}
    migrants = [row for row in found["rows"] if row["INDICATOR"] == "WORKERS_MIGRANT"]
    assert [row["UNIT_MEASURE"] for row in migrants] == ["PS"] * 4


def test_a_library_for_data_packages_accepts_the_descriptor(package: Path) -> None:
    found = read_with_library("package", package)
    assert found["errors"] == []
    coverage = found["resources"]["marts.fct_coverage"]
    assert coverage["key"] == ["coverage_key"]
    assert coverage["fields"]["workers_registered"] == "number"
    assert coverage["fields"]["as_of_date"] == "date"
    targets = {key["fields"][0]: key["reference"] for key in coverage["foreign"]}
    assert targets["area_key"] == {"resource": "marts.dim_area", "fields": ["area_key"]}
    areas = {key["fields"][0]: key["reference"]["resource"] for key in found["resources"]["marts.dim_area"]["foreign"]}
    assert areas == {"parent_area_key": ""}, "an area's parent is in the same table"


def test_files_of_the_package_are_what_the_descriptor_says(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    files = {path.relative_to(package).as_posix() for path in package.rglob("*.parquet")}
    assert {resource["path"] for resource in resources.values()} == files
    for resource in resources.values():
        path = package / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        table = pq.read_table(path)
        assert table.num_rows == resource["rows"]
        assert table.column_names == [field["name"] for field in resource["schema"]["fields"]]
        keys = table.column(0).to_pylist()
        assert keys == sorted(keys)
    said = resources["marts.fct_coverage"]
    assert said["description"] == "Area x segment x programme x month."
    assert {
        "name": "workers_registered",
        "type": "number",
        "description": "Registered workers, active and inactive.",
    } in said["schema"]["fields"]
    assert "primaryKey" not in resources["audit.data_health"]["schema"], "a key that is there twice is no key"


def test_the_package_names_its_sources_and_the_licence_of_what_others_made(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    (source,) = descriptor["sources"]
    assert (source["title"], source["path"]) == ("Harian Contoh: Cakupan Kalbar", "https://example.org/kalbar")
    licensed = {
        resource["name"]: resource["licenses"] for resource in descriptor["resources"] if "licenses" in resource
    }
    assert [licence["name"] for licence in licensed["marts.dim_area"]] == ["MIT"]


@pytest.mark.parametrize("file_format", ["sdmx", "package"])
def test_the_same_release_gives_the_same_bytes(settings: Settings, tmp_path: Path, file_format: str) -> None:
    first, second = (export(settings, file_format, tmp_path / name).folder for name in ("first", "second"))
    names = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(second) for path in second.rglob("*") if path.is_file())
    assert [name for name in names if (first / name).read_bytes() != (second / name).read_bytes()] == []


def run(settings: Settings, *arguments: str) -> tuple[int, str]:
    ended = CliRunner().invoke(main, ["export", *arguments], env={"CAKUPAN_DATA": str(settings.data)})
    return ended.exit_code, ended.output


def test_an_export_replaces_nothing_but_an_export_and_that_only_by_force(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run(settings, "--format", "sdmx", str(folder))[0] == 0
    (folder / "structure.xml").write_text("old", encoding="utf-8")
    code, said = run(settings, "--format", "sdmx", str(folder))
    assert (code, "--force" in said, (folder / "structure.xml").read_text(encoding="utf-8")) == (1, True, "old")
    assert run(settings, "--format", "sdmx", "--force", str(folder))[0] == 0
    assert (folder / "structure.xml").read_text(encoding="utf-8") != "old"

    (folder / "diary.txt").write_text("mine", encoding="utf-8")
    code, said = run(settings, "--format", "sdmx", "--force", str(folder))
    assert (code, "diary.txt" in said, (folder / "diary.txt").read_text(encoding="utf-8")) == (1, True, "mine")
    code, said = run(settings, "--format", "package", "--force", str(folder))
    assert (code, "an export of another format" in " ".join(said.split())) == (1, True)
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert run(settings, "--format", "sdmx", "--force", str(link))[0] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "out"], "nothing temporary stays"


def test_what_cannot_be_exported_is_said_with_a_remedy(settings: Settings, tmp_path: Path) -> None:
    nothing = Settings(data=tmp_path / "empty")
    assert "cakupan run" in run(nothing, "--format", "sdmx", str(tmp_path / "out"))[1]
    assert "cakupan releases" in run(settings, "--format", "sdmx", "--release", "../x", str(tmp_path / "out"))[1]
    published(tmp_path / "home")
    broken = Settings(data=tmp_path / "home")
    database = broken.current / "cakupan.duckdb"
    database.chmod(0o644)
    content = bytearray(database.read_bytes())
    content[-1] ^= 1
    database.write_bytes(content)
    code, said = run(broken, "--format", "package", str(tmp_path / "out"))
    assert (code, "differs from its manifest" in said, (tmp_path / "out").exists()) == (1, True, False)


def test_a_table_whose_name_could_lead_elsewhere_is_no_file(tmp_path: Path) -> None:
    published(tmp_path / "home", 'create table marts."../evil" as select 1 as key')
    code, said = run(Settings(data=tmp_path / "home"), "--format", "package", str(tmp_path / "out"))
    assert (code, "rename the model" in said) == (1, True)
    assert not (tmp_path / "out").exists()
