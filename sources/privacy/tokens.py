"""Tokens of personal numbers.

Belongs here: the one expression. Does not: the key (key.py), which numbers there are.
"""

import polars as pl
import polars_hash as plh

from sources.privacy.key import TokenKey

TOKEN_CHARACTERS = 32


def token(column: pl.Expr, key: TokenKey, kind: str) -> pl.Expr:
    """The first 32 hex digits of HMAC-SHA-256 over "kind:value" with the key as its 64 characters; null stays null."""
    told = plh.concat_str(pl.lit(f"{kind}:"), column)
    hashed: pl.Expr = told.chash.hmac_sha256(key=key.characters).str.slice(0, TOKEN_CHARACTERS)
    return hashed
