"""Code lists of SDMX, out of the dimensions of a release and the small fixed lists of vocabulary/codes.csv.

Belongs here: members of the warehouse as codes, with names in both languages. Does not: XML, data.

Codes of SDMX have letters, digits, - and _ only: the area 61.71 is the code ID-61_71, ALL is _T. An area before and after its boundaries changed is two
codes, because figures of one are not figures of the other: the one in force has the plain code, an earlier one its first day behind it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import duckdb

from serving.exchange.release_tables import Table
from serving.release.contents import quoted
from sources.reference import Row, read_table

_VOCABULARY = Path(__file__).parent / "vocabulary"
_CODE = re.compile(r"[A-Za-z0-9_@$-]{1,100}")
_TOTAL = {"ALL": "_T"}
_NAMES = ("name_id", "name_en")
MISSING = "_Z"


@dataclass(frozen=True)
class Code:
    """One code; `annotations` are (type, text): what the dimension says of its member."""

    code: str
    name_id: str
    name_en: str
    description: str = ""
    parent: str | None = None
    annotations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CodeList:
    """A list; `of_member` leads from what a fact row holds (a code or a key of the warehouse) to the code."""

    identity: str
    name_id: str
    name_en: str
    codes: tuple[Code, ...]
    of_member: Mapping[str, str]


@cache
def vocabulary(name: str) -> tuple[Row, ...]:
    """Rows of a table of serving/exchange/vocabulary."""
    return tuple(read_table(_VOCABULARY / f"{name}.csv"))


def code_of(member: str, digits_follow: str = "") -> str:
    """A code of the warehouse as SDMX may write it; a text that is no code (a printed name) becomes a part of its hash.

    A code that other codes name as their parent must not begin with a digit: then `digits_follow` stands before it.
    """
    plain = _TOTAL.get(member, member.replace(".", "_"))
    plain = digits_follow + plain if plain[:1].isdigit() else plain
    return plain if _CODE.fullmatch(plain) else f"X_{sha256(member.encode()).hexdigest()[:16]}"


def fixed_list(identity: str, members: Iterable[str] = ()) -> CodeList:
    """A list of vocabulary/codes.csv, with further members under their own names. The member '' stands for what nothing is said of."""
    rows = [row for row in vocabulary("codes") if row["code_list"] == identity]
    of_member = {row["member"]: row["code"] for row in rows}
    codes = {row["code"]: Code(row["code"], row["name_id"], row["name_en"]) for row in rows}
    for member in members:
        if member not in of_member:
            code = code_of(member).upper()
            of_member[member] = code
            codes.setdefault(code, Code(code, member, member))
    return CodeList(identity, *_titles(identity), tuple(codes[code] for code in sorted(codes)), of_member)


def plain_list(identity: str, members: Iterable[str]) -> CodeList:
    """A list of values that no dimension of the release explains."""
    of_member = {member: code_of(member) for member in sorted(set(members))}
    codes = {code: Code(code, member, member) for member, code in of_member.items()}
    return CodeList(identity, *_titles(identity), tuple(codes[code] for code in sorted(codes)), of_member)


def dimension_list(connection: duckdb.DuckDBPyConnection, table: Table, row: Row, identity: str) -> CodeList:
    """The members of a dimension; `row` is its row of vocabulary/dimensions.csv."""
    names = [column.name for column in table.columns]
    result = connection.execute(f"select * from {table.address} order by all nulls last")  # noqa: S608 - quoted names of the catalog
    members = [dict(zip(names, values, strict=True)) for values in result.fetchall()]
    ids = _member_codes(members, row)
    codes = sorted((_code(member, row, ids) for member in members), key=lambda code: code.code)
    return CodeList(identity, row["name_id"], row["name_en"], tuple(codes), ids)


def _member_codes(members: list[dict[str, object]], row: Row) -> dict[str, str]:
    """Key of the member -> code."""
    latest: dict[str, date] = {}
    for member in members:
        code = str(member[row["code"]])
        latest[code] = max(latest.get(code, date.min), _valid_from(member))
    found: dict[str, str] = {}
    for member in members:
        code, begins = str(member[row["code"]]), _valid_from(member)
        found[str(member[row["member"]])] = code_of(code, row["digits_follow"]) + (
            "" if begins == latest[code] else f"_{begins:%Y%m%d}"
        )
    times = Counter(found.values())
    # 61.71 and 61_71 would be one code: then both are told apart by their keys.
    return {
        key: code if times[code] == 1 else f"X_{sha256(key.encode()).hexdigest()[:16]}" for key, code in found.items()
    }


def _valid_from(member: Mapping[str, object]) -> date:
    found = member.get("valid_from")
    return found if isinstance(found, date) else date.min


def _code(member: Mapping[str, object], row: Row, ids: Mapping[str, str]) -> Code:
    name_id = str(member.get("name_id") or member[row["code"]])
    parent = ids.get(str(member.get(row["parent"]))) if row["parent"] else None
    code = ids[str(member[row["member"]])]
    annotations = tuple(
        (column.upper(), str(value).lower() if isinstance(value, bool) else str(value))
        for column, value in member.items()
        if value is not None and column not in _NAMES and not column.endswith("_key")
    )
    # A code that is its own parent would have no place in the list.
    return Code(
        code, name_id, str(member.get("name_en") or name_id), "", None if parent == code else parent, annotations
    )


def with_missing(code_list: CodeList) -> CodeList:
    """The list with a code for rows that hold no member: the dimension does not apply to them."""
    missing = Code(MISSING, "Tidak berlaku", "Not applicable")
    return replace(code_list, codes=(*code_list.codes, missing), of_member={**code_list.of_member, "": MISSING})


def distinct(connection: duckdb.DuckDBPyConnection, table: Table, column: str) -> list[str]:
    """The values of a column, sorted."""
    query = f"select distinct {quoted(column)}::varchar from {table.address} where {quoted(column)} is not null order by all"  # noqa: S608 - as above
    return [str(value) for (value,) in connection.execute(query).fetchall()]


def _titles(identity: str) -> tuple[str, str]:
    words = identity.removeprefix("CL_").replace("_", " ").capitalize()
    return words, words
