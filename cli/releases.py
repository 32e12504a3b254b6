"""`cakupan releases`: what is published."""

import click

from cli import terminal


@click.command(name="releases")
def command() -> None:
    """Lists the releases, newest first; the current one is what BI reads.

    Exit codes: 0. 1 if there is a damaged release.
    """
    from serving.release import damaged_releases, list_releases  # noqa: PLC0415 - DuckDB; help must not wait

    settings = terminal.settings()
    found = list_releases(settings)
    damaged = damaged_releases(settings)
    if not found and not damaged:
        click.echo(f"{terminal.plain(settings.releases_dir)}: nothing has been published yet; `cakupan run` does it")
        return
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(box=None, pad_edge=False)
    for title in ("", "release", "published (UTC)", "reports", "tables", "rows", "MB", "code"):
        table.add_column(title, justify="right" if title in ("reports", "tables", "rows", "MB") else "left")
    for release in found:
        manifest = release.manifest
        cells = (
            "current" if release.is_current else "",
            release.release_id,
            f"{manifest.created_at:%Y-%m-%d %H:%M:%S}",
            str(len(manifest.inputs)),
            str(len(manifest.tables)),
            str(sum(part.rows for part in manifest.tables.values())),
            f"{manifest.file_bytes / 1e6:.1f}",
            manifest.code_revision[:12],
        )
        table.add_row(*(Text(terminal.plain(cell)) for cell in cells))
    terminal.console().print(table)
    for name, problem in damaged.items():
        terminal.complain(f"damaged release {name}: {problem}")
    if damaged:
        raise SystemExit(terminal.FAILED)
