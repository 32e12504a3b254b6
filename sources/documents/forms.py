"""Which forms of document there are: ending of the file name -> its reader, each imported only when such a file comes.

Belongs here: the registry, and the look at the first bytes whether a file is what its name says. Does not: any form.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from sources.documents.model import Document
from sources.reading import Refusal, ReportRefusedError
from sources.text import shown

_BLANK_START = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x00]{0,1000}")
# What a file begins with -> what it is. The first that fits counts.
_BEGINNINGS = (
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06)"), "an archive or an Office document"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Office document or one with a password"),
    (re.compile(rb"\{\\rtf"), "a text in RTF"),
    (
        re.compile(rb"(?:From|MIME-Version|Content-Type|Snapshot-Content-Location): ", re.IGNORECASE),
        "a page saved as MHTML or a mail",
    ),
    (re.compile(rb"(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!doctype html|<html[\s>])", re.IGNORECASE), "a web page"),
)


def _plain(content: bytes) -> Document:
    from sources.documents.plain import read_plain  # noqa: PLC0415 - each form only where it is read

    return read_plain(content)


def _markdown(content: bytes) -> Document:
    from sources.documents.markdown import read_markdown  # noqa: PLC0415 - as above

    return read_markdown(content)


def _web(content: bytes) -> Document:
    from sources.documents.web import read_page  # noqa: PLC0415 - as above

    return read_page(content)


def _pdf(content: bytes) -> Document:
    from sources.documents.pdf import read_pdf  # noqa: PLC0415 - as above

    return read_pdf(content)


def _word(content: bytes) -> Document:
    from sources.documents.word import read_word  # noqa: PLC0415 - as above

    return read_word(content)


_FORMS: Mapping[str, Callable[[bytes], Document]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".htm": _web,
    ".html": _web,
    ".pdf": _pdf,
    ".docx": _word,
}
SUFFIXES = frozenset(_FORMS)
# What the first bytes of a form may say it is; a text may begin with 'From:'.
_MAY_BE: Mapping[str, tuple[str, ...]] = {
    ".htm": ("a web page",),
    ".html": ("a web page",),
    ".pdf": ("a PDF",),
    ".docx": ("an archive or an Office document",),
}
_TEXT_MAY_BE = ("a page saved as MHTML or a mail",)
_MUST_BE = frozenset({".pdf", ".docx"})


def open_document(content: bytes, file_name: str) -> Document:
    """The document that the bytes of a file hold; the ending of its name says which form they should have. A name without a known ending
    stands for plain text.

    Raises ReportRefusedError if the file is not what its name says (not_what_ending_says) or cannot be read.
    """
    suffix = PurePath(file_name).suffix.lower()
    _check(content, suffix)
    return _FORMS.get(suffix, _plain)(content)


def _check(content: bytes, suffix: str) -> None:
    start = _BLANK_START.match(content[:1100])
    body = content[start.end() if start else 0 :][:1000]
    if not body.strip():
        raise ReportRefusedError(
            [Refusal("empty_file", "byte 0", f"the file holds no text ({len(content)} bytes)", value=None)]
        )
    found = next((what for beginning, what in _BEGINNINGS if beginning.match(body)), None)
    if found in _MAY_BE.get(suffix, _TEXT_MAY_BE) or (found is None and suffix not in _MUST_BE):
        return
    value = f"{found or 'something else'}, though its name ends in {shown(suffix) or 'nothing'}"
    raise ReportRefusedError([Refusal("not_what_ending_says", "byte 0", f"the file is {value}", value=value)])
