"""`cakupan extract` as a page, in the terminal and as HTML: what a person sees, and that no report can do harm with it."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from cli.main import main
from cli.page import Pages
from cli.page_html import HtmlPages
from sources.press import page
from sources.press.explain import page_of
from sources.reading import ReportRefusedError

pytestmark = pytest.mark.integration
REPORT = """---
publisher: Harian Contoh
published_on: 2023-02-10
title: Peserta di Kalbar
---
Cakupan BPJS Ketenagakerjaan di Provinsi Kalimantan Barat per Januari 2023 baru 31,98 persen.

Ketentuannya ada di Undang-Undang Nomor 24 Tahun 2011. Karyawan di Kalimantan Barat ada 245 ribu.
"""
EVIL = """---
publisher: <b>Harian</b>
title: "><img src=x onerror=alert(1)> \u202eegnp
published_on: 2023-02-10
---
<script>alert(2)</script> Cakupan di Kalimantan Barat \u009b31m per Januari 2023 baru\u202e 31,98 persen.
⟦999.999⟧¹ orang & ⟨1⟩² é \u2066 [77]#7 </p></section></main> <mark class="fact">12.345</mark> pekerja
"""

BODY_TAGS = {"main", "article", "h2", "h3", "section", "p", "mark", "span", "sup", "a", "ul", "li"} | {
    "strong",
    "b",
    "small",
    "br",
}


def extract(*arguments: str, **variables: str) -> Result:
    return CliRunner().invoke(main, ["extract", *arguments], env={"COLUMNS": None, **variables})


def process(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"} | variables
    command = [sys.executable, "-m", "cli.main", "extract", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)


@pytest.fixture
def report(tmp_path: Path) -> str:
    path = tmp_path / "kalbar.txt"
    path.write_text(REPORT, encoding="utf-8")
    return str(path)


@pytest.fixture
def evil(tmp_path: Path) -> str:
    path = tmp_path / "evil\x1b[31m<b>.txt"
    path.write_text(EVIL, encoding="utf-8")
    return str(path)


def test_the_page_is_what_extract_shows_unless_told_otherwise(report: str) -> None:
    assert extract(report).output == extract(report, "--format", "page").output


def test_figures_are_marked_and_explained_below_their_paragraph(report: str) -> None:
    shown = extract(report).output
    assert "baru ⟦31,98 persen⟧²" in shown.replace("\n", " ")
    assert "Nomor ⟨24⟩³" in shown.replace("\n", " ")
    first, second = shown.index("⟦31,98 persen⟧²"), shown.index("Ketentuannya")
    explained = shown[first:second]
    for part in ("Coverage rate: 31.98", "Kalimantan Barat (61)", "at 2023-01-31, stated", "confidence 0.", "why: "):
        assert part in explained
    assert "¹ date" in explained
    assert "³ number of a law or rule" in shown[second:].replace("\n", " ")
    assert "Harian Contoh · published 2023-02-10" in shown


@pytest.mark.parametrize(("below", "flagged"), [(0.0, 0), (1.01, 2)])
def test_facts_of_low_confidence_are_flagged(
    report: str, monkeypatch: pytest.MonkeyPatch, below: float, flagged: int
) -> None:
    monkeypatch.setattr(page, "least_confidence", lambda: below)
    shown = extract(report, COLUMNS="120").output.partition("\n\n")[2]
    assert len(re.findall(r"⟦[^⟧]+⟧[⁰¹²³⁴-⁹]+\?", shown)) == flagged
    assert len(re.findall(r"^ +\d\? +\w.*, to review$", shown, re.MULTILINE)) == flagged
    html = extract(report, "--format", "html").stdout
    assert html.count('<mark class="review">') == html.count(", to review<") + 1 == flagged + 1, "one in the legend"
    account = shown.strip().splitlines()[-1]
    review = f" ({flagged} to review)" if flagged else ""
    assert account == f"5 figures: 2 became 2 facts{review}, 3 became none; every digit is accounted for."


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_keep_to_the_width_of_the_screen(report: str, width: int) -> None:
    lines = extract(report, COLUMNS=str(width)).output.splitlines()
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if line != line.rstrip()]


def test_one_figure_in_full_names_every_rule_and_its_own_words(report: str) -> None:
    shown = " ".join(extract(report, "--figure", "2").output.split())
    for part in (
        "figure 2, characters ",
        "coverage_rate, cakupan: ",
        "[decimal_comma]",
        "[area_clause]",
        "[period_clause]",
    ):
        assert part in shown
    assert "place Kalimantan Barat: Kalimantan Barat (61)" in shown
    assert "cue Cakupan: coverage " in shown


def test_a_figure_that_is_no_fact_is_explained_too(report: str) -> None:
    shown = " ".join(extract(report, "--figure", "3", "--figure", "4").output.split())
    assert shown.count("No fact: Number of a law or rule") == 2
    assert "words of that kind nearby: Undang-Undang" in shown


def test_a_figure_that_is_not_there_is_wrong_usage(report: str) -> None:
    for arguments in (
        ["--figure", "99"],
        ["--figure", "0"],
        ["--figure", "1", report],
        ["--figure", "1", "--format", "html"],
    ):
        ended = extract(report, *arguments)
        assert ended.exit_code == 2, arguments
    assert "has 5 figures" in extract(report, "--figure", "99").output


def test_colours_only_repeat_what_signs_say(report: str) -> None:
    coloured = extract(report, FORCE_COLOR="1", COLUMNS="100").output
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == extract(report, COLUMNS="100").output


def test_a_report_cannot_speak_to_the_terminal_or_forge_a_mark(evil: str) -> None:
    for arguments in ([], ["--figure", "1"], ["--format", "table"], ["--format", "html"]):
        shown = extract(evil, *arguments).output
        assert not {character for character in shown if not character.isprintable()} - {"\n", "\u00a0"}
    shown = extract(evil).output
    marks = re.findall(r"⟦([^⟧]*)⟧", shown.partition("\n\n")[2])
    assert "31,98 persen" in marks
    assert "999.999" not in marks or "\\u27e6⟦999.999⟧" in shown


def test_a_terminal_without_unicode_gets_plain_signs(evil: str) -> None:
    ended = process(evil, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.returncode == 0
    shown = ended.stdout.decode("ascii")
    assert re.search(r"\[31,98\s+persen\]#\d", shown)
    assert "]\\u0023" in shown, "a sign of the report's own cannot pass for a mark"


class _Tags(HTMLParser):
    """Start and end tags, attributes, and the text outside <style>."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(document)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.said.append(data)


