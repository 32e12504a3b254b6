"""The area of each figure: named in its own words, carried from the figure before, or that of the report as a whole.

Belongs here: choosing among the places of a report, number by number, and doubting the choice where a count does not fit into it.
Does not: what a place name means (places, gazetteer).
"""

import re
from collections.abc import Callable
from itertools import pairwise

from sources.press import gazetteer
from sources.press.clauses import Place
from sources.press.frames import Frame
from sources.press.gazetteer import Area
from sources.press.places import Mention, Places

# A figure told of so many provinces is told of the nation: there were 26 in the smallest count of the reports' years.
ALL_PROVINCES = 26
PLACE_BREAK = re.compile(r"[;:]|\.\s|\b(?:yakni|yaitu|antara lain|di antaranya|termasuk|seperti)\b")
REACH = 400  # characters between 'masing-masing' and the last of its numbers
RESPECTIVELY = re.compile(r"\bmasing[- ]masing\b", re.IGNORECASE)
JOINER = re.compile(r"\s*(?:,|,?\s*dan|,?\s*serta)\s*(?:di )?(?:Kota |Kabupaten )?")
CARRIED = ("area_clause", "area_sentence", "area_of_figure_before", "area_carried")
SENTENCES_CARRIED = 2
BRANCHES_COUNTED = 16  # figures back
SENTENCES_OF_BRANCHES = 10  # the mark of a list item counts as one


def told_of_all_provinces(text: str, places: list[Place]) -> set[int]:
    """Numbers of the sentences that count (nearly) all provinces: 'tersebar di 33 provinsi'."""
    return {
        place.sentence
        for place in places
        if place.numeral.kind == "count"
        and place.numeral.value >= ALL_PROVINCES
        and re.match(r"\s*(?:provinsi|propinsi)", text[place.numeral.number_end : place.numeral.number_end + 12])
    }


