"""The press reader: one report's bytes to rows of the raw tables `press` and `unread_figure`.

Belongs here: decoding, front matter, and the shape of the rows. Does not: the grammar (assembly and what it calls).
"""

from decimal import Decimal
from typing import Any

from sources.front_matter import FrontMatter, front_matter_of
from sources.identity import row_id
from sources.press.assembly import extract
from sources.press.extraction import Extraction, Fact, Unread
from sources.press.numerals import digit_runs
from sources.press.publication import find_publication
from sources.reading import Description, Publication, Reading, Refusal, RegisteredReport, ReportRefusedError
from sources.text import decode_utf8

READER = "press"
VERSION = "1"
# The longest report of the corpus prints 63 numbers. Each costs about 150 microseconds, and 5 MB of "1 1 1 1" held a run up for minutes.
MOST_NUMBERS = 20_000


class PressReader:
    """Fulfils sources.reading.Reader for `inbox/press/*.txt`."""

    source = READER
    version = VERSION
    suffixes = frozenset({".txt"})

    def describe(self, content: bytes, file_name: str) -> Description:
        """Title, publisher, address and date; without front matter the title is the headline, if the text has one.

        Raises ReportRefusedError on bytes that are no text and on front matter that cannot be read.
        """
        text, matter = text_and_front_matter(content)
        return Description(
            title=matter.title or _headline(text, matter.body_start),
            publisher=matter.publisher,
            url=matter.url,
            published=find_publication(text, matter),
        )

    def read(self, report: RegisteredReport, content: bytes) -> Reading:
        """Facts and unread numbers of the report. Raises ReportRefusedError as `describe` does."""
        text, matter = text_and_front_matter(content)
        found = find_publication(text, matter)
        extraction = extract_report(text, matter, found or report.published)
        return Reading(
            rows=[_row(fact, report) for fact in extraction.facts],
            unread=[_unread_row(entry, report) for entry in extraction.unread],
            numbers_printed=extraction.numbers_printed,
            numbers_accounted=extraction.numbers_accounted,
        )


def text_and_front_matter(content: bytes) -> tuple[str, FrontMatter]:
    """The decoded text and what its front matter says. Raises ReportRefusedError."""
    text = decode_utf8(content)
    if (numbers := len(digit_runs(text))) > MOST_NUMBERS:
        message = f"the text holds {numbers} numbers, a press report at most {MOST_NUMBERS}"
        raise ReportRefusedError([Refusal("too_many_numbers", "byte 0", message, value=str(numbers))])
    matter = front_matter_of(text)
    if not text[matter.body_start :].strip():
        raise ReportRefusedError([Refusal("empty_file", "line 1", "the report holds front matter and no text")])
    return text, matter


def extract_report(text: str, matter: FrontMatter, published: Publication | None) -> Extraction:
    """The figures of a report's body. A date of receipt, or one derived from the figures, dates no figure."""
    derived = (
        published is None
        or published.basis == "receipt"
        or (published.basis == "text" and published.precision == "month")
    )
    return extract(text, published, body_start=matter.body_start, headline=matter.title, publication_stated=not derived)


def _headline(text: str, start: int) -> str | None:
    line = text[start:].lstrip("\ufeff\r\n \t").partition("\n")[0].strip()
    return line[:300] if line and len(line) <= 140 and not line.endswith(".") else None


def _row(fact: Fact, report: RegisteredReport) -> dict[str, Any]:
    locator = f"characters {fact.start}-{fact.end}"
    programme, segment = fact.programme, fact.segment
    identity = row_id(
        report.report_id, locator, fact.measure, fact.value, fact.area.code, programme, segment, fact.qualifier
    )
    return {
        "observation_id": identity,
        "report_id": report.report_id,
        "report_month": report.report_month,
        "locator": locator,
        "as_printed": fact.as_printed,
        "measure": fact.measure,
        "value": fact.value.quantize(Decimal("0.000001")) if fact.value.as_tuple().exponent else fact.value,
        "unit": fact.unit,
        "decimals": fact.decimals,
        "qualifier": fact.qualifier,
        "period_start": fact.period.start,
        "period_end": fact.period.end,
        "period_kind": fact.period.kind,
        "period_basis": fact.period.basis,
        "area_name": fact.area.name,
        "area_kind": fact.area.kind,
        "area_code": fact.area.code,
        "office_code": fact.area.office_code,
        "programme": programme,
        "segment": segment,
        "reader": READER,
        "reader_version": VERSION,
        "confidence": fact.confidence,
        "rules": "; ".join(fact.rules),
    }


def _unread_row(entry: Unread, report: RegisteredReport) -> dict[str, Any]:
    locator = f"characters {entry.start}-{entry.end}"
    return {
        "unread_id": row_id(report.report_id, locator),
        "report_id": report.report_id,
        "report_month": report.report_month,
        "locator": locator,
        "as_printed": entry.as_printed,
        "reason": entry.reason,
        "explanation": entry.explanation,
        "context": entry.sentence,
        "reader": READER,
        "reader_version": VERSION,
    }
