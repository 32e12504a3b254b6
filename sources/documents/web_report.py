"""Which blocks of a web page are the report: its headline and its body, without menus, links to other reports, comments, footers.

trafilatura finds the body; its text is laid over the blocks of the page, so that each block keeps its place, and what it left out between
two paragraphs of the body (a row of a table, an item of a list) is put back unless the tables of this package know it for furniture.

Belongs here: that choice. Does not: cutting the page into blocks (web_page), knowledge of words and classes (vocabulary/*.csv).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import trafilatura
from lxml import html

from sources.documents.vocabulary import table
from sources.documents.web_page import CELLS_BETWEEN, Block
from sources.documents.web_words import RELATED, reason_of

FURNITURE = "page_furniture"
LINKED = 0.75  # a block of which so much is links points elsewhere
ENOUGH = 0.6  # share of a block's word sequences that the found body has
MOSTLY = 0.5
RUN = 3  # words
PROSE = 80  # characters
HEADLINES = ("h1", "h2")
TEASER_HEADS = ("h2", "h3", "h4", "h5", "h6")
LONGEST_TEASER = 4  # blocks
_WORD = re.compile(r"\w+")
_PIECE_OF_NAME = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Chosen:
    """Indexes of the blocks: the headline (None if the page shows none), the body in order, all others with the reason.

    `beside` are, in groups, those between headline and body, above the headline, and below the body: where a page prints its day.
    """

    headline: int | None
    body: tuple[int, ...]
    others: dict[int, str]
    beside: tuple[tuple[int, ...], ...]


def choose(blocks: Sequence[Block], tree: html.HtmlElement, title: str | None) -> Chosen:
    """Headline and body among the blocks of a page; `title` is what the page's head says."""
    words = [_WORD.findall(block.text.lower()) for block in blocks]
    known = {index: reason for index, block in enumerate(blocks) if (reason := reason_of(block.text))}
    found = _found(blocks, words, tree)
    container = _container([blocks[index] for index in found])
    inside = _inside(blocks, container)
    known |= dict.fromkeys(_teasers(blocks, container), RELATED)
    reasons = {index: reason for index in inside if (reason := known.get(index) or _by_place(blocks[index], container))}
    spoken = [index for index in found if index in inside and index not in known and not _only_links(blocks[index])]
    body = [index for index in spoken if not _by_place(blocks[index], container, strong=True)]
    if _size(blocks, body) < MOSTLY * _size(blocks, spoken):  # a class of furniture around the body itself
        body, reasons = spoken, {index: reason for index, reason in reasons.items() if index in known}
    if body:
        body = _completed(blocks, body, inside, reasons)
    else:  # nothing that reads like an article: all that is no furniture and no list of links
        body = [
            index
            for index, block in enumerate(blocks)
            if index not in known and block.link_share < LINKED and not _by_place(block, None)
        ]
    headline = _headline(blocks, words, title, body)
    body = _below(blocks, headline, body, reasons)
    taken = {headline, *body}
    others = {
        index: reasons.get(index)
        or known.get(index)
        or (RELATED if index in inside and _only_links(block) else FURNITURE)
        for index, block in enumerate(blocks)
        if index not in taken
    }
    return Chosen(headline, tuple(body), others, tuple(_beside(blocks, headline, body, inside)))


def _teasers(blocks: Sequence[Block], container: html.HtmlElement | None) -> Iterator[int]:
    """Blocks below a headline that is a link, in an element of their own: the announcement of another report."""
    members: dict[html.HtmlElement, list[int]] = {}
    for index, block in enumerate(blocks):
        members.setdefault(block.element.getparent(), []).append(index)
    for parent, indexes in members.items():
        linked = [
            index for index in indexes if blocks[index].tag in TEASER_HEADS and blocks[index].link_share >= LINKED
        ]
        if linked and parent is not container and len(indexes) <= LONGEST_TEASER:
            yield from (index for index in indexes if index > linked[0])


def _size(blocks: Sequence[Block], indexes: Sequence[int]) -> int:
    return sum(len(blocks[index].text) for index in indexes)


def _found(blocks: Sequence[Block], words: list[list[str]], tree: html.HtmlElement) -> list[int]:
    """Blocks whose words stand in the body that trafilatura finds."""
    document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(document, "body", None)
    if body is None:
        return []
    pieces = [_WORD.findall(piece.lower()) for piece in body.itertext()]
    text = [word for piece in pieces for word in piece]
    runs = {tuple(text[start : start + RUN]) for start in range(len(text) - RUN + 1)}
    short = {tuple(piece) for piece in pieces}
    found = []
    for index, (block, own) in enumerate(zip(blocks, words, strict=True)):
        if block.tag == "tr":
            cells = (tuple(_WORD.findall(cell.lower())) for cell in block.text.split(CELLS_BETWEEN))
            covered = all(cell in short for cell in cells if cell)
        elif len(own) < RUN:
            covered = tuple(own) in short
        else:
            count = len(own) - RUN + 1
            covered = sum(tuple(own[start : start + RUN]) in runs for start in range(count)) >= ENOUGH * count
        if covered and own:
            found.append(index)
    return found


def _container(found: Sequence[Block]) -> html.HtmlElement | None:
    """The smallest element that holds nearly all of what was found."""
    weights: dict[html.HtmlElement, int] = {}
    order: list[html.HtmlElement] = []
    for block in found:
        for element in (block.element, *block.element.iterancestors()):
            if element not in weights:
                order.append(element)
            weights[element] = weights.get(element, 0) + len(block.text)
    total = sum(len(block.text) for block in found)
    holding = [element for element in order if weights[element] >= 0.9 * total]
    return min(holding, key=lambda element: (weights[element], -sum(1 for _ in element.iterancestors())), default=None)


