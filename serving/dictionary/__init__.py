"""The dictionary: documents that are generated out of contracts and dbt's model files, so that a shape is written down once.

Belongs here: dbt's source definitions, the pages of docs/dictionary, and the questions with their queries (queries/). Does not: shapes and
meanings themselves (sources/contracts, dbt_project/models).
"""

from serving.dictionary.documents import documents, outdated, write

__all__ = ["documents", "outdated", "write"]
