"""Reports as one web page to open, print or mail: the text with every figure marked, its facts in the margin beside it.

Belongs here: the markup. One file, no script, nothing loaded from elsewhere; all that comes out of a report is escaped. Does not:
wording (sources.press.wording), the page's shape (sources.press.page).
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path, PurePath

import click

from cli.page import counted, reason
from cli.terminal import plain
from sources.press import wording
from sources.press.extraction import Fact
from sources.press.page import Entry, Page, Paragraph, doubtful, least_confidence

STYLE = Path(__file__).with_name("page.css")
HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Figures of press reports</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>Figures of press reports</h1>
<p><mark class="fact">figure</mark><sup>1</sup> is a fact, told in the margin under 1.
<mark class="review">figure</mark><sup>2?</sup> is a fact to look at: its confidence is below {below:.2f}.
<span class="none">number</span><sup>3</sup> is no fact, for the reason given.</p>
</header>
<main>
"""
FOOT = "</main>\n</body>\n</html>\n"


class HtmlPages:
    """One document for all files, written in UTF-8 whatever the terminal speaks."""

    def __init__(self) -> None:
        self._count = 0
        self._opened = False

    def made(self, page: Page) -> str:
        """A report as one <article>."""
        self._count += 1
        return "".join(_article(page, f"r{self._count}"))

    def show(self, made: str) -> None:
        self._open()
        _write(made)

    def end(self) -> None:
        self._open()
        _write(FOOT)

    def _open(self) -> None:
        if not self._opened:
            self._opened = True
            _write(HEAD.format(style=STYLE.read_text(encoding="utf-8"), below=least_confidence()))


def _write(text: str) -> None:
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def _safe(text: str) -> str:
    """Text of a report in HTML: nothing invisible, no markup."""
    return escape(plain(text))


def _flow(text: str) -> str:
    """A stretch of running text, its line ends as blanks."""
    lead, tail = (" " if text[at:][:1].isspace() else "" for at in (0, -1))
    shown = _safe(" ".join(text.split()))
    return f"{lead}{shown}{tail}" if shown else lead


def _article(page: Page, anchor: str) -> Iterator[str]:
    matter, published = page.document.matter, page.published
    about = [matter.publisher or "", wording.published_in_words(published)]
    name = PurePath(page.name).name
    yield f'<article aria-labelledby="{anchor}">\n<h2 id="{anchor}">{_safe(page.title or name)}</h2>\n'
    yield f'<p class="about">{_safe(" · ".join(part for part in [name if page.title else "", *about] if part))}</p>\n'
    beside = False
    for paragraph in page.paragraphs:
        if paragraph.beside and not beside:
            beside = True
            yield "<h3>Beside the report its page prints</h3>\n"
        yield from _section(page, paragraph, anchor)
    yield f'<p class="count">{_safe(counted(page))}</p>\n</article>\n'


def _section(page: Page, paragraph: Paragraph, anchor: str) -> Iterator[str]:
    yield '<section>\n<p lang="id" dir="ltr" class="text">'
    for piece in paragraph.pieces:
        yield _mark(piece.text, piece.entries, anchor) if piece.entries else _flow(piece.text)
    yield "</p>\n"
    if paragraph.entries:
        yield '<ul class="notes">\n'
        for entry in paragraph.entries:
            yield from _facts(entry, anchor)
        if passed := [entry for entry in paragraph.entries if not entry.facts]:
            reasons = (f"{_back(entry, anchor)} {_safe(reason(page, entry))}" for entry in passed)
            yield f'<li class="none">no fact: {" · ".join(reasons)}</li>\n'
        yield "</ul>\n"
    yield "</section>\n"


def _mark(printed: str, entries: tuple[Entry, ...], anchor: str) -> str:
    facts, review = any(entry.facts for entry in entries), any(entry.doubtful for entry in entries)
    shown = _flow(printed).strip()
    numbers = " ".join(
        f'<a href="#{anchor}n{entry.number}" id="{anchor}f{entry.number}" aria-label="what became of figure {entry.number}">'
        f"{entry.number}{'?' if entry.doubtful else ''}</a>"
        for entry in entries
    )
    kind = "review" if review else "fact"
    figure = f'<mark class="{kind}">{shown}</mark>' if facts else f'<span class="none">{shown}</span>'
    return f"{figure}<sup>{numbers}</sup>"


def _facts(entry: Entry, anchor: str) -> Iterator[str]:
    for at, fact in enumerate(entry.facts):
        back = "" if at else _back(entry, anchor)
        yield f'<li class="{"review" if doubtful(fact) else "fact"}">{back}{_fact(fact)}</li>\n'


def _back(entry: Entry, anchor: str) -> str:
    return (
        f'<a href="#{anchor}f{entry.number}" id="{anchor}n{entry.number}" class="number" '
        f'aria-label="figure {entry.number} in the text">{entry.number}</a>'
    )


def _fact(fact: Fact) -> str:
    about = (wording.area_in_words(fact), wording.period_in_words(fact), wording.whose_in_words(fact))
    sure = f"confidence {fact.confidence:.2f}{', to review' if doubtful(fact) else ''}"
    value = escape(wording.value_in_words(fact))
    return (
        f' <strong>{_safe(wording.measure_in_words(fact.measure))}:</strong> <b class="value">{value}</b> <small>{sure}</small>'
        f"<br>{_safe(' · '.join(part for part in about if part))}<br><small>why: {_safe(wording.why_in_words(fact))}</small>"
    )
