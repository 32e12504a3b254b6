"""A report in the terminal: its text with every figure marked, and beside each paragraph what the figures became, and why.

Belongs here: marks, lines, colours. Signs say all that colours say, so that a pipe, a log and colour-blind eyes lose nothing.
Does not: wording (sources.press.wording), the page's shape (sources.press.page), files (cli.extract).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import click
from rich.console import Console
from rich.text import Text

from cli.terminal import plain
from sources.press import wording
from sources.press.decisions import decisions
from sources.press.extraction import Fact, Unread
from sources.press.page import AROUND, Entry, Page, Paragraph, Term, doubtful, least_confidence

PIPED_WIDTH = 100
INDENT = 6
FACT, REVIEW, NO_FACT, ASIDE = "bold green", "bold yellow", "dim", "dim italic"


@dataclass(frozen=True)
class _Signs:
    """What marks a figure. Signs of the report's own that look like marks are escaped, so that no text can pass for one."""

    fact: tuple[str, str]
    no_fact: tuple[str, str]
    raised: bool
    own: "re.Pattern[str]"

    def number(self, number: int) -> str:
        return str(number).translate(_RAISED) if self.raised else f"#{number}"

    def text(self, text: str) -> str:
        """Text of the report on one line, as it may go to a terminal."""
        shown = plain(" ".join(text.split()))
        return self.own.sub(lambda match: rf"\u{ord(match.group()):04x}", shown)


