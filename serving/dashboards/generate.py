"""`python -m serving.dashboards.generate`: write the assets of Superset anew from the definitions; `--check` tells whether they are current.

Belongs here: comparing and writing files. Does not: what stands in them (assets.py).

`--columns WAREHOUSE` also writes the list of the datasets' columns, as the queries have them on that warehouse.
"""

import argparse
import csv
import io
import sys
from pathlib import Path

import duckdb

from serving.dashboards import definition_files as definition
from serving.dashboards.assets import assets

ASSETS = Path(__file__).parent / "assets"
COLUMNS = definition.DEFINITION / "dataset_columns.csv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is not as it would be")
    parser.add_argument(
        "--columns", type=Path, metavar="WAREHOUSE", help="list the columns of the datasets from this file"
    )
    arguments = parser.parse_args()
    if arguments.columns:
        COLUMNS.write_text(columns_of(arguments.columns), encoding="utf-8")
        definition.rows.cache_clear()
    stale = out_of_date(ASSETS)
    if arguments.check:
        sys.exit("\n".join(f"{path}: not current; python -m serving.dashboards.generate" for path in stale) or 0)
    write(ASSETS)


def out_of_date(folder: Path) -> list[Path]:
    """Files that are missing, other, or left over."""
    made = {folder / path: text for path, text in assets().items()}
    there = set(folder.rglob("*.yaml"))
    return sorted(
        {path for path, text in made.items() if path not in there or path.read_text(encoding="utf-8") != text}
        | (there - made.keys())
    )


def write(folder: Path) -> None:
    made = {folder / path: text for path, text in assets().items()}
    for path in set(folder.rglob("*.yaml")) - made.keys():
        path.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def columns_of(warehouse: Path) -> str:
    """CSV: dataset, column and type, in the order of the queries; both languages must have the same."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("dataset", "column", "type"))
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for name in definition.dataset_names():
            found = {
                language: connection.execute(f"describe {definition.dataset_sql(name, language)}").fetchall()
                for language in definition.LANGUAGES
            }
            first, *others = ([(row[0], row[1]) for row in rows] for rows in found.values())
            if any(other != first for other in others):
                raise ValueError(f"dataset {name}: its columns differ between languages")
            table.writerows((name, column, kind) for column, kind in first)
    return out.getvalue()


if __name__ == "__main__":
    main()