class Areas:
    """Asked frame by frame, in order; remembers what it said."""

    def __init__(self, text: str, frames: list[Frame], places: Places, national: set[int]) -> None:
        self._text = text
        self._frames = frames
        self._places = places
        self._national = national
        self._known: list[tuple[Area, str]] = []

    def all(self) -> list[tuple[Area, str]]:
        """Area and rule of every frame, in order."""
        for index, frame in enumerate(self._frames):
            self._known.append(self._plausible(frame, *self._named(index, frame)))
        return self._known

    @staticmethod
    def _plausible(frame: Frame, area: Area, rule: str) -> tuple[Area, str]:
        """A count of people that the area does not hold is told of the nation; so are the regional offices as a whole."""
        measure = frame.measure or ""
        if measure == "offices_kanwil" and area.kind != "nation":
            return gazetteer.NATION, "area_of_all_offices"
        most = gazetteer.largest_count(area)
        if (
            measure.startswith(("workers_", "bsu_"))
            and measure != "bsu_amount"
            and most is not None
            and frame.value > most
        ):
            return gazetteer.NATION, "area_too_small_for_count"
        return area, rule

    def _named(self, index: int, frame: Frame) -> tuple[Area, str]:
        ways: tuple[Callable[[int, Frame], tuple[Area, str] | None], ...] = (
            self._respectively,
            self._of_clause,
            self._of_all_provinces,
            self._of_figure_before,
            self._of_sentence,
            self._carried,
        )
        for way in ways:
            found = way(index, frame)
            if found:
                return found
        return self._places.default, self._places.default_rule

    def _respectively(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        """'Tanjung Jabung Timur dan Tebo masing-masing 26,66 persen dan 31,49 persen': the first of the one to the first of the other."""
        start, sentence = frame.place.numeral.start, frame.place.sentence
        said = list(RESPECTIVELY.finditer(self._text, max(frame.sentence.start, start - REACH), start))
        if not said:
            return None
        run = [
            f
            for f in self._frames[max(0, index - 12) : index + 12]
            if f.place.sentence == sentence
            and f.place.numeral.start >= said[-1].end()
            and f.quantity == frame.quantity
            and f.noun == frame.noun
        ]
        named = self._places.between(max(frame.sentence.start, start - 2 * REACH), said[-1].start())[-len(run) :]
        close = named and not re.search(r"\d", self._text[named[0].start : said[-1].start()])
        inside = self._places.between(said[-1].end(), run[-1].place.numeral.start)
        joined = all(JOINER.fullmatch(self._text[a.end : b.start]) for a, b in pairwise(named))
        if len(run) < 2 or len(named) != len(run) or inside or not close or not joined:
            return None
        return named[next(i for i, f in enumerate(run) if f is frame)].area, "area_respectively"

    def _of_clause(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        place = frame.place
        left = self._places.between(place.left, place.numeral.start)
        right = self._right(frame)
        if right and (not left or left[-1].role in ("kanwil", "agency") or right[0].role in ("locative", "branch")):
            return self._as_branch(index, right[0]), "area_clause"
        return (self._as_branch(index, best_left(left)), "area_clause") if left else None

    def _as_branch(self, index: int, mention: Mention) -> Area:
        """Where a report has just counted its branches, a bare town with a branch stands for that branch."""
        seats = gazetteer.branches_by_seat()
        official = self._text[mention.start : mention.end].lower().startswith(("kota ", "kabupaten "))
        if mention.role not in ("bare", "locative") or official or mention.area.code not in seats:
            return mention.area
        sentence = self._frames[index].place.sentence
        near = (f for f in self._frames[max(0, index - BRANCHES_COUNTED) : index] if f.measure == "offices_branch")
        return (
            seats[mention.area.code]
            if any(sentence - f.place.sentence <= SENTENCES_OF_BRANCHES for f in near)
            else mention.area
        )

    def _right(self, frame: Frame) -> list[Mention]:
        """Places right behind the number, before a comma; not the parts of a list ('empat kantor cabang di Balikpapan, Samarinda')."""
        place, text = frame.place, self._text
        stop = PLACE_BREAK.search(text, place.numeral.end, place.right)
        end = stop.start() if stop else place.right
        right = self._places.between(place.numeral.end, end)
        listed = len(right) > 1 and all(JOINER.fullmatch(text[a.end : b.start]) for a, b in pairwise(right[:3]))
        if listed and (frame.measure or "").startswith("offices"):
            return []
        comma = text.find(",", place.numeral.end, end)
        return [mention for mention in right if comma < 0 or mention.start < comma]

    def _of_all_provinces(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        return (gazetteer.NATION, "area_all_provinces") if frame.place.sentence in self._national else None

    def _of_figure_before(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        same = index > 0 and self._frames[index - 1].place.sentence == frame.place.sentence
        return (self._known[index - 1][0], "area_of_figure_before") if same else None

    def _of_sentence(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        place, sentence = frame.place, frame.sentence
        before = self._places.between(sentence.start, place.numeral.start)
        if before:
            return best_left(before).area, "area_sentence"
        stop = PLACE_BREAK.search(self._text, place.numeral.end, sentence.end)
        after = self._places.between(place.numeral.end, stop.start() if stop else sentence.end)
        last = index + 1 >= len(self._frames) or self._frames[index + 1].place.sentence != place.sentence
        if last and len(after) == 1 and after[0].role == "locative":
            return after[0].area, "area_sentence"
        return None

    def _carried(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        if index == 0:
            return None
        previous, (area, rule) = self._frames[index - 1], self._known[index - 1]
        near = (
            previous.sentence.paragraph == frame.sentence.paragraph
            and frame.place.sentence - previous.place.sentence <= SENTENCES_CARRIED
        )
        return (area, "area_carried") if near and rule in CARRIED and not self._is_list(index - 1) else None

    def _is_list(self, index: int) -> bool:
        """Whether the sentence of that figure tells of several areas one after the other."""
        sentence = self._frames[index].place.sentence
        codes: set[str] = set()
        while index >= 0 and self._frames[index].place.sentence == sentence and len(codes) < 2:
            codes.add(self._known[index][0].code)
            index -= 1
        return len(codes) > 1


def best_left(mentions: list[Mention]) -> Mention:
    """The last place named before a number; where an office is named after the place that it speaks of, the place."""
    strong = [m for m in mentions if m.role in ("locative", "branch", "kanwil", "agency")]
    if mentions[-1].role == "bare" or not strong:
        return mentions[-1]
    locative = [m for m in strong if m.role == "locative"]
    return locative[-1] if locative and strong[-1].role in ("agency", "kanwil") else strong[-1]
