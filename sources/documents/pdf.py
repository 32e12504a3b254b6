"""A PDF as a document: lines joined to sentences and paragraphs, running heads and page numbers set apart.

Belongs here: running the child, refusals, putting the pages together. Does not: getting the lines out of the file (pdf_child, in a process of
its own with limits), judging them (pdf_lines).
"""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sources.documents.model import PICTURE, Aside, Builder, Document
from sources.documents.pdf_lines import Line, across_pages, clean, ended, joints, running_lines
from sources.front_matter import front_matter_of
from sources.reading import Refusal, ReportRefusedError

MARK = b"%PDF-"
END = b"%%EOF"
PICTURE_TEXT = "[picture without text]"
_CHILD = Path(__file__).with_name("pdf_child.py")
_LONGEST_SECONDS = 30  # the child's own limit counts seconds of computing, this one waiting as well
_FEWEST_CHARACTERS = 20


def read_pdf(content: bytes) -> Document:
    """The text of a PDF, page by page. No script is run, no attachment opened.

    Raises ReportRefusedError (document_damaged, document_locked, document_too_large, pictures_only, front_matter_invalid).
    """
    pages, pictures = _pages(content)
    if sum(len(line.text) for page in pages for line in page) < _FEWEST_CHARACTERS:
        value = f"{len(pages)} pages, {len(pictures)} of them pictures"
        raise ReportRefusedError([Refusal("pictures_only", "page 1", f"the document holds no text: {value}", value)])
    running = running_lines(pages)
    builder = Builder()
    body = [
        [line for index, line in enumerate(page) if (number, index) not in running]
        for number, page in enumerate(pages, start=1)
    ]
    text, between = "", ""
    for number, lines in enumerate(body, start=1):
        behind = [*joints(lines), "\n\n"]
        for index, line in enumerate(lines):
            if text and index == 0:
                between = across_pages(text, line.text)
            builder.add(ended(text, line.text, between))
            if index == 0:
                builder.part(f"page {number}")
            text, between = line.text.strip(), behind[index]
    builder.add(clean(text))
    builder.add("\n")
    body_end = builder.length
    asides = []
    counted: Counter[tuple[int, str]] = Counter()
    for (number, index), edge in sorted(running.items()):
        counted[number, edge] += 1
        builder.part(f"page {number}, {edge} {counted[number, edge]}")
        start = builder.length
        builder.add(clean(pages[number - 1][index].text))
        asides.append(Aside(start, builder.length, "page_furniture"))
        builder.add("\n")
    for number in pictures:
        builder.part(f"page {number}, block 1")
        start = builder.length
        builder.add(PICTURE_TEXT)
        asides.append(Aside(start, builder.length, PICTURE))
        builder.add("\n")
    text = builder.text
    return Document(text, front_matter_of(text[:body_end]), body_end, tuple(builder.parts), tuple(asides))


def _pages(content: bytes) -> tuple[list[list[Line]], list[int]]:
    if END not in content[-2048:]:
        raise _refused("document_damaged", "the end of the file is missing")
    try:
        ended = subprocess.run(
            [sys.executable, "-I", str(_CHILD)],
            input=content,
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _refused("document_too_large", f"it takes more than {_LONGEST_SECONDS} seconds") from None
    if ended.returncode == -getattr(signal, "SIGXCPU", 0) != 0:
        raise _refused("document_too_large", "it takes more computing than a report does")
    if ended.returncode:
        raise _refused("document_damaged", "it makes the PDF library stop")
    answer = json.loads(ended.stdout)
    if fault := answer.get("fault"):
        kind, _, what = fault.partition(" ")
        raise _refused(f"document_{kind}", what or "as the PDF library has it")
    return [[Line(*line) for line in page] for page in answer["pages"]], answer["pictures"]


def _refused(rule: str, what: str) -> ReportRefusedError:
    said = {
        "document_damaged": "the PDF is damaged",
        "document_locked": "the PDF has a password",
        "document_too_large": "the PDF is larger than is read",
    }
    return ReportRefusedError([Refusal(rule, "whole document", f"{said[rule]}: {what}", what)])
