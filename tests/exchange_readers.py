"""Reading exported files with libraries made for their formats: pysdmx for SDMX, frictionless for data packages.

Both live in .venv-exchange (`make .venv-exchange/.installed`; `make test` does it), so this file is also the command that runs there:
`python exchange_readers.py sdmx|package FOLDER` prints what the library found, as JSON.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

LIBRARIES = Path(__file__).parents[1] / ".venv-exchange"


def read_with_library(file_format: str, folder: Path) -> Any:
    """What the library makes of an exported folder; fails the test with its complaint if it does not accept it."""
    assert (LIBRARIES / ".installed").exists(), "the libraries are missing: make .venv-exchange/.installed"
    ended = subprocess.run(
        [sys.executable, __file__, file_format, str(folder)],
        env=os.environ | {"PYTHONPATH": str(LIBRARIES)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    return json.loads(ended.stdout)


def _sdmx(folder: Path) -> dict[str, Any]:
    """Structures by kind, and each file of data read by its structure: rows, and what breaks the structure."""
    from pysdmx.io import get_datasets, read_sdmx
    from pysdmx.model import Role

    structure = folder / "structure.xml"
    message = read_sdmx(structure, validate=True)  # against the schemas of SDMX-ML
    lists = {
        part.id: {code.id: code.name for code in part.items}
        for part in message.structures
        if type(part).__name__ == "Codelist"
    }
    kinds = [type(part).__name__ for part in message.structures]
    flows = {}
    for path in sorted(folder.glob("*.csv")):
        if len(path.read_text(encoding="utf-8").splitlines()) == 1:
            continue
        (data,) = get_datasets(path, structure)
        frame = data.data
        components = list(data.structure.components)
        problems = [f"unknown column {name}" for name in frame.columns if name not in {part.id for part in components}]
        for part in components:
            if part.local_codes is not None:
                codes = {code.id for code in part.local_codes}
                problems += [f"{part.id}: {value!r} is no code" for value in set(frame[part.id]) - codes]
            if part.role == Role.DIMENSION and (frame[part.id] == "").any():
                problems.append(f"{part.id}: empty")
        key = [part.id for part in components if part.role == Role.DIMENSION]
        if frame.duplicated(key).any():
            problems.append("two observations have one key")
        roles = {part.id: part.role.name for part in components}
        flows[path.name] = {"roles": roles, "problems": problems, "rows": frame.astype(str).to_dict("records")}
    return {"lists": lists, "kinds": sorted(kinds), "flows": flows}


def _package(folder: Path) -> dict[str, Any]:
    """The descriptor as the library understands it; its errors are none or end the command."""
    from frictionless import Package

    report = Package.validate_descriptor(str(folder / "datapackage.json"))
    package = Package(str(folder / "datapackage.json"))
    return {
        "errors": [error.message for task in report.tasks for error in task.errors]
        + [error.message for error in report.errors],
        "resources": {
            resource.name: {
                "fields": {field.name: field.type for field in resource.schema.fields},
                "key": resource.schema.primary_key,
                "foreign": resource.schema.foreign_keys,
                "path": resource.path,
            }
            for resource in package.resources
        },
    }


if __name__ == "__main__":
    json.dump({"sdmx": _sdmx, "package": _package}[sys.argv[1]](Path(sys.argv[2])), sys.stdout)
