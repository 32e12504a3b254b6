"""The press reader: reports a second on one core, memory over ten thousand reports, time by size.

Belongs here: what is measured, and the bars. Does not: the texts (press_texts.py), how time and memory are taken (measure.py).

It stands beside the least that any reader must do: decode the bytes, split the words, find the numbers with one pattern. The ratio says
what understanding a number costs beyond finding it. Reader and baseline take turns over the same reports in the same process.
"""

import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from bench.measure import exponent, in_child, median_seconds, peak_mb, processor_seconds
from bench.press_texts import SHAPES, prose, reports, shaped, varied
from bench.registry import Bar, Result, Say
from sources.press.reader import MOST_NUMBERS, PressReader
from sources.reading import Publication, RegisteredReport, ReportRefusedError

DEFAULT_ROWS = 10_000
LEAST_ROWS = 100
BASELINE = "words and numbers found with one pattern"
BLOCK = 500  # reports between two turns of the baseline
ROUNDS = 5
REPORTS_A_SECOND = 100
GROWTH_MB = 8.0  # between a tenth of the reports and all of them
GROWTH_OF_A_CACHE = 100  # entries; one by the words of a table fills up early, one by the words of reports never does
STEEPEST = 1.25  # power of the size; n log n measures as 1.1 here
SIZES = (10_000, 100_000, 1_000_000)  # bytes
RECEIVED = Publication(date(2024, 5, 31), "day", "receipt")
REPORT = RegisteredReport("0123456789abcdef", "2024-05", "press", "report.txt", RECEIVED)
TOKEN = re.compile(r"\d[\d.,]*|\w+")


def baseline(content: bytes) -> int:
    """How many words and numbers the text has."""
    return len(TOKEN.findall(content.decode("utf-8")))


def run(rows: int, say: Say) -> Result:
    """Measures in processes of their own. Raises ValueError below LEAST_ROWS."""
    if rows < LEAST_ROWS:
        raise ValueError(f"{rows} reports tell nothing about memory; at least {LEAST_ROWS}")
    say(f"press: {rows} varied reports")
    many = in_child("bench.press", "many", str(rows))
    say("press: reports as they are")
    real = in_child("bench.press", "real")
    say(f"press: time by size, up to {SIZES[-1] / 1e6:g} MB")
    sizes = in_child("bench.press", "sizes")
    bounded = [f"{name} ({shape['bytes'][-1]} bytes)" for name, shape in sizes["shapes"].items() if "refused" in shape]
    say(f"press: refused at that size for more than {MOST_NUMBERS} numbers, measured up to there: {', '.join(bounded)}")
    rate = min(texts["reports_per_second"] for texts in real.values())
    growth = many["peak_mb"] - many["peak_mb_at_a_tenth"]
    steepest = max(sizes["shapes"], key=lambda name: sizes["shapes"][name]["exponent"])
    power = sizes["shapes"][steepest]["exponent"]
    growing = ", ".join(many["caches_that_grow"]) or "none"
    bars = (
        Bar("reports read", f"at least {REPORTS_A_SECOND}/s", f"{rate:.0f}/s", rate >= REPORTS_A_SECOND),
        Bar("memory grown since a tenth of them", f"at most {GROWTH_MB:g} MB", f"{growth:.1f} MB", growth <= GROWTH_MB),
        Bar("caches that grow with the reports", "none", growing, growing == "none"),
        Bar("time by size", f"power at most {STEEPEST}", f"{power:.2f} ({steepest})", power <= STEEPEST),
    )
    return Result(
        "press", rows, many["seconds"], many["peak_mb"], BASELINE, many["baseline_seconds"], bars,
        {"varied_reports": many, "reports_as_they_are": real, "time_by_size": sizes},
    )  # fmt: skip


def read_many(rows: int) -> dict[str, Any]:
    """Time of reader and baseline over varied reports, taken by turns, and the memory after a tenth of them and after all."""
    started = time.perf_counter()
    reader = PressReader()
    own = reports()["own"]
    reader.read(REPORT, own[0])
    start_up = time.perf_counter() - started
    texts = varied(own, rows)
    blocks: list[tuple[float, float, int]] = []
    tenth = tenth_caches = None
    done = 0
    for step in _steps(rows):
        block = list(islice(texts, step))
        read = processor_seconds(lambda block=block: [reader.read(REPORT, content) for content in block])
        found = processor_seconds(lambda block=block: [baseline(content) for content in block])
        blocks.append((read, found, step))
        done += step
        if tenth is None and done >= rows // 10:
            tenth, tenth_caches = peak_mb(), _caches()
    rates = [step / read for read, _, step in blocks]
    caches = _caches()
    return {
        "reports": rows,
        "seconds": sum(read for read, _, _ in blocks),
        "baseline_seconds": sum(found for _, found, _ in blocks),
        "start_up_seconds": round(start_up, 3),
        "reports_per_second_median": round(statistics.median(rates), 1),
        "reports_per_second_slowest_block": round(min(rates), 1),
        "peak_mb_at_a_tenth": round(tenth or 0.0, 2),
        "peak_mb": round(peak_mb(), 2),
        "caches_that_grow": sorted(
            name for name, size in caches.items() if size > (tenth_caches or {}).get(name, 0) + GROWTH_OF_A_CACHE
        ),
    }


