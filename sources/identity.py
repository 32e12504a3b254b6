"""Identity of contents and rows: hashes, and nothing else."""

import hashlib

SEPARATOR = "\x1f"


def content_hash(content: bytes) -> str:
    """SHA-256 of a report's bytes, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def report_id(sha256: str) -> str:
    """Identity of a report: the first 16 hex digits of its SHA-256 (DESIGN section 4)."""
    return sha256[:16]


def row_id(*parts: object) -> str:
    """Identity of a row: 16 hex digits over its parts. None and the empty string count as the same part."""
    joined = SEPARATOR.join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
