"""Web pages: decoding, headline and body, what the head says."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sources.documents import Document, open_document
from sources.documents.vocabulary import table
from sources.documents.web_page import decoded, elements, parsed
from sources.reading import Publication, ReportRefusedError
from tests.pages import PAGES

pytestmark = pytest.mark.unit
PROSE = "Jumlah peserta aktif di Kabupaten Sintang mencapai 12.345 orang menurut kepala cabang setempat pekan ini."
MORE = "Ia menambahkan bahwa 678 perusahaan sudah mendaftarkan seluruh pekerjanya sejak awal tahun lalu di sana."
NOTHING_SAID = '<meta charset="utf-8"><title>Warta</title>'


def page(body: str, head: str = NOTHING_SAID) -> Document:
    return open_document(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def report(body: str, head: str = NOTHING_SAID) -> list[str]:
    return page(body, head).report.split("\n\n")[:-1]


def beside(body: str) -> list[str]:
    document = page(body)
    return [document.text[aside.start : aside.end] for aside in document.asides]


@pytest.mark.parametrize(
    "furniture",
    [
        '<p>Baca juga: <a href="/x">Klaim 5.053 pekerja</a></p>',
        '<p><strong>Baca Juga :</strong></p><p><a href="/x">Klaim 5.053 pekerja dibayar</a></p>',
        "<p>BACA JUGA: Klaim 5.053 pekerja dibayar lunas</p>",
        "<p>(Baca juga: Klaim 5.053 pekerja)</p>",
        '<ul><li><a href="/x">Klaim 5.053 pekerja</a></li><li><a href="/y">Dana 57 triliun</a></li></ul>',
        '<div class="baca-juga"><span>Klaim 5.053 pekerja dibayar lunas di seluruh cabang pada tahun ini saja</span></div>',
        '<div class="post-related"><p>Klaim 5.053 pekerja dibayar lunas di seluruh cabang pada tahun ini saja</p></div>',
        "<p>[Gambas:Video 20detik]</p>",
        "<figure><img src=x><figcaption>Kantor cabang pada 2019</figcaption></figure>",
        '<div class="ads">Diskon 50 persen</div>',
        "<p>Editor: E011</p>",
        "<p>Pewarta : D010<br>Copyright © ANTARA 2024</p>",
        '<div id="comments"><p>Budi: di sini ada 17.211 pekerja yang belum terdaftar menurut cerita teman saya.</p></div>',
    ],
)
def test_furniture_between_paragraphs_is_no_part_of_the_report(furniture: str) -> None:
    body = f'<div class="isi"><h1>Peserta Sintang Bertambah</h1><p>{PROSE}</p><p>{MORE}</p>{furniture}<p>{PROSE.replace("12.345", "999")}</p></div>'
    assert report(body) == ["Peserta Sintang Bertambah", PROSE, MORE, PROSE.replace("12.345", "999")]
    printed = re.findall(r"\d+", re.sub(r"<[^>]*>", " ", furniture))
    assert re.findall(r"\d+", " ".join(beside(body))) == printed


def test_a_class_of_furniture_around_the_whole_body_hides_nothing() -> None:
    body = f'<h1>Peserta Sintang Bertambah</h1><div class="with-ads"><p>{PROSE}</p></div><div class="with-ads"><p>{MORE}</p></div>'
    assert report(body) == ["Peserta Sintang Bertambah", PROSE, MORE]


def test_announcements_of_other_reports_below_the_article_are_no_part_of_it() -> None:
    teaser = f'<div class="item"><h3><a href="/x">Landak Tambah Peserta</a></h3><p>{PROSE.replace("12.345", "77.123")}</p></div>'
    body = f'<div class="single"><h1>Peserta Sintang Bertambah</h1><div class="isi"><p>{PROSE}</p><p>{MORE}</p></div><div>{teaser * 5}</div></div>'
    assert report(body) == ["Peserta Sintang Bertambah", PROSE, MORE]
    assert sum("77.123" in piece for piece in beside(body)) == 5


def test_a_heading_that_leads_within_the_page_announces_nothing() -> None:
    body = f'<h1>Peserta Sintang Bertambah</h1><div><h2><a href="#satu">Satu</a></h2><p>{PROSE}</p></div><div><h2><a href="#dua">Dua</a></h2><p>{MORE}</p></div>'
    assert [line for line in report(body) if len(line) > 30] == [PROSE, MORE]


def test_a_link_announced_within_a_paragraph_is_cut_out() -> None:
    link = '<strong>Baca juga: </strong><a href="/x">Klaim 5.053 pekerja</a>'
    body = f"<h1>Peserta Sintang Bertambah</h1><p>{PROSE} {link} {MORE}</p><p>{PROSE.replace('12.345', '999')}</p>"
    assert report(body) == ["Peserta Sintang Bertambah", f"{PROSE}\n{MORE}", PROSE.replace("12.345", "999")]
    assert "Baca juga: Klaim 5.053 pekerja" in beside(body)


def test_the_mark_of_a_note_is_no_digit_of_the_number() -> None:
    assert "12.345 1 orang" in page(f"<p>Sebanyak 12.345<sup>1</sup> orang. {PROSE}</p><p>{MORE}</p>").report


def test_an_old_page_without_headings_has_the_headline_that_its_title_says() -> None:
    head = "<title>Warta Khatulistiwa Online :: Peserta di Sintang Bertambah Pesat</title>"
    body = f"<div><b>Kalimantan</b></div><div><span class=judul>Peserta di Sintang Bertambah Pesat</span></div><div>{PROSE}<br><br>{MORE}</div>"
    assert report(body, head) == ["Peserta di Sintang Bertambah Pesat", PROSE, MORE]


@pytest.mark.parametrize(
    "kept",
    [
        "Baca tulis menjadi syarat bagi 120 calon peserta pelatihan itu, kata Rini Suryani di Sintang kemarin.",
        "Editorial surat kabar itu menyebut 120 perusahaan belum patuh dan meminta pemerintah daerah bertindak.",
        "Tag harga premi tetap Rp16.800 untuk 120 pekerja itu, kata Rini.",
        "Lihat saja 120 perusahaan yang patuh itu, kata Rini.",
    ],
)
def test_prose_that_begins_like_furniture_stays(kept: str) -> None:
    assert kept in report(f"<h1>Peserta Sintang Bertambah</h1><p>{PROSE}</p><p>{kept}</p><p>{MORE}</p>")


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"<p>{PROSE}<br>{MORE}</p>", f"{PROSE}\n{MORE}\n\n"),
        (f"<p>{PROSE}<br><br>{MORE}</p>", f"{PROSE}\n\n{MORE}\n\n"),
        (f"<div>{PROSE}<p>{MORE}</p></div>", f"{PROSE}\n\n{MORE}\n\n"),
        (f"<p>{PROSE[:20]}<b>{PROSE[20:40]}</b><i>{PROSE[40:]}</i></p><p>{MORE}</p>", f"{PROSE}\n\n{MORE}\n\n"),
        (f"<p>{PROSE}</p><p>{MORE}</p><ol><li>Sanggau: 12 klaim<li>Sekadau: 7 klaim</ol>", f"{PROSE}\n\n{MORE}\n\nSanggau: 12 klaim\nSekadau: 7 klaim\n\n"),
        (
            f"<p>{PROSE}</p><p>{MORE}</p><table><thead><tr><th>Cabang<th>Peserta<th>Klaim</thead>"
            "<tr><td><p>Sanggau</p><td>51.958<td>12<tr><td>Sekadau<td><td>7</table>",
            f"{PROSE}\n\n{MORE}\n\nCabang | Peserta | Klaim\nSanggau | 51.958 | 12\nSekadau |  | 7\n\n",
        ),
    ],
)  # fmt: skip
def test_lines_paragraphs_rows_and_cells_are_kept_apart(body: str, lines: str) -> None:
    assert page(f"<article>{body}</article>").report == lines


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "x-unknown-9", None])
def test_letters_come_out_whatever_the_page_says_of_itself(encoding: str, declared: str | None) -> None:
    words = f"{PROSE} “Café” – 1,7–1,8 juta"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    content = f"<html><head>{meta}</head><body><p>{words}</p><p>{MORE}</p></body></html>".encode(encoding)
    assert words in open_document(content, "page.html").report


def test_what_is_not_shown_counts_nowhere() -> None:
    document = page(
        f"<script>var a = 881;</script><style>p {{ width: 882px }}</style><noscript>883</noscript><!-- 884 --><p title='885'>{PROSE}</p>"
        f"<p>{MORE}</p><template>886</template><img alt='887' src='888.jpg'><svg><text>889</text></svg>"
    )
    assert not re.search(r"88\d", document.text)


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ('<meta property="article:published_time" content="2023-01-17T19:02:11+07:00">', date(2023, 1, 17)),
        ('<meta property="article:published_time" content="2023-01-16T18:30:00Z">', date(2023, 1, 17)),
        ('<meta property="article:published_time" content="Tue, 17 Jan 2023 19:02:11 +0700">', date(2023, 1, 17)),
        ('<meta itemprop="datePublished" content="2023-01-17T23:30:00+09:00">', date(2023, 1, 17)),
        ('<meta name="content_PublishedDate" content="2023-01-17 19:02:11">', date(2023, 1, 17)),
        ('<meta name="publishdate" content="2023/01/17 19:02:11">', date(2023, 1, 17)),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2023-01-17"}</script>', date(2023, 1, 17)),
        ('<script type="application/ld+json">[{"@type": "WebPage", "datePublished": "2011-01-01"}, {"@graph": [{"@type": ["Article"], "datePublished": "2023-01-17"}]}]</script>', date(2023, 1, 17)),
        ('<meta name="pubdate" content="0000-00-00"><meta name="date" content="2023-01-17">', date(2023, 1, 17)),
        ('<meta name="date" content="1970-01-01T00:00:00Z">', None),
        ('<meta name="date" content="17-99-2023">', None),
        ('<meta name="date" content="9999-99-99T99:99:99+99:99">', None),
        ('<script type="application/ld+json">{"datePublished": [[[</script>', None),
        ('<link rel="canonical" href="https://warta.example/read/2023/01/17/120500/x">', date(2023, 1, 17)),
        ("<!-- nothing -->", None),
    ],
)  # fmt: skip
def test_day_of_publication(said: str, on: date | None) -> None:
    published = page(f"<h1>Peserta Sintang</h1><p>{PROSE}</p><p>{MORE}</p>", said).matter.published
    assert published == (Publication(on, "day", "front_matter") if on else None)


def test_a_time_below_the_headline_comes_before_the_clock_of_the_page() -> None:
    clock, day = '<time datetime="2026-03-04T05:06:07Z">kini</time>', '<time datetime="2023-01-17">Selasa</time>'
    published = page(f"{clock}<h1>Peserta Sintang Bertambah</h1>{day}<p>{PROSE}</p><p>{MORE}</p>").matter.published
    assert published == Publication(date(2023, 1, 17), "day", "front_matter")


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ('<link rel="canonical" href="https://a.example/1"><meta property="og:url" content="https://b.example/2">', "https://a.example/1"),
        ('<meta property="og:url" content="https://b.example/2">', "https://b.example/2"),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="/relative/1">', None),
        ('<link rel="canonical" href="http://[broken">', None),
    ],
)  # fmt: skip
def test_address(said: str, url: str | None) -> None:
    assert page(f"<h1>Peserta Sintang</h1><p>{PROSE}</p>", said).matter.url == url


def test_a_browser_leaves_the_address_in_a_comment() -> None:
    content = f"<!DOCTYPE html>\n<!-- saved from url=(0027)https://warta.example/kalbar/9 -->\n<html><body><p>{PROSE}</p><p>{MORE}</p></body></html>"
    matter = open_document(content.encode(), "page.htm").matter
    assert (matter.url, matter.publisher) == ("https://warta.example/kalbar/9", "warta.example")


def test_the_headline_is_that_of_the_article_and_not_of_the_site() -> None:
    head = '<meta property="og:title" content="Peserta Sintang Bertambah Pesat">'
    body = f"<h1>Warta Khatulistiwa Terbit Sejak 1998</h1><h2>Peserta Sintang Bertambah Pesat</h2><p>{PROSE}</p><p>{MORE}</p>"
    assert report(body, head) == ["Peserta Sintang Bertambah Pesat", PROSE, MORE]


def test_a_lead_outside_of_the_body_is_not_lost() -> None:
    lead = "SINTANG - Sebanyak 45 desa di Kabupaten Sintang sudah mendaftarkan perangkatnya dalam empat program sejak awal tahun."
    body = f"<h1>Peserta Sintang Bertambah</h1><div class='lead'><p>{lead}</p></div><div class='konten'><p>{PROSE}</p><p>{MORE}</p></div>"
    assert lead in report(body)


def test_a_page_of_links_holds_no_report() -> None:
    with pytest.raises(ReportRefusedError) as refused:
        page('<ul><li><a href="/1">Klaim 5.053 pekerja</a></li><li><a href="/2">Dana 57 triliun</a></li></ul>')
    assert [refusal.rule for refusal in refused.value.refusals] == ["page_without_report"]


def test_tables_of_words_and_classes_have_no_row_twice() -> None:
    for name, key in (("page_words", "words"), ("page_classes", "word"), ("page_elements", "element")):
        keys = [" ".join(row[key].lower().split()) for row in table(name)]
        assert len(set(keys)) == len(keys)
        assert all(keys)
    reasons = {row["reason"] for name in ("page_words", "page_classes") for row in table(name)}
    assert reasons == {"page_furniture", "related_link"}


TAGS = st.sampled_from(
    [
        "<p>", "</p>", "<div class='related'>", "</div>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<ul>", "<li>", "<a href='javascript:x'>",
        "</a>", "<h1>", "</h1>", "<br>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "&nbsp;", "&#0;", "&#x110000;", "&bogus;", "<", ">", "<article>",
        "</html>", "<frameset>", "<svg><p>", "<select><option>", "\x00", "\ud7ff", "\ufffe", "12.345 peserta", "orang.", " ", "\n", "<pre>", "a\nb",
    ]
)  # fmt: skip


def digits_shown(content: bytes) -> list[str]:
    """Every digit of the body, found without the blocks: scripts and the like cut out of the tree."""
    tree = parsed(decoded(content))
    body = tree.find("body")
    shown = tree if body is None else body
    etree.strip_elements(shown, *elements("never"), with_tail=False)
    return [character for character in shown.text_content() if character in "0123456789"]


@pytest.mark.parametrize("name", PAGES)
def test_every_digit_that_a_page_shows_is_in_the_document(name: str) -> None:
    content = PAGES[name]().encode()
    text = open_document(content, "page.html").text
    assert sorted(character for character in text if character.isdigit()) == sorted(digits_shown(content))


@settings(max_examples=150, deadline=None)
@given(st.lists(TAGS, max_size=40).map("".join))
def test_any_page_is_read_or_refused(body: str) -> None:
    content = f"<html><body>{body}".encode("utf-8", "surrogatepass")
    try:
        document = open_document(content, "page.html")
    except ReportRefusedError:
        return
    assert document.report.strip()
    assert sorted(character for character in document.text if character in "0123456789") == sorted(
        digits_shown(content)
    )
    for start in range(0, len(document.text) - 1, 7):
        assert document.find(document.locate(start, start + 1)) == (start, start + 1)
