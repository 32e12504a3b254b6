"""Exchange: a release as others can read it without this project.

Belongs here: SDMX (facts with their structure) and the Frictionless data package (all tables as Parquet). Does not: making releases
(serving.release), documents about the project (serving.dictionary). Reads the file and the manifest of one release, nothing else.
"""

from serving.exchange.errors import ExchangeError
from serving.exchange.export import FORMATS, Exported, export

__all__ = ["FORMATS", "ExchangeError", "Exported", "export"]
