"""The reader of the monthly workbooks that branches and regional offices send, and the agreed form of them.

Belongs here: the form as data (`form/`), and everything from the cells of such a workbook to candidate observations. Does not: taking
files apart (`sources.tables`), what an observation must obey (`sources.contracts.workbook`).
"""
