"""Which period each number is about, out of the dates of its sentence and of those before.

Belongs here: choosing among the dates of a report. Does not: what a printed date means (calendar).
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from sources.press.calendar import DateMention
from sources.press.clauses import Place, Sentence
from sources.reading import Publication

STATED = ("as_of", "until", "since", "span", "bare", "past", "future")
NUMBER = re.compile(r"\d[\d.,]*\d(?!/)")
LOOK_BACK = 40  # dates
NAMED = re.compile(r"[,\s(]*(?:yaitu|yakni|sebesar|sebanyak|sejumlah)\s+(?:sekitar\s+)?", re.IGNORECASE)
TRAILING = ("as_of", "until", "span")
COMPARISON = re.compile(
    r"(?:\b(?:dari|dibanding(?:kan)?|ketimbang|daripada|terhadap|seperti|serupa|sama dengan|hasil|than|from)\b[^.;,\d]{0,60}|\bdari (?:target|capaian|realisasi)[^.;\d]{0,40})$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Period:
    """`start` and `end` inclusive; `basis` is text, publication or none; `rule` says which date was taken and why."""

    start: date | None
    end: date | None
    kind: str
    basis: str
    rule: str


class Periods:
    """The dates of a text, asked number by number, in reading order."""

    def __init__(
        self, text: str, dates: list[DateMention], publication: Publication | None, *, publication_stated: bool
    ) -> None:
        self._text = text
        self._dates = [d for d in dates if d.role not in ("dateline", "none")]
        self._starts = [d.start for d in self._dates]
        self._plans: set[int] = set()
        self._publication = publication if publication_stated else None

    def of(self, place: Place, sentence: Sentence, *, flow: bool, target: bool, plan_only: bool = False) -> Period:
        """The period of one number. `flow`: its measure counts what happened in a span; `target`: it is a plan, due at the end of its
        period; `plan_only`: of the dates only one that it runs to ('hingga akhir 2014') is taken, and no publication date.
        """
        mention, rule = self._choose(place, sentence, target=target)
        if plan_only and (mention is None or rule != "period_clause" or mention.role != "until"):
            return Period(None, None, "duration" if flow else "instant", "none", "period_none")
        if mention is None or (mention.role == "now" and mention.end_on is None):
            return self._from_publication(flow)
        if mention.role == "now":
            coarse = self._publication is not None and self._publication.precision == "year"
            earlier = self._earlier(mention.start) if coarse else None
            if (
                earlier is None
                or not self._publication
                or earlier.end_on is None
                or earlier.end_on.year != self._publication.on.year
            ):
                return self._from_publication(flow)
            mention, rule = earlier, "period_now_is_latest_stated"
        start = mention.start_on if flow and mention.role != "until" else None
        return Period(start, mention.end_on, "duration" if flow else "instant", "text", rule)

    def _from_publication(self, flow: bool) -> Period:
        kind = "duration" if flow else "instant"
        if self._publication is None:
            return Period(None, None, kind, "none", "period_none")
        return Period(None, self._publication.on, kind, "publication", "period_publication")

    def _choose(self, place: Place, sentence: Sentence, *, target: bool) -> tuple[DateMention | None, str]:  # noqa: PLR0911  (an ordered list of choices)
        numeral = place.numeral
        here = self._between(sentence.start, sentence.end)
        here = [d for d in here if d.end <= numeral.start or d.start >= numeral.end]
        left = [
            d
            for d in here
            if d.end <= numeral.start and (target or self._names(d, place) or not self._is_comparison(d, sentence))
        ]
        right = [d for d in here if d.start >= numeral.end and not self._is_comparison(d, sentence, numeral.end)]
        own_left = [d for d in left if d.start >= place.left]
        own_right = [d for d in right if d.start < place.right and "," not in self._text[numeral.end : d.start]]
        realised = (
            target and own_left and own_left[-1].role == "as_of" and own_right
        )  # 'per November 2021 dan membidik N pada 2022'
        if own_left and not realised:
            return own_left[-1], "period_clause"
        if (
            own_right
            and (target or own_right[0].role in (*TRAILING, "now", "bare", "past"))
            and not self._is_plan(own_right[0], target)
        ):
            return own_right[0], "period_clause"
        left = [d for d in left if not self._is_plan(d, target)]
        if left:
            return left[-1], "period_sentence"
        trailing = [
            d
            for d in right
            if (d.role in TRAILING or target)
            and not self._is_plan(d, target)
            and (target or self._is_last(d, sentence))
        ]
        if trailing:
            return trailing[0], "period_sentence"
        if target:
            return None, ""
        earlier = self._earlier(sentence.start)
        if earlier is None and (self._publication is None or self._publication.precision == "year"):
            earlier = self._earlier(sentence.start, roles=("bare",))
        if earlier is None and self._publication is not None and self._publication.precision == "year":
            return self._later(sentence.end), "period_stated_later"
        return earlier, "period_carried"

    def _names(self, mention: DateMention, place: Place) -> bool:
        """'naik dari realisasi 2024, yaitu 322.246 pekerja': the count is what there was then."""
        numeral = place.numeral
        return numeral.kind == "count" and NAMED.fullmatch(self._text[mention.end : numeral.start][:30]) is not None

    def _is_comparison(self, mention: DateMention, sentence: Sentence, after: int = 0) -> bool:
        """'naik 15 persen dari realisasi 2024': the year belongs to what is compared with."""
        return bool(COMPARISON.search(self._text[max(sentence.start, after, mention.start - 70) : mention.start]))

    def _is_plan(self, mention: DateMention, target: bool) -> bool:
        """A date of the future dates no figure that has been realised."""
        if target or mention.end_on is None:
            return False
        if mention.start in self._plans:
            return True
        around = self._text[max(0, mention.start - 50) : mention.start + 1]
        if re.search(r"\btarget\w*\b[^.,;\n\d]*$", around, re.IGNORECASE):
            return True
        return mention.role == "future" or self._lies_ahead(mention)

    def _lies_ahead(self, mention: DateMention) -> bool:
        """Whether it begins, or is an end to run to, after the publication; where only a year is known, the end of that year."""
        if self._publication is None or mention.end_on is None:
            return False
        if self._publication.precision == "year":
            return mention.role == "until" and mention.rule.startswith("end_of_this")
        published = self._publication.on
        ends_later = (mention.end_on.year, mention.end_on.month) > (published.year, published.month)
        return ends_later and (
            mention.role == "until" or (mention.start_on is not None and mention.start_on > published)
        )

    def mark_plans(self, targets: list[tuple[Place, Sentence]]) -> None:
        """The dates that stand in the words of these targets are theirs: no realised figure takes them over."""
        for place, sentence in targets:
            mention, rule = self._choose(place, sentence, target=True)
            if mention is not None and rule == "period_clause" and mention.role in ("until", "future", "bare", "span"):
                self._plans.add(mention.start)

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
            if stated and not self._is_plan(mention, target=False) and not self._compares(mention):
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

    def _compares(self, mention: DateMention) -> bool:
        return bool(COMPARISON.search(self._text[max(0, mention.start - 70) : mention.start]))

    def _between(self, start: int, end: int) -> list[DateMention]:
        return [
            d
            for d in self._dates[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
            if d.role == "now" or d.end_on is not None
        ]
