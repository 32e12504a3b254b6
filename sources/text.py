"""Bytes to text and text to something that may be shown: for every reader, and for whatever prints what was refused.

Belongs here: decoding, escaping, shortening. Does not: what the text means.
"""

import codecs

from sources.reading import Refusal, ReportRefusedError

SHOWN_CHARACTERS = 200
# What a text file may hold below U+0020: tab, line feed, form feed, carriage return.
ALLOWED_CONTROLS = frozenset(b"\t\n\x0c\r")
OTHER_CONTROLS = bytes(sorted(set(range(32)) - ALLOWED_CONTROLS)) + b"\x7f"
WIDE_ENCODINGS = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


def decode_utf8(content: bytes) -> str:
    """The text of a UTF-8 file, without its byte order mark; line ends are left as they are.

    Raises ReportRefusedError (empty_file, wrong_encoding, binary_content) naming the first byte that is wrong.
    """
    body = content.removeprefix(codecs.BOM_UTF8)
    if not body.strip():
        raise ReportRefusedError(
            [Refusal("empty_file", "byte 0", f"the file holds no text ({len(content)} bytes)", value=None)]
        )
    for mark, encoding in WIDE_ENCODINGS:
        if content.startswith(mark):
            raise ReportRefusedError(
                [Refusal("wrong_encoding", "byte 0", f"the file is {encoding}, expected is UTF-8", value=encoding)]
            )
    refusals = []
    offset = len(content) - len(body)
    control = _first_control(body)
    if control is not None:
        byte = f"0x{body[control]:02X}"
        refusals.append(
            Refusal("binary_content", f"byte {control + offset}", f"byte {byte} does not occur in a text", value=byte)
        )
    try:
        text = body.decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        byte = f"0x{body[error.start]:02X}"
        message = f"byte {byte} in line {line} is not UTF-8; perhaps the file was saved as Latin-1 or Windows-1252"
        refusals.append(Refusal("wrong_encoding", f"byte {error.start + offset}", message, value=byte))
    if refusals:
        raise ReportRefusedError(refusals)
    return text


def _first_control(body: bytes) -> int | None:
    stripped = body.translate(None, OTHER_CONTROLS)
    if len(stripped) == len(body):
        return None
    return min(position for byte in OTHER_CONTROLS if (position := body.find(byte)) >= 0)


def shown(text: str, limit: int = SHOWN_CHARACTERS) -> str:
    """Text from outside as it may be printed: one line, control and invisible characters escaped, shortened to `limit`."""
    cut = text[: limit + 1]
    if cut.isprintable():
        return text if len(text) <= limit else cut[: limit - 1] + "…"
    escaped = "".join(character if character.isprintable() else _escape(character) for character in cut)
    return escaped if len(text) <= limit else escaped[: limit - 1] + "…"


def shown_name(name: str) -> str:
    """A file name for messages and tables: two names never look the same. Undecodable bytes appear as \\xNN."""
    return "".join(
        character if character.isprintable() and character != "\\" else _escape(character) for character in name
    )


def _escape(character: str) -> str:
    if character == "\\":
        return "\\\\"
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was no UTF-8, as Python's file system functions hand it over
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x20:
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
