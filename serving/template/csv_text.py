"""A template as CSV: the tables of a form one below the other, each under its title, ready to be filled in.

Belongs here: how it looks. Does not: what it holds (forms.py).
"""

import csv
import io
from decimal import Decimal

from serving.template.model import Example, Template, TemplateSheet

_SEPARATORS = {"id": ";", "en": ","}  # as the spreadsheet programs of both languages expect


def csv_template(template: Template, filled: bool = False) -> str:
    """The text; `filled` puts the examples below the headers. A form of one sheet is its table alone, without a title."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=_SEPARATORS[template.language], lineterminator="\n")
    titled = len(template.sheets) > 1
    for number, sheet in enumerate(template.sheets):
        if number:
            writer.writerow([])
        if titled:
            writer.writerow([sheet.title])
        writer.writerows([[_text(cell, template.language) for cell in line] for line in _lines(sheet, filled)])
    return target.getvalue()


def _lines(sheet: TemplateSheet, filled: bool) -> list[list[Example]]:
    if sheet.upright:
        return [[column.header, (column.examples[0] if filled else "")] for column in sheet.columns]
    header: list[Example] = [column.header for column in sheet.columns]
    return [header, *(sheet.example_rows if filled else [])]


def _text(value: Example, language: str) -> str:
    """A number in the form of its language: 1.105.000,5 or 1,105,000.5."""
    if not isinstance(value, Decimal):
        return value
    text = f"{value:,f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
