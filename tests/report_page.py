"""Looking at a report as a reader does: on a phone and on a desk, in both languages, by eye and by a check of accessibility.

Belongs here: opening and reading pages. Does not: what a page should show (its test).
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from serving.report.release_rows import opened, query_names
from sources.settings import PROJECT_ROOT
from tests.browser import DESK, PHONE, watched

AXE = PROJECT_ROOT / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")


def faults(browser: Browser, file: Path, accessible_in: Collection[str] = ("id", "en")) -> list[str]:
    """What is wrong with the page wherever it is opened: requests, complaints, wider than the window, findings of axe.

    `accessible_in` names the languages that axe looks at: on a page of 38 000 elements it takes a quarter of a minute for each.
    """
    found: list[str] = []
    for size in (PHONE, DESK):
        with watched(browser, size=size) as seen:
            seen.page.goto(file.as_uri())
            for language in ("id", "en"):
                choose(seen.page, language)
                place = f"{size['width']} px, {language}"
                if (width := seen.page.evaluate("document.documentElement.scrollWidth")) > size["width"]:
                    found.append(f"{place}: {width} px wide")
                if size is DESK and language in accessible_in:
                    found += [f"{place}: {finding}" for finding in serious(seen.page)]
            found += [f"{size['width']} px: asked for {address}" for address in seen.requests]
            found += [f"{size['width']} px: {complaint}" for complaint in seen.complaints]
    return found


def unanswered(database: Path) -> list[str]:
    """Questions of the report that this file cannot answer, because it lacks a table or a column."""
    with opened(database, "500MB") as rows:
        return [name for name in query_names() if not name.startswith("trace") and rows.ask(name) is None]


def serious(page: Page) -> list[str]:
    """Findings of axe that keep somebody from reading. Skips where axe is not installed."""
    if not AXE.is_file():
        pytest.skip("axe-core is missing: `make test` installs it where there is npm")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{finding['id']}: {finding['nodes'][0]['html'][:200]}"
        for finding in result["violations"]
        if finding["impact"] in SERIOUS
    ]


def choose(page: Page, language: str) -> None:
    """Switches the language as one does with the keyboard."""
    page.focus("input[name=language]:checked")
    page.keyboard.press("ArrowRight" if language == "en" else "ArrowLeft") if page.evaluate(
        "document.documentElement.lang"
    ) != language else None
    assert page.evaluate("document.documentElement.lang") == language


def table(page: Page, figure: str) -> list[list[tuple[str, str | None]]]:
    """The rows behind a figure: each cell as it is shown, and the number that it says it is."""
    rows: list[list[list[str | None]]] = page.evaluate(
        """name => [...document.querySelectorAll(`#${name} .behind tbody tr`)].map(row => [...row.cells].map(cell =>
        [cell.textContent.trim(), cell.querySelector('data')?.getAttribute('value') ?? null]))""",
        figure,
    )
    return [[(str(text), value) for text, value in row] for row in rows]
