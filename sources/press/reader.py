"""The press reader: one report's bytes to rows of the raw tables `press` and `unread_figure`.

Belongs here: from a document to the grammar, and the shape of the rows. Does not: the forms of documents (sources.documents), the grammar
(assembly and what it calls).
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sources.documents import PICTURE, SUFFIXES, Document, open_document
from sources.identity import row_id
from sources.press.assembly import extract
from sources.press.calendar import find_dates
from sources.press.extraction import Extraction, Fact, Unread, explanation
from sources.press.numerals import digit_runs
from sources.press.publication import find_publication
from sources.reading import Description, Publication, Reading, Refusal, RegisteredReport, ReportRefusedError

READER = "press"
VERSION = "2"
# The longest report of the corpus prints 63 numbers. Each costs about 150 microseconds, and 5 MB of "1 1 1 1" held a run up for minutes.
MOST_NUMBERS = 20_000


class PressReader:
    """Fulfils sources.reading.Reader for `inbox/press/`."""

    source = READER
    version = VERSION
    suffixes = SUFFIXES

    def describe(self, content: bytes, file_name: str) -> Description:
        """Title, publisher, address and date; without front matter the title is the headline, if the text has one.

        Raises ReportRefusedError on bytes that are no text and on front matter that cannot be read.
        """
        document = open_report(content, file_name)
        matter = document.matter
        return Description(
            title=matter.title or _headline(document.report, matter.body_start),
            publisher=matter.publisher,
            url=matter.url,
            published=publication_of(document),
        )

    def read(self, report: RegisteredReport, content: bytes) -> Reading:
        """Facts and unread numbers of the report. Raises ReportRefusedError as `describe` does."""
        document = open_report(content, report.file_name)
        extraction = extract_report(document, publication_of(document) or report.published)
        return Reading(
            rows=[_row(fact, document, report) for fact in extraction.facts],
            unread=[_unread_row(entry, document, report) for entry in extraction.unread],
            numbers_printed=extraction.numbers_printed,
            numbers_accounted=extraction.numbers_accounted,
        )


def open_report(content: bytes, file_name: str) -> Document:
    """The document, if it can be a press report. Raises ReportRefusedError."""
    document = open_document(content, file_name)
    if (numbers := len(digit_runs(document.text))) > MOST_NUMBERS:
        message = f"the text holds {numbers} numbers, a press report at most {MOST_NUMBERS}"
        raise ReportRefusedError([Refusal("too_many_numbers", "byte 0", message, value=str(numbers))])
    if not document.report[document.matter.body_start :].strip():
        message = (
            "the report holds front matter and no text" if document.matter.body_start else "the report holds no text"
        )
        raise ReportRefusedError([Refusal("empty_file", "line 1", message)])
    return document


def publication_of(document: Document) -> Publication | None:
    """When the report was published, None if nothing tells: front matter, the day printed beside a page's headline, the text."""
    if document.matter.published is None and (beside := _day_beside_headline(document.byline)):
        return beside
    return find_publication(
        f"{document.report}\n\n{document.byline}" if document.byline else document.report, document.matter
    )


def _day_beside_headline(byline: str) -> Publication | None:
    """The first full day of the first group that tells one; a day with its weekday before one without, which may be a caption's."""
    for group in byline.split("\n\n"):
        days = [
            (mention.weekday is None, mention.end_on)
            for mention in find_dates(group, None)
            if mention.end_on
            and mention.day
            and mention.year
            and mention.weekday in (None, mention.end_on.isoweekday())
        ]
        if days:
            return Publication(min(days, key=lambda day: day[0])[1], "day", "text")
    return None


def extract_report(document: Document, published: Publication | None) -> Extraction:
    """The figures of a report's body, and what else the page prints. A date of receipt, or one derived from the figures, dates no figure."""
    derived = (
        published is None
        or published.basis == "receipt"
        or (published.basis == "text" and published.precision == "month")
    )
    matter = document.matter
    extraction = extract(
        document.report,
        published,
        body_start=matter.body_start,
        headline=None if document.title_in_text else matter.title,
        publication_stated=not derived,
    )
    return _with_asides(document, extraction) if document.asides else extraction


def _with_asides(document: Document, extraction: Extraction) -> Extraction:
    """Adds one unread entry for every piece of the page beside the report that prints numbers: from its first digit to its last."""
    beside = []
    covered = 0
    for aside in document.asides:
        piece = document.text[aside.start : aside.end]
        runs = digit_runs(piece)
        covered += len(runs)
        if runs or aside.reason == PICTURE:
            start, end = (aside.start + runs[0][0], aside.start + runs[-1][1]) if runs else (aside.start, aside.end)
            context = " ".join(piece.split())[:600]
            beside.append(
                Unread(start, end, document.text[start:end], aside.reason, explanation(aside.reason), context)
            )
    return replace(
        extraction,
        unread=(*extraction.unread, *beside),
        numbers_printed=extraction.numbers_printed + len(digit_runs(document.text[document.body_end :])),
        numbers_accounted=extraction.numbers_accounted + covered,
    )


def _headline(text: str, start: int) -> str | None:
    line = text[start:].lstrip("\ufeff\r\n \t").partition("\n")[0].strip()
    return line[:300] if line and len(line) <= 140 and not line.endswith(".") else None


def _row(fact: Fact, document: Document, report: RegisteredReport) -> dict[str, Any]:
    locator = document.locate(fact.start, fact.end)
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
        "sentence": fact.sentence,
    }


def _unread_row(entry: Unread, document: Document, report: RegisteredReport) -> dict[str, Any]:
    locator = document.locate(entry.start, entry.end)
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
