"""The contracts: one module a raw table, each the only owner of its table's shape.

Belongs here: the pandera models, their titles, grains and meanings, the table of rules, and how a contract is enforced.
Does not: how a report is read. dbt's sources and the dictionary are generated from here (see `serving.dictionary`).
"""
