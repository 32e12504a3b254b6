"""From what an entry says to the columns of an observation, and back.

Belongs here: units, decimals, areas and kinds of period that follow from what a person wrote. Does not: which figure is meant (matching).
"""

from decimal import Decimal
from typing import Any

from sources import reference
from sources.corrections.entries import AsRead, Meaning
from sources.press.gazetteer import areas

Row = dict[str, Any]

# Key of an entry -> column of the contract `observation`.
COLUMNS = {
    "measure": "measure",
    "value": "value",
    "decimals": "decimals",
    "qualifier": "qualifier",
    "area": "area_code",
    "area_name": "area_name",
    "office": "office_code",
    "period_start": "period_start",
    "period_end": "period_end",
    "period_kind": "period_kind",
    "period_basis": "period_basis",
    "programme": "programme",
    "segment": "segment",
}
# All that a figure means: two figures that agree in these are the same one.
MEANING = (
    "measure",
    "value",
    "unit",
    "decimals",
    "qualifier",
    "period_start",
    "period_end",
    "period_kind",
    "period_basis",
    "area_name",
    "area_kind",
    "area_code",
    "office_code",
    "programme",
    "segment",
)
# Of these, what tells one fact from another; the rest is how it is worded.
SAME_FACT = ("measure", "value", "qualifier", "period_start", "period_end", "area_code", "programme", "segment")
_MILLIONTH = Decimal("0.000001")
_UNREAD: Row = dict.fromkeys(MEANING) | {"qualifier": "exact", "period_basis": "none", "period_kind": "instant"}


def corrected(read: Row | None, said: Meaning) -> Row:
    """The columns of MEANING after the correction; `read` is the figure as read, None for one that was not read."""
    row = {column: (read or _UNREAD)[column] for column in MEANING}
    given = {name: getattr(said, name) for name in said.model_fields_set}
    row.update({COLUMNS[name]: value for name, value in given.items()})
    if row["value"] is not None:
        row["value"] = row["value"].quantize(_MILLIONTH)
    if "measure" in given:
        row["unit"] = reference.measures()[row["measure"]]["unit"]
    if "area" in given:
        area = areas()[given["area"]]
        row.update(area_name=area.name, area_kind=area.kind)
        if area.office_code and "office" not in given:
            row["office_code"] = area.office_code
    if "value" in given and "decimals" not in given:
        row["decimals"] = _decimals(given["value"], read)
    if given.keys() & {"period_start", "period_end"} and "period_basis" not in given:
        row["period_basis"] = "none" if row["period_start"] is None and row["period_end"] is None else "text"
    if "period_kind" not in given and (read is None or _kind(row["measure"]) != _kind(read["measure"])):
        spans = _kind(row["measure"]) == "flow" or row["period_start"] is not None
        row["period_kind"] = "duration" if spans else "instant"
    return row


def differences(read: Row, row: Row) -> list[str]:
    """Columns of MEANING in which two figures differ."""
    return [column for column in MEANING if read[column] != row[column]]


def otherwise(row: Row, was: AsRead | None) -> list[str]:
    """Keys of `was` that the figure as read no longer bears out."""
    if was is None:
        return []
    return [
        name
        for name in AsRead.model_fields
        if name in was.model_fields_set and row[COLUMNS[name]] != getattr(was, name)
    ]


def in_words(row: Row) -> str:
    """A figure in a line, for messages."""
    value = f"{Decimal(row['value']).normalize():f}"
    place = row["area_code"] or row["area_name"]
    parts = [f"{row['measure']} {value}", f"area {place}", f"period_end {row['period_end'] or 'null'}"]
    parts += [f"{name} {row[name]}" for name in ("programme", "segment") if row[name] is not None]
    return ", ".join(parts if row["qualifier"] == "exact" else [*parts, f"qualifier {row['qualifier']}"])


def _kind(measure: str) -> str:
    return reference.measures().get(measure, {}).get("kind", "")


def _decimals(value: Decimal, read: Row | None) -> int:
    """How exact a figure is that a person wrote: as it was read, unless what was written is finer than that."""
    if read is not None and value % (Decimal(10) ** -read["decimals"]) == 0:
        return int(read["decimals"])
    return max(0, -int(value.as_tuple().exponent))
