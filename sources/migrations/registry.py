"""The migrations: for each raw table, the function from each version to the next.

A function takes rows as they were written and gives them in the next form; it is called with some rows of a file at a time, in order, and may be called
again for the same rows after a kill. It sees nothing else: what needs the report itself is a new version of its reader, not a migration.
"""

from collections.abc import Callable, Mapping

import polars as pl

Migration = Callable[[pl.DataFrame], pl.DataFrame]

# Table -> version that it starts from -> the function to the version after it. A test holds it against sources/contracts/versions.csv.
MIGRATIONS: Mapping[str, Mapping[int, Migration]] = {}
