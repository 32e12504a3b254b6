"""A DOCX as a document: paragraphs, lists and tables in their order, notes below them, heads and feet of the pages set apart.

The text is what Word would print: insertions that are not accepted yet and the text of content controls and boxes count, deletions and
hidden text do not. Nothing but the XML parts of text is unpacked, no link is followed, no macro is looked at.

Belongs here: unpacking with limits, walking through the XML. Does not: what the text means.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from sources.documents.model import Aside, Builder, Document
from sources.front_matter import front_matter_of
from sources.reading import Refusal, ReportRefusedError

MAIN = "word/document.xml"
RELATIONS = "_rels/.rels"  # says which part is the main one, if it has another name
LARGEST_UNPACKED = 100_000_000  # bytes, pictures included
LARGEST_PART = 20_000_000
MOST_PARTS = 2000
CELLS_BETWEEN = " | "
ROW_CELL = 300  # characters; a row with longer cells is layout
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    NotImplementedError,
)
_EDGE_PART = re.compile(r"word/(header|footer)(\d{0,4})\.xml")
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_NOT_PRINTED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr", "tblPr", "tcPr", "trPr", "sectPr"}
)
_BOX = "txbxContent"
_PLAIN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": " "}
_OFF = ("0", "false", "off")
_BLANKS = re.compile(r"[ \u200b\ufeff]{2,}|[\u200b\ufeff]")


def read_word(content: bytes) -> Document:
    """The text of a DOCX. Raises ReportRefusedError (document_damaged, document_locked, document_too_large, empty_file,
    front_matter_invalid)."""
    parts = _parts(content)
    walker = _Walker()
    walker.blocks(parts[MAIN])
    notes = [part for name in _NOTES if (part := parts.get(name)) is not None]
    printed = [note for part in notes for note in part if _text_of(note).strip()]
    for number, note in enumerate(printed, start=1):
        walker.place(f"note {number}", _text_of(note))
    builder = walker.builder
    builder.add("\n")
    body_end = builder.length
    if not builder.text.strip():
        raise ReportRefusedError([Refusal("empty_file", "paragraph 1", "the document holds no text", value=None)])
    asides = []
    for index, (kind, part) in enumerate(_edges(parts), start=1):
        walker.place(f"{kind} {index}", " ".join(_text_of(part).split()))
        asides.append(Aside(builder.parts[-1].start, builder.length, "page_furniture"))
    text = builder.text
    return Document(text, front_matter_of(text[:body_end]), body_end, tuple(builder.parts), tuple(asides))


def _edges(parts: dict[str, etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    for name in sorted(parts):
        if (match := _EDGE_PART.fullmatch(name)) and _text_of(parts[name]).strip():
            yield match[1], parts[name]


@dataclass
class _Walker:
    """Goes through paragraphs and tables and puts their text down, each under its name."""

    builder: Builder = field(default_factory=Builder)
    paragraphs: int = 0
    tables: int = 0
    in_list: bool = False

    def blocks(self, container: etree._Element) -> None:
        for element in container:
            kind = _local(element)
            if kind == "p":
                self._paragraph(element)
            elif kind == "tbl":
                self._table(element)
            elif kind and kind not in _NOT_PRINTED:
                self.blocks(element)

    def place(self, label: str, text: str, joint: str = "\n\n") -> None:
        """Text under a name, behind what joins it to the text before."""
        if self.builder.length:
            self.builder.add(joint)
        self.builder.part(label)
        self.builder.add(text)

    def _paragraph(self, paragraph: etree._Element) -> None:
        self.paragraphs += 1
        text = _text_of(paragraph).strip("\n")
        if text.strip():
            listed = _is_item(paragraph)
            self.place(f"paragraph {self.paragraphs}", text, "\n" if listed and self.in_list else "\n\n")
            self.in_list = listed
        for box in (
            element for element in paragraph.iter() if _local(element) == _BOX and _printed(element, paragraph)
        ):
            self.blocks(box)

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        self.in_list = False
        number = self.tables
        first = True
        for index, row in enumerate(_children(table, "tr"), start=1):
            cells = list(_children(row, "tc"))
            if any(_local(inner) == "tbl" for cell in cells for inner in cell.iter()):
                for cell in cells:
                    self.blocks(cell)
                continue
            texts = [" ".join(_text_of(cell).split()) for cell in cells]
            if len(cells) == 1 or any(len(text) > ROW_CELL for text in texts):
                for cell in cells:
                    self.blocks(cell)
                continue
            if any(texts):
                self._row(f"table {number}, row {index}", texts, "\n\n" if first else "\n")
                first = False

    def _row(self, label: str, texts: list[str], joint: str) -> None:
        for column, text in enumerate(texts, start=1):
            self.place(f"{label}, column {column}", text, joint if column == 1 else CELLS_BETWEEN)


def _is_item(paragraph: etree._Element) -> bool:
    for mark in (mark for properties in paragraph if _local(properties) == "pPr" for mark in properties):
        if _local(mark) == "numPr" or (
            _local(mark) == "pStyle" and any(name.startswith("List") for name in mark.attrib.values())
        ):
            return True
    return False


def _children(element: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, content controls and insertions around them looked through."""
    for child in element:
        name = _local(child)
        if name == kind:
            if not any(_local(inner) == "del" for mark in child if _local(mark) == "trPr" for inner in mark):
                yield child
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _children(child, kind)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _printed(element: etree._Element, root: etree._Element) -> bool:
    """Whether nothing between the element and the root keeps it from being printed, or is a box of its own."""
    for above in element.iterancestors():
        if above is root:
            return True
        if _local(above) in _NOT_PRINTED or _local(above) == _BOX:
            return False
    return True


