"""Dashboards as code: what Apache Superset shows of the published warehouse, and the process that serves it.

Belongs here: the definitions of datasets, charts and dashboards, the assets made of them, starting Superset beside the warehouse.
Does not: tables of the warehouse (dbt_project), or an import of Superset, which lives in an environment of its own (superset_side).
"""
