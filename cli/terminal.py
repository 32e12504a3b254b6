"""The terminal: exit codes, and showing text that came from outside.

Belongs here: what every command shares. Does not: any command, any import that takes time.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from rich.console import Console

    from sources.settings import Settings

FINE = 0
FAILED = 1
USAGE = 2
REFUSED = 3

_KEPT = "\n\t"


def plain(text: object) -> str:
    """Text from reports, file names and tables as it may go to a terminal: control and invisible characters are escaped.

    Line ends and tabs stay. Without this, a report could clear the screen, rewrite lines, or change the terminal's title.
    """
    return "".join(
        character if character in _KEPT or character.isprintable() else _escape(ord(character))
        for character in str(text)
    )


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def complain(message: str) -> None:
    """One message on standard error."""
    click.echo(plain(message), err=True)


def give_up(message: str, code: int = FAILED) -> NoReturn:
    """Ends the command with a message and an exit code."""
    complain(f"cakupan: {message}")
    raise SystemExit(code)


def write_new(path: Path, content: bytes) -> None:
    """Writes a file that must not exist yet; ends the command (1) otherwise."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        give_up(f"{path} exists; name another file with -o, or remove it")
    except OSError as error:
        give_up(f"{path} cannot be written: {error.strerror}")


def console(stderr: bool = False, piped_width: int = 200) -> "Console":
    """A console for tables and progress; wide enough for whole rows where the output is no terminal."""
    from rich.console import Console  # noqa: PLC0415 - a fifth of a second that jsonl output need not wait for

    made = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    if not made.is_terminal:
        made = Console(stderr=stderr, highlight=False, emoji=False, markup=False, width=piped_width)
    return made


def settings(inbox: Path | None = None, corrections: Path | None = None) -> "Settings":
    """The settings out of the environment; ends the command (2) naming the variable that is wrong."""
    from pydantic import ValidationError  # noqa: PLC0415 - --help need not wait for it

    from sources.settings import Settings  # noqa: PLC0415 - as above

    try:
        # What no option names is left to the environment.
        given = {"inbox": inbox, "corrections": corrections}
        return Settings(**{name: path for name, path in given.items() if path is not None})
    except ValidationError as error:
        problems = "; ".join(
            f"CAKUPAN_{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}" for problem in error.errors()
        )
        give_up(f"{problems}; correct the environment variable", USAGE)
