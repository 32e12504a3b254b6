"""The dictionary: documents that are generated out of the contracts, so that a shape is written down once.

Belongs here: dbt's source definitions and the pages of docs/dictionary. Does not: shapes and meanings themselves (sources/contracts).
"""

from serving.dictionary.documents import documents, outdated, write

__all__ = ["documents", "outdated", "write"]
