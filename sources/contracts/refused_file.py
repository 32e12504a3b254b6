"""Contract of the raw table `refused_file`: what lies in the inbox and was not taken in."""

import pandera.polars as pa


class RefusedFile(pa.DataFrameModel):
    """What the latest intake found in the inbox and did not take in, each with what to do: no file is passed over in silence."""

    refused_file_id: str = pa.Field(
        unique=True, str_matches=r"^[0-9a-f]{16}$", description="Identity: hash of file name and rule"
    )
    source: str = pa.Field(
        nullable=True, description="The source in whose folder it lies; empty if it lies in the folder of none"
    )
    file_name: str = pa.Field(
        str_length={"min_value": 1},
        description="Path below the inbox, escaped; a folder that was not entered stands for all that is in it",
    )
    rule: str = pa.Field(description="Code of the rule (sources/contracts/rules.csv)")
    message: str = pa.Field(description="What is wrong, in a sentence")
    remedy: str = pa.Field(description="What to do")

    class Config:
        name = "refused_file"
        title = "Files that were not taken in"
        description = "One file of the inbox that was not taken in, as of the latest intake."
        strict = True
        ordered = True
