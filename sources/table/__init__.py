"""The reader of loose public tables: open-data portals, statistics pages, rankings.

Belongs here: what such a table's cells mean as observations. Does not: forms, headers and totals (`sources.tables`).
"""
