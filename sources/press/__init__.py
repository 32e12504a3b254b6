"""The reader of press reports: from a text to observations and unread figures.

Belongs here: the grammar of Indonesian press prose about employment social security, and its vocabulary tables. Does not: the shape
of the rows (sources/contracts), the reference tables (sources/reference), files and folders (sources/intake).
"""
