"""The command behind `make bench`: runs the benchmarks, shows them, writes bench/results/<name>.json.

Belongs here: arguments and printing. Does not: measuring.
"""

import sys
from pathlib import Path

import click

from bench.registry import BENCHMARKS, Result, benchmark
from sources.settings import PROJECT_ROOT

RESULTS = PROJECT_ROOT / "bench" / "results"


@click.command()
@click.option("--only", type=click.Choice(sorted(BENCHMARKS)), help="Run this benchmark alone.")
@click.option("--rows", type=click.IntRange(min=1), help="How much to measure; each benchmark has its own default.")
@click.option(
    "--results", type=click.Path(file_okay=False, path_type=Path), default=RESULTS, help="Where the results go."
)
def main(only: str | None, rows: int | None, results: Path) -> None:
    """Run the benchmarks one after the other; ends with 1 if one misses a bar."""
    missed = 0
    for name in [only] if only else sorted(BENCHMARKS):
        module = benchmark(name)
        try:
            result = module.run(rows or module.DEFAULT_ROWS, lambda line: click.echo(f"bench: {line}"))
        except ValueError as error:
            raise click.ClickException(f"{name}: {error}") from error
        missed += _show(result)
        click.echo(f"bench: {result.write(results)}")
    sys.exit(1 if missed else 0)


def _show(result: Result) -> int:
    """Prints a result; how many bars it misses."""
    click.echo(
        f"bench: {result.name}: {result.rows} rows in {result.seconds:.2f} s, {result.baseline} {result.baseline_seconds:.2f} s"
        f" ({result.ratio:.1f} times), peak {result.peak_mb:.0f} MB"
    )
    for bar in result.bars:
        click.echo(f"  {'ok    ' if bar.met else 'MISSED'} {bar.what}: {bar.measured} (demanded: {bar.demanded})")
    return sum(not bar.met for bar in result.bars)


if __name__ == "__main__":
    main()
