"""Figures as a report prints them: `292.520`, `2,64 juta`, `Rp131 miliar`, `115-120 persen`, `sekitar separuhnya`.

Belongs here: finding every number of a text, with its scale, sign, currency and qualifier, and its value in base units. Does not: dates
(calendar.py), how a mark is read (separators.py), numbers in words (number_words.py), and whether a number is a fact.

Every run of digits that is no part of a date ends in a Numeral: what is no figure (a law number, a code, a clock time) has kind `other`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sources.press import numeral_context as context
from sources.press.calendar import DateMention, find_dates
from sources.press.number_words import WordNumber, find_word_numbers
from sources.press.separators import Company, plain_value, read_digits, tidy, trailing_zeros
from sources.press.spans import Spans


@dataclass(frozen=True)
class Numeral:
    """One figure. Offsets count characters of the text given; text[start:end] is the figure with sign, currency, scale and percent.

    `value` is in base units (scale applied, percent as percent points; the smallest number meant for `order_of_magnitude`; 0 where digits
    form no number). `decimals` as in XBRL: 2,64 juta has -4. `kind`: count, duration, multiple, money (rupiah), foreign_money, percent,
    ordinal, other. `qualifier`: exact, approx, at_least, at_most, range_low, range_high, order_of_magnitude. `form`: the rule that read
    it. The two ends of a range share start and end; `number_start`, `number_end` always bound the bare number.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal
    decimals: int
    kind: str
    qualifier: str
    form: str
    ambiguous: str | None


@dataclass
class _Atom:
    """A number on its way to a Numeral: where it stands and what stands at its sides."""

    start: int
    end: int
    number_start: int
    number_end: int
    words: WordNumber | None = None
    power: int = 0
    scaled: bool = False
    money: str | None = None
    percent: bool = False
    negative: bool = False
    rounded: bool = False  # 2.300-an
    noun: str | None = None
    qualifier: str = "exact"
    other: tuple[str, str] | None = None  # kind and form, where the number is no figure
    read: Numeral | None = field(default=None, init=False)  # once complete; a changed copy is read anew

    @property
    def company(self) -> Company:
        return Company(self.scaled, self.percent, self.money is not None, self.noun is not None)


def digit_runs(text: str) -> list[tuple[int, int]]:
    """Every run of digits, found without the grammar: what the accounting of a report is checked against."""
    return [match.span() for match in re.finditer(r"\d+", text)]


def find_numerals(text: str, dates: Sequence[DateMention] | None = None) -> list[Numeral]:
    """Every number of the text outside its dates, in order. `dates` may be passed where find_dates has run already; a publication changes
    no span."""
    mentions = find_dates(text, None) if dates is None else dates
    blocked = Spans((mention.start, mention.end) for mention in mentions)
    atoms = _digit_atoms(text, blocked)
    taken = Spans((atom.start, atom.end) for atom in atoms)
    for number in find_word_numbers(text):
        if not blocked.touches(number.start, number.end) and not taken.touches(number.start, number.end):
            atoms.append(_word_atom(text, number))
    atoms.sort(key=lambda atom: atom.start)
    numerals = _assemble(text, _apart(atoms))
    return _with_leftovers(text, numerals, blocked)


def _apart(atoms: list[_Atom]) -> list[_Atom]:
    kept: list[_Atom] = []
    for atom in atoms:
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
        elif atom.number_start >= kept[-1].end:  # only its currency was taken: keep the bare number
            kept.append(replace(atom, start=atom.number_start))
    return kept


def _digit_atoms(text: str, blocked: Spans) -> list[_Atom]:
    atoms: list[_Atom] = []
    reached = 0
    for match in context.NUMBER.finditer(text):
        start, end = match.span()
        if start < reached or blocked.touches(start, end):
            continue
        atom = _digit_atom(text, start, end)
        atoms.append(atom)
        reached = atom.end
    return atoms


