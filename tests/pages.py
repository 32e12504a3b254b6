"""One press report in the forms in which people have it: text, Markdown, web pages built as different outlets build theirs, PDF, DOCX.

The article is composed for these tests. Around it stands what pages print beside a report, each with numbers that must not become figures.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import docx
import docx.document
from fpdf import FPDF

TITLE = "Pekerja Kalbar yang Terlindungi Kini 31,98 Persen"
LEAD = (
    "PONTIANAK - Hingga Desember 2022 sebanyak 843.700 pekerja di Kalimantan Barat sudah menjadi peserta aktif BPJS Ketenagakerjaan,"
    " atau 31,98 persen dari seluruh pekerja di provinsi itu."
)
SECOND = (
    "Kepala BPJS Ketenagakerjaan Cabang Pontianak, Rini Suryani, mengatakan di Pontianak, Selasa, jumlah tersebut berasal dari"
    " 12.145 perusahaan yang tersebar di empat belas kabupaten dan kota."
)
THIRD = (
    "Sepanjang 2022 kantornya membayar 21.310 klaim jaminan hari tua senilai Rp214,6 miliar, lebih banyak daripada tahun sebelumnya,"
    " karena banyak pekerja perkebunan berhenti bekerja."
)
TABLE_INTRO = "Berikut jumlah peserta aktif menurut kantor cabang pada akhir tahun lalu, seperti dibacakan dalam jumpa pers tersebut:"
TABLE = (
    ("Kantor cabang", "Peserta"),
    ("Kota Pontianak", "204.818"),
    ("Kota Singkawang", "87.022"),
    ("Kabupaten Sanggau", "51.958"),
)
LIST_INTRO = (
    "Santunan kematian yang dibayarkan di dua daerah lain, menurut catatan kantor yang sama, adalah sebagai berikut:"
)
LIST = ("Kabupaten Ketapang: 125 klaim", "Kabupaten Sintang: 68 klaim")
LAST = "Ia berharap pemerintah daerah ikut mendorong pengusaha supaya pekerja rentan ikut terlindungi sebelum tahun berganti."
PROSE = (LEAD, SECOND, THIRD, LAST)
FIGURES = ("843.700", "31,98", "12.145", "21.310", "214,6", "204.818", "87.022", "51.958", "125", "68")
FURNITURE = ("5.053", "8,7 juta", "25,5", "17.211", "1.234", "Rp57 triliun")

HEAD = f"""<meta charset="utf-8"><title>{TITLE} - Warta Khatulistiwa</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Warta Khatulistiwa">
<meta property="og:url" content="https://warta.example/kalbar/31-98"><link rel="canonical" href="https://warta.example/kalbar/1">
<meta property="article:published_time" content="2023-01-17T19:02:11+07:00">
<script>var views = 999999; document.write("77.777 pembaca");</script><style>.x {{ width: 120px }}</style>"""
MENU = """<header class="site-header"><a href="/">Warta</a> <span class="weather">Pontianak 25,5 C</span><nav class="navbar"><ul>
<li><a href="/n">Nasional</a></li><li><a href="/e">Ekonomi 24 Jam</a></li><li><a href="/o">Olahraga</a></li></ul></nav>
<div class="clock">Rabu, 4 Maret 2026 05:06 WIB</div></header>"""
TAIL = """<div class="related-posts"><h3>Berita Terkait</h3><ul><li><a href="/a">Klaim 5.053 pekerja dibayar</a></li>
<li><a href="/b">8,7 juta peserta baru tahun ini</a></li><li><a href="/c">Dana kelolaan capai Rp57 triliun</a></li></ul></div>
<section id="comments" class="comments"><h3>2 Komentar</h3><ol class="commentlist"><li><p>Budi, 3 jam yang lalu: di kantor saya ada 17.211
pekerja yang belum terdaftar menurut cerita teman-teman, semoga segera dibereskan.</p></li><li><p>Sari: setuju.</p></li></ol></section>
<footer class="footer"><p>Jalan Merdeka 45, telepon 0561-733.444</p><p>Copyright 2026 Warta Khatulistiwa, dibaca 1.234 kali</p>
<div class="cookie-banner">Situs ini memakai kuki, simpan selama 30 hari. <button>Setuju</button></div></footer>"""
SHARE = '<div class="share-box"><a href="#">Share 12</a> <a href="#">Tweet 7</a> <a href="javascript:void(0)">WhatsApp</a></div>'


def _rows(cell: str = "td") -> str:
    return "".join("<tr>" + "".join(f"<{cell}>{text}</{cell}>" for text in row) + "</tr>" for row in TABLE)


def _items() -> str:
    return "".join(f"<li>{item}</li>" for item in LIST)


def portal() -> str:
    """A national portal: article element, boxes of links between the paragraphs."""
    return f"""<!DOCTYPE html><html lang="id"><head>{HEAD}</head><body>{MENU}<div class="container"><article class="detail">
