"""What holds for every input of the press reader, whatever stands in it: read by the property tests and by the fuzzer.

Belongs here: the promises, checked without the reader's own tokenizer. Does not: where inputs come from, and what a given text means.
"""

import math
import time
from bisect import bisect_right
from datetime import date
from itertools import pairwise

from sources.documents import Document
from sources.front_matter import split_front_matter
from sources.press.calendar import find_dates
from sources.press.extraction import Extraction
from sources.press.numerals import find_numerals
from sources.press.reader import PressReader, extract_report, open_report, publication_of
from sources.reading import Publication, Reading, RegisteredReport, ReportRefusedError

# What bytes are taken for here, by how they begin; all else is taken for text. PDF and DOCX are left out: a changed one is refused
# before anything of it is read, and each PDF costs a process.
FORMS = ((b"<", ".html"), (b"# ", ".md"))
RECEIVED = Publication(date(2024, 5, 31), "day", "receipt")
PUBLICATIONS = (Publication(date(2012, 2, 29), "day", "text"), Publication(date(1, 1, 1), "day", "text"))
# One read of a text made of nothing but numbers costs about 50 microseconds a byte, prose about 2.
SECONDS_AT_MOST, SECONDS_A_BYTE = 0.4, 200e-6
GROWN_FROM, GROWN_TO, LEAST_SECONDS = 2_000, 16_000, 0.15
STEEPEST = 1.75  # times the growth of the text: 1 is linear, 8 quadratic
VALUE_DIGITS, DECIMALS = 22, 6  # before and behind the decimal mark, as the raw table holds them: decimal(28,6)


class BrokenPromiseError(AssertionError):
    """A promise of the reader that an input breaks; the message begins with the promise's name."""


def promise(kept: bool, name: str, detail: object = "") -> None:
    if not kept:
        raise BrokenPromiseError(f"{name}: {detail}")


