"""A saved web page as a tree and as blocks: the pieces of text that a browser would show apart from each other, in their order.

Belongs here: decoding, parsing with limits, cutting into blocks. Does not: which of them are the report (web_report), what the head of the
page says (web_metadata).
"""

import codecs
import re
from dataclasses import dataclass, field
from functools import cache

from lxml import etree, html

from sources.documents.vocabulary import table
from sources.documents.web_words import leads_elsewhere
from sources.reading import Refusal, ReportRefusedError

MOST_ELEMENTS = 40_000  # a long page with all its menus has 5,000
DEEPEST = 200
ROW_CELL = 300  # characters; a row of a table with longer cells is layout
CELLS_BETWEEN = " | "
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_LATIN = frozenset(
    {"iso8859-1", "ascii", "iso8859-15"}
)  # browsers read them as Windows-1252, which has their letters and more
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|div|p|article|table|h[1-6]|span|br|ul)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """One piece of text: `line` of the source where it begins, the element it stands in, how many characters of it are links.

    `goes_on` says that it follows its predecessor after a single line break within one element.
    """

    text: str
    line: int
    element: html.HtmlElement = field(repr=False)
    linked: int = 0
    goes_on: bool = False

    @property
    def tag(self) -> str:
        return str(self.element.tag)

    @property
    def link_share(self) -> float:
        return self.linked / len(self.text)


@cache
def elements(shown: str) -> frozenset[str]:
    """Names of the elements that are shown as a block, or never."""
    return frozenset(row["element"] for row in table("page_elements") if row["shown"] == shown)


def decoded(content: bytes) -> str:
    """The characters of a page: a byte order mark decides, then UTF-8 if the bytes are that, then the page's word, then Windows-1252.

    Raises ReportRefusedError (empty_file, binary_content).
    """
    if not content.strip():
        raise ReportRefusedError([Refusal("empty_file", "byte 0", "the file holds no text", value=None)])
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if not _MARKUP.search(content):
        value = "no web page, though its name says so"
        raise ReportRefusedError([Refusal("not_what_ending_says", "byte 0", f"the file is {value}", value=value)])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _by_its_word(content)


def _by_its_word(content: bytes) -> str:
    declared = _CHARSET.search(content[:4096])
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else "cp1252"
        if name in _LATIN or name == "utf-8":
            name = "cp1252"
        return content.decode(name, errors="replace")
    except (LookupError, UnicodeError):  # no such encoding, or one that is none of characters
        return content.decode("cp1252", errors="replace")


