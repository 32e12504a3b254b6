"""Numbers on their way to a figure: where each stands, and what stands at its sides.

Belongs here: the two shapes, Numeral and Atom, and filling an Atom from the text. Does not: what its digits mean and what several atoms make together
(numerals.py).
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from sources.press import numeral_codes as codes
from sources.press import numeral_context as context
from sources.press.number_words import WordNumber
from sources.press.separators import Company
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
    decided: str = ""


@dataclass
class Atom:
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
    misprinted: bool = False  # l.200
    noun: str | None = None
    qualifier: str = "exact"
    other: tuple[str, str] | None = None  # kind and form, where the number is no figure
    read: Numeral | None = field(default=None, init=False)  # once complete; a changed copy is read anew

    @property
    def company(self) -> Company:
        return Company(self.scaled, self.percent, self.money is not None, self.noun is not None)


def apart(atoms: list[Atom]) -> list[Atom]:
    kept: list[Atom] = []
    for atom in atoms:
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
        elif atom.number_start >= kept[-1].end:  # only its currency was taken: keep the bare number
            kept.append(replace(atom, start=atom.number_start))
    return kept


def digit_atoms(text: str, blocked: Spans) -> list[Atom]:
    atoms: list[Atom] = []
    reached = 0
    misprints = context.misprints(text)
    bare = [match.span() for match in context.NUMBER.finditer(text)]
    for start, end in sorted([*bare, *misprints, *context.broken(text)], key=lambda span: (span[0], -span[1])):
        if start < reached or blocked.touches(start, end):
            continue
        atom = _digit_atom(text, start, end, misprinted=(start, end) in misprints)
        atoms.append(atom)
        reached = atom.end
    return atoms


def _digit_atom(text: str, start: int, end: int, *, misprinted: bool = False) -> Atom:
    atom = Atom(start, end, start, end, misprinted=misprinted)
    atom.start, atom.money = context.currency_before(text, start)
    atom.other = codes.no_figure(text, start, end, atom.money is not None)
    if atom.other:
        atom.start = start - 3 if atom.other[0] == "ordinal" and atom.other[1] == "ke_number" else start
        return atom
    atom.number_end = atom.end = context.spaced_decimals(text, end)
    _look_right(text, atom)
    _look_left(text, atom)
    return atom


def word_atom(text: str, number: WordNumber) -> Atom:
    atom = Atom(number.start, number.end, number.start, number.end, words=number)
    atom.scaled = number.form in ("scaled_words", "vague_words")
    if codes.in_set_phrase(text, number.start, number.end):
        atom.other = ("other", "set_phrase")
        return atom
    atom.start, atom.money = context.currency_before(text, number.start)
    _look_right(text, atom)
    _look_left(text, atom)
    return atom


def _look_right(text: str, atom: Atom) -> None:
    tail = context.tail_after(text, atom.end, money=atom.money is not None)
    atom.end = tail.end
    atom.power, atom.scaled = tail.power, atom.scaled or tail.power > 0
    atom.percent, atom.rounded = tail.percent, tail.rounded
    if tail.money and not atom.money:
        atom.money = tail.money
    atom.noun, atom.qualifier = context.noun_and_qualifier_after(text, atom.end)


def _look_left(text: str, atom: Atom) -> None:
    atom.start, atom.negative = context.sign_before(text, atom.start, atom.percent or atom.money is not None)
    before = context.qualifier_before(text, atom.start)
    if before and atom.qualifier == "exact":
        atom.qualifier = before