<div class="detail__header"><div class="breadcrumb">Home / Ekonomi / 2023</div><h1 class="detail__title">{TITLE}</h1>
<div class="detail__author">Tim Warta</div><div class="detail__date">Selasa, 17 Jan 2023 19:02 WIB</div></div>{SHARE}
<figure><img src="x.jpg"><figcaption>Foto: Kantor cabang pada 2019 (Dok. 881)</figcaption></figure>
<div class="detail__body"><div class="detail__body-text">
<strong>PONTIANAK</strong>
 - <p>{LEAD.removeprefix("PONTIANAK - ")}</p><p>{SECOND}</p><div class="parallax" style="display: none">Iklan 1.234</div>
<table class="linksisip"><tbody><tr><td><div class="lihatjg"><strong>Baca juga: </strong><a href="/a">Klaim 5.053 pekerja dibayar
lunas</a></div></td></tr></tbody></table><p>[Gambas:Video 20Warta]</p><p>{THIRD}</p>
<div class="ads-slot">ADVERTISEMENT</div><div class="scroll">SCROLL TO CONTINUE WITH CONTENT</div>
<p>{TABLE_INTRO}</p><table border="1"><tbody>{_rows()}</tbody></table><p>{LIST_INTRO}</p><ul>{_items()}</ul><p>{LAST}</p>
<div class="detail__body-tag"><a href="/t1">bpjs 2023</a> <a href="/t2">kalbar</a></div></div></div></article>
<aside class="sidebar"><h3>Terpopuler</h3><ol><li><a href="/p1">Harga emas 1.401.000 per gram</a></li></ol></aside></div>{TAIL}</body></html>"""


def agency() -> str:
    """A news agency: paragraphs by line breaks in one container, the signature in the body."""
    lines = "<br /><br />".join([LEAD, SECOND])
    return f"""<html><head>{HEAD}</head><body>{MENU}<div id="main"><div class="col-md-8"><h1 class="post-title">{TITLE}</h1>
<p class="simple-share">Selasa, 17 Januari 2023 19:02 WIB</p>{SHARE}
<div class="post-content clearfix font17"><span>{lines}</span><br /><br /><b>Baca juga: <a href="/b">8,7 juta peserta baru tahun ini</a></b>
<br /><br />{THIRD}<br /><br />{TABLE_INTRO}<br /><table>{_rows("th")}</table><br />{LIST_INTRO}<br />{"<br />".join("- " + item for item in LIST)}
<br /><br />{LAST}<br /><br /><p>Pewarta: D010<br/>Editor: E011<br/>COPYRIGHT &copy; WARTA 2023</p>
<p class="text-muted">Dilarang keras mengambil konten lebih dari 10 persen tanpa izin.</p></div></div></div>{TAIL}</body></html>"""


def blog_engine() -> str:
    """A regional outlet on a blog engine: plugins for sharing, related posts and comments inside the content."""
    return f"""<!DOCTYPE html><html><head>{HEAD}</head><body class="post-template single">{MENU}<main id="main" class="site-main">
<article id="post-881" class="post type-post status-publish"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1>
<div class="entry-meta"><time datetime="2023-01-17T19:02:11+07:00">17/01/2023</time> oleh <a href="/author">redaksi</a> - 1.234 views</div></header>
<div class="entry-content"><p><strong>PONTIANAK</strong>{LEAD.removeprefix("PONTIANAK")}</p><p>{SECOND}</p>
<p><em>Baca Juga: </em><a href="/c">Dana kelolaan capai Rp57 triliun</a></p><p>{THIRD}</p><p>{TABLE_INTRO}</p>
<figure class="wp-block-table"><table><tbody>{_rows()}</tbody></table></figure><p>{LIST_INTRO}</p><ul class="wp-block-list">{_items()}</ul><p>{LAST}</p>
<div class="sharedaddy"><h3>Share this: 12</h3></div><div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3>
<a href="/a">Klaim 5.053 pekerja dibayar</a></div></div><footer class="entry-footer">Tag: <a href="/t">2023</a></footer></article>
</main>{TAIL}</body></html>"""


def old_tables() -> str:
    """A page of around 2010: tables for layout, font elements, no article, no metadata but the title."""
    return f"""<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY BGCOLOR=white><TABLE WIDTH=100%><TR><TD COLSPAN=2><FONT SIZE=2>
