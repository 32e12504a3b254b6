"""The printed forms of dates and periods, as patterns over the vocabulary tables; each finds candidates in linear time.

Belongs here: what a date looks like. Does not: what it means beside a publication date (calendar.py).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sources.press.vocabulary import GAP, LETTER, SPACE, alternation, table, words

_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = r"(?<![\d.,/])\d{1,2}"
_DASH = r"[-\u2010-\u2015]"
PARTS = ("part", "part_glued", "part_after_number", "first_months", "months_of_year")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True)
class Form:
    """A candidate: where it stands, which form it has and its parts as printed."""

    start: int
    end: int
    name: str
    parts: dict[str, str]


def _words_said(role: str) -> list[str]:
    """The function words of a role of date_words.csv."""
    return [row["word"] for row in table("date_words") if row["role"] == role]


def _said(role: str) -> str:
    """Those words as a pattern."""
    return alternation(_words_said(role))


def _years_in_words(position: str) -> str:
    """'tahun lalu', 'tahun ini', …: what says a year without printing it."""
    rules = ("this_year", "last_year", "next_year", "year_before")
    rows = table("period_phrases")
    return alternation(row["phrase"] for row in rows if row["position"] == position and row["rule"] in rules)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rows, numbers, phrases = table("months"), table("number_words"), table("period_phrases")
    full = alternation(row["word"] for row in rows if row["needs_number"] == "no")
    every = alternation(row["word"] for row in rows)
    link = alternation(row["link"] for row in table("range_links"))
    to = rf"(?:{SPACE}{{0,2}}{_DASH}{SPACE}{{0,2}}|{GAP}(?:{link}){GAP})(?:(?:{_said('month_word')}){GAP})?"
    stop = rf"(?!{LETTER})"
    ordinal = alternation(row["word"] for row in numbers if row["role"] == "ordinal")
    count = alternation(row["word"] for row in numbers if row["role"] in ("unit", "tens", "teens"))
    whole = alternation(row["phrase"] for row in phrases if row["position"] == "whole")
    after = alternation(row["phrase"] for row in phrases if row["position"] == "after")
    year_word = f"(?:{_said('year_word')})"
    months = f"(?:{_said('months')})"
    year = rf"(?:{GAP}(?:{year_word}{GAP})?|,{SPACE}|-)(?P<year>{_YEAR})"
    month_end = rf"(?:{year}|{stop}(?:{GAP}(?P<after>{after})(?!\w))?)"
    year_said = rf"{stop}(?:{GAP}(?P<after>{_years_in_words('after')})(?!\w))?"
    of_year = rf"{SPACE}?[/-]{SPACE}?(?P<year>{_YEAR})|,?{GAP}(?:{year_word}{GAP}|(?:of|in|pada){GAP}){{0,2}}(?P<plain_year>{_YEAR})(?![.,]?\d)"
    of_year = rf"(?:{of_year}|{GAP}(?:of{GAP})?(?P<after>{_years_in_words('whole')})(?!\w))"
    part = alternation(row["word"] for row in table("year_parts") if row["glued"] == "no")
    glued = alternation(row["word"] for row in table("year_parts") if row["glued"] == "yes")
    nth = rf"(?:{ordinal}|(?:ke(?:-|{GAP}))?(?:iv|i{{1,3}}|[1-4]|{count}))"
    one_time = _said("one_unit_of_time")
    ways = f"(?P<ahead>{_said('way_ahead')})|(?P<back>{_said('way_back')})"
    early = rf"(?P<early>{every})(?:{GAP}(?P<early_year>{_YEAR}))?"
    sources = {
        "law_year": rf"(?<!\w)(?P<skip>(?:{_said('law_number')}){SPACE}?\.?{SPACE}?\d{{1,4}}(?:/\w{{1,10}})?{GAP})(?:{_said('law_year')}){GAP}(?P<year>{_YEAR})",
        "iso": r"(?<![\w.,/-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?![\d/-])",
        "numeric": r"(?<![\w.,/-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?![\d/])",
        "numeric_short": r"(?<=\()(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d\d)(?=\))",
        "day_month": r"(?<=\()(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?=\))",
        "days": rf"(?<![\d.,/])(?P<early>\d{{1,2}})(?:{SPACE}(?P<early_month>{every}))?{to}(?P<day>\d{{1,2}}){GAP}(?P<month>{every})(?:{year}|{stop})",
        "day": rf"(?P<day>{_DAY})(?:{GAP}|-)(?P<month>{every})(?:{year}|{year_said})",
        "english_day": rf"(?<!\w)(?P<month>{every})\.?{SPACE}(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,?{SPACE}(?P<year>{_YEAR}))?(?![.,]?\d)(?!{LETTER})",
        "months": rf"(?<!\w){early}{to}(?P<month>{every}){month_end}",
        "months_between": rf"(?<!\w)(?:{_said('between')}){GAP}{early}{GAP}(?:{_said('between_and')}){GAP}(?P<month>{every}){month_end}",
        "week": rf"(?<!\w)(?:{_said('week_word')}){GAP}(?P<week>{ordinal}|ke-[1-5]|[IV]{{1,3}}){GAP}(?P<month>{every})(?:{year}|{stop})",
        "month_year": rf"(?<!\w)(?P<month>{every}){year}",
        "month": rf"(?<!\w)(?P<month>{full}){stop}(?:{GAP}(?P<after>{after})(?!\w))?",
        "nth_month": rf"(?<!\w)(?:{_said('month_word')}){GAP}(?:ke-)?(?P<nth>{ordinal}|\d{{1,2}}){GAP}(?:{year_word}{GAP})?(?P<year>{_YEAR})",
        "part": rf"(?<!\w)(?P<unit>{part})(?:{GAP}|-)?(?P<nth>{nth})(?!\w){of_year}?",
        "part_glued": rf"(?<!\w)(?P<unit>{glued})-?(?P<nth>[1-4])(?!\w){of_year}?",
        "part_after_number": rf"(?<!\w)(?P<nth>{ordinal})(?:{GAP}|-)(?P<unit>{part})(?!\w){of_year}?",
        "first_months": rf"(?<!\w)(?:{_said('first_months')}){GAP}(?P<count>\d{{1,2}}|{count}){GAP}{months}(?!\w){of_year}?",
        "years": rf"(?<![\w.,/-])(?P<early>{_YEAR}){SPACE}?(?:{_DASH}|/|{GAP}(?:{link}){GAP}){SPACE}?(?P<year>{_YEAR})(?![\w/-])",
        "year_word": rf"(?<!\w){year_word}{GAP}(?P<year>{_YEAR})(?![\d]|[.,]\d|{SPACE}?(?:{_DASH}|/){SPACE}?(?:19|20)\d\d(?!\d))(?:{GAP}(?P<after>lalu|silam|depan|mendatang)(?!\w))?",
        "year": r"(?<![\w.,/$#:-])(?<!Rp )(?<!Rp\. )(?P<year>(?:199|20[0-4])\d)(?![\w/]|[.,:]\d|-an|-\w)",
        "copyright": rf"(?:{_said('copyright')})[^\n\d]{{0,40}}(?P<year>{_YEAR})",
        "counted": rf"(?<![\w.,])(?P<count>\d{{1,2}}|{count}){GAP}(?P<time>{_said('unit_of_time')}){GAP}(?:{ways})(?!\w)",
        "counted_one": rf"(?<!\w)(?P<time>{one_time}){GAP}(?:{ways})(?!\w)",
        "months_of_year": rf"(?<![\w.,])(?<!tanggal )(?<!tgl )(?P<count>\d{{1,2}}|{count}){GAP}{months}{GAP}(?:(?:{_said('first')}){GAP}(?:{year_word}{GAP})?)?(?:(?P<after>ini)(?!\w)|(?P<year>{_YEAR}))",
        "phrase": rf"(?<!\w)(?P<phrase>{whole})(?!\w)(?!(?<=tahun){GAP}(?:19|20)\d\d(?!\d))",
    }
    compiled = [(name, re.compile(source, re.IGNORECASE)) for name, source in sources.items()]
    weekday = alternation(row["word"] for row in table("weekdays"))
    no_week = rf"(?!(?<=inggu){GAP}(?:lalu|ini|depan|ke-|terakhir))"
    compiled.append(("weekday", re.compile(rf"(?<![\w-])(?P<weekday>{weekday})(?![\w-]){no_week}")))
    return dict(compiled)


_SHORT_DIGITS = ("numeric", "numeric_short", "day_month", "days", "day", "counted", "months_of_year")
_FOUR_DIGITS = ("iso", "years", "year")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|\u00a9")


@cache
def _openings() -> dict[str, tuple[str, ...]]:
    """First word of a form, in lower case -> the forms that may begin with it: only there is a pattern tried."""
    numbers = table("number_words")
    openings: dict[str, set[str]] = {}

    def opens(name: str, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            if first := _TOKEN.match(phrase.lower()):
                openings.setdefault(first[0], set()).add(name)

    months = [row["word"] for row in table("months")]
    for name in ("english_day", "months", "month_year", "month"):
        opens(name, months)
    ordinals = [row["word"] for row in numbers if row["role"] == "ordinal"]
    counts = [row["word"] for row in numbers if row["role"] in ("unit", "tens", "teens")]
    opens("law_year", _words_said("law_number"))
    opens("week", _words_said("week_word"))
    opens("nth_month", _words_said("month_word"))
    opens("months_between", _words_said("between"))
    opens("first_months", _words_said("first_months"))
    for row in table("year_parts"):
        # a number may be glued to the word; letters and digits are tokens of their own
        opens("part_glued" if row["glued"] == "yes" else "part", [row["word"]])
    opens("part_after_number", ordinals)
    opens("year_word", _words_said("year_word"))
    opens("copyright", _words_said("copyright"))
    opens("phrase", (row["phrase"] for row in table("period_phrases") if row["position"] == "whole"))
    opens("weekday", (row["word"] for row in table("weekdays")))
    opens("counted", counts)
    opens("counted_one", _words_said("one_unit_of_time"))
    opens("months_of_year", counts)
    return {word: tuple(name for name in _patterns() if name in names) for word, names in openings.items()}


def find_forms(text: str) -> list[Form]:
    """Candidates that overlap none: the earlier one wins, then the longer one, then the order of the patterns."""
    patterns, openings = _patterns(), _openings()
    chosen: list[Form] = []
    reached = 0
    for token in _TOKEN.finditer(text):
        at = token.start()
        if at < reached or (at and text[at - 1] in ".," and token[0][0].isdigit()):  # inside a number
            continue
        printed = token[0]
        names: tuple[str, ...]
        if printed[0].isdigit():
            names = _SHORT_DIGITS if len(printed) <= 2 else _FOUR_DIGITS if len(printed) == 4 else ()
        else:
            names = openings.get(printed.lower(), ())
        best: tuple[re.Match[str], str] | None = None
        for name in names:
            match = patterns[name].match(text, at)
            if match and (best is None or match.end() > best[0].end()):
                best = match, name
        if best is None:
            continue
        match, name = best
        parts = {key: value for key, value in match.groupdict().items() if value is not None and key != "skip"}
        chosen.append(Form(match.end("skip") if name == "law_year" else at, match.end(), name, parts))
        reached = match.end()
    return chosen


def month_number(printed: str) -> int | None:
    """1 to 12 of a month in words or digits."""
    if printed.isdigit():
        return int(printed) if 1 <= int(printed) <= 12 else None
    found = words("months", "word", "month").get(printed.lower())
    return int(found) if found else None


def ordinal_number(printed: str) -> int | None:
    """The number of `ketiga`, `III`, `3`, or of a number word such as `sembilan`."""
    folded = printed.lower().removeprefix("ke-").removeprefix("ke ")
    if folded.isdigit():
        return int(folded)
    if folded in _ROMAN:
        return _ROMAN[folded]
    found = words("number_words", "word", "value").get(folded)
    return int(found) if found else None
