"""The recipes of docs/press-reader.md, done to the letter on a copy of the project: the lines that the guide gives are appended to the
tables that it names, and the command shows what it promises.
"""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sources.press.explain import fact_rows
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.integration
GUIDE = (PROJECT_ROOT / "docs" / "press-reader.md").read_text(encoding="utf-8")
VOCABULARY, SEEDS = Path("sources/press/vocabulary"), Path("dbt_project/seeds")
# Table -> lines of the guide, "…" standing for an address.
LINES = {
    VOCABULARY / "counted_nouns.csv": ["pabrik,employer,count,"],
    VOCABULARY / "measure_cues.csv": ["dipayungi,registered"],
    VOCABULARY / "function_words.csv": ["only,sekadar,"],
    SEEDS / "office.csv": ["KC-65.71,branch,,Kantor Cabang Tarakan,Tarakan,,65.71,,,seen 2022,https://…"],
    SEEDS / "office_area.csv": [
        "KC-65.71,65.71,,,2022,seen 2022,https://…,",
        "KC-65.71,65.03,,,2022,seen 2022,https://…,",
    ],
    SEEDS / "measure.csv": [
        "employers_in_arrears,stock,employers,employers,perusahaan menunggak iuran,Employers in arrears,Employers that owe contributions,,,"
    ],
    VOCABULARY / "count_rules.csv": ["employers_in_arrears,membership,employer,arrears,no,employers_in_arrears,0.8,"],
    VOCABULARY / "decision_rules.csv": [
        "employers_in_arrears,measure,employers in arrears,Employers of whom it is said that they owe contributions."
    ],
}
# Sentence -> measure and area that the recipe promises.
SENTENCES = {
    "Sebanyak 120 pabrik di Jambi sudah terdaftar.": ("employers_registered", "Jambi"),
    "Pekerja di Bitung yang dipayungi 4.120 orang.": ("workers_registered", "Kota Bitung"),
    "Peserta di Jambi bertambah ke angka 40.000 pekerja.": ("workers_registered", "Jambi"),
    "BPJS Ketenagakerjaan Cabang Tarakan mencatat 50.000 pekerja aktif.": ("workers_active", "Tarakan dan Nunukan"),
    "Di Jambi ada 120 perusahaan yang menunggak iuran.": ("employers_in_arrears", "Jambi"),
}


def report(sentence: str) -> str:
    return f"---\npublished_on: 2023-01-17\n---\n{sentence}\n"


def construction_of_the_guide() -> str:
    cells = re.search(r"^ *\| (`level_told`.*) \|$", GUIDE, re.MULTILINE)
    assert cells
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([cell.strip().strip("`") for cell in cells[1].split(" | ")])
    return line.getvalue().rstrip("\n")


def line_for_the_table_of_sentences() -> dict[str, str]:
    line = re.search(r"^```csv\n(.*?)\n```", GUIDE, re.MULTILINE)
    assert line
    header, *_ = (PROJECT_ROOT / "tests" / "golden" / "press_sentences.csv").read_text(encoding="utf-8").splitlines()
    (row,) = csv.DictReader([header, line[1]])
    return row


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as far as the command needs it, with the lines of the guide."""
    root = tmp_path_factory.mktemp("copy")
    for folder in ("cli", "sources", SEEDS):
        ignored = shutil.ignore_patterns("__pycache__", "samples")
        shutil.copytree(PROJECT_ROOT / folder, root / folder, ignore=ignored)
    added = LINES | {VOCABULARY / "constructions.csv": [construction_of_the_guide()]}
    for table, lines in added.items():
        with (root / table).open("a", encoding="utf-8", newline="") as file:
            file.writelines(f"{line}\n" for line in lines)
    return root


@pytest.fixture(scope="module")
def extracted(copy: Path) -> dict[str, list[tuple[str, str]]]:
    """Sentence -> measure and area of its facts, by the command of the copy."""
    sentences = {str(number): sentence for number, sentence in enumerate(SENTENCES)}
    for name, sentence in sentences.items():
        (copy / f"{name}.txt").write_text(report(sentence), encoding="utf-8")
    command = [sys.executable, "-m", "cli.main", "extract", *(f"{name}.txt" for name in sentences), "--format", "jsonl"]
    ended = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=True, timeout=60)
    found: dict[str, list[tuple[str, str]]] = {sentence: [] for sentence in SENTENCES}
    for line in ended.stdout.splitlines():
        row = json.loads(line)
        found[sentences[row["article_id"]]].append((row["measure"], row["area_name"]))
    return found


def test_the_guide_gives_these_lines() -> None:
    assert [line for lines in LINES.values() for line in lines if f"`{line}`" not in GUIDE] == []
    assert [table.name for table in LINES if f"{table.name}`" not in GUIDE] == []


def test_the_line_for_the_table_of_sentences_fits_its_table() -> None:
    row = line_for_the_table_of_sentences()
    assert None not in row and None not in row.values()
    assert SENTENCES[row["sentence"]] == (row["measure"], row["area"])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_recipe_does_what_the_guide_promises(extracted: dict[str, list[tuple[str, str]]], sentence: str) -> None:
    before = fact_rows(report(sentence).encode(), "report.txt")
    assert SENTENCES[sentence] not in [(row["measure"], row["area_name"]) for row in before], (
        "the reader knows this already: take another example into the guide"
    )
    assert extracted[sentence] == [SENTENCES[sentence]]
