"""Dagster and nothing else: assets, checks, partitions, resources, each thin over sources, serving and dbt_project."""
