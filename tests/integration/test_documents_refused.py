"""Documents that are damaged, hostile or not what they say are refused by a rule, quickly; odd but honest ones are read."""

import io
import signal
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF

from sources.contracts.rules import rules
from sources.documents import open_document
from sources.documents import pdf as pdf_reader
from sources.documents.word import MAIN
from sources.press.reader import extract_report, open_report
from sources.reading import ReportRefusedError
from tests.pages import LAST, LEAD, SECOND, THIRD, TITLE, pdf, portal, saved_word, word

pytestmark = pytest.mark.integration
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(content: bytes, name: str) -> str:
    started = time.perf_counter()
    with pytest.raises(ReportRefusedError) as refused:
        open_document(content, name)
    assert time.perf_counter() - started < 15
    (only,) = refused.value.refusals
    assert only.rule in rules()
    assert only.message
    assert only.message.isprintable()
    return only.rule


def archive(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return buffer.getvalue()


def main_part(body: str, head: str = "") -> bytes:
    return archive(
        {MAIN: f'<?xml version="1.0"?>{head}<w:document {SPACE}><w:body>{body}</w:body></w:document>'.encode()}
    )


def lying_size() -> bytes:
    """An archive whose part is larger than its directory says."""
    packed = archive({MAIN: b" " * 1_000_000})
    return packed.replace((1_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def page_stream(stream: bytes, pages: int = 1) -> bytes:
    """A PDF by hand, all its pages having the same packed stream."""
    packed = zlib.compress(stream, 1)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * pages, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(out),
    )


def blank_pages(count: int) -> bytes:
    letter = FPDF()
    for _ in range(count):
        letter.add_page()
    return bytes(letter.output())


CASES: Mapping[str, tuple[str, str, Callable[[], bytes]]] = {
    "a PDF named .txt": ("a.txt", "not_what_ending_says", pdf),
    "a PDF named .docx": ("a.docx", "not_what_ending_says", pdf),
    "a DOCX named .txt": ("a.txt", "not_what_ending_says", word),
    "a DOCX named .pdf": ("a.pdf", "not_what_ending_says", word),
    "a DOCX named .html": ("a.html", "not_what_ending_says", word),
    "a page named .txt": ("a.txt", "not_what_ending_says", lambda: portal().encode()),
    "a page named .md": ("a.md", "not_what_ending_says", lambda: b"\xef\xbb\xbf \n<html><body>12 orang"),
    "a page named .docx": ("a.docx", "not_what_ending_says", lambda: portal().encode()),
    "a text named .html": ("a.html", "not_what_ending_says", lambda: b"Sebanyak 12 orang < 13 orang"),
    "a text named .pdf": ("a.pdf", "not_what_ending_says", lambda: b"Sebanyak 12 orang"),
    "an old Word document": ("a.docx", "not_what_ending_says", lambda: OLD_OFFICE),
    "RTF": ("a.txt", "not_what_ending_says", lambda: rb"{\rtf1 12 orang}"),
    "MHTML": ("a.html", "not_what_ending_says", lambda: b"From: <Saved by Blink>\nMIME-Version: 1.0\n\n<html>12 orang</html>"),
    "an archive of something else": ("a.docx", "not_what_ending_says", lambda: archive({"xl/workbook.xml": b"<x/>"})),
    "nothing": ("a.pdf", "empty_file", lambda: b""),
    "blanks": ("a.docx", "empty_file", lambda: b" \n\t "),
    "an empty page": ("a.html", "page_without_report", lambda: b"<html><body></body></html>"),
    "deep elements": ("a.html", "document_too_large", lambda: b"<div>" * 3000 + b"12 orang"),
    "a megabyte of open elements": ("a.html", "document_too_large", lambda: b"<div>" * 200_000),
    "a megabyte of brackets": ("a.html", "document_too_large", lambda: b"<html>" + b"<" * 1_000_000),
    "half a PDF": ("a.pdf", "document_damaged", lambda: pdf()[:1200]),
    "a PDF without its middle": ("a.pdf", "document_damaged", lambda: pdf()[:200] + b"%%EOF"),
    "a PDF of noise": ("a.pdf", "document_damaged", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 500 + b"%%EOF"),
    "a PDF with a password": ("a.pdf", "document_locked", lambda: pdf(password="x" * 9)),
    "a scan": ("a.pdf", "pictures_only", lambda: blank_pages(2)),
    "many pages": ("a.pdf", "document_too_large", lambda: blank_pages(301)),
    "one page a million times": ("a.pdf", "document_too_large", lambda: page_stream(b"BT ET", pages=100_000)),
    "a stream that unpacks to a gigabyte": (
        "a.pdf", "document_damaged", lambda: page_stream(b"BT /F1 12 Tf 50 700 Td " + b" " * 1_000_000_000)
    ),
    "half a DOCX": ("a.docx", "document_damaged", lambda: word()[:5000]),
    "a DOCX that says too little": ("a.docx", "document_damaged", lying_size),
    "an empty DOCX": ("a.docx", "empty_file", lambda: saved_word(docx.Document())),
    "an archive that unpacks to much": ("a.docx", "document_too_large", lambda: archive({MAIN: b"<x/>", "word/media/a.png": bytes(110_000_000)})),
    "a text that unpacks to much": ("a.docx", "document_too_large", lambda: archive({MAIN: b" " * 21_000_000})),
    "too many parts": ("a.docx", "document_too_large", lambda: archive({MAIN: b"<x/>"} | {f"word/{n}.xml": b"" for n in range(2001)})),
    "XML that is none": ("a.docx", "document_damaged", lambda: archive({MAIN: b"<w:document>"})),
    "deep XML": ("a.docx", "document_damaged", lambda: main_part("<w:p>" * 5000)),
    "a billion laughs": (
        "a.docx",
        "document_damaged",
        lambda: main_part("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY a "12"><!ENTITY b "&a;&a;&a;">]>'),
    ),
    "a file from outside": (
        "a.docx",
        "document_damaged",
        lambda: main_part("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY b SYSTEM "file:///etc/passwd">]>'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_read_is_refused_by_a_rule(case: str) -> None:
    name, rule, content = CASES[case]
    assert refusal(content(), name) == rule


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body><p>" + b"1 satu dua " * 90_000,
        b"<html><body>" + b"<p>satu 1 orang peserta dua" * 30_000,
        b"<html><body><p>halo " + b"<a href='javascript:alert(1)'>satu</a> dua 1 tiga<br>" * 15_000,
        b"<html><body><p class='" + b"a b " * 250_000 + b"'>Sebanyak 12 orang peserta aktif di sana</p>",
        b"<html><script type='application/ld+json'>" + b"[" * 900_000 + b"</script><body><p>Sebanyak 12 orang peserta aktif di sana</p>",
    ],
    ids=["one paragraph", "paragraphs", "links and line breaks", "classes", "JSON"],
)  # fmt: skip
def test_a_megabyte_of_a_page_takes_seconds_at_most(content: bytes) -> None:
    started = time.perf_counter()
    assert open_document(content, "a.html").report.strip()
    assert time.perf_counter() - started < 20


def test_a_long_page_is_read_in_a_fraction_of_a_second() -> None:
    menu = "".join(f'<li><a href="/k/{n}">Kategori nomor {n}</a></li>' for n in range(1000))
    script = "<script>var a = [" + "1, " * 30_000 + "]</script>"
    content = portal().replace("<body>", f"<body>{script}<ul class='menu'>{menu}</ul>").encode()
    assert len(content) > 140_000
    open_document(content, "a.html")
    started = time.perf_counter()
    assert open_document(content, "a.html").report.startswith(TITLE)
    assert time.perf_counter() - started < 1


def test_word_prints_insertions_boxes_and_notes_but_no_deletions_and_nothing_hidden() -> None:
    document = docx.Document()
    spaces = nsdecls("w")
    wrapped = (
        "<w:r><w:t>Sebanyak </w:t></w:r><w:ins><w:r><w:t>12.345</w:t></w:r></w:ins><w:del><w:r><w:delText>99.999</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>88.888</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t xml:space='preserve"
        "'> orang di 67 perusahaan</w:t></w:r></w:sdtContent></w:sdt><w:r><w:br/><w:t>baris</w:t><w:noBreakHyphen/><w:t>dua</w:t></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Kotak: 45 klaim</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        "<w:fldSimple w:instr='PAGE 77'><w:r><w:t>3</w:t></w:r></w:fldSimple>"
    )
    document.element.body.insert(0, parse_xml(f"<w:p {spaces}>{wrapped}</w:p>"))
    text = open_document(saved_word(document), "a.docx").report
    assert text == "Sebanyak 12.345 orang di 67 perusahaan\nbaris-dua3\n\nKotak: 45 klaim\n"


def test_the_main_part_of_a_word_document_may_have_another_name() -> None:
    with zipfile.ZipFile(io.BytesIO(word())) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["word/document2.xml"] = parts.pop(MAIN)
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"word/document2.xml")
    assert open_document(archive(parts), "a.docx") == open_document(word(), "a.docx")


def test_tables_for_layout_are_read_as_prose_and_tables_in_tables_by_row() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = LEAD * 2
    inner = outer.cell(0, 1).add_table(rows=2, cols=2)
    for row, line in enumerate((("Sanggau", "51.958"), ("Sekadau", "7.001"))):
        for column, text in enumerate(line):
            inner.cell(row, column).text = text
    assert open_document(saved_word(document), "a.docx").report == f"{LEAD * 2}\n\nSanggau | 51.958\nSekadau | 7.001\n"


def test_lines_of_a_pdf_become_sentences_and_running_heads_stand_apart() -> None:
    fillers = [
        f"Kalimat pengisi ke-{n} supaya halaman penuh dan berlanjut ke halaman berikutnya sampai selesai. " * 5
        for n in range(12)
    ]
    document = open_document(pdf(fillers), "a.pdf")
    text = " ".join(document.report.split())
    assert [filler for filler in fillers if filler.strip() not in text] == []
    assert {document.text[aside.start : aside.end] for aside in document.asides} == {
        "Siaran Pers Nomor 12/2023", *(f"Halaman {number} dari 3" for number in (1, 2, 3)),
    }  # fmt: skip
    assert document.report.startswith(f"{TITLE}\n\n{LEAD}\n\n")
    assert "Kota Pontianak | 204.818\nKota Singkawang | 87.022\n" in document.report
    assert LAST in document.report


def test_columns_of_a_pdf_are_read_one_after_the_other() -> None:
    letter = FPDF()
    letter.add_page()
    letter.set_font("Helvetica", "B", 16)
    letter.multi_cell(0, 9, TITLE, new_x="LMARGIN", new_y="NEXT")
    letter.set_font("Times", size=11)
    with letter.text_columns(ncols=2, gutter=8, text_align="J") as columns:
        for text in (LEAD, SECOND, THIRD, LAST) * 5:
            with columns.paragraph(bottom_margin=3) as paragraph:
                paragraph.write(text)
    report = open_document(bytes(letter.output()), "a.pdf").report
    assert report.split("\n\n") == [TITLE, *[LEAD, SECOND, THIRD, LAST] * 4, LEAD, SECOND, THIRD, f"{LAST}\n"]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["Jumlah peserta yang terlindungi dalam pro-", "gram itu 12 orang."], "program itu 12 orang."),
        (["Jumlah peserta yang terlindungi secara rata-", "rata 12 orang."], "rata-rata 12 orang."),
        (["Jumlah peserta yang terlindungi antara 2022-", "2023 ialah 12 orang."], "2022-2023 ialah 12 orang."),
        (["Jumlah peserta yang terlindungi di Jabar-", "Banten ialah 12 orang."], "Jabar-Banten ialah 12 orang."),
        (["Jumlah peserta yang terlindungi mencapai Rp131", "miliar pada tahun lalu."], "Rp131 miliar pada"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_put_together(lines: list[str], joined: str) -> None:
    stream = b"BT /F1 12 Tf 14 TL 50 700 Td " + b"".join(b"(%s) Tj T* " % line.encode() for line in lines) + b"ET"
    assert joined in open_document(page_stream(stream), "a.pdf").report


def test_a_page_that_is_a_picture_is_listed_as_unread() -> None:
    letter = FPDF()
    letter.add_page()
    letter.set_font("Helvetica", size=11)
    letter.multi_cell(0, 6, LEAD)
    letter.add_page()
    pixels = b"\x89PNG\r\n\x1a\n"
    for kind, data in (
        (b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ):
        pixels += len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
    letter.image(io.BytesIO(pixels), w=100)
    document = open_report(bytes(letter.output()), "a.pdf")
    extraction = extract_report(document, None)
    (picture,) = [entry for entry in extraction.unread if entry.reason == "picture"]
    assert document.locate(picture.start, picture.end).startswith("page 2, ")
    assert extraction.numbers_printed == extraction.numbers_accounted


@pytest.mark.skipif(not hasattr(signal, "SIGXCPU"), reason="the system has no limit of computing")
def test_a_pdf_that_computes_for_ever_is_ended_and_called_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = Path(pdf_reader.__file__).with_name("pdf_child.py").read_text(encoding="utf-8")
    short = child.replace("MOST_SECONDS = 20", "MOST_SECONDS = 1")
    endless = short.replace("    import pypdfium2", "    while True:\n        pass\n    import pypdfium2")
    assert len({child, short, endless}) == 3
    (tmp_path / "child.py").write_text(endless, encoding="utf-8")
    monkeypatch.setattr(pdf_reader, "_CHILD", tmp_path / "child.py")
    assert refusal(pdf(), "a.pdf") == "document_too_large"
