"""A saved web page as a document: headline and body are the report, everything else that the page shows stands behind it.

Belongs here: putting the text together. Does not: finding the report in the page (web_report).
"""

import re

from sources.documents.model import Aside, Builder, Document
from sources.documents.web_metadata import metadata_of
from sources.documents.web_page import Block, blocks_of, decoded, parsed
from sources.documents.web_report import Chosen, choose
from sources.front_matter import FrontMatter
from sources.reading import Refusal, ReportRefusedError

CLOSE = frozenset({"li", "tr", "dt", "dd"})  # stand on lines one below the other
_DATELINE = re.compile(r"[^\d\n]{2,60}\s*[-–—]")  # 'SINTANG –', alone before the first paragraph


def read_page(content: bytes) -> Document:
    """The report that a web page holds. Nothing is loaded, no link is followed.

    Raises ReportRefusedError (empty_file, not_what_ending_says, document_too_large, page_without_report).
    """
    source = decoded(content)
    tree = parsed(source)
    metadata = metadata_of(tree, source)
    blocks = blocks_of(tree)
    chosen = choose(blocks, tree, metadata.title)
    if not chosen.body:
        message = "the page shows no text that could be a report"
        raise ReportRefusedError([Refusal("page_without_report", "whole page", message, value=None)])
    title = blocks[chosen.headline].text if chosen.headline is not None else metadata.title
    matter = FrontMatter(title, metadata.publisher, metadata.url, metadata.published, 0)
    return _composed(blocks, chosen, matter)


def _composed(blocks: list[Block], chosen: Chosen, matter: FrontMatter) -> Document:
    builder = Builder()
    order = [*([] if chosen.headline is None else [chosen.headline]), *chosen.body]
    for position, index in enumerate(order):
        block = blocks[index]
        _add(builder, block, index)
        following = blocks[order[position + 1]] if position + 1 < len(order) else None
        builder.add("\n\n" if following is None or index == chosen.headline else _joint(block, following))
    body_end = builder.length
    asides = []
    for index, reason in sorted(chosen.others.items()):
        start = builder.length
        _add(builder, blocks[index], index)
        asides.append(Aside(start, builder.length, reason))
        builder.add("\n")
    byline = "\n\n".join("\n".join(blocks[index].text for index in group) for group in chosen.beside if group)
    return Document(
        builder.text,
        matter,
        body_end,
        tuple(builder.parts),
        tuple(asides),
        byline=byline,
        title_in_text=chosen.headline is not None,
    )


def _add(builder: Builder, block: Block, index: int) -> None:
    builder.part(f"block {index + 1} (line {block.line})")
    builder.add(block.text)


def _joint(block: Block, following: Block) -> str:
    """What stands between two blocks of the body: a blank behind a dateline that is set apart, a line break, a paragraph."""
    if _DATELINE.fullmatch(block.text):
        return " "
    return "\n" if following.goes_on or (block.tag in CLOSE and following.tag in CLOSE) else "\n\n"