def _digit_atom(text: str, start: int, end: int) -> _Atom:
    atom = _Atom(start, end, start, end)
    atom.start, atom.money = context.currency_before(text, start)
    atom.other = context.no_figure(text, start, end, atom.money is not None)
    if atom.other:
        atom.start = start - 3 if atom.other[0] == "ordinal" and atom.other[1] == "ke_number" else start
        return atom
    atom.number_end = atom.end = context.spaced_decimals(text, end)
    _look_right(text, atom)
    _look_left(text, atom)
    return atom


def _word_atom(text: str, number: WordNumber) -> _Atom:
    atom = _Atom(number.start, number.end, number.start, number.end, words=number)
    atom.scaled = number.form in ("scaled_words", "vague_words")
    if context.in_set_phrase(text, number.start, number.end):
        atom.other = ("other", "set_phrase")
        return atom
    atom.start, atom.money = context.currency_before(text, number.start)
    _look_right(text, atom)
    _look_left(text, atom)
    return atom


def _look_right(text: str, atom: _Atom) -> None:
    tail = context.tail_after(text, atom.end, atom.money is not None)
    atom.end = tail.end
    atom.power, atom.scaled = tail.power, atom.scaled or tail.power > 0
    atom.percent, atom.rounded = tail.percent, tail.rounded
    if tail.money and not atom.money:
        atom.money = tail.money
    atom.noun, atom.qualifier = context.noun_and_qualifier_after(text, atom.end)


def _look_left(text: str, atom: _Atom) -> None:
    atom.start, atom.negative = context.sign_before(text, atom.start, atom.percent or atom.money is not None)
    before = context.qualifier_before(text, atom.start)
    if before and atom.qualifier == "exact":
        atom.qualifier = before


def _assemble(text: str, atoms: list[_Atom]) -> list[Numeral]:
    numerals: list[Numeral] = []
    at = 0
    while at < len(atoms):
        pair = _range(text, atoms[at], atoms[at + 1]) if at + 1 < len(atoms) else None
        if pair:
            numerals.extend(pair)
            at += 2
        else:
            parts = _compound(text, atoms, at)
            numerals.append(_sum(text, parts))
            at += len(parts)
            if at < len(atoms) and context.in_brackets_after(text, numerals[-1].end, atoms[at].start, atoms[at].end):
                again = _numeral(text, atoms[at])
                if again.value == numerals[-1].value and (again.form == "words" or numerals[-1].form == "words"):
                    numerals.append(replace(again, kind="other", form="repeated"))  # 5 (lima) orang
                    at += 1
    return numerals


def _compound(text: str, atoms: list[_Atom], at: int) -> list[_Atom]:
    """The atom and what adds to it: `Rp1 triliun 35 miliar 885 juta` is one amount, each part smaller than the one before."""
    parts = [atoms[at]]
    for atom in atoms[at + 1 : at + 5]:
        last = parts[-1]
        plain = not (
            atom.other or atom.percent or atom.words or atom.start < atom.number_start or last.noun or last.words
        )
        if not (plain and 0 < atom.power < last.power and context.only_blank(text, last.end, atom.start)):
            break
        parts.append(atom)
    return parts


def _sum(text: str, parts: list[_Atom]) -> Numeral:
    numerals = [_numeral(text, part) for part in parts]
    if len(parts) == 1:
        return numerals[0]
    first, last = parts[0], parts[-1]
    whole = replace(first, end=last.end, number_end=last.number_end, noun=last.noun, rounded=last.rounded)
    if first.qualifier == "exact":
        whole.qualifier = last.qualifier
    return _finish(whole, sum((n.value for n in numerals), Decimal(0)), numerals[-1].decimals, _kind(whole), "compound")


def _range(text: str, low: _Atom, high: _Atom) -> list[Numeral] | None:
    """Both ends of a range, or None if the two numbers are none; a unit printed once holds for both."""
    link = context.range_link(text, low.start, low.end, high.start)
    if link is None or low.other or high.other or high.negative:
        return None
    if low.percent and not high.percent:
        return None
    first, second = _sharing_units(low, high)
    if link == "word" and not (second.percent or second.power > 0 or second.money is not None or second.noun):
        return None
    one, other = _numeral(text, first), _numeral(text, second)
    if one.kind == "other" or other.kind == "other" or one.value >= other.value:
        return None
    ends = (replace(one, qualifier="range_low"), replace(other, qualifier="range_high"))
    return [replace(end, start=low.start, end=high.end, form=f"range_{end.form}", kind=other.kind) for end in ends]


