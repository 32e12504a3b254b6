"""The picture of the README: the top of the report of the current release. `python -m tests.picture [REPORT]`, after `make warehouse`.

Belongs here: taking it. Does not: any check.
"""

import sys
from pathlib import Path

from sources.settings import PROJECT_ROOT, Settings
from tests.browser import chromium, watched

PICTURE = PROJECT_ROOT / "docs" / "images" / "report.png"
SIZE = {"width": 1280, "height": 1560}


def main() -> None:
    """Writes docs/images/report.png, in English as the README is."""
    report = Path(sys.argv[1]) if len(sys.argv) > 1 else Settings().current / "report.html"
    with chromium() as browser, watched(browser, size=SIZE) as seen:
        seen.page.goto(f"{report.absolute().as_uri()}#en-coverage")
        seen.page.evaluate("scrollTo(0, 0)")
        seen.page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
