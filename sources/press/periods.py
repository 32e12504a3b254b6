"""Which period each number is about, out of the dates of its sentence and of those before.

Belongs here: choosing among the dates of a report. Does not: what a printed date means (calendar).
"""

from dataclasses import dataclass, replace
from datetime import date

from sources.press.calendar import DateMention
from sources.press.clauses import Place, Sentence
from sources.press.constructions import behind
from sources.press.period_dates import TRAILING, StatedDates
from sources.press.period_words import PAIRS, REACH, compares, names, said_behind, said_of_number_before

SAID_OF_A_TIME = (*TRAILING, "now", "bare", "past")
WHOLE_YEARS = ("year", "this_year", "last_year", "throughout_year", "year_before")
LONGEST_NOW = 31  # days
LONGEST_SINCE = 400  # days: what has run for longer is the age of a programme and no span that is counted
FAR_BACK = 400  # characters
LEAD = 300  # characters: what opens a report without a date is dated further down


@dataclass(frozen=True)
class Period:
    """`start` and `end` inclusive; `basis` is text, publication or none; `rule` says which date was taken and why."""

    start: date | None
    end: date | None
    kind: str
    basis: str
    rule: str


class Periods(StatedDates):
    """Asked number by number, in reading order."""

    def of(self, place: Place, sentence: Sentence, *, flow: bool, target: bool, plan_only: bool = False) -> Period:
        """The period of one number. `flow`: its measure counts what happened in a span; `target`: it is a plan, due at the end of its
        period; `plan_only`: of the dates only one that it runs to ('hingga akhir 2014') is taken, and no publication date.
        """
        mention, rule = self._choose(place, sentence, flow=flow, target=target)
        if plan_only and (mention is None or rule != "period_clause" or mention.role != "until"):
            return Period(None, None, "duration" if flow else "instant", "none", "period_none")
        since = self._since(place, sentence) if flow and rule in ("", "period_carried", "period_stated_later") else None
        if since:
            return replace(self._from_publication(flow), start=since.start_on, rule="period_since")
        if mention is None:
            return self._from_publication(flow)
        if mention.role == "now":
            latest = self._latest_of_year(mention, before=True) if self._coarse else self._just_stated(mention)
            if latest is None:
                return self._from_publication(flow)
            mention, rule = latest, "period_now_is_latest_stated"
        elif not target:
            mention, rule = self._not_after_publication(*self._told_precisely(mention, rule))
        start = mention.start_on if flow and mention.role not in ("until", "as_of") else None
        return Period(start, mention.end_on, "duration" if flow else "instant", "text", rule)

    def lies_ahead(self, period: Period) -> bool:
        """Whether a number's own words date it to a year after that of the publication: it tells what is aimed at."""
        on = self._publication.on if self._publication is not None and not self._coarse else None
        told = period.basis == "text" and period.rule == "period_clause" and period.end is not None
        return bool(on and told and period.end and period.end.year > on.year)

    def _just_stated(self, now: DateMention) -> DateMention | None:
        """The day that the sentence before states, if it lies no more than a month before the publication: that is what 'saat ini' means."""
        if self._publication is None:
            return None
        for mention in reversed(self._between(max(0, now.start - FAR_BACK), now.start)):
            stated = mention.role in ("as_of", "until") and mention.end_on is not None and mention.day is not None
            if stated and mention.end_on and 0 <= (self._publication.on - mention.end_on).days <= LONGEST_NOW:
                return None if self._is_plan(mention, target=False) or compares(self._text, mention) else mention
        return None

    def _since(self, place: Place, sentence: Sentence) -> DateMention | None:
        """'Sejak awal tahun' without an end: it runs to the publication."""
        if self._publication is None:
            return None
        on = self._publication.on
        for mention in reversed(self._all_between(sentence.start, place.numeral.start)):
            open_end = mention.start_on is not None and mention.end_on is None and mention.rule.startswith("since")
            if open_end and mention.start_on and 0 <= (on - mention.start_on).days <= LONGEST_SINCE:
                return mention
        return None

    def _told_precisely(self, mention: DateMention, rule: str) -> tuple[DateMention, str]:
        """'pada 2012' in a report of that year runs to the month that the report states; 'tahun lalu' beside 'periode yang sama tahun lalu'
        means that period. What is not over when the report appears runs to the publication."""
        whole = mention.rule.removeprefix("throughout_") in WHOLE_YEARS and mention.role in ("bare", "past", "span")
        if not whole or mention.end_on is None:
            return mention, rule
        throughout = mention.rule.startswith("throughout_")
        for earlier in reversed(self._all_between(max(0, mention.start - 4 * REACH), mention.start)):
            if (
                not throughout
                and earlier.rule.startswith("same_period")
                and earlier.year == mention.year
                and earlier.end_on
            ):
                return replace(mention, start_on=earlier.start_on, end_on=earlier.end_on), "period_same_as_compared"
        if self._publication is None or mention.year != self._publication.on.year or mention.role == "past":
            return mention, rule
        latest = self._latest_of_year(mention)
        if latest is not None:
            return replace(
                mention, start_on=latest.start_on or mention.start_on, end_on=latest.end_on
            ), "period_year_so_far"
        if not self._coarse and mention.end_on > self._publication.on:
            return replace(mention, end_on=self._publication.on), "period_year_so_far"
        return mention, rule

    def _not_after_publication(self, mention: DateMention, rule: str) -> tuple[DateMention, str]:
        """'hingga awal 2026' in a report of March 2026 runs to the publication: the part of a year is not over."""
        part = mention.role in TRAILING and mention.year is not None and mention.month is None and mention.end_on
        if not part or self._publication is None or self._coarse:
            return mention, rule
        on = self._publication.on
        return (
            (replace(mention, end_on=on), "period_year_so_far")
            if mention.end_on and mention.end_on > on
            else (mention, rule)
        )

    def _from_publication(self, flow: bool) -> Period:
        kind = "duration" if flow else "instant"
        if self._publication is None:
            return Period(None, None, kind, "none", "period_none")
        return Period(None, self._publication.on, kind, "publication", "period_publication")

    def _choose(self, place: Place, sentence: Sentence, *, flow: bool, target: bool) -> tuple[DateMention | None, str]:
        numeral = place.numeral
        here = self._between(sentence.start, sentence.end)
        here = [d for d in here if d.end <= numeral.start or d.start >= numeral.end]
        left = [
            d
            for d in here
            if d.end <= numeral.start
            and (target or names(self._text, d, place) or not compares(self._text, d, sentence.start))
        ]
        right = [
            d for d in here if d.start >= numeral.end and not compares(self._text, d, max(sentence.start, numeral.end))
        ]
        own_left = [d for d in left if d.start >= place.left]
        own_right = [
            d
            for d in right
            if (d.start < place.right and "," not in self._text[numeral.end : d.start])
            or said_behind(self._text, d, numeral.end, pairs=0 if numeral.kind == "percent" else PAIRS)
        ][:1]
        own_right = [d for d in own_right if (target or d.role in SAID_OF_A_TIME) and not self._is_plan(d, target)]
        realised = (
            target and own_left and own_left[-1].role == "as_of" and own_right
        )  # 'per November 2021 dan membidik N pada 2022'
        if own_left and own_right and said_of_number_before(self._text, own_left[-1], sentence):
            own_left = []
        if own_left and not realised:
            return own_left[-1], "period_clause"
        if own_right:
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
            return self._year_of_realised(sentence), "period_year_of_realised"
        return self._from_elsewhere(sentence, flow=flow)

    def _year_of_realised(self, sentence: Sentence) -> DateMention | None:
        """'melebihi target sebanyak 220.983 peserta': a target without a date, beside what was reached, is that of the same year."""
        reached = self._earlier(sentence.end)
        near = reached is not None and sentence.start - reached.end <= FAR_BACK
        if reached is None or not near or reached.end_on is None:
            return None
        year = reached.end_on.year
        return replace(reached, role="bare", start_on=date(year, 1, 1), end_on=date(year, 12, 31))

    def _from_elsewhere(self, sentence: Sentence, *, flow: bool) -> tuple[DateMention | None, str]:
        """The period of a number whose sentence tells none."""
        earlier = self._earlier(sentence.start)
        if earlier is None and self._coarse:
            earlier = self._earlier(sentence.start, roles=("bare",))
        just_told = self._just_told(sentence, earlier, flow=flow)
        if just_told is not None:
            return just_told, "period_carried"
        of_these = self._said_of_these(sentence)
        if of_these is not None:
            return of_these, "period_stated_later"
        lead = self._publication is not None or sentence.start - self._begin <= LEAD
        if earlier is None and self._coarse and lead:
            return self._later(sentence.end), "period_stated_later"
        return earlier, "period_carried"

    def _said_of_these(self, sentence: Sentence) -> DateMention | None:
        """'Data ini per 30 November 2020.' behind the figures dates them."""
        end = sentence.end + FAR_BACK
        stop = self._text.find("\n", sentence.end, end)
        for mention in self._between(sentence.end, stop if stop >= 0 else end):
            if mention.role in TRAILING and behind("said_of_these", self._text, sentence.end, mention.start):
                return mention
        return None

    def _just_told(self, sentence: Sentence, earlier: DateMention | None, *, flow: bool) -> DateMention | None:
        """The year or month that the sentences before speak of ('Pada 2023 klaim Rp50 miliar. JHT terbanyak, Rp40 miliar.'), if it is no older
        than the year before the publication; one that is stated as the date of figures must stand farther back."""
        begin = max(earlier.end if earlier else 0, sentence.start - FAR_BACK)
        if self._publication is None:
            return None
        for mention in reversed(self._between(begin, sentence.start)):
            told = mention.role in ("bare", "past") and mention.end_on is not None and mention.year is not None
            whole = mention.rule in WHOLE_YEARS or (
                mention.month is not None and mention.day is None and not mention.rule.startswith("same")
            )
            if not told or not whole or self._is_plan(mention, target=False) or compares(self._text, mention):
                continue
            recent = mention.year is not None and mention.year >= self._publication.on.year - 1
            return (
                mention
                if recent
                and (
                    ((flow or self._coarse) and earlier is None) or "\n" not in self._text[mention.end : sentence.start]
                )
                else None
            )
        return None

    def mark_plans(self, targets: list[tuple[Place, Sentence]]) -> None:
        """The dates that stand in the words of these targets are theirs: no realised figure takes them over."""
        for place, sentence in targets:
            mention, rule = self._choose(place, sentence, flow=False, target=True)
            if mention is not None and rule == "period_clause" and mention.role in ("until", "future", "bare", "span"):
                self._plans.add(mention.start)
