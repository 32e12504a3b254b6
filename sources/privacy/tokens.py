"""Tokens: what stands in the warehouse in place of a personal number.

Belongs here: the one way from a number to its token. Does not: the key's whereabouts (key.py).
"""

import polars as pl
import polars_hash  # noqa: F401  (importing it gives expressions their name space `chash`)

from sources.privacy.key import TokenKey

TOKEN_DIGITS = 32  # 128 of the 256 bits, as RFC 2104 allows: two of a billion persons never meet, and a register takes half the room
# One number in two roles has two tokens: an account number that happens to be somebody's NIK says nothing about them.
KINDS = ("nik", "kpj", "account")


def token(column: pl.Expr, key: TokenKey, kind: str) -> pl.Expr:
    """Token of each value: the first 32 hex digits of HMAC-SHA-256 over `kind:value`, keyed by the key's 64 hex characters; null stays null.

    Raises ValueError for a kind that there is not.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of personal number; there are {', '.join(KINDS)}")
    hashes = pl.concat_str(pl.lit(f"{kind}:"), column).chash  # type: ignore[attr-defined]  # see the import above
    digest: pl.Expr = hashes.hmac_sha256(key=key.hex_digits)
    return digest.str.slice(0, TOKEN_DIGITS)
