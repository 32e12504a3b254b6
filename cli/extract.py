"""`cakupan extract`: what press reports say, without touching the warehouse.

Belongs here: the command, and opening its files one after the other. Does not: reading them (sources.press), the formats
(cli.extract_formats, cli.page, cli.page_html), which are imported when they are needed.
"""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import terminal
from cli.extract_formats import Lines, Output, Tables

if TYPE_CHECKING:
    from sources.press.page import Page

_KINDS = {
    stat.S_ISDIR: "folder",
    stat.S_ISFIFO: "pipe",
    stat.S_ISCHR: "device",
    stat.S_ISBLK: "device",
    stat.S_ISSOCK: "socket",
}


class _UnreadableError(Exception):
    """A file that cannot be read: places, codes of the table of rules, and messages."""

    def __init__(self, *problems: tuple[str, str, str]) -> None:
        super().__init__("; ".join(message for _, _, message in problems))
        self.problems = problems


@click.command(name="extract")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["page", "table", "jsonl", "html"]),
    default="page",
    show_default=True,
    help="The text with its figures marked and explained (html: to open or to mail), a table, or one JSON object a line.",
)
@click.option(
    "--rejected", is_flag=True, help="table, jsonl: also the numbers that were taken for no fact, with the reason."
)
@click.option(
    "--figure",
    "figures",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="N",
    help="All that is known about figure N of the page: every rule in full, and the words that it was understood by.",
)
def command(files: tuple[Path, ...], output_format: str, rejected: bool, figures: tuple[int, ...]) -> None:
    """Shows what the press reports FILE... say. Nothing is written, nothing is registered.

    A report may begin with a block of lines "published_on: 2023-02-10", "publisher: ...", "url: ...", "title: ..." between two lines of
    three hyphens. Folders are not searched.

    \b
    jsonl has one figure a line: article_id (the file's name without its ending), measure, value, unit, as_printed,
    area_name, area_code, period_start, period_end, period_kind, period_basis, programme, segment, qualifier,
    decimals, locator, confidence, rules. A rejected number has "rejected": true, as_printed, locator, reason,
    explanation.

    Exit codes: 0 all files were read. 2 wrong usage. 3 a file was refused: it is named with rule and remedy, the
    others are shown.
    """
    if figures and (len(files) > 1 or output_format != "page"):
        raise click.UsageError("--figure N is for one FILE, as a page.")
    limit = terminal.settings().max_text_bytes
    output = _output(output_format, rejected=rejected, figures=figures)
    total = _Total()
    with _progress(files) as following:
        for file in following:
            try:
                made = _made(file, limit, output, total)
            except _UnreadableError as error:
                total.refused += 1
                if following is not files:
                    click.echo("\r\x1b[2K", err=True, nl=False)  # the bar, which is drawn anew below the message
                for place, rule, message in error.problems:
                    _refuse(file, rule, place, message)
                continue
            output.show(made)
    output.end()
    if len(files) > 1:
        terminal.complain(str(total))
    raise SystemExit(terminal.REFUSED if total.refused else terminal.FINE)


@dataclass
class _Total:
    """What all files together held."""

    read: int = 0
    refused: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, page: "Page") -> None:
        self.read += 1
        for name, count in page.counts.items():
            self.counts[name] = self.counts.get(name, 0) + count

    def __str__(self) -> str:
        files = f"{self.read} files read{f', {self.refused} refused' if self.refused else ''}"
        if not self.read:
            return f"{files}."
        count = self.counts
        return f"{files}: {count['figures']} figures, {count['facts']} facts ({count['doubtful']} to review), {count['unread']} not facts."


def _output(name: str, *, rejected: bool, figures: tuple[int, ...]) -> Output:
    if name == "jsonl":
        return Lines(rejected=rejected)
    if name == "table":
        return Tables(terminal.console(), rejected=rejected)
    if name == "html":
        from cli.page_html import HtmlPages  # noqa: PLC0415 - each format only where it is asked for

        return HtmlPages()
    from cli.page import PIPED_WIDTH, Pages  # noqa: PLC0415 - as above

    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isascii() and columns.isdigit() and len(columns) < 5 else PIPED_WIDTH
    return Pages(terminal.console(piped_width=max(width, 40)), figures)


@contextmanager
def _progress(files: tuple[Path, ...]) -> Iterator[Iterable[Path]]:
    """The files, with a bar on standard error where somebody watches it and the output goes elsewhere."""
    if len(files) == 1 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield files
        return
    with click.progressbar(
        files, file=sys.stderr, item_show_func=lambda file: terminal.plain(file.name)[:40] if file else None
    ) as following:
        yield following


def _made(file: Path, limit: int, output: Output, total: _Total) -> Any:
    """What the output makes of a report. Raises _UnreadableError."""
    from sources.press.explain import page_of  # noqa: PLC0415 - usage errors must not wait for it
    from sources.reading import ReportRefusedError  # noqa: PLC0415 - as above

    content = _content(file, limit)
    try:
        page = page_of(content, str(file))
        made = output.made(page)
    except ReportRefusedError as error:
        raise _UnreadableError(*((r.locator, r.rule, r.message) for r in error.refusals)) from error
    except click.UsageError:
        raise
    except Exception as error:  # a fault of the reader in one report must not hold up the others
        message = f"the reader stopped with {type(error).__name__}: {error}"
        raise _UnreadableError(("file", "reader_failed", message)) from error
    total.add(page)
    return made


def _content(file: Path, limit: int) -> bytes:
    try:
        # O_NONBLOCK: opening a pipe must not wait for somebody to write into it.
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            mode = os.fstat(handle).st_mode
            if not stat.S_ISREG(mode):
                kind = next((name for holds, name in _KINDS.items() if holds(mode)), "special file")
                raise _UnreadableError(("file", "not_a_regular_file", f"this is a {kind}, not a file"))
            with os.fdopen(handle, "rb", closefd=False) as opened:
                content = opened.read(limit + 1)
        finally:
            os.close(handle)
    except FileNotFoundError as error:
        raise _UnreadableError(("file", "no_such_file", "there is no such file")) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        message = getattr(error, "strerror", None) or str(error)
        raise _UnreadableError(("file", "cannot_be_opened", message)) from error
    if len(content) > limit:
        raise _UnreadableError(("file", "too_large", f"the file has more than {limit} bytes"))
    return content


def _refuse(file: Path, rule: str, place: str, message: str) -> None:
    from sources.contracts.rules import rules  # noqa: PLC0415 - only where something was refused

    known = rules().get(rule)
    remedy = f" {known.remedy}" if known else ""
    terminal.complain(f"{file}: {place}: {message} [{rule}].{remedy}")
