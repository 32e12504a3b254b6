"""Lines that head others: the title at the beginning of a report, the first line of a list item.

Belongs here: telling such a line from prose, and the programme that it names for the lines below. Does not: what a number's own sentence names (topics, scopes).
"""

import re

from sources.press.frames import Frame
from sources.press.relations import REACH, Relations

LONGEST_HEADING = 140  # characters
LONGEST_OPENING = 5000  # characters, front matter included
LONGEST_ITEM = 100  # characters of a line below the heading of an item
LINES_BELOW = 4
ITEM_HEADING = re.compile(r"[ \t]*(?:\d{1,2}[.)]|[-–•*])[ \t]*[^\n\d]{3,80}")


def is_heading(text: str, earlier: Frame) -> bool:
    """Whether the figure before stands in a line at the beginning of the report that ends like a title."""
    if earlier.sentence.line_start > LONGEST_OPENING:
        return False
    line = text[earlier.sentence.line_start : earlier.sentence.line_end].strip()
    opening = len(text[: earlier.sentence.line_start].strip()) < REACH
    return opening and not line.endswith((".", "”", '"')) and len(line) <= LONGEST_HEADING


def programme_of_item(relations: Relations, frame: Frame) -> str | None:
    """'2. Jaminan Kematian (JKM)' on a line of its own: the short lines below it are told of that programme."""
    text, end = relations.text, frame.sentence.line_start
    if frame.sentence.line_end - end > LONGEST_ITEM:
        return None
    for _ in range(LINES_BELOW):
        low = max(0, end - LONGEST_ITEM)
        begin = text.rfind("\n", low, max(low, end - 1)) + 1
        if end <= begin or (begin == 0 and low > 0):
            return None
        if ITEM_HEADING.fullmatch(text, begin, end - 1):
            told = {tag.value for tag in relations.tags.between("programme_cues", begin, end)}
            return told.pop() if len(told) == 1 else None
        end = begin
    return None