_ASCII = str.maketrans({"\u00a0": " ", "·": "|", "–": "-", "…": "~"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = _Signs(("⟦", "⟧"), ("⟨", "⟩"), True, re.compile("[⟦⟧⟨⟩]"))
_PLAIN_SIGNS = _Signs(("[", "]"), ("<", ">"), False, re.compile(r"(?<=[\]>])#"))


class Pages:
    """Page after page, or the figures of one page that were asked for."""

    def __init__(self, console: Console, figures: tuple[int, ...] = ()) -> None:
        self._console = console
        self._figures = figures
        self._signs = _PLAIN_SIGNS if console.options.ascii_only else _SIGNS
        self._started = False
        self._told = (0, "")

    def made(self, page: Page) -> list[Text]:
        """The lines of a page, or of its figures. Raises click.UsageError if there is no such figure."""
        if not self._figures:
            return self._page(page)
        lines: list[Text] = []
        for number in self._figures:
            lines += [*([Text()] if lines else []), *self._figure(page, number)]
        return lines

    def show(self, made: list[Text]) -> None:
        """Prints lines that were made."""
        if self._started:
            self._console.print()
        self._started = True
        for line in made:
            if not self._signs.raised:
                line.plain = line.plain.translate(_ASCII)
            self._console.print(line, no_wrap=True, overflow="ignore", crop=False)

    def end(self) -> None: ...

    def _page(self, page: Page) -> list[Text]:
        self._told = (0, "")
        lines = [] if self._started else [*self._legend(), Text()]
        lines += [*self._head(page), Text()]
        beside = False
        for paragraph in page.paragraphs:
            if paragraph.beside and not beside:
                lines += [Text("beside the report its page prints:", style=ASIDE), Text()]
                beside = True
            lines += [*self._paragraph(page, paragraph), Text()]
        return [*lines, *self._wrapped(Text(counted(page), style="bold"))]

    def _figure(self, page: Page, number: int) -> list[Text]:
        if number > len(page.entries):
            raise click.UsageError(f"{plain(page.name)} has {len(page.entries)} figures, and no figure {number}.")
        entry = page.entries[number - 1]
        before, printed, after = page.around(entry.start, entry.end)
        sentence = Text(self._signs.text("…" + before if len(before) == AROUND else before))
        sentence.append(" " if before[-1:].isspace() else "")
        sentence.append_text(self._mark(printed, (entry,))).append(" " if after[:1].isspace() else "")
        sentence.append(self._signs.text(after))
        place = page.document.locate(entry.start, entry.end)
        lines = [Text(plain(f"{page.name}: figure {number}, {place}"), style="bold"), Text(), *self._wrapped(sentence)]
        for fact in entry.facts:
            lines += [Text(), *self._fact_in_full(page, fact)]
        if entry.unread:
            lines += [Text(), *self._no_fact_in_full(page, entry.unread)]
        return lines

    def _legend(self) -> list[Text]:
        legend = Text().append_text(self._marked("figure", self._signs.fact, FACT, 1)).append(" is a fact  ")
        legend.append_text(self._marked("figure", self._signs.fact, REVIEW, 2)).append("?", style=REVIEW)
        legend.append(f" is a fact to look at: its confidence is below {least_confidence():.2f}  ")
        legend.append_text(self._marked("number", self._signs.no_fact, NO_FACT, 3))
        return self._wrapped(legend.append(" is no fact, for the reason given"))

    def _head(self, page: Page) -> list[Text]:
        lines = self._wrapped(Text(plain(page.name), style="bold reverse"))
        matter = page.document.matter
        about = [matter.publisher or "", wording.published_in_words(page.published)]
        lines += self._wrapped(Text(self._signs.text(" · ".join(part for part in about if part))))
        return lines + (self._wrapped(Text(self._signs.text(page.title), style="bold")) if page.title else [])

    def _paragraph(self, page: Page, paragraph: Paragraph) -> Iterator[Text]:
        text = Text(style=ASIDE if paragraph.beside else "")
        for piece in paragraph.pieces:
            if piece.entries:
                text.append_text(self._mark(piece.text, piece.entries))
            else:
                lead, tail = piece.text[:1].isspace() and bool(text), piece.text[-1:].isspace()
                shown = self._signs.text(piece.text)
                text.append(f"{' ' if lead else ''}{shown}{' ' if tail and shown else ''}")
        yield from self._wrapped(text)
        for entry in paragraph.entries:
            for fact in entry.facts:
                yield from self._fact(entry.number, fact)
                yield from self._why(entry.number, fact)
        passed = [entry for entry in paragraph.entries if entry.unread and not entry.facts]
        if passed:
            shown = (f"{self._signs.number(entry.number)} {reason(page, entry)}" for entry in passed)
            yield from self._wrapped(Text("no fact: " + "  ".join(shown), style=NO_FACT), INDENT)

    def _mark(self, printed: str, entries: tuple[Entry, ...]) -> Text:
        fact = any(entry.facts for entry in entries)
        review = any(entry.doubtful for entry in entries)
        style = REVIEW if review else FACT if fact else NO_FACT
        signs = self._signs.fact if fact else self._signs.no_fact
        text = self._marked(self._signs.text(printed), signs, style, *(entry.number for entry in entries))
        return text.append("?", style=style) if review else text

    def _marked(self, shown: str, signs: tuple[str, str], style: str, *numbers: int) -> Text:
        raised = "·".join(self._signs.number(number) for number in numbers)
        return Text(f"{signs[0]}{shown}{signs[1]}{raised}", style=style)

    def _fact(self, number: int, fact: Fact) -> Iterator[Text]:
        label = f"{number}{'?' if doubtful(fact) else ''}"
        head = self._headed(fact).append(f"  confidence {fact.confidence:.2f}")
        if doubtful(fact):
            head.append(", to review", style=REVIEW)
        yield from self._wrapped(head, INDENT, f"{label:>{INDENT - 2}}  ")
        about = (wording.area_in_words(fact), wording.period_in_words(fact), wording.whose_in_words(fact))
        yield from self._wrapped(Text(" · ".join(part for part in about if part)), INDENT)

    def _why(self, number: int, fact: Fact) -> list[Text]:
        """Why, in short; of several facts with the same reasons in a row, which one has told them."""
        why = wording.why_in_words(fact)
        if not why:
            return []
        same = why == self._told[1]
        self._told = (self._told[0] if same else number, why)
        return self._wrapped(Text(f"why: {f'as {self._told[0]}' if same else plain(why)}", style="dim"), INDENT)

    @staticmethod
    def _headed(fact: Fact) -> Text:
        head = Text().append(wording.measure_in_words(fact.measure), style=REVIEW if doubtful(fact) else FACT)
        return head.append(f": {wording.value_in_words(fact)}", style="bold")

    def _fact_in_full(self, page: Page, fact: Fact) -> Iterator[Text]:
        yield from self._wrapped(self._headed(fact))
        yield from self._named("measure", wording.measure_defined(fact.measure))
        yield from self._named("area", f"{wording.area_in_words(fact)}, {fact.area.kind.replace('_', ' ')}")
        yield from self._named("period", wording.period_in_words(fact))
        yield from self._named("of", wording.whose_in_words(fact) or "no programme and no segment said")
        sure = f"{fact.confidence:.2f}{f', below {least_confidence():.2f}: to review' if doubtful(fact) else ''}"
        yield from self._named("confidence", sure)
        yield Text()
        yield Text("How it was read")
        for decision in decisions(fact.rules):
            yield from self._named(decision.step, f"{decision.meaning or decision.short} [{decision.code}]")
        yield Text()
        yield Text("Its own words")
        yield from self._wrapped(Text(self._signs.text(page.text[slice(*fact.own_words)])), INDENT)
        yield from self._terms(page.terms(fact))

    def _no_fact_in_full(self, page: Page, entry: Unread) -> Iterator[Text]:
        yield Text(f"No fact: {wording.reason_in_words(entry.reason)}", style="bold")
        yield from self._wrapped(Text(f"{entry.explanation}."), INDENT)
        if against := ", ".join(dict.fromkeys(page.words_against(entry))):
            yield from self._wrapped(Text(f"words of that kind nearby: {self._signs.text(against)}"), INDENT)
        yield Text()
        yield Text("What the tables know of its sentence")
        yield from self._terms(page.terms(entry))

    def _terms(self, terms: list[Term]) -> Iterator[Text]:
        for term in terms:
            yield from self._named(term.kind, f"{self._signs.text(term.printed)}: {term.means}")

    def _named(self, name: str, text: str) -> list[Text]:
        return self._wrapped(Text(plain(text)), INDENT + 12, f"{'':{INDENT}}{name:<12}")

    def _wrapped(self, text: Text, indent: int = 0, label: str = "") -> list[Text]:
        """The text in lines of the screen's width, all but the first after blanks, the first after `label`."""
        room = max(20, self._console.width - indent)
        lines = text.wrap(self._console, room)
        for line in lines:
            line.rstrip()
        heads = [label or " " * indent] + [" " * indent] * (len(lines) - 1)
        return [Text(head).append_text(line) if head else line for head, line in zip(heads, lines, strict=True)]


def counted(page: Page) -> str:
    """The account of a page in one line."""
    count = page.counts
    review = f" ({count['doubtful']} to review)" if count["doubtful"] else ""
    lost = count["printed"] - count["accounted"]
    digits = f"{lost} of {count['printed']} runs of digits are LOST" if lost else "every digit is accounted for"
    facts = f"{count['figures_with_facts']} became {wording.several(count['facts'], 'fact')}{review}"
    return f"{wording.several(count['figures'], 'figure')}: {facts}, {count['unread']} became none; {digits}."


def reason(page: Page, entry: Entry) -> str:
    """Why a figure is no fact, in short; of a repetition, which figure tells it."""
    if entry.unread is None:
        return ""
    first = page.told_in(entry.unread)
    return wording.reason_in_words(entry.unread.reason).lower() + (f", see {first}" if first else "")
