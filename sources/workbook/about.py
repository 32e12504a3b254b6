"""What a workbook says of itself: the office, the month, the day on which it was completed.

Belongs here: finding the lines that say so, wherever they stand. Does not: figures.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from sources.front_matter import FrontMatter, front_matter_of
from sources.reading import Publication, Refusal
from sources.tables.grid import Row, Sheet
from sources.tables.offices import Office, by_code, office_named
from sources.workbook.layout import Table
from sources.workbook.refusals import refusal
from sources.workbook.words import about_named, day_of, month_end, months_in, number_of_month, number_of_year

_MONTH_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.](0[1-9]|1[0-2])(?!\d)")
READ_FROM_LINE = "the line of the month"
_LAST_DAYS = 28
_OFFICE_CODE = re.compile(r"(?<![\w.])(K[C8]?\w*-[\w.]+)", re.IGNORECASE)


@dataclass
class About:
    """What is known of a workbook. `month` is the last day of the month reported; `read_from` says where the month stands.

    `front_matter` is the block of `key: value` lines with which reports of any source may begin.
    """

    office: Office | None = None
    month: date | None = None
    prepared_on: Publication | None = None
    front_matter: FrontMatter | None = None
    read_from: str = ""
    parts: dict[str, int] = field(default_factory=dict)  # month and year that stand in lines of their own
    rows: set[int] = field(default_factory=set)  # identities of the rows that said something
    problems: list[tuple[Refusal, Row]] = field(default_factory=list)


def office_of(text: str) -> Office | None:
    """The office that a code or a name means; None if there is none, or more than one."""
    if (match := _OFFICE_CODE.search(text)) and (found := by_code().get(match[1].upper())):
        return found
    return office_named(text)


def about_of(sheets: list[Sheet], tables: list[Table], file_name: str, loose: list[tuple[Sheet, Row]]) -> About:
    """Everything that lines outside the tables say, then what titles and the file's name say of the month.

    `loose` are the rows that belong to no table. Lines that give a value that cannot be understood are in `problems`. Raises
    ReportRefusedError on a wrong block at the head.
    """
    about = About()
    for sheet, row in loose:
        _line(about, sheet, row)
    for table in tables:
        for row in table.titles:
            _line(about, table.sheet, row, in_title=True)
    if about.month is None and about.parts.keys() == {"month", "year"}:
        about.month, about.read_from = month_end(about.parts["year"], about.parts["month"]), READ_FROM_LINE
    block = next((sheet.front_matter for sheet in sheets if sheet.front_matter), "")
    about.front_matter = front_matter_of(block) if block else None
    if about.month is None:
        _month_elsewhere(about, tables, file_name)
    if about.office is None:
        rows = [row for _, row in loose] + [row for table in tables for row in table.titles]
        named = {office_named(cell.text) for row in rows for cell in row.cells if cell.text} - {None}
        about.office = named.pop() if len(named) == 1 else None
    return about


def _line(about: About, sheet: Sheet, row: Row, *, in_title: bool = False) -> None:
    """Take a line of label and value; a title line that names another month than the workbook is judged with its table."""
    texts = [(index, cell.text) for index, cell in enumerate(row.cells) if cell.text]
    if not texts:
        return
    (index, label), *rest = texts
    values = [(at, text) for at, text in rest if text != ":"]
    if not values and ":" in label:
        label, _, value = label.partition(":")
        values = [(index, value.strip())]
    name = about_named(label)
    if name is None or len(values) != 1 or not values[0][1]:
        return
    at, text = values[0][0], values[0][1].removeprefix(":").strip()
    about.rows.add(id(row))
    if not _take(about, name, text) and not (in_title and name == "month" and day_of(text)):
        rule = {"office": "office_unknown", "month": "report_month_unclear", "year": "report_month_unclear"}.get(
            name, "prepared_on_impossible"
        )
        about.problems.append((refusal(rule, sheet.place(row, at), text, label), row))


def _take(about: About, name: str, text: str) -> bool:
    if name == "office":
        about.office = about.office or office_of(text)
        return office_of(text) is not None
    if name == "year" or (name == "month" and day_of(text) is None):
        part = number_of_year(text) if name == "year" else number_of_month(text)
        return part is not None and about.parts.setdefault(name, part) == part
    found = day_of(text)
    if found is None:
        return False
    day, is_day = found
    if name == "month":
        month = month_end(day.year, day.month)
        about.month, about.read_from = about.month or month, READ_FROM_LINE
        return about.month == month
    about.prepared_on = about.prepared_on or Publication(day, "day" if is_day else "month", "front_matter")
    return True


def _month_elsewhere(about: About, tables: list[Table], file_name: str) -> None:
    titled = {month for table in tables for month in title_months(table)}
    if len(titled) == 1:
        about.month, about.read_from = titled.pop(), "a title line"
        return
    stem = PurePosixPath(file_name).stem
    named = {month_end(int(year), int(month)) for year, month in _MONTH_IN_NAME.findall(stem)}
    named |= {month_end(day.year, day.month) for day, _ in months_in(re.sub(r"[-_.]", " ", stem))}
    if not titled and len(named) == 1:
        about.month, about.read_from = named.pop(), "the name of the file"


def title_months(table: Table) -> set[date]:
    """Months that the title lines of a table or the name of its sheet name, as their last days.

    A day within a month tells when something was written, not what it is about: only month ends count.
    """
    texts = [table.sheet.name or ""]
    for row in table.titles:
        about = about_named(_first(row))
        if about is None or about == "month":
            texts += [cell.text for cell in row.cells if cell.text]
    found = [day for text in texts for day, is_day in months_in(text) if not is_day or day.day >= _LAST_DAYS]
    return {month_end(day.year, day.month) for day in found}


def _first(row: Row) -> str:
    return next((cell.text for cell in row.cells if cell.text), "").partition(":")[0]
