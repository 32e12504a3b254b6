"""The command `cakupan-dbt`: dbt on this project with the manifest that was prepared, so that nothing is parsed.

dbt parses the whole project anew whenever the path of the build file is another one than the last time, that is in every new data home: 11 s of
processor time, against 1 s for reading what it had parsed. The manifest holds no path of a data home (`orchestration.manifest`), so all share it.

Belongs here: calling dbt. Does not: when the manifest is made, what is built.
"""

import sys

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from orchestration import manifest

FINE, FAILED, COULD_NOT_RUN = 0, 1, 2


def main() -> None:
    """Arguments and exit codes are dbt's: 0, 1 if something failed in it, 2 if it could not run."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Call dbt in this process. Prepares the manifest first if it is not of the files as they are now."""
    try:
        manifest.prepare()
    except manifest.DbtProjectError as error:
        sys.stdout.write(f"{error}\n")
        return COULD_NOT_RUN
    parsed = Manifest.from_msgpack(manifest.PARSED.read_bytes())
    # What dbt does after parsing, and leaves out for a manifest that it is given.
    parsed.build_flat_graph()
    ended = dbtRunner(manifest=parsed).invoke(arguments)
    if ended.exception is not None:
        sys.stderr.write(f"{type(ended.exception).__name__}: {ended.exception}\n")
        return COULD_NOT_RUN
    return FINE if ended.success else FAILED