def _sharing_units(low: _Atom, high: _Atom) -> tuple[_Atom, _Atom]:
    """Both ends with the unit that one of them printed; the atoms themselves where there is nothing to share."""
    money, noun, percent = low.money or high.money, low.noun or high.noun, low.percent or high.percent
    power = 0 if low.scaled else high.power
    if power or (money, noun, percent) != (low.money, low.noun, low.percent):
        scaled = low.scaled or power > 0
        low = replace(low, money=money, noun=noun, percent=percent, power=power or low.power, scaled=scaled)
    return low, high if high.money == money else replace(high, money=money)


def _kind(atom: _Atom) -> str:
    if atom.percent:
        return "percent"
    if atom.money:
        return "money" if atom.money == "IDR" else "foreign_money"
    if atom.words and atom.words.form == "ordinal_word":
        return "ordinal"
    if atom.words and atom.words.form == "fraction_word":
        return "percent"
    if context.implies_money(atom.power) and not atom.noun:
        return "money"
    return context.noun_kind(atom.noun)


def _numeral(text: str, atom: _Atom) -> Numeral:
    """What a complete atom says; a number between two dashes is asked three times."""
    atom.read = atom.read or _read_atom(text, atom)
    return atom.read


def _read_atom(text: str, atom: _Atom) -> Numeral:
    if atom.other:
        kind, form = atom.other
        value = atom.words.value if atom.words else plain_value(text[atom.number_start : atom.number_end])
        return _finish(atom, value, 0, kind, form)
    if atom.words:
        return _from_words(atom, atom.words)
    printed = text[atom.number_start : atom.number_end]
    reading = read_digits(context.without_space(printed), atom.company)
    if reading is None:
        return _finish(atom, Decimal(0), 0, "other", "unreadable", ambiguous="no order of marks makes a number of it")
    value = reading.value.scaleb(atom.power)
    decimals = reading.fraction_digits - atom.power
    form = "scaled_" + reading.form if atom.power else reading.form
    ambiguous = reading.ambiguous
    if printed != context.without_space(printed):
        form, ambiguous = "spaced_" + form, "blank after the decimal comma: read as one number"
    if atom.rounded:
        form, decimals = form + "_rounded", -trailing_zeros(value)
    return _finish(atom, -value if atom.negative else value, decimals, _kind(atom), form, ambiguous=ambiguous)


def _from_words(atom: _Atom, words: WordNumber) -> Numeral:
    value = words.value.scaleb(atom.power)
    if words.form == "vague_words":
        atom = replace(atom, qualifier="order_of_magnitude")
    return _finish(atom, -value if atom.negative else value, words.decimals - atom.power, _kind(atom), words.form)


def _finish(
    atom: _Atom, value: Decimal, decimals: int, kind: str, form: str, *, ambiguous: str | None = None
) -> Numeral:
    qualifier = "approx" if atom.rounded and atom.qualifier == "exact" else atom.qualifier
    return Numeral(
        atom.start,
        atom.end,
        atom.number_start,
        atom.number_end,
        tidy(value),
        decimals,
        kind,
        qualifier,
        form,
        ambiguous,
    )


def _with_leftovers(text: str, numerals: list[Numeral], blocked: Spans) -> list[Numeral]:
    """Adds what the grammar passed over, so that no run of digits is lost."""
    inside = Spans((numeral.start, numeral.end) for numeral in numerals)
    lost = [
        Numeral(start, end, start, end, plain_value(text[start:end]), 0, "other", "exact", "unparsed", None)
        for start, end in digit_runs(text)
        if not inside.touches(start, end) and not blocked.touches(start, end)
    ]
    return sorted(numerals + lost, key=lambda numeral: (numeral.start, numeral.number_start)) if lost else numerals
