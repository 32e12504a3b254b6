"""The lines of a PDF, found in a process of its own: run as a script, a PDF on standard input, JSON on standard output.

PDFium is native code, and a PDF can make any reader work for hours or take all memory: what goes wrong here ends this process alone.
Belongs here: nothing but PDFium and limits; the script imports nothing of the project. Does not: what the lines mean (pdf.py).

Output: {"pages": [[[text, left, bottom, right, top], …], …], "pictures": [page numbers without text]} in points, or {"fault": "…"}.
"""

import ctypes
import json
import sys
from contextlib import suppress

MOST_PAGES = 300
MOST_CHARACTERS = 2_000_000
MOST_MEMORY = 1_000_000_000  # bytes of address space
MOST_SECONDS = 20
COLUMN_GAP = 2.2  # line heights between two words that are cells of a table
CELLS_BETWEEN = " | "
HARDLY_ANY = 60  # characters
PASSWORD_ERROR = 4
BROKEN_WORD = (2, 0xFFFE)  # what PDFium gives for a hyphen at the end of a line, and no line end after it
LINE_ENDS = (10, 13, *BROKEN_WORD)


class FaultError(Exception):
    """The document cannot be read; the message is a code that pdf.py knows, and what was found."""


def main() -> None:
    _limit()
    try:
        answer: dict[str, object] = _read(sys.stdin.buffer.read())
    except FaultError as fault:
        answer = {"fault": str(fault)}
    except MemoryError:
        answer = {"fault": "too_large memory"}
    sys.stdout.write(json.dumps(answer))


def _limit() -> None:
    """Limits of computing, memory and core dumps, as far as the system has them; the parent's own limit of time always holds."""
    try:
        import resource  # noqa: PLC0415 - Unix only
    except ImportError:
        return
    # One second between the two limits of computing: the first is a signal that can be told from a crash.
    for name, soft, hard in (
        ("RLIMIT_CPU", MOST_SECONDS, MOST_SECONDS + 1),
        ("RLIMIT_AS", MOST_MEMORY, MOST_MEMORY),
        ("RLIMIT_CORE", 0, 0),
    ):
        with suppress(AttributeError, ValueError, OSError):  # the system does not know this limit, or grants less
            resource.setrlimit(getattr(resource, name), (soft, hard))


def _read(content: bytes) -> dict[str, object]:
    import pypdfium2  # noqa: PLC0415 - after the limits are set

    try:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise FaultError("locked" if getattr(error, "err_code", None) == PASSWORD_ERROR else "damaged") from error
    if count > MOST_PAGES:
        raise FaultError(f"too_large {count} pages")
    pages, pictures, characters = [], [], 0
    for index in range(count):
        try:
            page = document[index]
            textpage = page.get_textpage()
            characters += textpage.count_chars()
            if characters > MOST_CHARACTERS:
                raise FaultError(f"too_large {characters} characters")
            lines = _lines(pypdfium2.raw, textpage)
            if _is_picture(pypdfium2.raw, page, sum(len(str(line[0])) for line in lines)):
                pictures.append(index + 1)
        except pypdfium2.PdfiumError as error:
            raise FaultError(f"damaged page {index + 1}") from error
        pages.append(lines)
        textpage.close()
        page.close()
    return {"pages": pages, "pictures": pictures}


def _is_picture(raw, page, characters: int) -> bool:  # type: ignore[no-untyped-def]  # as below
    """Whether a page has hardly any text (a page number at most), and a picture over half of it, or a picture and no text at all."""
    if characters > HARDLY_ANY:
        return False
    width, height = page.get_size()
    shares = [0.0]
    for found in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = found.get_bounds()
        shares.append(abs(right - left) * abs(top - bottom) / max(1.0, width * height))
    return max(shares) > 0.5 or (characters == 0 and len(shares) > 1)


def _lines(raw, textpage) -> list[list[str | float]]:  # type: ignore[no-untyped-def]  # the library has no types
    """Lines of a page with their boxes; words far apart on one line are cells."""
    lines: list[list[str | float]] = []
    text: list[str] = []
    box: list[float] = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    last_right: float | None = None
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in LINE_ENDS:
            text += ["\u00ad"] if code in BROKEN_WORD and text else []
            if text:
                lines.append(["".join(text), *box])
            text, box, last_right = [], [], None
            continue
        character = _character(code)
        blank = character.isspace()
        if not blank and raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
            height = max(1.0, top.value - bottom.value, (box[3] - box[1]) if box else 0.0)
            if last_right is not None and left.value - last_right > COLUMN_GAP * height:
                text = [*"".join(text).rstrip(), CELLS_BETWEEN]
            last_right = right.value
            box = (
                [min(box[0], left.value), min(box[1], bottom.value), max(box[2], right.value), max(box[3], top.value)]
                if box
                else [left.value, bottom.value, right.value, top.value]
            )
        if text or not blank:
            text.append(character)
    if text:
        lines.append(["".join(text), *box])
    return [line for line in lines if len(line) == 5]


def _character(code: int) -> str:
    if code == 0xAD:
        return "-"  # many fonts name their hyphen so
    return chr(code) if 32 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " "


if __name__ == "__main__":
    main()
