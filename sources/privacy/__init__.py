"""Personal numbers: what a sound one looks like, how it becomes a token, how it is shown, and the key that only the operator has.

Belongs here: NIK, KPJ, NPP and account numbers as polars expressions, the token, the mask, the key's file. Does not: which column of which
report holds one (`sources.registers`), where refused rows go (`sources.quarantine`).
"""
