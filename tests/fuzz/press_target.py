"""The fuzzer's process: inputs grown by coverage, each held against the promises of the press reader.

Run by tests/fuzz/run.py. Belongs here: instrumenting the reader, changing inputs, keeping what breaks a promise. Does not: the promises
(tests/press_invariants.py), making findings small (run.py).
"""

import random
import re
import sys
import time
import traceback
import zlib
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sources.press", "sources.documents", "sources.front_matter", "sources.text"]):
    from tests import press_invariants
    from tests.fuzz.findings import Findings, signature_of

from tests.press_fragments import groups

# Counting branches makes a read several times slower; what is called slow here is measured again without.
SLOWER = 6.0
# Of one input in so many, some tokens are repeated to a long text, where time that grows with the square would show.
LONG_EVERY = 100
AGAIN_EVERY = 4  # one input in so many is read twice
# Letters that are another one's capital or small letter, and blanks that are none to every pattern.
ALIKE = tuple(
    str.maketrans(pair[0], pair[1]) for pair in ("sſ", "kK", "iı", "Iİ", "iİ", " \n", " \u00a0", " \u2003", "-‑")
)
TOKEN = re.compile(r"\s+|\w+|[^\w\s]+")


def _piece(random_: random.Random) -> str:
    return random_.choice(random_.choice(groups()))


def _blank(random_: random.Random) -> str:
    return random_.choice(("", " "))


def _tokens_changed(data: bytes, random_: random.Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    for _ in range(random_.choice((1, 1, 1, 2, 3, 5))):
        tokens = TOKEN.findall(text) or [text]
        at = random_.randrange(len(tokens))
        match random_.randrange(8):
            case 0 | 1:
                tokens.insert(at, _blank(random_) + _piece(random_) + _blank(random_))
            case 2:
                tokens[at] = _piece(random_)
            case 3:
                del tokens[at : at + random_.choice((1, 1, 2, 8, 40))]
            case 4:
                other = random_.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 5:
                tokens[at:at] = tokens[at : at + random_.choice((1, 2, 8))] * random_.choice((1, 1, 2, 20))
            case 6:
                tokens[at] = tokens[at].translate(random_.choice(ALIKE))
            case _:
                digits = [index for index, token in enumerate(tokens) if token.isdecimal()]
                if digits:
                    tokens[random_.choice(digits)] = str(
                        random_.choice((0, 1, 3, 12, 31, 99, 100, 999, 2011, 10**6, 10**13))
                    )
        text = "".join(tokens)
    return text.encode("utf-8", errors="replace")


def mutated(data: bytes, longest: int, seed: int) -> bytes:
    """Bytes changed as the fuzzer likes, or the text changed by words and fragments."""
    random_ = random.Random(seed)  # noqa: S311 - the fuzzer's seed makes the change, and nothing secret hangs on it
    if not data or random_.random() < 0.3:
        return atheris.Mutate(data, longest)
    return _tokens_changed(data, random_)[:longest]


def crossed(one: bytes, other: bytes, longest: int, seed: int) -> bytes:
    """The head of the one and the tail of the other."""
    random_ = random.Random(seed)  # noqa: S311 - as above
    return (one[: random_.randrange(len(one) + 1)] + other[random_.randrange(len(other) + 1) :])[:longest]


def _some_tokens(data: bytes, random_: random.Random) -> bytes:
    tokens = TOKEN.findall(data.decode("utf-8", errors="replace"))
    at = random_.randrange(len(tokens) + 1)
    return "".join(tokens[at : at + random_.choice((1, 2, 4, 8, 30))]).encode("utf-8", errors="replace")


class Target:
    """What is done with each input. Nothing stops the run: what breaks a promise is kept, one input a kind of fault."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    def __call__(self, data: bytes) -> None:
        try:
            started = time.process_time()
            number, chosen = divmod(zlib.crc32(data), LONG_EVERY)
            press_invariants.check_report(data, again=number % AGAIN_EVERY == 0)
            allowed = press_invariants.SECONDS_AT_MOST + press_invariants.SECONDS_A_BYTE * len(data)
            if time.process_time() - started > 4 * SLOWER * allowed:
                press_invariants.check_time(data, SLOWER)
            if chosen == 0:
                data = _some_tokens(data, random.Random(number))  # noqa: S311 - the input itself says which
                press_invariants.check_growth(data)
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            self.findings.keep(data, signature_of(error), traceback.format_exc())


if __name__ == "__main__":
    atheris.Setup(
        [sys.argv[0], *sys.argv[2:]],
        Target(Findings(Path(sys.argv[1]))),
        custom_mutator=mutated,
        custom_crossover=crossed,
    )
    atheris.Fuzz()
