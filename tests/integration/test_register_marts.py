"""Registers in the warehouse: sums by independent arithmetic, versions of employers, what a later file changes, and what is hidden."""

import random
from collections import defaultdict
from datetime import date
from fractions import Fraction

import duckdb
import pytest

from sources.settings import Settings
from tests.dbt_command import dbt
from tests.register_layer import employer, figure, payment, register

pytestmark = pytest.mark.integration

MODELS = (
    "--select",
    "+path:models/register",
    "+path:models/marts/registers",
    "+payments_repeated",
    "+row_balance",
    "+contradictions",
    "+contradiction_figures",
    "+fct_benefit_disbursements",
    "fct_observation",
)
PONTIANAK, SAMBAS, MEDAN, DELI = "61.71", "61.01", "12.71", "12.07"
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
PROGRAMMES = ("JHT", "JKM", "JKK")
PROVINCES = {"61": 4, "62": 3, "12": 3, "94": 1}


def build(home) -> None:
    dbt(home, "build", *MODELS, "--indirect-selection", "cautious", "--exclude-resource-type", "unit_test")


def rows(home, query):
    with duckdb.connect(str(home / "build" / "cakupan.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def contents(home):
    """Every row of what registers become, sorted: two builds that agree have the same."""
    tables = rows(
        home,
        "select schema_name, table_name from duckdb_tables() where schema_name = 'register' or table_name like 'fct_register%'",
    )
    return {table: sorted(map(str, rows(home, f"from {schema}.{table}"))) for schema, table in tables}


def october():
    at = date(2022, 10, 20)
    return [
        *(payment(worker, PONTIANAK, at) for worker in range(1, 41)),
        *(payment(worker, SAMBAS, at) for worker in range(101, 131)),
        *(payment(worker, MEDAN, at) for worker in range(201, 211)),
        *(payment(worker, DELI, at) for worker in range(301, 321)),
        *(payment(worker, PONTIANAK, at, status="failed") for worker in range(41, 48)),
    ]


def november():
    at = date(2022, 11, 5)
    return [
        *(payment(worker, PONTIANAK, at) for worker in range(41, 46)),  # those that had failed
        *(payment(worker, SAMBAS, at) for worker in range(101, 107)),  # paid again: six
        payment(999, PONTIANAK, at, status="returned"),
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("registers")
    (home / "build").mkdir()
    settings = Settings(data=home)
    register(settings, "payment_register", "october.csv", "2022-10", october())
    register(settings, "payment_register", "november.csv", "2022-11", november())
    figures = [
        figure("bsu_recipients", 75, ("Kalimantan Barat", "province", "61"), date(2022, 11, 10)),
        figure("bsu_recipients", 40, ("Sumatera Utara", "province", "12"), date(2022, 11, 10)),
        figure("bsu_recipients", 113, ("Indonesia", "nation", "ID"), date(2022, 11, 10)),
        figure("bsu_amount", 18_400_000, ("Sumatera Utara", "province", "12"), date(2022, 11, 10), decimals=-6),
        figure("bsu_recipients", 60, ("Kalimantan Barat", "province", "61"), date(2022, 12, 31)),  # after the registers
    ]
    register(settings, "press", "bsu.txt", "2022-12", figures)
    months = {
        "2024-01": [employer(1, PONTIANAK, "2024-01"), employer(2, SAMBAS, "2024-01"), employer(3, SAMBAS, "2024-01")],
        "2024-02": [employer(1, PONTIANAK, "2024-02"), employer(3, SAMBAS, "2024-02", scale="medium")],
        "2024-04": [
            *(employer(number, PONTIANAK, "2024-04") for number in (1, 2)),
            employer(3, SAMBAS, "2024-04", scale="medium"),
        ],
    }
    for month, employers in months.items():
        register(settings, "employer_register", f"{month}.csv", month, employers)
    build(home)
    return home


def bsu(home):
    return {
        area: (paid, amount)
        for area, paid, amount in rows(
            home,
            "select area_code, payments_paid::int, amount_idr::bigint from marts.fct_register_disbursements where programme_code = 'BSU'",
        )
    }


def test_a_worker_is_counted_once_a_stage_and_failures_not_at_all(home):
    expected = {"61.71": 45, "61.01": 30, "61": 75, "12.71": 10, "12.07": 20, "12": 30, "ID": 105}
    assert bsu(home) == {area: (count, count * 600000) for area, count in expected.items()}
    nation = "select payments_failed::int, payments_returned::int, payments_repeated::int from marts.fct_register_disbursements where area_code = 'ID'"
    assert rows(home, nation) == [(7, None, 6)]  # one returned: too few to be told
    assert rows(home, "select payment_count, amount_idr::int from audit.payments_repeated") == [(6, 3600000)]


def test_every_row_of_a_register_is_accounted_for(home):
    query = "select sum(rows_accepted), sum(rows_registered), max(abs(accepted_difference)) from audit.row_balance where source <> 'press'"
    total = len(october()) + len(november()) + 3 + 2 + 3
    assert rows(home, query) == [(total, total, 0)]


def test_a_report_is_held_against_the_registers_within_its_rounding(home):
    found = rows(
        home,
        "select area_code, measure, verdict, right_value::int from audit.relation_checks where relation_kind = 'register' order by all",
    )
    assert found == [
        ("12", "bsu_amount", "confirmed", 18_000_000),
        ("12", "bsu_recipients", "contradicted", 30),
        ("61", "bsu_recipients", "confirmed", 75),
        ("ID", "bsu_recipients", "contradicted", 105),
    ]
    told = dict(
        rows(
            home,
            "select area_code, concat_ws(' ', sentence_en, likely_cause_en) from audit.contradictions where relation_kind = 'register'",
        )
    )
    assert (
        told["12"]
        == "Sumatera Utara, 2022-11: 40 of the report does not equal 30 of the payment registers; the difference is 10."
    )
    assert "failed and returned" in told["ID"]


def test_sums_are_known_from_the_day_on_which_the_last_of_their_files_was_published(home):
    registered = "from {} where origin = 'register' order by all"
    facts = rows(home, registered.format("marts.fct_benefit_disbursements"))
    [(last,)] = rows(home, "select distinct last_published_on from marts.fct_register_disbursements")
    assert facts
    assert rows(home, registered.format(f"marts.benefit_disbursements_as_known(date '{last}')")) == facts
    assert rows(home, registered.format(f"marts.benefit_disbursements_as_known(date '{last}' - 1)")) == []


def test_versions_of_employers_begin_and_end_with_what_registers_show(home):
    found = rows(
        home,
        "select employer_number, scale_code, valid_from, valid_to, month_count from register.dim_employer where employer_number <> 'none' order by 1, 3",
    )
    assert found == [
        # March was delivered by nobody, which says nothing.
        ("00000001", "small", date(2024, 1, 1), None, 3),
        # Missing in February, back in April with another area.
        ("00000002", "small", date(2024, 1, 1), date(2024, 1, 31), 1),
        ("00000002", "small", date(2024, 4, 1), None, 1),
        ("00000003", "small", date(2024, 1, 1), date(2024, 1, 31), 1),
        ("00000003", "medium", date(2024, 2, 1), None, 2),
    ]  # fmt: skip


def test_what_is_loaded_month_by_month_equals_what_is_built_anew(home, tmp_path_factory):
    settings = Settings(data=home)
    # October comes again, with fewer rows; a month is added in the past; a register moves to another month.
    register(settings, "payment_register", "october.csv", "2022-12", october()[10:], sequence=2)
    register(settings, "payment_register", "september.csv", "2022-09", [payment(201, MEDAN, date(2022, 9, 9))])
    register(settings, "employer_register", "2024-03.csv", "2024-03", [employer(2, SAMBAS, "2024-03")])
    build(home)
    assert bsu(home)["61.71"][0] == 35
    assert rows(home, "select count(*) from register.fct_benefit_payments where report_month = '2022-10'") == [(0,)]
    # Medan: one of ten had been paid in September already.
    assert bsu(home)["12.71"][0] == 10
    assert rows(home, "select max(abs(accepted_difference)), sum(rows_superseded) from audit.row_balance") == [
        (0, len(october()))
    ]
    step_by_step = contents(home)
    (home / "build" / "cakupan.duckdb").unlink()
    build(home)
    assert contents(home) == step_by_step


def test_a_build_without_anything_new_loads_nothing(home):
    before = contents(home)
    build(home)
    assert contents(home) == before


# -- what is hidden ------------------------------------------------------------------------------------------------------------------


def determined(equations, cells):
    """Which of the unknown cells a reader can compute: those whose unit vector lies in the span of the equations."""
    index = {cell: place for place, cell in enumerate(cells)}
    matrix = []
    for equation in equations:
        line = [Fraction(0)] * len(cells)
        for cell, factor in equation.items():
            if cell in index:
                line[index[cell]] += factor
        if any(line):
            matrix.append(line)
    row = 0
    for column in range(len(cells)):
        pivot = next((at for at in range(row, len(matrix)) if matrix[at][column]), None)
        if pivot is None:
            continue
        matrix[row], matrix[pivot] = matrix[pivot], matrix[row]
        matrix[row] = [value / matrix[row][column] for value in matrix[row]]
        for at in range(len(matrix)):
            if at != row and matrix[at][column]:
                factor = matrix[at][column]
                matrix[at] = [left - factor * right for left, right in zip(matrix[at], matrix[row], strict=True)]
        row += 1
    # Reduced: a line with a single entry names its cell.
    return {cells[line.index(1)] for line in matrix if sum(1 for value in line if value) == 1}


def parent(area):
    return None if area == "ID" else ("ID" if len(area) == 2 else area[:2])


def sums_over_areas(cells):
    """Each area is the sum of those below it; `cells` are (area, scale)."""
    children = defaultdict(list)
    for area, scale in cells:
        if parent(area):
            children[parent(area), scale].append((area, scale))
    return [{(area, scale): 1} | dict.fromkeys(below, -1) for (area, scale), below in children.items()]


def test_the_attacker_solves_what_can_be_solved():
    cells = [("ID", "ALL"), ("61", "ALL"), ("62", "ALL")]
    equations = sums_over_areas(cells)
    assert determined(equations, [("61", "ALL")]) == {("61", "ALL")}
    assert determined(equations, [("61", "ALL"), ("62", "ALL")]) == set()


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """Many small tables of payments (a programme and month each) and of employers, with cells of every size."""
    home = tmp_path_factory.mktemp("crowded")
    (home / "build").mkdir()
    settings, drawn = Settings(data=home), random.Random(11)  # noqa: S311  (no secret)
    sizes = [0, 0, 1, 2, 3, 4, 5, 6, 8, 12, 30]
    worker = number = 0
    for month in MONTHS:
        payments, employers = [], []
        for province, regencies in PROVINCES.items():
            for regency in range(1, regencies + 1):
                area = f"{province}.{regency:02}"
                for programme in PROGRAMMES:
                    for _ in range(drawn.choice(sizes)):
                        worker += 1
                        payments.append(payment(worker, area, date(2024, int(month[5:]), 15), programme))
                for scale in drawn.sample(["micro", "small", "medium"], drawn.choice([1, 2, 3])):
                    for _ in range(drawn.choice(sizes)):
                        number += 1
                        active = drawn.random() > 0.02
                        employers.append(
                            employer(number, area, month, scale=scale, status="active" if active else "inactive")
                        )
        register(settings, "payment_register", f"{month}.csv", month, payments)
        register(settings, "employer_register", f"{month}.csv", month, employers)
    build(home)
    return home


def test_no_hidden_count_of_payments_can_be_computed(crowded):
    tables = defaultdict(dict)
    for programme, period, area, paid in rows(
        crowded,
        "select programme_code, period_key, area_code, payments_paid::int from marts.fct_register_disbursements",
    ):
        tables[programme, period][area, "ALL"] = paid
    assert len(tables) == len(MONTHS) * len(PROGRAMMES)
    hidden = shown = 0
    for table in tables.values():
        assert all(paid is None or paid >= 5 for paid in table.values())
        unknown = [cell for cell, paid in table.items() if paid is None]
        assert determined(sums_over_areas(table), unknown) == set()
        hidden += len(unknown)
        shown += len(table) - len(unknown)
    assert min(hidden, shown) > 100, "the tables must have something to hide and something to show"


def test_no_hidden_count_of_employers_can_be_computed_by_area_or_scale(crowded):
    tables = defaultdict(dict)
    for period, area, scale, registered, inactive in rows(
        crowded,
        "select period_key, area_code, scale_code, employers_registered::int, employers_inactive::int from marts.fct_register_employers",
    ):
        tables[period][area, scale] = registered
        assert registered is None or registered == 0 or registered >= 5
        assert inactive is None or inactive == 0 or inactive >= 5
    hidden = shown = 0
    for table in tables.values():
        areas = {area for area, _ in table}
        over_scales = [
            {(area, "ALL"): 1} | {cell: -1 for cell in table if cell[0] == area and cell[1] != "ALL"} for area in areas
        ]
        unknown = [cell for cell, registered in table.items() if registered is None]
        assert determined(sums_over_areas(table) + over_scales, unknown) == set()
        hidden += len(unknown)
        shown += len(table) - len(unknown)
    assert min(hidden, shown) > 40


def test_nothing_row_by_row_is_published(home):
    published = rows(
        home, "select table_name, column_name from duckdb_columns() where schema_name in ('marts', 'audit')"
    )
    assert not [name for name in published if "token" in name[1] or name[1] in ("payment_reference", "employer_number")]
