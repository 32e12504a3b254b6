"""Protecting people: what their numbers must look like, how they become tokens, how they are masked.

Belongs here: NIK, KPJ, NPP, account numbers, the key. Does not: where they stand in a register (`sources.registers`).
"""
