"""The cells of an old workbook (XLS), read in a process of its own: run as a script, a workbook on standard input, JSON on standard output.

The library is native code, and a damaged length in an XLS makes it ask for more memory than there is, which ends its process at once.
Belongs here: nothing but the library and limits; the script imports nothing of the project. Does not: what the cells mean (workbook.py).

Output: {"sheets": [[name, [[value, …], …]], …]} with texts, numbers and booleans, days as ISO texts, or {"fault": "…"}.
"""

import io
import json
import sys
from contextlib import suppress
from datetime import date, datetime

MOST_CHARACTERS = 100_000_000
MOST_MEMORY = 1_500_000_000  # bytes of address space
MOST_SECONDS = 60


def main() -> None:
    _limit()
    try:
        answer: dict[str, object] = {"sheets": _read()}
    except MemoryError:
        answer = {"fault": "too_large"}
    sys.stdout.write(json.dumps(answer))


def _limit() -> None:
    """Limits of computing, memory and core dumps, as far as the system has them; the parent's own limit of time always holds."""
    try:
        import resource  # noqa: PLC0415 - Unix only
    except ImportError:
        return
    for name, most in (("RLIMIT_CPU", MOST_SECONDS), ("RLIMIT_AS", MOST_MEMORY), ("RLIMIT_CORE", 0)):
        with suppress(AttributeError, ValueError, OSError):  # the system does not know this limit, or grants less
            resource.setrlimit(getattr(resource, name), (most, most))


def _read() -> list[tuple[str, list[list[object]]]]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - after the limits are set

    characters = 0
    sheets: list[tuple[str, list[list[object]]]] = []
    with CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as workbook:
        for name in workbook.sheet_names:
            rows: list[list[object]] = []
            for line in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False):
                rows.append([_plain(value) for value in line])
                characters += sum(len(value) for value in rows[-1] if isinstance(value, str))
                if characters > MOST_CHARACTERS:
                    raise MemoryError
            sheets.append((name, rows))
    return sheets


def _plain(value: object) -> object:
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


if __name__ == "__main__":
    main()
