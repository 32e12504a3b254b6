"""What may stand once in a register and stands there twice: found exactly, in one pass, in bounded memory.

A map of bytes knows which keys may have been seen. The few rows that it suspects are held aside in a file of their own; at the end their keys are
looked for among the keys of all rows, and only those that are there are repetitions. Keys are told apart by 128 bits, as tokens are.
Belongs here: suspecting and deciding. Does not: what must not repeat (payments.py, employers.py), writing rows.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from sources.registers.lines import ROW
from sources.registers.shape import Unrepeated

LEAST_MAP, LARGEST_MAP = 1 << 16, 1 << 27
ENTRIES_A_KEY = 16
FETCHED_TOGETHER = 64  # bytes
KEPT_ROWS = 8_000_000  # hashes of more rows than these go to a file
DECIDED_AT_ONCE = 8_000_000
_SEEDS = (11, 23)


def hash_columns(number: int) -> list[str]:
    """Names of the columns with the two hashes of the key of that number."""
    return [f"__key{number}_{part}" for part in range(len(_SEEDS))]


class Repetitions:
    """The keys of one register so far. `folder_file` is the path beside which hashes may be written; they tell nothing of a person."""

    def __init__(self, unrepeated: Sequence[Unrepeated], expected_rows: int, spill: Path) -> None:
        self._unrepeated = unrepeated
        self._size = LEAST_MAP
        while self._size < min(expected_rows * ENTRIES_A_KEY, LARGEST_MAP):
            self._size *= 2
        self._maps = [pl.zeros(self._size, dtype=pl.UInt8, eager=True) for _ in unrepeated]
        self._kept: list[pl.DataFrame] = []
        self._kept_rows = 0
        self._spill = spill
        self._spilled: list[Path] = []

    def apart(self, accepted: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows that repeat nothing, and rows that may, these with their hashes. Batches come in the order of their rows."""
        keys = self._hashed(accepted)
        suspected = pl.Series([False]).new_from_index(0, accepted.height)
        for number in range(len(self._unrepeated)):
            suspected = suspected | self._suspected(number, keys)
        if not suspected.any():
            self._keep(keys)
            return accepted, accepted.clear()
        self._keep(keys.filter(~suspected))
        return accepted.filter(~suspected), accepted.hstack(keys.drop(ROW)).filter(suspected)

    def _hashed(self, accepted: pl.DataFrame) -> pl.DataFrame:
        texts = accepted.select(unrepeated.key.alias(str(number)) for number, unrepeated in enumerate(self._unrepeated))
        hashes = []
        for number in range(len(self._unrepeated)):
            key, text = pl.col(str(number)), texts[str(number)]
            for seed, name in zip(_SEEDS, hash_columns(number), strict=True):
                hashed = key.hash(seed)
                hashes.append((pl.when(key.is_not_null()).then(hashed) if text.null_count() else hashed).alias(name))
        return texts.select(hashes).insert_column(0, accepted[ROW])

    def _suspected(self, number: int, keys: pl.DataFrame) -> pl.Series:
        first, second = (keys[name] for name in hash_columns(number))
        has = first.is_not_null()
        place, other = (hashes.drop_nulls() for hashes in (first, second))
        place = (place % self._size).cast(pl.UInt32)
        # Both marks of a key lie within a piece that memory hands over at once: it is the fetching that takes time.
        places = [place, place - place % FETCHED_TOGETHER + (other % FETCHED_TOGETHER).cast(pl.UInt32)]
        seen = self._maps[number]
        hits = (seen.gather(places[0]) == 1) & (seen.gather(places[1]) == 1)
        for place in places:
            seen.scatter(place, 1)
        again = ~first.drop_nulls().is_first_distinct()
        found = pl.Series([False]).new_from_index(0, keys.height)
        return found.scatter(has.arg_true(), hits | again)

    def _keep(self, keys: pl.DataFrame) -> None:
        self._kept.append(keys)
        self._kept_rows += keys.height
        if self._kept_rows > KEPT_ROWS:
            path = self._spill.with_name(f"{self._spill.name}.{len(self._spilled)}.tmp")
            self._spilled.append(path)
            pl.concat(self._kept).write_parquet(path, compression="uncompressed", statistics=False)
            self._kept, self._kept_rows = [], 0

    def decided(self, suspects: pl.LazyFrame, count: int) -> pl.DataFrame:
        """Rows among the suspects that do repeat an earlier row: ROW and `number`, the place of what is repeated in the list."""
        parts = max(1, -(-count // DECIDED_AT_ONCE))
        found = [
            self._repeated(suspects, number, part, parts)
            for number in range(len(self._unrepeated))
            for part in range(parts)
        ]
        return pl.concat(found)

    def _repeated(self, suspects: pl.LazyFrame, number: int, part: int, parts: int) -> pl.DataFrame:
        names = hash_columns(number)
        chosen = pl.col(names[0]).is_not_null() & (pl.col(names[0]) % parts == part)
        asked = suspects.select(ROW, *names).filter(chosen).collect()
        wanted = asked.select(names).unique()
        earlier = [keys.select(ROW, *names).join(wanted, on=names, how="semi") for keys in self._history()]
        firsts = pl.concat([asked, *earlier]).group_by(names).agg(pl.col(ROW).min().alias("first"))
        again = asked.join(firsts, on=names).filter(pl.col(ROW) > pl.col("first"))
        return again.select(ROW, pl.lit(number, pl.Int32).alias("number"))

    def _history(self) -> Iterator[pl.DataFrame]:
        yield from self._kept
        for path in self._spilled:
            yield pl.read_parquet(path, glob=False)

    def close(self) -> None:
        """Remove what was written aside."""
        for path in self._spilled:
            path.unlink(missing_ok=True)
