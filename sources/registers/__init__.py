"""Registers: employers and payments, row by row, of any size.

Belongs here: reading them as a stream of batches, their rules, what of a refused row is kept. Does not: writing (`sources.ingest_register`),
what personal numbers are and how they become tokens (`sources.privacy`).
"""
