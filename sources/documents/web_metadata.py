"""What a page says about itself for machines: headline, publisher, address and day of publication.

Belongs here: meta elements, JSON-LD, canonical links, time elements, in the order of vocabulary/page_metadata.csv. Does not: what the page
shows to its readers (web_report).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml import html

from sources.documents.vocabulary import table
from sources.reading import Publication

LONGEST = 300  # characters of a title or name
LONGEST_ADDRESS = 2000
WESTERN_INDONESIA = timezone(timedelta(hours=7))
_INDONESIAN_OFFSETS = (timedelta(hours=7), timedelta(hours=8), timedelta(hours=9))
_YEARS = range(1995, 2100)  # no web page is older, and none of these years is a clock that was never set
_DAY_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000})\s*-->", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s+[-–—|«»:]+\s+")  # headline, section, name of the outlet
_DAY_IN_ADDRESS = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})/")
_NOT_SHOWN = re.compile(r"[^\S ]+|[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class PageMetadata:
    """None where the page does not say it, or says nothing that can be read."""

    title: str | None
    publisher: str | None
    url: str | None
    published: Publication | None


def metadata_of(tree: html.HtmlElement, text: str) -> PageMetadata:
    """What the page says. `text` is its source, for the comment that browsers leave when they save a page."""
    said = _Said(tree)
    saved = _SAVED_FROM.search(text[:5000])
    url = next((url for value in said.values("url") if (url := _address(value))), None) or (
        _address(saved[1]) if saved else None
    )
    publisher = next((name for value in said.values("publisher") if (name := _name(value))), None)
    return PageMetadata(
        title=next((title for value in said.values("title") if (title := _name(value))), None),
        publisher=publisher or (_host(url) if url else None),
        url=url,
        published=next((found for value in said.values("published") if (found := _publication(value))), None)
        or (_publication(f"{day[1]}-{day[2]}-{day[3]}") if (day := _DAY_IN_ADDRESS.search(url or "")) else None),
    )


class _Said:
    """Everything that the page says under a name."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self._meta: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            for attribute in ("property", "name", "itemprop"):
                if name := element.get(attribute):
                    self._meta.setdefault(name.strip().lower(), []).append(element.get("content") or "")
        self._links = {
            word: [
                link.get("href") or "" for link in tree.iter("link") if word in (link.get("rel") or "").lower().split()
            ]
            for word in ("canonical",)
        }
        self._times = _times(tree)
        self._titles = [max(_TITLE_PARTS.split(title), key=len) for title in tree.xpath("//head/title/text()")]
        self._objects = list(_json_objects(tree))

    def values(self, field: str) -> Iterator[str]:
        """Values of a field, the most trusted first."""
        for row in table("page_metadata"):
            if row["field"] != field:
                continue
            if row["where"] == "meta":
                yield from self._meta.get(row["name"], ())
            elif row["where"] == "link":
                yield from self._links[row["name"]]
            elif row["where"] == "time":
                yield from self._times
            elif row["where"] == "title":
                yield from self._titles
            else:
                for found in self._objects:
                    yield from _texts(found.get(row["name"]))


def _times(tree: html.HtmlElement) -> list[str]:
    """Machine-readable times, those below the first headline before all others: above it stands the clock of the page."""
    above: list[str] = []
    below: list[str] = []
    headed = False
    for element in tree.iter("h1", "time"):
        headed = headed or element.tag == "h1"
        if element.tag == "time":
            (below if headed else above).append(element.get("datetime") or "")
    return below + above


def _json_objects(tree: html.HtmlElement) -> Iterator[dict[str, object]]:
    """Objects of the page's JSON-LD, articles before all others."""
    found: list[dict[str, object]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            node = waiting.pop()
            if isinstance(node, list):
                waiting.extend(reversed(node))
            elif isinstance(node, dict):
                found.append(node)
                waiting.extend([node["@graph"]] if "@graph" in node else [])
    return iter(sorted(found, key=lambda node: not any(_ARTICLE.search(kind) for kind in _texts(node.get("@type")))))


def _texts(value: object) -> list[str]:
    """A text, the texts of a list, or the name or id of an object."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for text in value if isinstance(text, str)]
    if isinstance(value, dict):
        return [text for key in ("name", "@id") if isinstance(text := value.get(key), str)]
    return []


def _name(value: str) -> str | None:
    return " ".join(_NOT_SHOWN.sub(" ", value).split())[:LONGEST] or None


def _address(value: str) -> str | None:
    value = value.strip()
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    fine = parts.scheme in ("http", "https") and parts.netloc and len(value) <= LONGEST_ADDRESS and value.isprintable()
    return value if fine and " " not in value else None


def _host(url: str) -> str | None:
    return (urlsplit(url).hostname or "").removeprefix("www.") or None


def _publication(value: str) -> Publication | None:
    """The day in Indonesia: a time in another zone is told in that of Western Indonesia, one without a zone is taken as it stands."""
    on = _moment(value.strip()[:100])
    return Publication(on, "day", "front_matter") if on is not None and on.year in _YEARS else None


def _moment(value: str) -> date | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(value)
            if moment.tzinfo is not None and moment.utcoffset() not in _INDONESIAN_OFFSETS:
                moment = moment.astimezone(WESTERN_INDONESIA)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment.date()
    if match := _DAY_FIRST.match(value):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    return None
