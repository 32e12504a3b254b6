"""Figures as a report prints them: `292.520`, `2,64 juta`, `Rp131 miliar`, `115-120 persen`, `sekitar separuhnya`.

Belongs here: finding every number of a text, with its scale, sign, currency and qualifier, and its value in base units. Does not: dates
(calendar.py), how a mark is read (separators.py), numbers in words (number_words.py), and whether a number is a fact.

Every run of digits that is no part of a date ends in a Numeral: what is no figure (a law number, a code, a clock time) has kind `other`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from sources.press import numeral_context as context
from sources.press.calendar import DateMention, find_dates
from sources.press.number_words import WordNumber, find_word_numbers
from sources.press.numeral_atoms import Atom, Numeral, apart, digit_atoms, word_atom
from sources.press.separators import plain_value, read_digits, tidy, trailing_zeros
from sources.press.spans import Spans

__all__ = ["Numeral", "digit_runs", "find_numerals"]
THOUSANDS = 3  # power of ten


def digit_runs(text: str) -> list[tuple[int, int]]:
    """Every run of digits, found without the grammar: what the accounting of a report is checked against."""
    return [match.span() for match in re.finditer(r"\d+", text)]


def find_numerals(text: str, dates: Sequence[DateMention] | None = None) -> list[Numeral]:
    """Every number of the text outside its dates, in order. `dates` may be passed where find_dates has run already; a publication changes
    no span."""
    mentions = find_dates(text, None) if dates is None else dates
    blocked = Spans((mention.start, mention.end) for mention in mentions)
    atoms = digit_atoms(text, blocked)
    taken = Spans((atom.start, atom.end) for atom in atoms)
    for number in find_word_numbers(text):
        if not blocked.touches(number.start, number.end) and not taken.touches(number.start, number.end):
            atoms.append(word_atom(text, number))
    atoms.sort(key=lambda atom: atom.start)
    numerals = _assemble(text, apart(atoms))
    return _with_leftovers(text, numerals, blocked)


def _assemble(text: str, atoms: list[Atom]) -> list[Numeral]:
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


def _compound(text: str, atoms: list[Atom], at: int) -> list[Atom]:
    """The atom and what adds to it: `Rp1 triliun 35 miliar 885 juta` is one amount, each part smaller than the one before."""
    parts = [atoms[at]]
    for atom in atoms[at + 1 : at + 5]:
        last = parts[-1]
        plain = not (
            atom.other or atom.percent or atom.words or atom.start < atom.number_start or last.noun or last.words
        )
        smaller = 0 < atom.power < last.power or (last.power == THOUSANDS and _is_rest(text, atom))
        if not (plain and smaller and context.only_blank(text, last.end, atom.start)):
            break
        parts.append(atom)
    return parts


def _is_rest(text: str, atom: Atom) -> bool:
    """The hundreds of '12 ribu 500 orang'."""
    bare = text[atom.number_start : atom.number_end]
    return atom.power == 0 and atom.noun is not None and len(bare) == THOUSANDS and bare.isdigit()


def _sum(text: str, parts: list[Atom]) -> Numeral:
    numerals = [_numeral(text, part) for part in parts]
    if len(parts) == 1:
        return numerals[0]
    first, last = parts[0], parts[-1]
    whole = replace(first, end=last.end, number_end=last.number_end, noun=last.noun, rounded=last.rounded)
    if first.qualifier == "exact":
        whole.qualifier = last.qualifier
    return _finish(whole, sum((n.value for n in numerals), Decimal(0)), numerals[-1].decimals, _kind(whole), "compound")


def _range(text: str, low: Atom, high: Atom) -> list[Numeral] | None:
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


def _sharing_units(low: Atom, high: Atom) -> tuple[Atom, Atom]:
    """Both ends with the unit that one of them printed; the atoms themselves where there is nothing to share."""
    money, noun, percent = low.money or high.money, low.noun or high.noun, low.percent or high.percent
    power = 0 if low.scaled else high.power
    if power or (money, noun, percent) != (low.money, low.noun, low.percent):
        scaled = low.scaled or power > 0
        low = replace(low, money=money, noun=noun, percent=percent, power=power or low.power, scaled=scaled)
    return low, high if high.money == money else replace(high, money=money)


def _kind(atom: Atom) -> str:
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


def _numeral(text: str, atom: Atom) -> Numeral:
    """What a complete atom says; a number between two dashes is asked three times."""
    atom.read = atom.read or _read_atom(text, atom)
    return atom.read


def _read_atom(text: str, atom: Atom) -> Numeral:
    if atom.other:
        kind, form = atom.other
        value = atom.words.value if atom.words else plain_value(text[atom.number_start : atom.number_end])
        return _finish(atom, value, 0, kind, form)
    if atom.words:
        return _from_words(atom, atom.words)
    printed = text[atom.number_start : atom.number_end]
    reading = read_digits(context.mended(printed) if atom.misprinted else context.without_space(printed), atom.company)
    if reading is None:
        return _finish(atom, Decimal(0), 0, "other", "unreadable", ambiguous="no order of marks makes a number of it")
    value = reading.value.scaleb(atom.power)
    decimals = reading.fraction_digits - atom.power
    form = "scaled_" + reading.form if atom.power else reading.form
    ambiguous = reading.ambiguous
    if printed != context.without_space(printed):
        form, ambiguous = "spaced_" + form, "a blank inside: read as one number"
    if atom.misprinted:
        form, ambiguous = "mended_" + form, "a letter stands for a digit"
    if atom.rounded:
        form, decimals = form + "_rounded", -trailing_zeros(value)
    return _finish(
        atom,
        -value if atom.negative else value,
        decimals,
        _kind(atom),
        form,
        decided=reading.decided,
        ambiguous=ambiguous,
    )


def _from_words(atom: Atom, words: WordNumber) -> Numeral:
    value = words.value.scaleb(atom.power)
    if words.form == "vague_words":
        atom = replace(atom, qualifier="order_of_magnitude")
    return _finish(atom, -value if atom.negative else value, words.decimals - atom.power, _kind(atom), words.form)


def _finish(
    atom: Atom, value: Decimal, decimals: int, kind: str, form: str, *, decided: str = "", ambiguous: str | None = None
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
        decided,
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
