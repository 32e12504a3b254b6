"""The values that may stand in an entry, each checked by itself: texts, numbers, days, codes of the reference tables.

Belongs here: what one value must be. Does not: which keys an entry has (entries).
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NoReturn

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from sources import reference
from sources.identity import report_id
from sources.press.gazetteer import areas
from sources.press.vocabulary import table

LONGEST_NAME, LONGEST_PLACE, LONGEST_TEXT = 200, 300, 2000
_NUMBER = re.compile(r"-?\d{1,22}(\.\d{1,6})?", re.ASCII)
_THREE_DECIMALS = re.compile(r"-?\d{1,3}\.\d{3}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_REPORT = re.compile(r"[0-9a-f]{16}|[0-9a-f]{64}")


def broken(rule: str, value: object) -> NoReturn:
    # The message stands in the table of rules; the type carries the rule's code through pydantic.
    raise PydanticCustomError(rule, "{value}", {"value": str(value)})


def _given(value: Any) -> str:
    """A text that is there. A mapping or list is none."""
    if value is None or (isinstance(value, str) and not value.strip()):
        broken("correction_incomplete", "")
    if not isinstance(value, str):
        broken("correction_value_wrong", "a list or mapping stands where a text belongs")
    return value


def words(longest: int) -> BeforeValidator:
    def check(value: Any) -> str:
        text = " ".join(_given(value).split())
        if not text.isprintable():
            broken("correction_value_wrong", text)
        if len(text) > longest:
            broken("correction_value_wrong", f"it has more than {longest} characters")
        return text

    return BeforeValidator(check)


def printed(value: Any) -> str:
    """A text as a report printed it: nothing is smoothed, for it is compared character by character."""
    text = _given(value)
    if len(text) > LONGEST_PLACE:
        broken("correction_value_wrong", f"it has more than {LONGEST_PLACE} characters")
    return text


def _report(value: Any) -> str:
    text = _given(value).lower()
    if not _REPORT.fullmatch(text):
        broken(
            "correction_value_wrong",
            f"{text}; a report is named by the 16 digits of its report_id or its whole SHA-256",
        )
    return report_id(text)


def _number(value: Any) -> Decimal:
    text = _given(value)
    if _THREE_DECIMALS.fullmatch(text):
        broken("correction_number_ambiguous", text)
    if not _NUMBER.fullmatch(text):
        broken("correction_value_wrong", f"{text}; a number is digits, decimals after a dot, at most six")
    return Decimal(text)


def _whole(value: Any) -> int:
    text = _given(value)
    if not re.fullmatch(r"-?\d{1,2}", text, re.ASCII):
        broken("correction_value_wrong", text)
    return int(text)


def _day(value: Any) -> date:
    text = _given(value)
    if not _DAY.fullmatch(text):
        broken("correction_date_wrong", text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        broken("correction_date_wrong", text)


def _true(value: Any) -> bool:
    if _given(value).lower() != "true":
        broken("correction_value_wrong", f"{value}; only true may stand here, otherwise leave the key out")
    return True


def one_of(values: list[str]) -> BeforeValidator:
    def check(value: Any) -> str:
        text = _given(value)
        if text not in values:
            broken("correction_value_wrong", f"{text}; it is one of {', '.join(values)}")
        return text

    return BeforeValidator(check)


def code(kind: str) -> BeforeValidator:
    """A code of a reference table. The tables are opened when the first code is checked, not at import."""

    def check(value: Any) -> str:
        text = _given(value)
        if text not in _codes(kind):
            broken("correction_code_unknown", text)
        return text

    return BeforeValidator(check)


def _codes(kind: str) -> frozenset[str] | set[str]:
    if kind == "segment":
        return reference.segments() | reference.facility_types()
    if kind == "programme":
        return reference.programmes()
    if kind == "reason":
        return {row["reason"] for row in table("unread_reasons")}
    rows: Mapping[str, Any] = reference.measures() if kind == "measure" else areas()
    return {code for code, area in areas().items() if area.office_code} if kind == "office" else set(rows)


def or_nothing(check: BeforeValidator) -> BeforeValidator:
    function: Any = check.func
    return BeforeValidator(lambda value: None if value is None else function(value))


Text = Annotated[str, words(LONGEST_TEXT)]
Name = Annotated[str, words(LONGEST_NAME)]
Printed = Annotated[str, BeforeValidator(printed)]
Report = Annotated[str, BeforeValidator(_report)]
# None is the default of a key that is not written; a validator before it keeps anybody from writing it.
Number = Annotated[Decimal | None, BeforeValidator(_number)]
Whole = Annotated[int | None, BeforeValidator(_whole)]
Day = Annotated[date, BeforeValidator(_day)]
True_ = Annotated[bool, BeforeValidator(_true)]
DayOrNothing = Annotated[date | None, or_nothing(BeforeValidator(_day))]
