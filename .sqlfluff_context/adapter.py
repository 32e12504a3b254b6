"""What dbt's `adapter` is to the SQL linter, which renders models without dbt.

Belongs here: stand-ins with the shape of what macros/dialect/ writes. Does not: anything that dbt itself runs.
"""

from collections.abc import Callable

QUERIES = {"day_spine": "select current_date as date_day"}


def _sql(argument: str) -> str:
    """Arguments are SQL expressions, but for bare separators, which the macro itself quotes."""
    return argument if any(character.isalnum() for character in argument) else f"'{argument}'"


def dispatch(name: str, _package: str) -> Callable[..., str]:
    """A macro of macros/dialect/: a query where it writes a query, a function call where it writes an expression."""

    def rendered(*arguments: object) -> str:
        return QUERIES.get(name, f"{name}({', '.join(_sql(str(argument)) for argument in arguments)})")

    return rendered


def quote(identifier: str) -> str:
    return f'"{identifier}"'
