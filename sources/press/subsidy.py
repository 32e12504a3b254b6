"""The wage subsidy: who is only proposed for it, and who was paid.

Belongs here: whether a count of a report about the subsidy is of candidates, whether the report, or a number of it, is about the subsidy at all.
Does not: every other topic (topics), amounts and rates (measures, rates).
"""

from functools import lru_cache

from sources.press.constructions import ahead, behind, everywhere, within
from sources.press.frames import Frame, Tags
from sources.press.kinds import people
from sources.press.relations import REACH, Relations

CANDIDATES, NEITHER = "candidates", "neither"
DUE = frozenset({"candidates", "collected", "reported"})
MEASURES = ("bsu_candidates", "bsu_recipients")
ITEMS_BACK = 5  # figures
REMEMBERED = 80  # figures: all of a report that people write
OPENING = 700  # characters: what a report is about is said by then
SMALLEST = 20  # a smaller number counts stages, months or guests


@lru_cache(maxsize=2)  # the frames of a report come one after the other
def is_of_subsidy(tags: Tags, text: str) -> bool:
    """Whether the report is about the wage subsidy: it names it at its beginning, and no other programme more often."""
    named = tags.all("programme_cues")
    subsidy = [tag for tag in named if tag.value == "BSU"]
    opening = len(text) - len(text.lstrip()) + OPENING
    return bool(subsidy) and subsidy[0].start < opening and 2 * len(subsidy) >= len(named)


@lru_cache(maxsize=2)
def _names_subsidy(tags: Tags) -> bool:
    return any(tag.value == "BSU" for tag in tags.all("programme_cues"))


def told_of_accounts(relations: Relations, frame: Frame) -> str | None:
    """Where a report about the wage subsidy counts bank accounts, or workers whose data are checked, they are those of its recipients."""
    begin = max(frame.sentence.start, frame.place.numeral.start - REACH)
    nouns = relations.tags.between("counted_nouns", begin, min(frame.sentence.end, frame.place.numeral.end + REACH))
    handed_in = "collected" in frame.near or (
        frame.near & {"reported", "unreported", "candidates"} and is_of_subsidy(relations.tags, relations.text)
    )
    checked = frame.quantity != "money" and handed_in and frame.noun in (*people(), "recipient", None)
    return (
        "BSU" if _names_subsidy(relations.tags) and (checked or any(tag.value == "account" for tag in nouns)) else None
    )


def told_of_subsidy(relations: Relations, index: int, before: list[str]) -> str | None:
    """In a report about the wage subsidy, people of whom nothing else is said are those whom it is for."""
    frame = relations.frames[index]
    if frame.quantity == "percent" and not before and frame.near & {"receives", "claims", "reported", "achievement"}:
        members = frame.near & {"registered", "coverage", "active"}
        return "BSU" if not members and is_of_subsidy(relations.tags, relations.text) else None
    listed = frame.noun is None and frame.listed
    people_told = frame.noun in (*people(), "recipient") or listed
    if frame.quantity != "count" or not people_told or before or frame.enrolled:
        return None
    plain = frame.status in (None, "population", "potential") or (frame.status == "registered" and not frame.target)
    return "BSU" if plain and "coverage" not in frame.near and is_of_subsidy(relations.tags, relations.text) else None


def grant_status(relations: Relations, index: int) -> str | None:  # noqa: PLR0911  (one return a condition)
    """Of a count of the wage subsidy: `candidates`; `neither` where it counts workers who did not apply, or an unclear whole; None of those paid."""
    frame = relations.frames[index]
    own = _own_cues(relations, frame)
    if "unreported" in own or frame.value < SMALLEST:
        return NEITHER
    before = relations.frames[max(0, index - REMEMBERED) : index]
    known = next((f for f in before if f.value == frame.value and f.measure in MEASURES), None)
    if known is not None:
        return CANDIDATES if known.measure == MEASURES[0] else None
    if own & DUE or frame.status in ("potential", "unprotected") or behind("rest", frame.behind):
        return CANDIDATES
    if "planned" in own and not within("told_as_done", frame.behind):
        return CANDIDATES  # 'BSU untuk 61.900 pekerja akan cair'
    if frame.noun == "account":
        return CANDIDATES if _are_handed_in(frame, own) else None
    if frame.base and frame.noun == "recipient":
        return CANDIDATES
    if "receives" in frame.near:
        return None
    return _of_others(relations, index) or _of_sentence(relations, frame)


def _own_cues(relations: Relations, frame: Frame) -> set[str]:
    """The cues of the number's own words, without those of a bracket that was closed before it: 'Aceh (belum cair), Bali (71.640 …)', and
    those of a whole told behind it: '4.593 orang dari 16.000 calon'."""
    start, end, text = frame.place.numeral.start, frame.place.numeral.end, relations.text
    whole = within("whole_follows", text, end, frame.right)
    left = relations.tags.between("measure_cues", frame.place.left, start)
    right = relations.tags.between("measure_cues", end, whole.start() if whole else frame.right)
    tail = relations.tags.between("measure_cues", *frame.place.tail)
    return {tag.value for tag in left if not _in_closed_bracket(text, tag.end, start)} | {
        tag.value for tag in (*right, *tail)
    }


def _beginning(frame: Frame) -> int:
    """Where the sentence begins, or what is near of a sentence without end."""
    return max(frame.sentence.start, frame.place.numeral.start - REACH)


def _in_closed_bracket(text: str, start: int, end: int) -> bool:
    closed, opened = text.find(")", start, end), text.find("(", start, end)
    return closed >= 0 and (opened < 0 or closed < opened)


def _are_handed_in(frame: Frame, own: set[str]) -> bool:
    """'menerima 831.679 rekening pekerja', 'tiga juta data': bank accounts that the agency took in; others were paid into."""
    taken = behind("accounts_taken", frame.behind) is not None or ahead("data_counted", frame.ahead) is not None
    return taken or "receives" not in own


def _of_others(relations: Relations, index: int) -> str | None:
    """An item of a list, a part of a known whole: what the figure is that stands before it, or that it adds up to."""
    frame = relations.frames[index]
    before = relations.frames[max(0, index - REMEMBERED) : index]
    counts = [f for f in before if f.quantity == "count" and f.topic == "bsu" and f.measure]
    if frame.whole is not None:
        wholes = [f for f in counts if f.value == frame.whole]
        if wholes:
            return CANDIDATES if wholes[0].measure == "bsu_candidates" else None
    reach = 3 if within("points_back", relations.text, _beginning(frame), frame.place.numeral.start) else 1  # sentences
    near = [f for f in counts[-ITEMS_BACK:] if frame.place.sentence - f.place.sentence <= reach]
    if not near or near[-1].measure != "bsu_candidates":
        return None
    last = near[-1].place
    apart = last.sentence != frame.place.sentence
    apart = apart or within("other_clause", relations.text, last.numeral.end, frame.place.numeral.start) is not None
    if frame.base:
        return NEITHER if near[-1].noun == "account" else CANDIDATES
    item = frame.listed or frame.place.in_brackets
    return CANDIDATES if item and not (apart and frame.noun == "recipient") else None


def _of_sentence(relations: Relations, frame: Frame) -> str | None:
    """A sentence that speaks of data, of a budget or of candidates, and of no payment."""
    begin = _beginning(frame)
    clauses = everywhere("other_clause", relations.text, begin, frame.place.numeral.start)
    start = max((match.end() for match in clauses), default=begin)
    said = {tag.value for tag in relations.tags.between("measure_cues", start, frame.place.right)}
    return CANDIDATES if said & {*DUE, "price"} and "receives" not in said else None
