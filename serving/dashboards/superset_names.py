"""What the files of Superset have in common: identities that follow from names, so that an import finds what it put there before."""

import uuid
from typing import Any

from serving.dashboards import definition_files as definition

Asset = dict[str, Any]
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "dashboards.cakupan")
TIME = "as_of_date"
# Kinds of charts that cannot show day and source themselves: a caption of its own stands below each.
CAPTIONED = ("line", "bar", "country")


def identity(kind: str, name: str, language: str = "") -> str:
    return str(uuid.uuid5(NAMESPACE, f"{kind}/{name}/{language}"))


def dataset_columns(dataset: str) -> set[str]:
    return {row["column"] for row in definition.rows("dataset_columns.csv") if row["dataset"] == dataset}
