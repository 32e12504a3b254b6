"""Reading plain text costs what plain text costs: the libraries of other forms are loaded when such a file comes."""

import subprocess
import sys

import pytest

from sources.documents import SUFFIXES, open_document

pytestmark = pytest.mark.unit


def test_no_library_of_other_forms_is_loaded_for_a_text() -> None:
    code = (
        "import sys; from sources.press.reader import open_report; open_report(b'Sebanyak 12 orang', 'a.txt');"
        " print(sorted({'lxml', 'trafilatura', 'pypdfium2'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_forms_by_the_ending_of_the_name() -> None:
    assert frozenset({".txt", ".md", ".html", ".htm", ".pdf", ".docx"}) == SUFFIXES


@pytest.mark.parametrize("name", ["a.TXT", "folder.pdf/a.txt", "a", ""])
def test_a_name_without_a_known_ending_stands_for_text(name: str) -> None:
    assert open_document(b"From: Pontianak\n12 orang < 13", name).text == "From: Pontianak\n12 orang < 13"
