"""`cakupan key`: the key of the tokens, seen from outside."""

import click

from cli import terminal


@click.group(name="key")
def command() -> None:
    """The key that turns personal numbers of registers into tokens (docs/privacy.md).

    It lies in `keys/token.key` of the data home, or in the environment variable CAKUPAN_TOKEN_KEY. It is never printed.
    """


@command.command(name="show")
def show() -> None:
    """Tells which key is in use, by its fingerprint, and where it comes from; makes one if there is none.

    Exit codes: 0. 1 if the key cannot be used; the message says why.
    """
    from sources.privacy.key import KeyRefusedError, kept_keys, load_key  # noqa: PLC0415 - polars; help must not wait

    settings = terminal.settings()
    try:
        key = load_key(settings)
    except KeyRefusedError as error:
        terminal.give_up(str(error))
    click.echo(f"key {key.key_id}, from {terminal.plain(key.origin)}")
    for path in kept_keys(settings):
        click.echo(f"earlier key kept: {terminal.plain(path)}")


@command.command(name="rotate")
def rotate() -> None:
    """Replaces the key by a new one. The next `cakupan run` reads every archived register anew, so that all tokens are of the new key.

    The earlier key is kept beside it until `cakupan key forget`. Registers whose archived files were removed keep the tokens of their key.

    Exit codes: 0 done. 1 the key comes from the environment, or cannot be used; nothing has changed.
    """
    from sources.privacy.key import KeyRefusedError, replace_key  # noqa: PLC0415 - as above

    try:
        old, new = replace_key(terminal.settings())
    except KeyRefusedError as error:
        terminal.give_up(str(error))
    click.echo(f"key {new.key_id} replaces {old.key_id}, which is kept; run `cakupan run`, then `cakupan key forget`")


@command.command(name="forget")
def forget() -> None:
    """Removes earlier keys that no register needs any more.

    Exit codes: 0 done. 3 an earlier key is kept, because registers still have its tokens; they are named.
    """
    from sources.intake.keys_in_use import forget_unused  # noqa: PLC0415 - as above
    from sources.readers import SOURCES  # noqa: PLC0415 - as above

    personal = [name for name, source in SOURCES.items() if source.personal]
    forgotten, needed = forget_unused(terminal.settings(), personal)
    for path in forgotten:
        click.echo(f"removed: {terminal.plain(path)}")
    for key_id, reports in needed.items():
        terminal.complain(f"key {key_id} is kept: {len(reports)} registers have its tokens, among them {reports[0]}")
    if needed:
        raise SystemExit(terminal.REFUSED)
    if not forgotten:
        click.echo("there is no earlier key")
