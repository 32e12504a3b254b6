"""The reader of BPS labour-force tables by province (Sakernas), CSV and XLSX.

Belongs here: everything from the table's cells to candidate observations, and the vocabulary that it is driven by.
Does not: what an observation must obey (`sources.contracts.labour_force`).
"""
