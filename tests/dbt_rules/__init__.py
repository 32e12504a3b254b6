"""The rules that dbt_project keeps, as functions over its files.

Belongs here: reading the project (`project`) and one function a rule, which yields what breaks it (`graph` for what reads what, `statements` for
what a model says of itself). Does not: whether a rule holds (`tests/unit/test_dbt_rules.py`), and what may break one (`exceptions.csv`).
"""