def test_html_is_one_file_without_scripts_links_or_markup_of_the_report(evil: str, report: str) -> None:
    ended = process(evil, report, "--format", "html", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    document = ended.stdout.decode("utf-8")
    assert ended.returncode == 0
    parsed = _Tags(document)
    assert {tag for tag, _ in parsed.tags} <= BODY_TAGS | {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "h1",
    }
    assert {name for _, attributes in parsed.tags for name in attributes} <= {
        *(
            "lang",
            "dir",
            "charset",
            "http-equiv",
            "content",
            "name",
            "class",
            "id",
            "href",
            "aria-labelledby",
            "aria-label",
        )
    }
    links = [attributes["href"] for tag, attributes in parsed.tags if tag == "a"]
    anchors = [attributes["id"] for _, attributes in parsed.tags if "id" in attributes]
    assert len(set(anchors)) == len(anchors)
    assert {link[1:] for link in links if link} <= set(anchors)
    said = "".join(parsed.said)
    assert "><img src=x onerror=alert(1)> \\u202eegnp" in said
    assert re.search(r"<script>alert\(2\d*\)</script>", said)
    assert "31,98 persen" in said
    assert "default-src 'none'" in document


SAVED_PAGE = """<!doctype html><html><head><title>Peserta di Jambi</title>
<meta property="article:published_time" content="2023-02-10T08:00:00+07:00"></head><body>
<nav><a href="/">Beranda</a> <a href="/2">Halaman 2</a></nav><article><h1>Peserta di Jambi</h1>
<p>JAMBI - Peserta aktif BPJS Ketenagakerjaan di Jambi per Januari 2023 sebanyak 41.250 pekerja dari 1.480 perusahaan di daerah itu.</p>
<p>Klaim JHT yang dibayarkan mencapai Rp13,9 miliar sepanjang 2022, dan jumlah itu naik dari tahun sebelumnya.</p>
</article><footer>Copyright 2024</footer></body></html>"""


def test_what_a_saved_page_prints_beside_the_report_is_set_apart(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(SAVED_PAGE, encoding="utf-8")
    report, apart, rest = extract(str(path)).output.partition("beside the report its page prints:")
    assert apart
    assert "⟦41.250⟧" in report
    assert "⟨2024⟩" in rest
    assert "⟦" not in rest
    assert "every digit is accounted for" in rest
    parsed = _Tags(extract(str(path), "--format", "html").stdout)
    assert "h3" in {tag for tag, _ in parsed.tags}
    assert "block " in extract(str(path), "--figure", "2").output, "the place in the page"


def test_a_bar_shows_how_far_it_is_where_somebody_watches(report: str, tmp_path: Path) -> None:
    import pty

    watched, terminal = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "cli.main",
        "extract",
        report,
        str(tmp_path / "gone.txt"),
        report,
        "--format",
        "jsonl",
    ]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=terminal, check=False, timeout=60)
    os.close(terminal)
    seen = os.read(watched, 100_000).decode()
    os.close(watched)
    assert len(ended.stdout.splitlines()) == 4
    assert "100%" in seen
    assert "\x1b[2K" + str(tmp_path / "gone.txt") in seen, "a message starts on a line of its own"


