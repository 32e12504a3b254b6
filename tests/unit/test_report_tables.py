"""The tables that the report is drawn by: tiles where the provinces are, words in both languages, scales in order."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from serving.report.language import Language, words
from serving.report.release_rows import query_names
from serving.report.views.asked import LEVELS, level, scale
from serving.tiles import tile_places
from sources.reference import seed
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.unit

REPORT = PROJECT_ROOT / "serving" / "report"
# Provinces that share a border on land, or a strait that ferries cross.
NEIGHBOURS = (
    "11-12 12-13 12-14 13-14 13-15 13-17 14-15 14-21 15-16 15-17 16-17 16-18 16-19 17-18 18-36 31-32 31-36 32-36 32-33 33-34 33-35 35-51"
    " 51-52 52-53 61-62 61-64 62-63 62-64 63-64 64-65 71-75 72-75 72-76 72-73 72-74 73-76 73-74 71-82 81-82 81-92 92-96 92-94 91-94 91-95"
    " 94-95 93-94 93-95"
)
# From west to east, and from north to south, as the coasts lie.
WEST_TO_EAST = ("11 13 16 32 33 35 51 52 53", "61 64 72 82 96 91", "36 31 32 33 35", "13 61 73 81 94")
NORTH_TO_SOUTH = ("11 13 17 18", "65 64 63 35", "71 74 53", "82 81", "91 95 93", "75 72 73 52", "33 34")


def test_each_province_of_today_has_one_tile() -> None:
    places = tile_places()
    assert sorted(places) == sorted(row["area_code"] for row in seed("province"))
    assert len({(place.column, place.row) for place in places.values()}) == len(places) == 38


@pytest.mark.parametrize("pair", NEIGHBOURS.split())
def test_neighbours_lie_side_by_side_or_nearly(pair: str) -> None:
    one, other = (tile_places()[code] for code in pair.split("-"))
    assert max(abs(one.column - other.column), abs(one.row - other.row)) <= 2


@pytest.mark.parametrize("line", WEST_TO_EAST)
def test_columns_run_from_west_to_east(line: str) -> None:
    columns = [tile_places()[code].column for code in line.split()]
    assert columns == sorted(columns)


@pytest.mark.parametrize("line", NORTH_TO_SOUTH)
def test_rows_run_from_north_to_south(line: str) -> None:
    rows = [tile_places()[code].row for code in line.split()]
    assert rows == sorted(rows)


def test_every_tile_has_its_place_in_the_style_sheet() -> None:
    style = (REPORT / "page.css").read_text(encoding="utf-8")
    for place in tile_places().values():
        assert f".c{place.column} {{" in style
        assert f".r{place.row} {{" in style


def test_words_are_said_in_both_languages_with_the_same_places() -> None:
    for key, row in words().items():
        assert row["id"], key
        assert row["en"], key
        assert sorted(re.findall(r"\{(\w+)\}", row["id"])) == sorted(re.findall(r"\{(\w+)\}", row["en"])), key


def test_no_word_is_left_over() -> None:
    """A key stands in code or a template as it is, or as the end of one that is put together of a code."""
    files = [*REPORT.rglob("*.py"), *REPORT.rglob("*.j2")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    made = [*re.findall(r'say\(f"([a-z_]+_)\{', code), *(f"{kind}_" for kind in re.findall(r'named\("([a-z]+)"', code))]
    unused = [
        key for key in words() if f'"{key}"' not in code and f"'{key}'" not in code and not key.startswith(tuple(made))
    ]
    assert unused == []


def test_every_question_is_asked() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in REPORT.rglob("*.py"))
    assert [name for name in query_names() if f'"{name}"' not in code] == []


@pytest.mark.parametrize("name", ["percent", "workers"])
def test_scales_have_all_levels_in_order(name: str) -> None:
    assert len(scale(name)) == LEVELS
    assert list(scale(name)) == sorted(set(scale(name)))
    assert level(scale(name)[2], name) == 3
    assert level(Decimal("-1"), name) == 1


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (Decimal("1234.5"), "1.234,5", "1,234.5"),
        (Decimal("31.980000"), "31,98", "31.98"),
        (Decimal("-0.001"), "0", "0"),
        (1_290_307, "1.290.307", "1,290,307"),
        (Decimal("99.995"), "100", "100"),
    ],
)
def test_numbers_are_written_as_in_each_language(value: Decimal, indonesian: str, english: str) -> None:
    assert Language("id").number(value) == indonesian
    assert Language("en").number(value) == english


def test_large_numbers_are_shortened_with_their_scale() -> None:
    assert Language("id").scaled(2_640_000) == "2,64 juta"
    assert Language("en").scaled(Decimal("51365000000")) == "51.4 billion"
    assert Language("id").rupiah(Decimal("21120000000000")) == "Rp21,1 triliun"
    assert Language("en").scaled(999_999) == "999,999"


def test_colours_of_tiles_can_be_read() -> None:
    """4.5 to 1 between a tile and its letters, by the formula of WCAG."""
    style = (REPORT / "page.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(q\d|ink): (#[0-9a-f]{6})", style))
    for name in ("q1", "q2", "q3", "q4", "q5"):
        letters = "#ffffff" if f".{name} {{ background: var(--{name}); color: #fff" in style else colours["ink"]
        light, dark = sorted((_luminance(colours[name]), _luminance(letters)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_page_asks_nobody_for_anything() -> None:
    for path in (REPORT / "page.css", REPORT / "page.js", *Path(REPORT / "templates").iterdir()):
        assert not re.search(r"https?://|@import|url\(|fetch\(|XMLHttp", path.read_text(encoding="utf-8")), path.name
