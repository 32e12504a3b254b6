"""Registers as banks, the agency and the branches would hand them over: invented, deterministic, of any size, with faults that are known.

Belongs here: the shape of a register, the planted faults, writing. Does not: people, banks or employers that exist: every person, number and
employer is made of the row's number, and only provinces, regencies and branches are real. Measuring is payment_register.py's.

    python -m bench.registers payment_register FILE.csv --rows 1000000       also .csv.gz, .csv.zst, .parquet
    python -m bench.registers --demo FOLDER                                  a small inbox of both registers, to be tried out

Beside each file stands `<file>.planted.csv`: row_number and rule of every fault. Nothing in there tells of a person.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import duckdb

from bench.register_sql import DRAW, EMPLOYER_REGISTER, FAULTY, PAYMENT_REGISTER, PICK, PLANTED, STRUCTURAL, Shape
from sources.reference import seed

SHAPES: Mapping[str, Shape] = {"payment_register": PAYMENT_REGISTER, "employer_register": EMPLOYER_REGISTER}
FAULTS_IN_TEN_THOUSAND = 50
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
DEMO_ROWS = 2000
PEOPLE_A_DRAW = 10_000


@dataclass(frozen=True)
class Register:
    """What to write. `month` is the month of an employer register, and moves the days of a payment register; `seed` draws another one."""

    source: str
    rows: int
    seed: int = 1
    month: str = "2025-07"
    faults_in_ten_thousand: int = FAULTS_IN_TEN_THOUSAND


def write_register(register: Register, path: Path) -> Path:
    """Write a register in the form that the path's ending says; returns the path of the list of planted faults."""
    shape = SHAPES[register.source]
    is_text = path.suffix != ".parquet"
    planted = path.with_name(f"{path.name}.planted.csv")
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.execute("set preserve_insertion_order = true")
        for name, value in (
            ("row_count", register.rows),
            ("seed", register.seed),
            ("fault_share", register.faults_in_ten_thousand),
            ("faults", [fault for fault in shape.faults if is_text or fault not in STRUCTURAL]),
            ("month_start", f"{register.month}-01"),
            ("areas", areas()),
            ("offices", [row["office_code"] for row in seed("office") if row["office_kind"] == "branch"]),
        ):
            connection.execute(f"set variable {name} = ?", [value])
        for statement in (DRAW, PICK, FAULTY, shape.view, PLANTED):
            connection.execute(statement)
        _write(connection, shape, path, is_text)
        connection.execute("copy (from planted order by row_number) to $path (header)", {"path": str(planted)})
    return planted


def areas() -> list[str]:
    """Codes of regencies to be drawn from, each as often as its share of the people: all 38 provinces are among them."""
    of_province: dict[str, list[str]] = {}
    for row in seed("regency"):
        of_province.setdefault(row["province_code"], []).append(row["area_code"])
    drawn: list[str] = []
    for province in seed("province"):
        codes = sorted(of_province[province["area_code"]])
        times = max(1, round(int(province["population_2024_12"]) / PEOPLE_A_DRAW / len(codes)))
        drawn += codes * times
    return drawn


def _write(connection: duckdb.DuckDBPyConnection, shape: Shape, path: Path, is_text: bool) -> None:
    columns = ", ".join(shape.columns)
    if not is_text:
        # S608: the names of columns are this project's own.
        connection.execute(f"copy (select {columns} from register) to $path (format parquet)", {"path": str(path)})  # noqa: S608
        return
    compression = COMPRESSIONS.get(path.suffix, "none")
    # Lines are put together here, because some of them are wrong on purpose.
    connection.execute(
        f"""copy (
            select case fault
                when 'ragged_row' then concat_ws(',', {columns}, 'x')
                when 'quote_unbalanced' then '"' || concat_ws(',', {columns})
                else concat_ws(',', {columns}) end as "{",".join(shape.columns)}"
            from register
        ) to $path (format csv, header true, quote '', escape '', delimiter E'\\x01', compression '{compression}')""",  # noqa: S608
        {"path": str(path)},
    )


@click.command()
@click.argument("source", type=click.Choice(sorted(SHAPES)), required=False)
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--rows", type=click.IntRange(min=1), default=100_000, show_default=True)
@click.option("--seed", "drawing", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--month", default="2025-07", show_default=True, help="Month of an employer register, YYYY-MM.")
@click.option(
    "--demo",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a small inbox of both registers into inbox/ there, what is wrong in them beside it.",
)
def main(  # noqa: PLR0917  (click hands them over by name)
    source: str | None, path: Path | None, rows: int, drawing: int, month: str, demo: Path | None
) -> None:
    """Write an invented register and the list of its planted faults."""
    if demo is not None:
        for name in sorted(SHAPES):
            folder = demo / "inbox" / name
            folder.mkdir(parents=True, exist_ok=True)
            planted = write_register(Register(name, DEMO_ROWS, drawing, month), folder / f"invented-{month}.csv")
            planted.replace(demo / f"{name}.planted.csv")  # beside the inbox: no report
        return
    if source is None or path is None:
        raise click.UsageError("name a source and a file, or --demo FOLDER")
    click.echo(str(write_register(Register(source, rows, drawing, month), path)))


if __name__ == "__main__":
    sys.exit(main())
