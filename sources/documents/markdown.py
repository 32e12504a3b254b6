"""Markdown: the file is the report, its markup blanked out, so that every character keeps its place.

What is blanked: marks of headings, emphasis, quotations and code, addresses of links and pictures, HTML, rules and the line between head
and body of a table. Its text stays, the marks of lists and the bars of tables too. An address is not printed, so a number in it counts
nowhere.

Belongs here: which characters are markup. Does not: decoding and the block at the head of the file, which are those of plain text.
"""

import re

from sources.documents.model import Document
from sources.front_matter import front_matter_of
from sources.text import decode_utf8

# One pattern after the other: each sees the blanks that those before it have left. No part of one repeats inside another.
_WHOLE = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^ {0,3}(?:`{3,}|~{3,})[^\n`]{0,100}$",  # fences of code
        r"^ {0,3}(?:(?:- ?){3,}|(?:\* ?){3,}|(?:_ ?){3,}|=+)[ \t]*$",  # rules, underlines of headings
        r"^ {0,3}\|?[ \t]{0,20}:?-{2,}:?(?:[ \t]{0,20}\|[ \t]{0,20}:?-{2,}:?){0,50}[ \t]{0,20}\|?[ \t]*$",  # below the head of a table
        r"\[\^[^\]\n]{1,50}\]:?",  # marks of footnotes
        r"^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,20}\S{1,2000}[^\n]{0,300}$",  # where a link by reference leads
        r"</?[A-Za-z][^<>\n]{0,500}>|<(?:https?|mailto):[^<>\s]{1,2000}>",
        r"\bhttps?://[^\s<>()|]{1,2000}",
        r"^ {0,3}#{1,6}(?=[ \t])|(?<=[ \t])#{1,6}[ \t]*$",
        r"^[ \t]{0,3}(?:>[ \t]?){1,10}",
    )
)
_LINK_END = re.compile(r"\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\[[^\]\n]{0,200}\])")
_EMPHASIS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])|~~|`{1,3}")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_LINK_TEXT = 500  # characters in which a link's text ends


def read_markdown(content: bytes) -> Document:
    """The text without its markup. Raises ReportRefusedError as plain text does."""
    text = decode_utf8(content)
    matter = front_matter_of(text)
    head, body = text[: matter.body_start], text[matter.body_start :]
    return Document(head + without_markup(body), matter, len(text))


def without_markup(text: str) -> str:
    """The text with blanks in place of its markup: as long as before, each line break where it was."""
    text = _without_comments(text)
    for pattern in _WHOLE:
        text = pattern.sub(_blank, text)
    text = _without_links(_without_links(text))  # once more for pictures that are links
    return _EMPHASIS.sub(_blank, _ESCAPE.sub(" ", text))


def _blank(match: re.Match[str]) -> str:
    return _blanks(match[0])


def _blanks(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _without_comments(text: str) -> str:
    pieces: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces += [text[done:start], _blanks(text[start : end + 3])]
        done = end + 3
    return "".join(pieces) + text[done:]


def _without_links(text: str) -> str:
    """Brackets and address of a link are blanked, its text stays; brackets that are no link stay too."""
    pieces: list[str] = []
    done = 0
    for match in _LINK_END.finditer(text):
        opened = _opening(text, max(done, match.start() - _LINK_TEXT), match.start())
        if opened is None:
            continue
        start, end = opened
        pieces += [text[done:start], " " * (end - start), text[end : match.start()], _blank(match)]
        done = match.end()
    return "".join(pieces) + text[done:]


def _opening(text: str, low: int, high: int) -> tuple[int, int] | None:
    """Where the bracket that a link's end closes opens; a picture inside a link has been blanked before."""
    at = text.rfind("[", low, high)
    if at < 0 or "\n\n" in text[at:high]:
        return None
    return (at - 1, at + 1) if at > low and text[at - 1] == "!" else (at, at + 1)
