"""The file of corrections as YAML: plain lists and mappings of texts, each with its line; nothing else of YAML is taken.

Belongs here: opening the file, taking the YAML apart without ever building an object of it. Does not: what an entry must hold (entries).

Every scalar is a text. YAML's own guesses would spoil what stands in these files: `on` is true, the report 12e4567890123456 a number,
the area 62.10 becomes 62.1. Only an empty value, `null` and `~` mean 'nothing'.
"""

import errno
import os
import stat
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from sources.corrections.problems import CorrectionProblem, CorrectionsRefusedError
from sources.reading import ReportRefusedError
from sources.settings import Settings
from sources.text import decode_utf8

DEEPEST = 5  # the list, its entries, their mappings; two more, so that what stands too deep can be named by its key
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
# libyaml is ten times faster; where it was not built in, the same events come from Python.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Node = str | None | list["Node"] | dict[str, "Node"]


@dataclass
class Document:
    """The parsed file. `lines` has the line of every key and list item, by path: (0, "should_be", "value")."""

    root: Node
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of a path, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def content_of(settings: Settings) -> bytes | None:
    """The bytes of the file of corrections; None if there is none and none was named. Raises CorrectionsRefusedError."""
    path, limit = settings.corrections_file, settings.max_corrections_bytes
    # A file that an operator names may be a link; what lies in the data home under the name by itself may not lead out of it.
    follow = 0 if settings.corrections else os.O_NOFOLLOW
    try:
        # O_NONBLOCK: opening a pipe must not wait for somebody to write into it.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | follow)
    except FileNotFoundError:
        if settings.corrections is None:
            return None
        raise _refused("corrections_missing", str(path)) from None
    except OSError as error:
        what = "it is a link" if error.errno == errno.ELOOP else error.strerror or type(error).__name__
        raise _refused("corrections_unreadable", what) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _refused("corrections_unreadable", "it is no file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            content = file.read(limit + 1)
    finally:
        os.close(handle)
    if len(content) > limit:
        raise _refused("corrections_too_large", str(limit))
    return content


def parse(content: bytes) -> Document:
    """Take the YAML apart. Raises CorrectionsRefusedError on anything but one document of lists, mappings and texts."""
    if not content.removeprefix(BOM_UTF8).strip():
        return Document(None)
    try:
        text = decode_utf8(content)
    except ReportRefusedError as error:
        refusal = error.refusals[0]
        raise _refused("corrections_not_text", f"{refusal.message} ({refusal.locator})") from error
    try:
        return _built(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _refused("corrections_not_yaml", error.problem or "it cannot be taken apart", line) from error
    except yaml.YAMLError as error:
        raise _refused("corrections_not_yaml", "it cannot be taken apart") from error


@dataclass
class _Open:
    """A list or mapping whose end has not come yet; `key` is the key that waits for its value."""

    node: list[Node] | dict[str, Node]
    path: tuple[str | int, ...]
    key: str | None = None


def _built(events: Iterator[yaml.Event]) -> Document:
    document = Document(None)
    stack: list[_Open] = []
    documents = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _refused("corrections_not_yaml", "a second document begins here", line)
        elif isinstance(event, yaml.AliasEvent):
            raise _refused("corrections_alias", f"*{event.anchor}", line)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.anchor is not None or event.tag is not None:
                raise _refused("corrections_alias", f"&{event.anchor}" if event.anchor else str(event.tag), line)
            if len(stack) >= DEEPEST:
                raise _refused("corrections_not_yaml", "it is nested deeper than entries are", line)
            waiting = stack[-1] if stack else None
            is_key = waiting is not None and isinstance(waiting.node, dict) and waiting.key is None
            if is_key:
                _take_key(document, stack[-1], event, line)
                continue
            node: Node
            if isinstance(event, yaml.ScalarEvent):
                node = None if not event.style and event.value in _NOTHING else str(event.value)
            else:
                node = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            path = _put(document, waiting, node, line)
            if isinstance(node, list | dict):
                stack.append(_Open(node, path))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
    return document


def _take_key(document: Document, mapping: _Open, event: yaml.Event, line: int) -> None:
    if not isinstance(event, yaml.ScalarEvent):
        raise _refused("corrections_not_yaml", "a key must be a word", line)
    key = str(event.value)
    if key == "<<":
        raise _refused("corrections_alias", key, line)
    if key in mapping.node:
        entry = next((step + 1 for step in mapping.path if isinstance(step, int)), 0)
        raise CorrectionsRefusedError([CorrectionProblem("correction_key_twice", line, entry, key)])
    mapping.key = key
    document.lines[(*mapping.path, key)] = line


def _put(document: Document, around: _Open | None, node: Node, line: int) -> tuple[str | int, ...]:
    """Put a node where it belongs and tell its path."""
    if around is None:
        document.root = node
        return ()
    if isinstance(around.node, list):
        path = (*around.path, len(around.node))
        around.node.append(node)
        document.lines[path] = line
        return path
    key = around.key or ""
    around.node[key], around.key = node, None
    return (*around.path, key)


def _refused(rule: str, value: str, line: int = 1) -> CorrectionsRefusedError:
    return CorrectionsRefusedError([CorrectionProblem(rule, line, value=value)])
