"""The block at the head of a table, read as in press reports, its mistakes told as refusals."""

from sources.press.publication import FrontMatter, split_front_matter
from sources.reading import Refusal, ReportRefusedError


def front_matter_of(text: str) -> FrontMatter:
    """The front matter of a text that begins with it. Raises ReportRefusedError (front_matter_invalid)."""
    try:
        return split_front_matter(text)
    except ValueError as error:
        place, _, what = str(error).partition(": ")
        message = f"the block at the head of the file is wrong: {what or place}"
        raise ReportRefusedError([Refusal("front_matter_invalid", place, message)]) from None