def parsed(text: str) -> html.HtmlElement:
    """The tree of a page, without comments. Nothing is loaded, no entity but HTML's own is known.

    Raises ReportRefusedError (document_too_large, empty_file).
    """
    if (elements := text.count("<")) > 4 * MOST_ELEMENTS:
        raise _too_large(f"more than {elements // 2} elements")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        tree = html.document_fromstring(_NOT_XML.sub(" ", text).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        raise ReportRefusedError([Refusal("empty_file", "line 1", "the page holds no text", value=None)]) from None
    count = deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        deepest = max(depth, deepest)
    if count > MOST_ELEMENTS or deepest > DEEPEST:
        raise _too_large(f"{count} elements, {deepest} deep")
    return tree


def _too_large(what: str) -> ReportRefusedError:
    return ReportRefusedError(
        [Refusal("document_too_large", "whole page", f"the page is larger than is read: {what}", what)]
    )


def blocks_of(tree: html.HtmlElement) -> list[Block]:
    """Every piece of text that the body shows, in order. A row of a table of short cells is one block, its cells apart."""
    cutter = _Cutter()
    body = tree.find("body")
    walker = etree.iterwalk(tree if body is None else body, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in elements("never") or not tag:
                walker.skip_subtree()
            elif tag == "tr" and (cells := _cells(element)):
                cutter.row(element, cells)
                walker.skip_subtree()
            else:
                cutter.enter(element, tag)
        else:
            cutter.leave(element, tag)
    return cutter.blocks


def _cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    """The cells of a row, if it is one of a table of data: two or more cells, none with a table of its own or long prose."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2:
        return []
    for cell in cells:
        if cell.find(".//table") is not None or len(_shown("".join(_seen(cell)))) > ROW_CELL:
            return []
    return cells


def _seen(element: html.HtmlElement) -> list[str]:
    """The texts of an element that a browser would show."""
    texts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        unseen = not isinstance(inner.tag, str) or inner.tag in elements("never")
        if event == "start":
            if unseen:
                walker.skip_subtree()
            elif inner.text:
                texts.append(inner.text)
            if not unseen and (inner.tag in elements("block") or inner.tag == "br"):
                texts.append(" ")
        elif inner is not element:
            if inner.tag in elements("block"):
                texts.append(" ")
            texts.append(inner.tail or "")
    return texts


def _shown(text: str) -> str:
    """Blanks as a browser shows them; what it does not show at all is taken out."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


class _Cutter:
    """Collects text until an element ends that stands on lines of its own."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._open: list[html.HtmlElement] = []
        self._lines: list[
            tuple[int, list[tuple[str, bool]]]
        ] = []  # source line, pieces of text and whether they are links
        self._links = 0

    def enter(self, element: html.HtmlElement, tag: str) -> None:
        if tag in elements("block"):
            self._flush()
            self._open.append(element)
        elif tag == "br":
            self._break(element)
        elif tag == "sup" and self._lines:
            self._lines[-1][1].append((" ", False))  # the mark of a note is no digit of the number before it
        self._links += _leads_away(element, tag)
        self._add(element.text, element)

    def leave(self, element: html.HtmlElement, tag: str) -> None:
        if self._open and self._open[-1] is element:
            self._flush()
            self._open.pop()
        self._links -= _leads_away(element, tag)
        self._add(element.tail, element)

    def row(self, row: html.HtmlElement, cells: list[html.HtmlElement]) -> None:
        self._flush()
        texts = [_shown("".join(_seen(cell))) for cell in cells]
        if any(texts):
            linked = sum(len(_shown("".join(_seen(link)))) for cell in cells for link in cell.iter("a"))
            text = CELLS_BETWEEN.join(texts)
            self.blocks.append(Block(text, row.sourceline or 0, row, min(linked, len(text))))

    def _add(self, text: str | None, element: html.HtmlElement) -> None:
        if not text or not self._open:
            return
        if not self._lines:
            self._lines.append((element.sourceline or 0, []))
        if self._open[-1].tag == "pre" and "\n" in text:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    self._break(element)
                self._lines[-1][1].append((piece, bool(self._links)))
            return
        self._lines[-1][1].append((text, bool(self._links)))

    def _break(self, element: html.HtmlElement) -> None:
        if not self._lines:
            self._lines.append((0, []))
        self._lines.append((element.sourceline or 0, []))

    def _flush(self) -> None:
        goes_on = False
        for line, pieces in self._lines:
            for part in _apart(pieces):
                text = _shown("".join(piece for piece, _ in part))
                if not text:
                    goes_on = False
                    continue
                linked = sum(len(_shown(piece)) for piece, is_link in part if is_link)
                element = self._open[-1]
                self.blocks.append(
                    Block(text, line or element.sourceline or 0, element, min(linked, len(text)), goes_on)
                )
                goes_on = True
        self._lines = []


def _leads_away(element: html.HtmlElement, tag: str) -> bool:
    """Whether an element is a link to somewhere else than this page."""
    return tag == "a" and not (element.get("href") or "").startswith("#")


def _apart(pieces: list[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    """The pieces of a line, an announced link to another report ('Baca juga: …' within a paragraph) on its own."""
    parts: list[list[tuple[str, bool]]] = [[]]
    announced = False
    for piece in pieces:
        text, is_link = piece
        if announced and not is_link and text.strip(" :\t\r\n\u00a0"):
            parts.append([])
            announced = False
        elif not is_link and leads_elsewhere(text):
            parts.append([])
            announced = True
        parts[-1].append(piece)
    return parts
