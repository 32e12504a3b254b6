"""The queue as entries of corrections.yml that a person completes: what was read is filled in, the decision is not.

Belongs here: the text of the skeleton. Does not: what an entry must hold (`sources.corrections`), which refuses a skeleton as it is.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from serving.review.queue import Waiting
from sources.press.wording import rules_in_words
from sources.text import shown

_HEAD = """
# Look at each place in its report, take one of the three decisions, and say why, who and when (docs/corrections.md).
# Remove the entries about which you cannot decide. The rest belongs at the end of corrections.yml in the data home.
"""
# Key of `was` -> column of the queue.
_WAS = {
    "measure": "measure",
    "value": "value",
    "qualifier": "qualifier",
    "area": "area_code",
    "area_name": "area_name",
    "period_start": "period_start",
    "period_end": "period_end",
    "programme": "programme",
    "segment": "segment",
}
_COMMENT_CHARACTERS = 400
PRESS = "press"  # its rules have sentences; those of tables say themselves what was read


def skeleton(waiting: Iterable[Waiting], nothing: str = "There is nothing to decide about.") -> str:
    """YAML, one entry a figure, which may be put behind other entries, also where no line break ends them. Nothing is decided in it: as it
    is, it is refused. Without a figure it is the comment `nothing`."""
    entries = ["\n".join(_entry(one)) for one in waiting]
    return _HEAD + "\n".join([*entries, ""]) if entries else f"# {nothing}\n"


def _entry(waiting: Waiting) -> Iterator[str]:
    row = waiting.row
    yield _comment(row["file_name"], ", published ", row["published_on"])
    if waiting.excerpt is not None:
        place = waiting.excerpt
        yield _comment(place.before, "»", place.printed, "«", place.after)
    if waiting.problem is not None:
        yield _comment("PROBLEM: ", waiting.problem)
    yield _comment(row["waits_because"])
    if rules := row["rules"]:
        yield _comment("why: ", rules_in_words(rules.split("; ")) if row["source"] == PRESS else rules)
    yield f"- report: {_scalar(row['report_id'])}"
    yield f"  locator: {_scalar(row['locator'])}"
    yield f"  as_printed: {_scalar(row['as_printed'])}"
    yield "  was:"
    yield from (f"    {key}: {_scalar(row[column])}" for key, column in _WAS.items())
    yield "  # confirmed: true"
    yield "  # should_be: {value: …, area: …, period_end: …}"
    yield "  # not_a_fact: …"
    yield "  why:"
    yield "  by:"
    yield "  on:"


def _comment(*parts: object) -> str:
    """Texts of a report as a comment: it stays on its line, and shows what would not be seen."""
    return "# " + shown(" ".join("".join(map(str, parts)).split()), _COMMENT_CHARACTERS)


def _scalar(value: Any) -> str:
    """A value as YAML writes it, on one line."""
    if value is None:
        return "null"
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    # Double quotes, so that nothing in a report's text is taken for YAML; without line breaks, which a width would bring in.
    return yaml.safe_dump(str(value), default_style='"', allow_unicode=True, width=1_000_000).strip()


def _number(value: Decimal) -> str:
    """As many decimals as it needs, but never three, which corrections take for a thousands mark."""
    text = f"{value.normalize():f}"
    return text + "0" if len(text.partition(".")[2]) == 3 else text
