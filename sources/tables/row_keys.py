"""The keys of a table's rows: labels, codes, periods and units in cells, and sections that head the rows below them.

Belongs here: what a row says before its figures are looked at. Does not: the figures (rows.py), words to facets (facets.py).
"""

from sources.reading import Refusal
from sources.tables.areas import Area, by_code
from sources.tables.cells import key_level
from sources.tables.facets import Facets, facets_of, is_total_label
from sources.tables.grid import Cell, Row
from sources.tables.layout import Column, Table
from sources.tables.model import Keys, refusal
from sources.tables.numbers import is_no_figure

_WORDS = ("label", "area_name", "office_name")


class RowKeys:
    """Reads the keys of the rows of one table, in their order. `within` is the code of the province that titles name, if they do."""

    def __init__(self, table: Table, within: str | None) -> None:
        self._table, self._sheet, self._within = table, table.sheet, within
        self._section: tuple[Facets, str, str] | None = None
        self._parents: list[tuple[str, Facets]] = []

    def begin_section(self, row: Row, texts: list[str]) -> None:
        """A row without figures heads the rows below: to the next such row, or as far as a code that begins with its own reaches."""
        facets = facets_of(" ".join(texts), self._within)
        code = next(
            (row.cell(c.index).text for c in self._table.of_role("context") if "." in row.cell(c.index).text), ""
        )
        if code:
            self._parents = [(known, level) for known, level in self._parents if code.startswith(known + ".")]
            self._parents.append((code, facets))
        else:
            self._section = (facets, " ".join(texts), self._sheet.place(row, None))

    def keys(self, row: Row) -> tuple[Keys, list[Refusal]]:
        """What the key cells of a row and the sections over it say, and what is wrong with them."""
        sections, refusals = self._sections(row)
        levels = [Facets({k: v for k, v in one.values.items() if k != "area"}) for one in sections]
        # The area of a section is where its rows lie, not another area beside theirs.
        over = next((one.one("area") for one in reversed(sections) if one.one("area")), None)
        within = over if over and over in by_code() and by_code()[over].kind == "province" else self._within
        area = self._area_of_code(row, refusals)
        label, is_total = "", False
        for column in self._table.of_role(*_WORDS, "year", "month", "period", "unit"):
            cell, place = row.cell(column.index), self._sheet.place(row, column.index)
            if cell.fault is not None:
                refusals.append(refusal(cell.fault, place, None, column.header))
            elif is_no_figure(cell):
                continue
            elif column.role not in _WORDS:
                said, rule = key_level(column, cell)
                refusals += [refusal(rule, place, cell.text, column.header)] if rule else []
                levels += [said] if said is not None else []
            else:
                label = label or cell.text
                level = facets_of(cell.text, within)
                if _is_total(cell.text, level):
                    is_total = True
                    levels.append(Facets({facet: value for facet, value in level.values.items() if facet != "role"}))
                    continue
                if column.role == "label":
                    levels += [Facets(one.values) for one in column.levels]
                refusals += _label_faults(column, cell, level, area, place)
                if area is not None and area.code in level.all("area"):
                    level = Facets({**level.values, "area": frozenset({area.code})})
                levels.append(level)
        if area is not None and not any(level.values.get("area") for level in levels):
            levels.append(Facets({"area": frozenset({area.code})}))
        elif over and not any(level.values.get("area") or level.values.get("office") for level in levels):
            levels.append(Facets({"area": frozenset({over})}))
        return Keys(tuple(levels), label, is_total), refusals

    def _area_of_code(self, row: Row, refusals: list[Refusal]) -> Area | None:
        area = None
        for column in self._table.of_role("area_code"):
            code = row.cell(column.index).text.upper()
            if code and code not in by_code():
                refusals.append(refusal("area_code_unknown", self._sheet.place(row, column.index), code))
            elif code:
                area = by_code()[code]
        return area

    def _sections(self, row: Row) -> tuple[list[Facets], list[Refusal]]:
        levels = []
        if self._section is not None:
            facets, text, place = self._section
            if facets.unplaced:
                return [], [refusal("label_unknown", place, text)]
            levels.append(facets)
        codes = [row.cell(c.index).text for c in self._table.of_role("context")]
        for known, facets in self._parents:
            if any(code.startswith(known + ".") for code in codes):
                levels.append(Facets(facets.values))
        return levels, []


def _is_total(text: str, level: Facets) -> bool:
    return (is_total_label(text) or "total" in level.all("role")) and not level.values.get("subject")


def _label_faults(column: Column, cell: Cell, level: Facets, area: Area | None, place: str) -> list[Refusal]:
    """What is wrong with a label; the first thing only."""
    areas = level.all("area")
    named = " or ".join(by_code()[code].name for code in sorted(areas))
    unknown = {"area_name": "unknown_area", "office_name": "office_unknown"}.get(str(column.role), "label_unknown")
    wrong = [
        (bool(level.one("foreign")), "table_of_another_body", level.one("foreign")),
        (bool(level.values.get("other")), "facet_not_held", cell.text),
        (bool(level.unplaced), unknown, cell.text),
        (len(level.all("office")) > 1, "office_unknown", cell.text),
        (
            area is not None and bool(areas) and area.code not in areas,
            "area_name_code_disagree",
            f"{named}, {area.code if area else ''}",
        ),
        (area is None and len(areas) > 1, "area_ambiguous", f"{cell.text}: {named}"),
        (column.role == "area_name" and not areas | level.all("office"), "unknown_area", cell.text),
    ]
    return next(([refusal(rule, place, value, column.header)] for broken, rule, value in wrong if broken), [])
