"""The area of each figure: named in its own words, carried from the figure before, or that of the report as a whole.

Belongs here: choosing among the places of a report, number by number, and doubting the choice where a count does not fit into it.
Does not: what a place name means (places, gazetteer).
"""

from collections.abc import Callable

from sources.press import gazetteer
from sources.press.area_lists import (
    best_left,
    group_of,
    is_list_of_names,
    last_list,
    list_begins,
    named_before,
    of_those_paid,
    points_back,
    told_by_office,
    told_respectively,
    told_together,
    without_province_around,
)
from sources.press.area_spoken_for import is_compared_within
from sources.press.constructions import ahead, within
from sources.press.frames import Frame
from sources.press.gazetteer import Area
from sources.press.place_roles import OFFICES
from sources.press.places import Mention, Places

SMALLER = ("city", "regency")
NAMED_AGAIN = (
    (("province",), "this_province"),
    (("city",), "this_city"),
    (("regency",), "this_regency"),
    (("province", *SMALLER), "this_area"),
)
CARRIED = ("area_clause", "area_sentence", "area_of_figure_before", "area_carried", "area_named_again")
SENTENCES_CARRIED = 2
BRANCHES_COUNTED = 16  # figures back
SENTENCES_OF_BRANCHES = 10  # the mark of a list item counts as one
NEAR = 60  # characters behind a number in which 'di provinsi ini' is told of it
SENTENCE_BEFORE = 300  # characters
FAR_BACK = 2000  # characters in which 'di provinsi ini' finds its province


def first_named(text: str, frames: list[Frame], places: Places) -> Area | None:
    """The area that the words of the first figure name; None where they name none, or the nation."""
    for index, frame in enumerate(frames):
        if frame.measure is None:
            continue
        named = Areas(text, frames, places, set()).named_in_clause(index)
        return None if named is None or named.kind == "nation" else named
    return None


