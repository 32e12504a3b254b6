"""How a raw report becomes validated Parquet.

Belongs here: intake, readers, contracts, the raw layer. Does not: Dagster, dbt, anything about the published warehouse.
"""