HOSTILE = st.lists(
    st.text(max_size=6)
    | st.sampled_from(["12.345 orang", "<b>", "&amp;", "⟦1⟧¹", "\u202e", "\x1b[2J", "\n", "]#3", "klaim 5 kasus", '"'])
)


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_whatever_a_text_holds_pages_are_printable_and_well_formed(pieces: list[str]) -> None:
    try:
        read = page_of(("Laporan. " + " ".join(pieces)).encode("utf-8", "surrogateescape"), "any.txt")
    except (ReportRefusedError, UnicodeEncodeError):
        return
    for encoding in ("utf-8", "ascii"):
        console = Console(file=TextIOWrapper(BytesIO(), encoding, errors="backslashreplace"), width=60)
        lines = Pages(console).made(read)
        assert not [line.plain for line in lines if not line.plain.replace("\u00a0", " ").isprintable()]
    parsed = _Tags(f"<main>{HtmlPages().made(read)}</main>")
    assert {tag for tag, _ in parsed.tags} <= BODY_TAGS
    assert all(text.replace("\u00a0", " ").replace("\n", " ").isprintable() for text in parsed.said)


def test_html_of_nothing_is_a_document_all_the_same(tmp_path: Path) -> None:
    ended = extract(str(tmp_path / "gone.txt"), "--format", "html")
    assert ended.exit_code == 3
    _Tags(ended.stdout)


def test_many_files_end_with_one_summary_beside_the_output(report: str, tmp_path: Path) -> None:
    for output_format in ("page", "jsonl", "html", "table"):
        ended = process(report, str(tmp_path / "gone.txt"), report, "--format", output_format)
        assert ended.returncode == 3
        lines = ended.stderr.decode().splitlines()
        assert len(lines) == 2, "the refused file, and the summary; a bar only where somebody watches"
        assert re.fullmatch(r"2 files read, 1 refused: 10 figures, 4 facts \(\d to review\), 6 not facts\.", lines[-1])


def test_a_fault_of_the_reader_does_not_hold_up_the_others(report: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def fails_once(self: page.Page) -> dict[str, int]:
        seen.append(self.name)
        if len(seen) == 1:
            raise ZeroDivisionError("odd")
        return counts(self)

    counts = page.Page.counts.fget
    monkeypatch.setattr(page.Page, "counts", property(fails_once))
    ended = extract(report, report)
    assert ended.exit_code == 3
    assert "[reader_failed]" in ended.stderr
    assert "ZeroDivisionError: odd" in ended.stderr
    assert "⟦31,98 persen⟧²" in ended.stdout.replace("\n", " ")