<A HREF="/">Beranda</A> | <A HREF="/e">Ekonomi 24 Jam</A> | Pontianak 25,5 C</FONT></TD></TR><TR><TD WIDTH=160 VALIGN=top><FONT SIZE=1><B>Berita lain</B><BR>
<A HREF="/a">Klaim 5.053 pekerja dibayar</A><BR><A HREF="/b">8,7 juta peserta baru tahun ini</A><BR></FONT></TD><TD VALIGN=top>
<H1><FONT COLOR=navy>{TITLE}</FONT></H1><FONT SIZE=1>Selasa, 17 Januari 2023 19:02 WIB</FONT><P><FONT FACE=Arial>{LEAD}<P>{SECOND}<P>{THIRD}<P>{TABLE_INTRO}
<TABLE BORDER=1>{_rows()}</TABLE><P>{LIST_INTRO}<UL><LI>{LIST[0]}<LI>{LIST[1]}</UL><P>{LAST}</FONT></TD></TR><TR><TD COLSPAN=2><FONT SIZE=1>Hak cipta 2023,
pengunjung ke-17.211</FONT></TD></TR></TABLE></BODY></HTML>"""


def mobile() -> str:
    """An AMP page: metadata in JSON-LD only, its own elements."""
    return f"""<!doctype html><html amp lang="id"><head><meta charset="utf-8"><title>{TITLE}</title><script type="application/ld+json">
{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite", "name": "Warta"}}, {{"@type": "NewsArticle", "headline": "{TITLE}",
"mainEntityOfPage": {{"@id": "https://warta.example/amp/1"}}, "datePublished": "2023-01-17T12:02:11Z", "publisher": {{"@type": "Organization",
"name": "Warta Khatulistiwa"}}}}]}}</script></head><body><amp-sidebar id="s"><ul><li>Ekonomi 24 Jam</li></ul></amp-sidebar>
<header>Warta 25,5 C</header><main><h1>{TITLE}</h1><amp-img src="x.jpg" alt="881"></amp-img><div class="amp-body"><p>{LEAD}</p><amp-ad></amp-ad>
<p>{SECOND}</p><p><strong>Baca juga:</strong> <a href="/a">Klaim 5.053 pekerja dibayar</a></p><p>{THIRD}</p><p>{TABLE_INTRO}</p><table>{_rows()}</table>
<p>{LIST_INTRO}</p><ul>{_items()}</ul><p>{LAST}</p></div></main><footer>Copyright 2026, 1.234 pembaca</footer></body></html>"""


def tabloid() -> str:
    """A chain of regional papers: the day in a time element for people, the credit above the lead, pages of the article by number."""
    head = HEAD.replace("article:published_time", "x")
    cells = "".join("<tr>" + "".join(f"<td><p>{text}</p></td>" for text in row) + "</tr>" for row in TABLE)
    return f"""<html><head>{head}</head><body>{MENU}<div class="main"><div class="content"><div id="article"><h1 id="arttitle">{TITLE}</h1>
<div class="grey pb10"><time><span>Tayang: Selasa, 17 Januari 2023 19:02 WIB</span></time></div>{SHARE}<div id="article_con"><div class="pb20"><img>
<div class="f12 pt5">Kantor cabang pada 2019. (Warta/881)</div></div><h4 class="hide">Ringkasan berita nomor 77</h4>
<div class="side-article txt-article"><p><strong>Laporan Wartawan Warta, Rini 077</strong></p><p>{LEAD}</p><p>{SECOND}</p><p class="baca">Baca juga:
<a href="/a">Klaim 5.053 pekerja dibayar</a></p><p>&nbsp;</p><p>{THIRD}</p><p>{TABLE_INTRO}</p><div class="table-responsive"><table>{cells}</table></div>
<p>{LIST_INTRO}</p><p>{LIST[0]}<br>{LIST[1]}</p><p>{LAST}</p><p><strong>Baca Berita Terbaru Lainnya di <a href="/g">Warta 24</a></strong></p>
<p>Halaman <a href="?page=1">1</a> <a href="?page=2">2</a></p></div><div class="credit"><h5>Penulis: <b>David</b> | Editor: <b>Irwan</b></h5></div></div>
</div></div></div>{TAIL}</body></html>"""


def broken() -> str:
    """Nothing closed in order, attributes without quotes, a menu of divs."""
    return f"""<head>{HEAD}<body><div class=menu><a href=/>Beranda<a href=/e>Ekonomi 24 Jam</div></span><div class=isi-berita><h1>{TITLE}</h2>
