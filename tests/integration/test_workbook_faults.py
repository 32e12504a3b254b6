"""Made-up workbooks with planted faults: every one is caught at its place with the right rule, and no sound cell is refused."""

from collections import Counter

import pytest

from bench.workbook_faults import faulty_books
from bench.workbooks import books, written
from sources.contracts.enforcement import enforce
from sources.contracts.workbook import Workbook
from sources.reading import ReportRefusedError
from tests.inboxes import read_workbook

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("book", list(books(6)), ids=lambda book: f"{book.file}-{book.style}")
def test_sound_workbooks_are_read_whole(book):
    content, planted = written(book)
    reading = read_workbook(content, book.file)
    assert planted == []
    assert [entry.refusal for entry in reading.refused] == []
    assert reading.numbers_printed == reading.numbers_accounted
    assert enforce(Workbook, reading.rows).broken == []
    pages = {page.sheet: page for page in book.pages}
    members = [row for row in pages["membership"].rows if book.style != "wide" or row["programme"] == "JKK"]
    if book.style == "wide":
        members = [row for row in members if row["segment"] != "ALL"]
    expected = (
        4 * len(members)
        + 4 * len(pages["employers"].rows)
        + sum(2 * len(pages[name].rows) for name in ("claims", "service"))
    )
    assert len(reading.rows) == expected + len(pages["targets"].rows)
    claimed = {
        r["programme"]: r["amount"]
        for r in pages["claims"].rows
        if r["area_code"] == pages["claims"].rows[0]["area_code"]
    }
    read = {
        row["programme"]: row["value"]
        for row in reading.rows
        if row["measure"] == "claims_amount" and row["area_code"] == pages["claims"].rows[0]["area_code"]
    }
    assert read == claimed


def test_every_planted_fault_is_caught_and_nothing_else():
    caught = Counter()
    for book in faulty_books(60):
        content, planted = written(book)
        try:
            reading = read_workbook(content, book.file)
            found = [(entry.refusal.locator, entry.refusal.rule) for entry in reading.refused]
            assert reading.numbers_printed == reading.numbers_accounted, book.file
            assert enforce(Workbook, reading.rows).broken == []
        except ReportRefusedError as error:
            found = [(refusal.locator, refusal.rule) for refusal in error.refusals]
        assert sorted(found) == sorted((fault.locator, fault.rule) for fault in planted), (book.file, book.style)
        caught.update(rule for _, rule in found)
    assert len(caught) >= 24, caught


def test_the_same_workbooks_come_every_time():
    first, again = (written(next(iter(faulty_books(1)))) for _ in range(2))
    assert first == again
