"""A template as a workbook: protected headers, drop-downs, units and rules as comments, examples and lists on sheets of their own.

Belongs here: how it looks. Does not: what it holds (forms.py).
"""

import io
from datetime import UTC, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from serving.safe_cells import put_text
from serving.template.model import Example, Template, TemplateColumn, TemplateSheet

ROWS_TO_FILL = 2000
_HEADER_ROW = 3
_REQUIRED = PatternFill("solid", fgColor="FFD9E8F5")
_OPTIONAL = PatternFill("solid", fgColor="FFEFEFEF")
_FORMATS = {"text": "@", "count": "#,##0", "number": "General", "year": "0"}
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # workbooks know no time zone
_WORDS = {
    "id": {
        "required": "Wajib diisi.",
        "count": "Bilangan bulat, tidak kurang dari nol.",
        "wrong": "Nilai tidak sesuai",
        "choose": "Pilih dari daftar.",
        "example": "Contoh: ",
    },
    "en": {
        "required": "Must be filled in.",
        "count": "Whole number, not below zero.",
        "wrong": "Not a possible value",
        "choose": "Choose from the list.",
        "example": "Example: ",
    },
}


def xlsx_template(template: Template, filled: bool = False) -> bytes:
    """The bytes of the workbook; `filled` puts the examples into the sheets themselves."""
    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = _EPOCH
    book.properties.title = template.title
    book.properties.creator = "Cakupan"
    lists = {name: at for at, name in enumerate(template.lists, start=1)}
    for sheet in template.sheets:
        page: Worksheet = book.create_sheet(sheet.title)
        if sheet.upright:
            _upright(page, sheet, template, lists, filled)
        else:
            _table(page, sheet, template, lists, filled)
    if template.examples_title:
        _examples(book.create_sheet(template.examples_title), template)
    if template.lists:
        _lists(book.create_sheet(template.lists_title), template)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _upright(page: Worksheet, sheet: TemplateSheet, template: Template, lists: dict[str, int], filled: bool) -> None:
    page["A1"] = sheet.about
    page["A1"].font = Font(italic=True)
    for at, column in enumerate(sheet.columns, start=_HEADER_ROW):
        _header(page, at, 1, column, template)
        cell = page.cell(at, 2)
        cell.number_format = _FORMATS["text"]
        cell.protection = Protection(locked=False)
        if filled and column.examples:
            _put(page, at, 2, column.examples[0])
        _validate(page, column, f"B{at}", template, lists)
    page.column_dimensions["A"].width = 24
    page.column_dimensions["B"].width = 40
    _protect(page)


def _table(page: Worksheet, sheet: TemplateSheet, template: Template, lists: dict[str, int], filled: bool) -> None:
    page["A1"] = sheet.about
    page["A1"].font = Font(italic=True)
    last = _HEADER_ROW + ROWS_TO_FILL
    for at, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(at)
        dimension = page.column_dimensions[letter]
        dimension.width = max(12, min(40, len(column.header) + 6))
        # The column's own style holds for cells that nobody has written yet: they may be filled in, the header may not be changed.
        dimension.protection = Protection(locked=False)
        dimension.number_format = _FORMATS[column.kind]
        _header(page, _HEADER_ROW, at, column, template)
        _validate(page, column, f"{letter}{_HEADER_ROW + 1}:{letter}{last}", template, lists)
    if filled:
        for number, row in enumerate(sheet.example_rows, start=_HEADER_ROW + 1):
            for at, value in enumerate(row, start=1):
                _put(page, number, at, value)
                page.cell(number, at).protection = Protection(locked=False)
    page["A1"].protection = page["A2"].protection = Protection(locked=True)
    page.freeze_panes = page.cell(_HEADER_ROW + 1, 1)
    _protect(page)


def _header(page: Worksheet, row: int, at: int, column: TemplateColumn, template: Template) -> None:
    cell = page.cell(row, at, column.header)
    cell.font = Font(bold=True)
    cell.fill = _REQUIRED if column.required else _OPTIONAL
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.protection = Protection(locked=True)
    words = _WORDS[template.language]
    lines = [column.note, words["required"] if column.required else "", words["choose"] if column.choices else ""]
    if not template.examples_title and any(column.examples):
        lines.append(words["example"] + f"{column.examples[0]}")
    cell.comment = Comment("\n".join(line for line in lines if line), "Cakupan", height=120, width=320)


def _validate(page: Worksheet, column: TemplateColumn, cells: str, template: Template, lists: dict[str, int]) -> None:
    words = _WORDS[template.language]
    if column.choices:
        letter = get_column_letter(lists[column.choices])
        last = len(template.lists[column.choices]) + 1
        rule = DataValidation(type="list", formula1=f"'{template.lists_title}'!${letter}$2:${letter}${last}")
        rule.errorStyle = "stop" if column.strict else "warning"
        rule.error = words["choose"]
    elif column.kind == "count":
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
        rule.error = words["count"]
    elif column.kind == "year":
        rule = DataValidation(type="whole", operator="between", formula1="1977", formula2="2100")
        rule.error = column.note
    else:
        return
    rule.errorTitle, rule.showErrorMessage, rule.allow_blank = words["wrong"], True, True
    rule.add(cells)
    page.add_data_validation(rule)


def _examples(page: Worksheet, template: Template) -> None:
    page["A1"] = template.examples_about
    page["A1"].font = Font(italic=True)
    row = _HEADER_ROW
    for sheet in template.sheets:
        page.cell(row, 1, sheet.title).font = Font(bold=True)
        lines = (
            [[column.header, *column.examples] for column in sheet.columns]
            if sheet.upright
            else [[column.header for column in sheet.columns], *sheet.example_rows]
        )
        for line in lines:
            row += 1
            for at, value in enumerate(line, start=1):
                _put(page, row, at, value)
        row += 2
    _protect(page)


def _lists(page: Worksheet, template: Template) -> None:
    for at, (name, values) in enumerate(template.lists.items(), start=1):
        header = next((c.header for sheet in template.sheets for c in sheet.columns if c.choices == name), name)
        page.cell(1, at, template.lists_header.format(header=header)).font = Font(bold=True)
        page.column_dimensions[get_column_letter(at)].width = 28
        for row, value in enumerate(values, start=2):
            _put(page, row, at, value)
    _protect(page)


def _put(page: Worksheet, row: int, at: int, value: Example) -> None:
    if value == "":
        return
    cell = page.cell(row, at)
    if isinstance(value, Decimal):
        cell.value = int(value) if value == value.to_integral_value() else float(value)
    else:
        put_text(cell, value)


def _protect(page: Worksheet) -> None:
    """Against slips, not against people: there is no password."""
    page.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(page.protection, allowed, False)
