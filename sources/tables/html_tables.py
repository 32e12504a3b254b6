"""Tables of web pages: one sheet a `<table>`, spans spread out.

Belongs here: finding tables, rows, spanned cells, the words above a table. Does not: what the cells mean. Nothing is fetched or run.
"""

from collections.abc import Callable, Iterator

from lxml import etree, html

from sources.reading import Refusal, ReportRefusedError
from sources.tables.grid import BLANK, MOST_CELLS, MOST_ROWS, Cell, Merged, Row, Sheet
from sources.text import decode_utf8

MOST_TABLES = 500
WIDEST = 500
DEEPEST = 200
WORDS_ABOVE = 400
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "p", "caption")


def html_sheets(content: bytes) -> list[Sheet]:
    """The innermost tables of a page, in order; headings and short paragraphs above one stand as rows before its own.

    Raises ReportRefusedError (wrong_encoding, table_malformed).
    """
    text = decode_utf8(content)
    try:
        parser = html.HTMLParser(
            encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
        )
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise _malformed(type(error).__name__) from None
    sheets: list[Sheet] = []
    cells = 0
    above: list[str] = []
    title = " ".join(" ".join(root.xpath("//title//text()")[:5]).split())[:WORDS_ABOVE]
    if title:
        above.append(title)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _HEADINGS and not _inside_table(element):
            words = _text(element)
            if words and len(words) <= WORDS_ABOVE:
                above.append(words)
        elif element.tag == "table" and not element.xpath(".//table"):
            sheet = _sheet(element, len(sheets) + 1, above[-4:])
            cells += sum(len(row.cells) for row in sheet.rows)
            if len(sheets) >= MOST_TABLES or cells > MOST_CELLS:
                raise _malformed(f"more than {MOST_TABLES} tables or {MOST_CELLS} cells")
            sheets.append(sheet)
            above = above[:1]
    return sheets


def _sheet(table: html.HtmlElement, number: int, above: list[str]) -> Sheet:
    rows: list[Row] = []
    merged: list[Merged] = []
    for index, words in enumerate(above):
        rows.append(Row(-len(above) + index + 1, (Cell(words),)))  # 0 and below: rows of the page, not of the table
    hanging: dict[int, int] = {}  # column -> rows that a cell from above still covers
    for at, element in enumerate(_rows(table), start=1):
        if at > MOST_ROWS:
            raise _malformed(f"more than {MOST_ROWS} rows")
        cells: list[Cell] = []
        covered, hanging = hanging, {column: left - 1 for column, left in hanging.items() if left > 1}

        def cover(cells: list[Cell] = cells, covered: dict[int, int] = covered) -> None:
            while len(cells) in covered:
                cells.append(BLANK)

        cover()
        for cell in element.iterchildren("td", "th"):
            wide, tall = _span(cell.get("colspan")), _span(cell.get("rowspan"))
            if len(cells) + wide > WIDEST:
                raise _malformed(f"row {at} has more than {WIDEST} columns")
            start = len(cells)
            cells += [Cell(_text(cell)) if _text(cell) else BLANK] + [BLANK] * (wide - 1)
            if wide > 1 or tall > 1:
                merged.append(Merged(at, start, at + tall - 1, start + wide - 1))
            if tall > 1:
                hanging |= dict.fromkeys(range(start, start + wide), tall - 1)
            cover()
        rows.append(Row(at, tuple(cells)))
    return Sheet(rows, _placer(number), merged=tuple(merged))


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (row for row in table.iter("tr"))


def _placer(table: int) -> Callable[[Row, int | None], str]:
    def place(row: Row, index: int | None) -> str:
        if row.number < 1:
            return f"table {table}, words above"
        return f"table {table}, row {row.number}" + ("" if index is None else f", column {index + 1}")

    return place


def _span(text: str | None) -> int:
    return (
        min(int(text), WIDEST) if text and text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1
    )


def _text(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _inside_table(element: html.HtmlElement) -> bool:
    return any(True for _ in element.iterancestors("table"))


def _malformed(what: str) -> ReportRefusedError:
    return ReportRefusedError(
        [Refusal("table_malformed", "whole page", f"the table cannot be taken apart: {what}", what)]
    )