def _text_of(element: etree._Element) -> str:
    """What an element prints, its boxes left out; paragraphs in it on lines of their own."""
    pieces: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        kind = _local(inner)
        if event == "end":
            if kind == "p" and inner is not element:
                pieces.append("\n")
        elif inner is not element and (
            not kind or kind in _NOT_PRINTED or kind == _BOX or (kind == "r" and _hidden(inner))
        ):
            walker.skip_subtree()
        elif kind == "t":
            pieces.append(inner.text or "")
        else:
            pieces.append(_PLAIN.get(kind, ""))
    return _BLANKS.sub(lambda match: " " if " " in match[0] else "", "".join(pieces))


def _hidden(run: etree._Element) -> bool:
    for properties in run:
        if _local(properties) == "rPr":
            for mark in properties:
                if _local(mark) == "vanish":
                    return not any(value in _OFF for value in mark.attrib.values())
    return False


def _parts(content: bytes) -> dict[str, etree._Element]:
    """The XML parts that hold text, parsed, by name. The main part is always among them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > LARGEST_UNPACKED or len(entries) > MOST_PARTS:
                raise _refused("document_too_large", f"{unpacked} bytes in {len(entries)} parts")
            names = {entry.filename for entry in entries}
            main = MAIN if MAIN in names else _main_by_relation(archive, names)
            if main is None:
                value = "no Word document, though its name ends in .docx"
                raise ReportRefusedError(
                    [Refusal("not_what_ending_says", "whole document", f"the file is {value}", value)]
                )
            wanted = set(_NOTES) & names | {name for name in names if _EDGE_PART.fullmatch(name)}
            parts = {name: _parsed(_unpacked(archive, name)) for name in sorted(wanted)}
            return parts | {MAIN: _parsed(_unpacked(archive, main))}
    except _DAMAGED as error:
        raise _refused("document_damaged", type(error).__name__) from None


def _main_by_relation(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if RELATIONS not in names:
        return None
    for relation in _parsed(_unpacked(archive, RELATIONS)):
        target = (relation.get("Target") or "").lstrip("/")
        if (relation.get("Type") or "").endswith("/officeDocument") and target in names and target.startswith("word/"):
            return target
    return None


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    entry = archive.getinfo(name)
    if entry.flag_bits & 1:
        raise _refused("document_locked", name)
    with archive.open(entry) as file:
        part = file.read(LARGEST_PART + 1)
    if len(part) > LARGEST_PART:
        raise _refused("document_too_large", f"more than {LARGEST_PART} bytes in one part")
    return part


def _parsed(part: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise _refused("document_damaged", "a part is malformed") from None
    if root.getroottree().docinfo.doctype:
        raise _refused("document_damaged", "a part declares a document type")
    return root


def _refused(rule: str, what: str) -> ReportRefusedError:
    said = {
        "document_damaged": "the Word document is damaged",
        "document_locked": "the Word document has a password",
        "document_too_large": "the Word document is larger than is read",
    }
    return ReportRefusedError([Refusal(rule, "whole document", f"{said[rule]}: {what}", what)])