<p>{LEAD}<p>{SECOND}<b><p>{THIRD}</i><p>{TABLE_INTRO}<table><tr><td>{"<tr><td>".join("<td>".join(row) for row in TABLE)}</table>
<p>{LIST_INTRO}<ul><li>{"<li>".join(LIST)}</ul></div></div><p>{LAST}</p><div class=komentar>Budi: 17.211 pekerja di sini &nbsp &bogus; <p"""


PAGES: Mapping[str, Callable[[], str]] = {
    "portal": portal,
    "agency": agency,
    "blog_engine": blog_engine,
    "old_tables": old_tables,
    "mobile": mobile,
    "tabloid": tabloid,
    "broken": broken,
}


class _Letter(FPDF):
    """Pages with a running head and page numbers."""

    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.cell(0, 8, "Siaran Pers Nomor 12/2023", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 8, f"Halaman {self.page_no()} dari {{nb}}", align="C")


def pdf(paragraphs: Sequence[str] = (), password: str | None = None) -> bytes:
    """The article on one page, then these paragraphs."""
    letter = _Letter()
    letter.set_creation_date(datetime(2023, 1, 17, tzinfo=UTC))
    if password:
        letter.set_encryption("owner", password)
    letter.add_page()
    letter.set_font("Helvetica", "B", 16)
    letter.multi_cell(0, 9, TITLE, new_x="LMARGIN", new_y="NEXT")
    letter.set_font("Helvetica", size=11)

    def add(text: str, below: int = 4) -> None:
        letter.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
        letter.ln(below)

    letter.ln(4)
    for text in (LEAD, SECOND, THIRD, TABLE_INTRO):
        add(text)
    with letter.table() as table:
        for line in TABLE:
            row = table.row()
            for cell in line:
                row.cell(cell)
    letter.ln(4)
    add(LIST_INTRO)
    for item in LIST:
        add(item, below=0)
    letter.ln(4)
    for text in (LAST, *paragraphs):
        add(text)
    return bytes(letter.output())


def word() -> bytes:
    """The article as DOCX, with a head on its pages."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Siaran Pers Nomor 12/2023"
    document.add_heading(TITLE, 0)
    for text in (LEAD, SECOND, THIRD, TABLE_INTRO):
        document.add_paragraph(text)
    table = document.add_table(rows=0, cols=2)
    for line in TABLE:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    document.add_paragraph(LIST_INTRO)
    for item in LIST:
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph(LAST)
    return saved_word(document)


def saved_word(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text() -> str:
    """The article as plain text, as a sender would type it."""
    table = "\n".join(" | ".join(row) for row in TABLE)
    return "\n\n".join((TITLE, LEAD, SECOND, THIRD, TABLE_INTRO, table, LIST_INTRO, "\n".join(LIST), LAST)) + "\n"


def markdown() -> str:
    rows = "\n".join("| " + " | ".join(row) + " |" + ("\n|---|--:|" if row is TABLE[0] else "") for row in TABLE)
    lead = LEAD.replace("843.700", "**843.700**").replace(
        "BPJS Ketenagakerjaan", "[BPJS Ketenagakerjaan](https://x.example/2019/77)"
    )
    items = "\n".join(f"- {item}" for item in LIST)
    return "\n\n".join((f"# {TITLE}", lead, SECOND, THIRD, TABLE_INTRO, rows, LIST_INTRO, items, LAST)) + "\n"


def documents() -> dict[str, bytes]:
    """The article in every form, by file name."""
    pages = {f"{name}.html": page().encode() for name, page in PAGES.items()}
    return {
        "article.txt": text().encode(),
        "article.md": markdown().encode(),
        "article.pdf": pdf(),
        "article.docx": word(),
    } | pages
