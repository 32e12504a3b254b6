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
PARTS_OF_A_YEAR = {"semester": 6, "smt": 6, "triwulan": 3, "kuartal": 3, "tw": 3, "caturwulan": 4}  # months
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True)
class Form:
    """A candidate: where it stands, which form it has and its parts as printed."""

    start: int
    end: int
    name: str
    parts: dict[str, str]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rows = table("months")
    full = alternation(row["word"] for row in rows if row["needs_number"] == "no")
    every = alternation(row["word"] for row in rows)
    to = rf"(?:{SPACE}{{0,2}}{_DASH}{SPACE}{{0,2}}|{GAP}(?:{alternation(row['link'] for row in table('range_links'))}){GAP})"
    stop = rf"(?!{LETTER})"
    ordinal = alternation(row["word"] for row in table("number_words") if row["role"] == "ordinal")
    count = alternation(row["word"] for row in table("number_words") if row["role"] in ("unit", "tens", "teens"))
    whole = alternation(row["phrase"] for row in table("period_phrases") if row["position"] == "whole")
    after = alternation(row["phrase"] for row in table("period_phrases") if row["position"] == "after")
    year = rf"(?:{GAP}(?:tahun{GAP})?|,{SPACE}|-)(?P<year>{_YEAR})"
    month_end = rf"(?:{year}|{stop}(?:{GAP}(?P<after>{after})(?!\w))?)"
    sources = {
        "law_year": rf"(?<!\w)(?P<skip>(?:no|nomor|nomer){SPACE}?\.?{SPACE}?\d{{1,4}}(?:/\w{{1,10}})?{GAP})(?:tahun|thn|of){GAP}(?P<year>{_YEAR})",
        "iso": r"(?<![\w.,/-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?![\d/-])",
        "numeric": r"(?<![\w.,/-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?![\d/])",
        "numeric_short": r"(?<=\()(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d\d)(?=\))",
        "day_month": r"(?<=\()(?P<day>\d{1,2})/(?P<month>\d{1,2})(?=\))",
        "days": rf"(?<![\d.,/])(?P<early>\d{{1,2}})(?:{SPACE}(?P<early_month>{every}))?{to}(?P<day>\d{{1,2}}){GAP}(?P<month>{every})(?:{year}|{stop})",
        "day": rf"(?P<day>{_DAY})(?:{GAP}|-)(?P<month>{every})(?:{year}|{stop})",
        "english_day": rf"(?<!\w)(?P<month>{every}){SPACE}(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,?{SPACE}(?P<year>{_YEAR}))?(?![.,]?\d)(?!{LETTER})",
        "months": rf"(?<!\w)(?P<early>{every})(?:{GAP}(?P<early_year>{_YEAR}))?{to}(?:dengan{GAP})?(?P<month>{every}){month_end}",
        "week": rf"(?<!\w)(?:pekan|minggu){GAP}(?P<week>{ordinal}|ke-[1-5]|[IV]{{1,3}}){GAP}(?P<month>{every})(?:{year}|{stop})",
        "month_year": rf"(?<!\w)(?P<month>{every}){year}",
        "month": rf"(?<!\w)(?P<month>{full}){stop}(?:{GAP}(?P<after>{after})(?!\w))?",
        "nth_month": rf"(?<!\w)bulan{GAP}(?P<nth>{ordinal}){GAP}(?P<year>{_YEAR})",
        "part": rf"(?<!\w)(?P<unit>{'|'.join(PARTS_OF_A_YEAR)}){GAP}(?:ke-)?(?P<nth>{ordinal}|iv|i{{1,3}}|[1-4])(?!\w)(?:(?:{SPACE}?[/-]{SPACE}?|{GAP}(?:tahun{GAP})?)(?P<year>{_YEAR})|{GAP}(?P<relative>tahun{GAP}(?:ini|lalu)))?",
        "years": rf"(?<![\w.,/-])(?P<early>{_YEAR}){SPACE}?(?:{_DASH}|/|{GAP}(?:hingga|sampai){GAP}){SPACE}?(?P<year>{_YEAR})(?![\w/-])",
        "year_word": rf"(?<!\w)(?:tahun|thn){GAP}(?P<year>{_YEAR})(?![\d]|[.,]\d|{SPACE}?(?:{_DASH}|/){SPACE}?(?:19|20)\d\d(?!\d))(?:{GAP}(?P<after>lalu|silam|depan|mendatang)(?!\w))?",
        "year": r"(?<![\w.,/$#:-])(?<!Rp )(?<!Rp\. )(?P<year>(?:199|20[0-4])\d)(?![\w/]|[.,:]\d|-an|-\w)",
        "copyright": rf"(?:copyright|\u00a9|hak cipta)[^\n\d]{{0,40}}(?P<year>{_YEAR})",
        "ahead": rf"(?<![\w.,])(?:(?:\d{{1,2}}|{count}){GAP}(?:tahun|bulan|pekan|minggu|hari){GAP})(?P<way>ke{GAP}?depan|mendatang|terakhir|lalu)(?!\w)",
        "months_of_year": rf"(?<![\w.,])(?<!tanggal )(?<!tgl )(?P<count>\d{{1,2}}|{count}){GAP}bulan{GAP}(?:pertama{GAP}(?:tahun{GAP})?)?(?:(?P<after>ini)(?!\w)|(?P<year>{_YEAR}))",
        "phrase": rf"(?<!\w)(?P<phrase>{whole})(?!\w)",
    }
    compiled = [(name, re.compile(source, re.IGNORECASE)) for name, source in sources.items()]
    weekday = alternation(row["word"] for row in table("weekdays"))
    no_week = rf"(?!(?<=inggu){GAP}(?:lalu|ini|depan|ke-|terakhir))"
    compiled.append(("weekday", re.compile(rf"(?<![\w-])(?P<weekday>{weekday})(?![\w-]){no_week}")))
    return dict(compiled)


_SHORT_DIGITS = ("numeric", "numeric_short", "day_month", "days", "day", "ahead", "months_of_year")
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
    opens("law_year", ("no", "nomor", "nomer"))
    opens("week", ("pekan", "minggu"))
    opens("nth_month", ("bulan",))
    opens("part", PARTS_OF_A_YEAR)
    opens("year_word", ("tahun", "thn"))
    opens("copyright", ("copyright", "\u00a9", "hak"))
    opens("phrase", (row["phrase"] for row in table("period_phrases") if row["position"] == "whole"))
    opens("weekday", (row["word"] for row in table("weekdays")))
    for name in ("ahead", "months_of_year"):
        opens(name, (row["word"] for row in numbers if row["role"] in ("unit", "tens", "teens")))
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
    folded = printed.lower()
    if folded.isdigit():
        return int(folded)
    if folded in _ROMAN:
        return _ROMAN[folded]
    found = words("number_words", "word", "value").get(folded)
    return int(found) if found else None