def _inside(blocks: Sequence[Block], container: html.HtmlElement | None) -> set[int]:
    if container is None:
        return set(range(len(blocks)))
    return {
        index
        for index, block in enumerate(blocks)
        if block.element is container or any(above is container for above in block.element.iterancestors())
    }


def _completed(blocks: Sequence[Block], body: list[int], inside: set[int], reasons: dict[int, str]) -> list[int]:
    """The body with what lies between its blocks, or beside its first and last ones, in the same run of elements."""
    first, last = body[0], body[-1]
    parents = {_parent(blocks[index]) for index in body}
    completed = set(body)
    for index in sorted(inside - completed):
        block = blocks[index]
        between = first < index < last
        if index in reasons or _only_links(block) or not (between or _parent(block) in parents):
            continue
        if block.link_share < LINKED / 2 or between:
            completed.add(index)
    return sorted(completed)


def _parent(block: Block) -> html.HtmlElement | None:
    return block.element.getparent() if block.tag != "div" else block.element


def _only_links(block: Block) -> bool:
    return block.link_share >= LINKED and block.tag not in (*HEADLINES, "tr")


@cache
def _names() -> dict[str, tuple[bool, str]]:
    return {row["word"]: (row["strong"] == "yes", row["reason"]) for row in table("page_classes")}


@cache
def _furniture_elements() -> frozenset[str]:
    return frozenset(row["element"] for row in table("page_elements") if row["furniture"] == "yes")


def _by_place(block: Block, container: html.HtmlElement | None, *, strong: bool = False) -> str | None:
    """The reason if an element around the block, below the container, is one of furniture by its kind or by its class.

    `strong` asks for classes that no body of a report has.
    """
    for element in _upward(block.element):
        if element is container:
            return None
        if not strong and (element.tag in _furniture_elements() or _is_hidden(element)):
            return FURNITURE
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        for name in _PIECE_OF_NAME.findall(names) if len(names) > 1 else ():
            is_strong, reason = _names().get(name, (False, ""))
            if reason and (is_strong or not strong):
                return reason
    return None


def _is_hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _upward(element: html.HtmlElement) -> Iterable[html.HtmlElement]:
    yield element
    for above in element.iterancestors():
        if above.tag in ("body", "html"):
            return
        yield above


def _headline(blocks: Sequence[Block], words: list[list[str]], title: str | None, body: Sequence[int]) -> int | None:
    """The heading that says what the page's head says, or another line above the body that does; without that, the last first-grade
    heading above the most of the body."""
    middle = body[len(body) // 2] if body else len(blocks)
    above = [index for index, block in enumerate(blocks) if block.tag in HEADLINES and index <= middle]
    wanted = set(_WORD.findall((title or "").lower()))
    alike = [index for index in above if wanted and _share(wanted, words[index]) >= ENOUGH]
    if alike:
        return max(alike, key=lambda index: (len(wanted & set(words[index])), blocks[index].tag == "h1", -index))
    first_grade = [index for index in above if blocks[index].tag == "h1" and len(words[index]) >= RUN]
    if first_grade or len(wanted) < RUN:
        return first_grade[-1] if first_grade else None
    lines = range(min(middle, len(blocks) - 1) + 1)
    return next(
        (
            at
            for at in reversed(lines)
            if _share(wanted, words[at]) > ENOUGH and _share(set(words[at]), list(wanted)) > ENOUGH
        ),
        None,
    )


def _share(wanted: set[str], words: list[str]) -> float:
    """How many of the words are wanted."""
    return len(wanted & set(words)) / max(1, len(set(words)))


def _below(blocks: Sequence[Block], headline: int | None, body: list[int], reasons: dict[int, str]) -> list[int]:
    """The body without what stands above the headline, and with a lead that stands between the headline and itself."""
    if headline is None or not body:
        return body
    below = [index for index in body if index > headline and blocks[index].text != blocks[headline].text]
    if not below:
        return [index for index in body if index != headline]
    lead = [
        index
        for index in range(headline + 1, below[0])
        if len(blocks[index].text) >= PROSE
        and blocks[index].link_share < LINKED / 2
        and index not in reasons
        and not (reason_of(blocks[index].text) or _by_place(blocks[index], None))
    ]
    return lead + below


def _beside(
    blocks: Sequence[Block], headline: int | None, body: Sequence[int], inside: set[int]
) -> Iterator[tuple[int, ...]]:
    """Blocks where a page prints its day: below the headline, shortly above it (but not in the page's own head), below the body."""
    if not body:
        return
    taken = {headline, *body}
    top = headline if headline is not None else body[0]
    below = [index for index in range(top, min(body[0], top + 20)) if index not in taken]
    above = [index for index in range(max(0, top - 3), top) if index not in taken and not _in_head(blocks[index])]
    signed = [index for index in sorted(inside) if index > body[-1]][:5]
    for group in (below, above, signed):
        yield tuple(at for at in group if not _by_place(blocks[at], None, strong=True) and not _is_caption(blocks[at]))


def _is_caption(block: Block) -> bool:
    return any(element.tag == "figure" for element in _upward(block.element))


def _in_head(block: Block) -> bool:
    return any(above.tag in ("header", "nav") and above.find(".//h1") is None for above in _upward(block.element))
