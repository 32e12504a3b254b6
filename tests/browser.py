"""A real browser for tests of pages: Debian's Chromium, driven by Playwright.

Belongs here: starting it, and noticing what a page asks for and complains about. Does not: what a page should show (its test).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# Chromium phones home at every start; where the network is closed, each try is a failed connection that slows the page down.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@dataclass
class Watched:
    """A page, and what it did since it was opened."""

    page: Page
    requests: list[str] = field(default_factory=list)
    """Addresses asked for over a network: whatever is neither data: nor blob: nor a local file."""
    complaints: list[str] = field(default_factory=list)
    """Errors on the console, and exceptions that nothing caught."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for a module's tests; skips them where there is none, but never in CI, which installs it."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing: `make test` installs it")
        pytest.skip("chromium is missing")
    # The sandbox of Chromium refuses to work for root, as which containers run.
    options = QUIET + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, *, size: dict[str, int] = DESK) -> Iterator[Watched]:
    """A page of its own, with no cookies, that keeps what it asked for and complained about."""
    context = browser.new_context(viewport=size, locale="id-ID")  # type: ignore[arg-type]
    page = context.new_page()
    seen = Watched(page)
    page.on("request", lambda request: seen.requests.append(request.url) if _over_network(request.url) else None)
    page.on("console", lambda line: seen.complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    yield seen
    context.close()


def _over_network(address: str) -> bool:
    return not address.startswith(("data:", "blob:", "file:", "about:"))
