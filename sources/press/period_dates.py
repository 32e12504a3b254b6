"""The dates of a text, and which of them may date a figure at all.

Belongs here: looking dates up before, behind and around a place, and telling plans from what has been. Does not: which of them dates a number (periods.py),
what a printed date means (calendar.py).
"""

from bisect import bisect_left
from datetime import date

from sources.press.calendar import DateMention
from sources.press.clauses import Sentence
from sources.press.constructions import behind
from sources.press.period_words import NUMBER, compares
from sources.reading import Publication

LOOK_BACK = 40  # dates
TRAILING = ("as_of", "until", "span")


class StatedDates:
    """The dates of one text, in reading order."""

    def __init__(
        self, text: str, dates: list[DateMention], publication: Publication | None, *, publication_stated: bool
    ) -> None:
        self._text = text
        self._begin = len(text) - len(text.lstrip())
        self._dates = [d for d in dates if d.role not in ("dateline", "none")]
        self._starts = [d.start for d in self._dates]
        self._plans: set[int] = set()
        self._compared_ends = {d.end_on for d in self._dates if d.rule.startswith("same_period_") and d.end_on}
        self._publication = publication if publication_stated else None

    @property
    def _coarse(self) -> bool:
        """Whether the day of publication tells little or nothing, so that a date stated in the text says more."""
        return self._publication is None or self._publication.precision == "year"

    def _latest_of_year(self, mention: DateMention, *, before: bool = False) -> DateMention | None:
        """The latest month that the report states, in the year of the mention and not after the publication; `before` the mention only."""
        year = mention.year or (self._publication.on.year if self._publication else None)
        stated = [
            d
            for d in self._around(mention.start)
            if d.role in TRAILING
            and (d.start < mention.start or not before)
            and d.end_on is not None
            and d.month is not None
            and year in (d.end_on.year, None)
            and not self._is_plan(d, target=False)
            and not compares(self._text, d)
        ]
        return max(stated, key=lambda d: (d.end_on or date.min, -d.start)) if stated else None

    def _around(self, offset: int) -> list[DateMention]:
        index = bisect_left(self._starts, offset)
        return self._dates[max(0, index - LOOK_BACK) : index + LOOK_BACK]

    def _is_plan(self, mention: DateMention, target: bool) -> bool:
        """A date of the future dates no figure that has been realised."""
        if target or mention.end_on is None:
            return False
        if mention.start in self._plans:
            return True
        if behind("due", self._text, max(0, mention.start - 50), mention.start) is not None:
            return True
        return mention.role == "future" or self._lies_ahead(mention)

    def _lies_ahead(self, mention: DateMention) -> bool:
        """Whether it begins, or is an end to run to, after the publication; where only a year is known, the end of that year."""
        if self._publication is None or mention.end_on is None:
            return False
        if self._publication.precision == "year":
            return mention.role == "until" and mention.rule.startswith(("until_end_of_", "end_of_this", "end_of_year"))
        published = self._publication.on
        if mention.role == "as_of":  # a figure of a day that is to come is misdated, or a target
            return False
        ends_later = (mention.end_on.year, mention.end_on.month) > (published.year, published.month)
        return ends_later and (
            mention.role == "until" or (mention.start_on is not None and mention.start_on > published)
        )

    def _is_last(self, mention: DateMention, sentence: Sentence) -> bool:
        """Whether no number follows: only then does a date behind the figures date them all."""
        return not NUMBER.search(self._text, mention.end, sentence.end)

    def _earlier(self, before: int, roles: tuple[str, ...] = ("as_of", "until", "span")) -> DateMention | None:
        """The last period stated before an offset; of bare dates ('pada November 2012') only months."""
        index = bisect_left(self._starts, before)
        for mention in reversed(self._dates[max(0, index - LOOK_BACK) : index]):
            stated = mention.role in roles and mention.end_on is not None
            stated = stated and (mention.role != "bare" or mention.month is not None)
            stated = stated and "sama" not in self._text[mention.start : mention.end].lower().split()
            stated = stated and mention.end_on not in self._compared_ends
            if stated and not self._is_plan(mention, target=False) and not compares(self._text, mention):
                return mention
        return None

    def _later(self, after: int) -> DateMention | None:
        """Where only the year of publication is known, the first date stated further down says more."""
        for mention in self._dates[bisect_left(self._starts, after) :][:6]:
            if (
                mention.role in ("as_of", "until", "span")
                and mention.end_on
                and not self._is_plan(mention, target=False)
            ):
                return mention
        return None

    def _between(self, start: int, end: int) -> list[DateMention]:
        return [d for d in self._all_between(start, end) if d.role == "now" or d.end_on is not None]

    def _all_between(self, start: int, end: int) -> list[DateMention]:
        return self._dates[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
