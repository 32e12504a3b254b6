"""Plain text: the file is the report. Belongs here: decoding and the block at its head. Does not: markup of any kind."""

from sources.documents.model import Document
from sources.front_matter import front_matter_of
from sources.text import decode_utf8


def read_plain(content: bytes) -> Document:
    """The text as it stands in the file. Raises ReportRefusedError (empty_file, wrong_encoding, binary_content, front_matter_invalid)."""
    text = decode_utf8(content)
    return Document(text, front_matter_of(text), len(text))