class Areas:
    """Asked frame by frame, in order; remembers what it said."""

    def __init__(self, text: str, frames: list[Frame], places: Places, national: set[int]) -> None:
        self._text = text
        self._frames = frames
        self._places = places
        self._national = national
        self._known: list[tuple[Area, str]] = []

    def named_in_clause(self, index: int) -> Area | None:
        """The area that the figure's own words name."""
        found = self._of_clause(index, self._frames[index])
        return found[0] if found else None

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
            self._named_again,
            self._pointed_back,
            self._of_all_provinces,
            self._of_figure_behind,
            self._of_figure_before,
            self._of_sentence,
            self._of_sentence_before,
            self._carried,
        )
        for way in ways:
            found = way(index, frame)
            if found:
                return found
        return self._places.default, self._places.default_rule

    def shared(self, index: int) -> list[Area]:
        """All areas of a number that is told of each of several: 'Kalsel dan Kalteng masing-masing 42 persen'; empty where it has one."""
        frame = self._frames[index]
        run, named = told_respectively(self._text, self._frames, self._places, index)
        alone = len(run) == 1 and run[0] is frame and len(named) > 1
        return [mention.area for mention in named] if alone and frame.measure else []

    def _respectively(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        """'Tanjung Jabung Timur dan Tebo masing-masing 26,66 persen dan 31,49 persen': the first of the one to the first of the other."""
        run, named = told_respectively(self._text, self._frames, self._places, index)
        if len(run) == 1 and len(named) > 1:
            return named[0].area, "area_shared"
        if len(run) < 2 or len(named) != len(run):
            return None
        return named[next(i for i, f in enumerate(run) if f is frame)].area, "area_respectively"

    def _of_clause(self, index: int, frame: Frame) -> tuple[Area, str] | None:  # noqa: PLR0911  (one return a construction)
        place = frame.place
        left = self._places.between(place.left, place.numeral.start)
        left = [mention for mention in left if not is_compared_within(self._text, mention)] or left
        if left and any(named_before(name, self._text, left[-1].end, place.numeral.start) for _, name in NAMED_AGAIN):
            return None  # 'Kepala Kanwil, di Bandar Lampung, … di provinsi itu'
        right = self._right(frame)
        if frame.measure in (
            "share_rate",
            "achievement_rate",
        ):  # '19 persen dari peserta nasional': the whole that a part is told of
            right = [mention for mention in right if mention.area.kind != "nation"]
        if right and (not left or left[-1].role in ("kanwil", "agency") or right[0].role in ("locative", "branch")):
            return self._as_branch(index, right[0]), "area_clause"
        if not left:
            return None
        paid = (
            of_those_paid(self._text, self._places, frame)
            if left[-1].role in (*OFFICES, "apposed") or left[0].role in OFFICES
            else None
        )
        if paid:
            return paid.area, "area_clause"
        told = told_by_office(self._text, self._places, frame, left)
        if told:
            return told.area, "area_clause"
        listed = last_list(self._text, left)
        default = self._places.default
        covered = all(mention.area.codes <= default.codes for mention in listed)
        several = len({mention.area.code for mention in listed}) > 1
        towns = all(mention.area.kind in SMALLER for mention in listed)
        group = group_of(listed) if several else None
        if group:
            return group, "area_of_list"
        if several and default.kind != "nation" and (towns or covered):
            return default, "area_of_list"
        return self._as_branch(index, best_left(left)), "area_clause"

    def _named_again(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        """'di provinsi ini', 'di kota tersebut': the last such area named, or the one of the report."""
        place = frame.place
        begin, end = (
            max(frame.sentence.start, place.left),
            min(place.right, frame.sentence.end, place.numeral.end + NEAR),
        )
        for kinds, name in NAMED_AGAIN:
            said = named_before(name, self._text, begin, place.numeral.start) or named_before(
                name, self._text, place.numeral.end, end
            )
            if said is None or self._places.all_between(
                said.end(), said.end() + 3
            ):  # 'Gubernur Kalsel' names it itself
                continue
            until = said.start() if name == "this_area" else begin
            named = [m for m in self._places.all_between(max(0, begin - FAR_BACK), until) if m.area.kind in kinds]
            if named:
                return without_province_around(self._text, named).area, "area_named_again"
        return None

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
        end = list_begins(self._text, place.numeral.end, place.right)
        right = self._places.between(place.numeral.end, end)
        listed = len(right) > 1 and is_list_of_names(text, right[:3])
        if listed and (frame.measure or "").startswith("offices"):
            return []
        comma = text.find(",", place.numeral.end, end)
        return [mention for mention in right if comma < 0 or mention.start < comma]

    def _pointed_back(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        """'Dari total peserta itu …, kata Kepala BPJS Ketenagakerjaan Sultra': the area of the figures meant, before that of who speaks."""
        if index == 0 or not points_back(self._text, frame):
            return None
        previous, (area, rule) = self._frames[index - 1], self._known[index - 1]
        near = 0 < frame.place.sentence - previous.place.sentence <= SENTENCES_CARRIED
        return (area, "area_carried") if near and rule in CARRIED and not self._is_list(index - 1) else None

    def _of_all_provinces(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        return (gazetteer.NATION, "area_all_provinces") if frame.place.sentence in self._national else None

    def _of_figure_behind(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        """'119 kantor cabang dan 8 kantor wilayah di seluruh Indonesia', '40 orang yang bekerja di 6 perusahaan di Jambi': the area stands behind the
        second number and is that of both."""
        if index + 1 >= len(self._frames):
            return None
        following = self._frames[index + 1]
        if following.place.sentence != frame.place.sentence or following.quantity != frame.quantity:
            return None
        end, start = frame.place.numeral.end, following.place.numeral.start
        if not told_together(self._text, end, start):
            return None
        named = self._places.between(end, start) or self._right(following)[:1]
        told = named and named[0].start > start and named[0].role in ("locative", *OFFICES)
        return (named[0].area, "area_of_figure_behind") if told else None

    def _of_figure_before(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        same = index > 0 and self._frames[index - 1].place.sentence == frame.place.sentence
        return (self._known[index - 1][0], "area_of_figure_before") if same else None

    def _of_sentence(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        place, sentence = frame.place, frame.sentence
        before = self._places.between(sentence.start, place.numeral.start)
        if before:
            return best_left(before).area, "area_sentence"
        after = self._places.between(place.numeral.end, list_begins(self._text, place.numeral.end, sentence.end))
        last = index + 1 >= len(self._frames) or self._frames[index + 1].place.sentence != place.sentence
        if last and len(after) == 1 and after[0].role == "locative":
            return after[0].area, "area_sentence"
        return None

    def _of_sentence_before(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        """'Kepesertaan tertinggi di Sulawesi Utara. Sebanyak 623.409 …': the sentence before tells no figure and speaks of one area; it ends with it,
        or stands in the same line, or the number is told of it ('Pesertanya 254.675')."""
        begin = self._begin_of_sentence_before(frame)
        first = index == 0 or self._frames[index - 1].place.numeral.end < begin
        mentions = [m for m in self._places.between(begin, frame.sentence.start) if m.role in ("locative", "bare")]
        if not first or len({m.area.code for m in mentions}) != 1 or mentions[-1].area.kind == "nation":
            return None
        gap = self._text[mentions[-1].end : frame.sentence.start]
        told_of_it = ahead("of_it", self._text, frame.sentence.start, frame.sentence.end) is not None
        if "\n" in gap.strip() or not (told_of_it or "\n" not in gap or not gap.strip(' .\n"”')):
            return None
        return mentions[-1].area, "area_sentence_before"

    def _begin_of_sentence_before(self, frame: Frame) -> int:
        """Where the sentence before begins, at most SENTENCE_BEFORE characters back."""
        end = len(self._text[: frame.sentence.start].rstrip())
        low = max(0, end - SENTENCE_BEFORE)
        stops = [self._text.rfind(sign, low, max(low, end - 1)) for sign in (". ", "\n")]
        return max(low, *(stop + 1 for stop in stops))

    def _carried(self, index: int, frame: Frame) -> tuple[Area, str] | None:
        if index == 0:
            return None
        previous, (area, rule) = self._frames[index - 1], self._known[index - 1]
        near = (
            previous.sentence.paragraph == frame.sentence.paragraph
            and frame.place.sentence - previous.place.sentence <= SENTENCES_CARRIED
        )
        own = area.kind == "nation" and within("speaks_of_itself", self._text, frame.sentence.start, frame.sentence.end)
        return (area, "area_carried") if near and rule in CARRIED and not own and not self._is_list(index - 1) else None

    def _is_list(self, index: int) -> bool:
        """Whether the sentence of that figure tells of several areas one after the other."""
        sentence = self._frames[index].place.sentence
        codes: set[str] = set()
        while index >= 0 and self._frames[index].place.sentence == sentence and len(codes) < 2:
            codes.add(self._known[index][0].code)
            index -= 1
        return len(codes) > 1
