"""Words by which page furniture is known: 'Baca juga', 'Editor:', 'Copyright'; the table is vocabulary/page_words.csv.

Belongs here: comparing a text with the table. Does not: places and classes of elements (web_report).
"""

from functools import cache

from sources.documents.vocabulary import table

LONGEST_FURNITURE = 250  # characters; a longer paragraph is not judged by its first words
RELATED = "related_link"
_LEADING = "*-–—•·»>|:([ "


@cache
def phrases() -> tuple[tuple[str, str, str], ...]:
    """How a phrase is to match (begins, whole), the phrase in lower case, the reason."""
    return tuple((row["match"], _plain(row["words"]), row["reason"]) for row in table("page_words"))


def reason_of(text: str) -> str | None:
    """The reason if a text's first words, or all of them, are those of furniture."""
    if len(text) > LONGEST_FURNITURE:
        return None
    said = _plain(text).lstrip(_LEADING)
    for match, phrase, reason in phrases():
        if said == phrase or (match == "begins" and said.startswith(phrase) and _ends_there(said, phrase)):
            return reason
    return None


def leads_elsewhere(text: str) -> bool:
    """Whether a text is nothing but words that announce a link to another report: 'Baca juga:'."""
    return len(text) <= 60 and _plain(text).strip(_LEADING) in _announcements()


@cache
def _announcements() -> frozenset[str]:
    return frozenset(phrase.strip(_LEADING) for _, phrase, reason in phrases() if reason == RELATED)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _ends_there(said: str, phrase: str) -> bool:
    return not (phrase[-1].isalnum() and said[len(phrase)].isalnum())