def _steps(rows: int) -> Iterator[int]:
    """Block sizes: the first tenth ends with a block."""
    for part in (rows // 10, rows - rows // 10):
        yield from (min(BLOCK, part - done) for done in range(0, part, BLOCK))


def _caches() -> dict[str, int]:
    """How many entries each cached function of the project holds, those with a bound of their own apart."""
    found: dict[str, int] = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("sources"):
            for attribute, value in vars(module).items():
                own = hasattr(value, "cache_info") and getattr(value, "__module__", "") == name
                if own and value.cache_info().maxsize is None:
                    found[f"{name}.{attribute}"] = value.cache_info().currsize
    return found


def read_real() -> dict[str, Any]:
    """Reports a second over the texts at hand, unchanged: medians over rounds, reader and baseline by turns."""
    reader = PressReader()
    measured = {}
    for name, texts in reports().items():
        reading = [reader.read(REPORT, content) for content in texts]
        rounds = [
            (
                processor_seconds(lambda: [reader.read(REPORT, content) for content in texts]),  # noqa: B023 - called at once
                processor_seconds(lambda: [baseline(content) for content in texts]),  # noqa: B023 - called at once
            )
            for _ in range(ROUNDS)
        ]
        seconds, least = (statistics.median(times) for times in zip(*rounds, strict=True))
        measured[name] = {
            "reports": len(texts),
            "mean_bytes": round(statistics.mean(map(len, texts))),
            "numbers": sum(read.numbers_printed for read in reading),
            "facts": sum(len(read.rows) for read in reading),
            "reports_per_second": round(len(texts) / seconds, 1),
            "baseline_reports_per_second": round(len(texts) / least, 1),
            "ratio": round(seconds / least, 1),
        }
    return measured


def read_sizes() -> dict[str, Any]:
    """Seconds by size and the power that they grow with, for prose and for texts of one shape.

    A text with more numbers than a report may hold is refused before it is understood; such a shape is measured up to that bound, and
    the refusal of the whole is timed apart.
    """
    own = reports()["own"]
    makers: dict[str, Callable[[int], bytes]] = {"prose": lambda size: prose(own, size)}
    for name, piece in SHAPES.items():
        makers[name] = lambda size, piece=piece: shaped(piece, size)
    return {
        "largest_number_of_numbers": MOST_NUMBERS,
        "shapes": {name: _by_size(maker) for name, maker in makers.items()},
        "peak_mb": round(peak_mb(), 1),
    }


def _by_size(maker: Callable[[int], bytes]) -> dict[str, Any]:
    whole = maker(SIZES[-1])
    numbers = len(re.findall(rb"\d+", whole))
    refused = numbers > MOST_NUMBERS
    most = int(len(whole) * MOST_NUMBERS / numbers * 0.95) if refused else SIZES[-1]
    sizes = [most // 16, most // 4, most] if refused else list(SIZES)
    texts = [maker(size) for size in sizes]
    seconds = [median_seconds(lambda text=text: _read(text), 3) for text in texts]
    measured: dict[str, Any] = {
        "bytes": [len(text) for text in texts],
        "seconds": [round(value, 5) for value in seconds],
        "exponent": round(exponent(sizes[-2:], seconds[-2:]), 2),
    }
    if refused:
        measured["refused"] = {
            "bytes": len(whole),
            "numbers": numbers,
            "seconds": round(processor_seconds(lambda: _read(whole)), 5),
        }
    return measured


def _read(content: bytes) -> None:
    try:
        PressReader().read(REPORT, content)
    except ReportRefusedError:
        return


if __name__ == "__main__":
    what, *counts = sys.argv[1:]
    measured_here = {"many": read_many, "real": read_real, "sizes": read_sizes}[what](*map(int, counts))
    sys.stdout.write(json.dumps(measured_here))