def digit_runs_of(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Every run of decimal digits from `start` on, character by character: written apart from the reader, without a pattern."""
    runs: list[tuple[int, int]] = []
    opened = -1
    for offset in range(start, len(text)):
        if text[offset].isdecimal():
            opened = offset if opened < 0 else opened
        elif opened >= 0:
            runs.append((opened, offset))
            opened = -1
    if opened >= 0:
        runs.append((opened, len(text)))
    return runs


def check_account(text: str, body_start: int, extraction: Extraction) -> None:
    """Each printed run of digits lies in facts or in unread numbers, never in both; numbers in words come on top."""
    runs = digit_runs_of(text, body_start)
    promise(extraction.numbers_printed == len(runs), "printed_count", (extraction.numbers_printed, len(runs)))
    promise(extraction.numbers_accounted == len(runs), "accounted_count", (extraction.numbers_accounted, len(runs)))
    in_facts = _covered(runs, [(fact.start, fact.end) for fact in extraction.facts])
    in_unread = _covered(runs, [(entry.start, entry.end) for entry in extraction.unread])
    for run, fact, unread in zip(runs, in_facts, in_unread, strict=True):
        promise(fact or unread, "digits_lost", (run, text[run[0] : run[1]][:40]))
        promise(not (fact and unread), "digits_twice", (run, text[run[0] : run[1]][:40]))


def _covered(runs: list[tuple[int, int]], spans: list[tuple[int, int]]) -> list[bool]:
    ordered = sorted(set(spans))
    starts = [start for start, _ in ordered]
    reach: list[int] = []  # the furthest end of all spans up to here
    for _, end in ordered:
        reach.append(max(end, reach[-1]) if reach else end)
    return [(index := bisect_right(starts, start) - 1) >= 0 and end <= reach[index] for start, end in runs]


def check_places(text: str, body_start: int, extraction: Extraction) -> None:
    """Facts and unread numbers stand in the order of the text, and what is said to be printed is printed there."""
    for entries in (extraction.facts, extraction.unread):
        for entry in entries:
            promise(body_start <= entry.start < entry.end <= len(text), "place_outside", (entry.start, entry.end))
            promise(text[entry.start : entry.end] == entry.as_printed, "as_printed", (entry.start, entry.as_printed))
        for one, other in pairwise(entries):
            promise(one.start <= other.start, "order", (one.start, other.start))
    spans = {(fact.start, fact.end) for fact in extraction.facts}
    both = spans & {(entry.start, entry.end) for entry in extraction.unread}
    promise(not both, "fact_and_unread", sorted(both)[:3])


def check_values(extraction: Extraction) -> None:
    """Values fit the raw table, periods run forwards, and each fact and unread number says why."""
    for fact in extraction.facts:
        promise(fact.value.is_finite(), "value_finite", fact.value)
        promise(fact.value.adjusted() < VALUE_DIGITS, "value_fits", fact.as_printed[:60])
        promise(math.isfinite(fact.confidence) and 0 <= fact.confidence <= 1, "confidence", fact.confidence)
        promise(bool(fact.measure and fact.rules), "says_why", fact.as_printed[:60])
        start, end = fact.period.start, fact.period.end
        promise(start is None or end is None or start <= end, "period_forwards", (fact.as_printed[:60], start, end))
    for entry in extraction.unread:
        promise(bool(entry.reason and entry.explanation), "says_why", entry.as_printed[:60])


def check_text(text: str) -> None:
    """The parts of the grammar alone, on any text: numbers and dates in order, in the text, apart from each other."""
    dates = find_dates(text, None)
    for publication in PUBLICATIONS:
        mentions = find_dates(text, publication)
        same = [(m.start, m.end) for m in mentions] == [(m.start, m.end) for m in dates]
        promise(same, "dates_depend_on_publication", publication)
        for mention in mentions:
            promise(0 <= mention.start < mention.end <= len(text), "date_outside", (mention.start, mention.end))
            forwards = mention.start_on is None or mention.end_on is None or mention.start_on <= mention.end_on
            promise(forwards, "date_forwards", (text[mention.start : mention.end], mention.start_on, mention.end_on))
        for one, other in pairwise(mentions):
            promise(one.end <= other.start, "dates_overlap", (text[one.start : other.end],))
    numerals = find_numerals(text, dates)
    for numeral in numerals:
        inside = 0 <= numeral.start <= numeral.number_start < numeral.number_end <= numeral.end <= len(text)
        promise(inside, "numeral_outside", numeral)
        promise(numeral.value.is_finite(), "numeral_finite", numeral.form)
    for first, second in pairwise(numerals):
        apart = first.end <= second.start or (first.start, first.end) == (second.start, second.end)
        promise(apart, "numerals_overlap", text[first.start : second.end][:80])
    taken = [(n.start, n.end) for n in numerals] + [(m.start, m.end) for m in dates]
    runs = digit_runs_of(text)
    for run, covered in zip(runs, _covered(runs, taken), strict=True):
        promise(covered, "numeral_lost", text[run[0] : run[1]][:40])


def check_front_matter(text: str) -> None:
    """The block at the head is read or refused with a line, in words that can be printed."""
    try:
        matter = split_front_matter(text)
    except ValueError as error:
        promise(str(error).startswith("line "), "refusal_line", str(error)[:80])
        promise(str(error).isprintable(), "refusal_printable", repr(str(error))[:80])
    else:
        promise(0 <= matter.body_start <= len(text), "body_start", matter.body_start)


def check_refusal(error: ReportRefusedError) -> None:
    """A refusal names rule, place and fault, and shows nothing of the file that a terminal would obey."""
    promise(bool(error.refusals), "refusal_empty")
    for refusal in error.refusals:
        promise(bool(refusal.rule and refusal.locator and refusal.message), "refusal_complete", refusal)
        for words in (refusal.rule, refusal.locator, refusal.message):
            promise(words.isprintable(), "refusal_printable", repr(words)[:80])
        promise(len(refusal.message) < 2000, "refusal_short", len(refusal.message))


def check_report(content: bytes, *, again: bool = True) -> None:
    """Everything that the reader promises about the bytes of one file; without `again` it is read once, and no rows are made.

    Raises BrokenPromiseError, or what the reader should not have raised.
    """
    reader, name = PressReader(), file_name_for(content)
    try:
        described = reader.describe(content, name)
    except ReportRefusedError as error:
        check_refusal(error)
        _refused_by_read_too(reader, name, content)
        return
    document = open_report(content, name)
    check_front_matter(document.text)
    check_text(document.text)
    published = publication_of(document)
    promise(described.published == published, "published", (described.published, published))
    extraction = extract_report(document, published or RECEIVED)
    check_places(document.text, document.matter.body_start, extraction)
    check_account(document.text, document.matter.body_start, extraction)
    check_values(extraction)
    if not again:
        return
    reading = reader.read(registered(name), content)
    check_same(extraction, reading)
    check_rows(document, reading)


def file_name_for(content: bytes) -> str:
    """A name whose ending goes with the first bytes."""
    start = content.removeprefix(b"\xef\xbb\xbf")[:8].lstrip()
    return "laporan" + next((ending for mark, ending in FORMS if start.startswith(mark)), ".txt")


def registered(file_name: str) -> RegisteredReport:
    """A report as the register would have it, received and not dated."""
    return RegisteredReport("0123456789abcdef", "2024-05", "press", file_name, RECEIVED)


def check_same(extraction: Extraction, reading: Reading) -> None:
    """Read again, the report says the same: rows of the reader are the facts and unread numbers found before."""
    facts = [(f.as_printed, f.measure, round(f.value, DECIMALS), f.area.name, f.rules) for f in extraction.facts]
    rows = [
        (r["as_printed"], r["measure"], round(r["value"], DECIMALS), r["area_name"], tuple(r["rules"].split("; ")))
        for r in reading.rows
    ]
    promise(facts == rows, "determinism", [pair for pair in zip(facts, rows, strict=False) if pair[0] != pair[1]][:1])
    inside = [(row["as_printed"], row["reason"]) for row in reading.unread]
    promise(
        [(e.as_printed, e.reason) for e in extraction.unread] == inside[: len(extraction.unread)],
        "determinism",
        "unread",
    )


def check_rows(document: Document, reading: Reading) -> None:
    """Each row leads back to its characters, and the rows account for every run of digits of the whole page, asides included."""
    promise(not reading.refused, "no_rows_refused")
    places: list[list[tuple[int, int]]] = []
    for key, rows in (("observation_id", reading.rows), ("unread_id", reading.unread)):
        promise(len({row[key] for row in rows}) == len(rows), "identity", key)
        found = [document.find(row["locator"]) for row in rows]
        for row, place in zip(rows, found, strict=True):
            promise(place is not None and document.text[slice(*place)] == row["as_printed"], "locator", row["locator"])
        places.append([place for place in found if place is not None])
    runs = digit_runs_of(document.text, document.matter.body_start)
    counted = (reading.numbers_printed, reading.numbers_accounted, len(runs))
    promise(len(set(counted)) == 1, "rows_count", counted)
    for run, covered in zip(runs, _covered(runs, places[0] + places[1]), strict=True):
        promise(covered, "rows_lose_digits", (run, document.text[run[0] : run[1]][:40]))


def _refused_by_read_too(reader: PressReader, name: str, content: bytes) -> None:
    try:
        reader.read(registered(name), content)
    except ReportRefusedError:
        return
    promise(False, "describe_refuses_read_does_not")


def seconds_to_read(content: bytes) -> float:
    """Processor time of one read, in seconds; 0 where the file is refused."""
    reader, report = PressReader(), registered(file_name_for(content))
    started = time.process_time()
    try:
        reader.read(report, content)
    except ReportRefusedError:
        return 0.0
    return time.process_time() - started


def check_time(content: bytes, allowance: float = 1.0) -> None:
    """The time of a read stays under a line in the length; measured again before it is called too long."""
    budget = allowance * (SECONDS_AT_MOST + SECONDS_A_BYTE * len(content))
    if seconds_to_read(content) > budget:
        seconds = min(seconds_to_read(content) for _ in range(3))
        promise(seconds <= budget, "time", f"{seconds:.2f} s for {len(content)} bytes")


def check_growth(content: bytes) -> None:
    """Repeated to eight times the length, a text takes about eight times as long. Short times tell nothing and are passed over."""
    if not content:
        return
    short, long = (content * (length // len(content) + 1) for length in (GROWN_FROM, GROWN_TO))
    steepest = STEEPEST * len(long) / len(short)
    if (seconds := seconds_to_read(long)) < LEAST_SECONDS or seconds <= steepest * (before := seconds_to_read(short)):
        return
    seconds = min(seconds, seconds_to_read(long))
    before = max(before, seconds_to_read(short), seconds_to_read(short))
    promise(
        seconds <= steepest * before,
        "time_grows",
        f"{before:.2f} s for {len(short)} bytes, {seconds:.2f} s for {len(long)}",
    )
