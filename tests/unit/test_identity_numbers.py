"""Personal numbers: each rule against an independent restatement in plain Python, on numbers that are nearly right."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.privacy.identity_numbers import account_rule, areas_of_niks, kpj_rule, nik_rule, npp_rule

pytestmark = pytest.mark.unit


def rule(expression, *values):
    return (
        pl.DataFrame({"n": list(values)}, schema={"n": pl.String}).select(expression(pl.col("n"))).to_series().to_list()
    )


def restated(nik: str) -> str | None:
    """What the registration offices' leaflets say of a NIK, step by step."""
    if len(nik) != 16 or any(character not in "0123456789" for character in nik):
        return "nik_malformed"
    if nik[:4] not in areas_of_niks():
        return "nik_region_unknown"
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    if day > 40:
        day -= 40
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
            break
        except ValueError:
            continue
    else:
        return "nik_birth_date_impossible"
    return "nik_serial_zero" if nik[12:] == "0000" else None


numbers = st.builds(
    lambda area, district, day, month, year, serial: f"{area:04}{district:02}{day:02}{month:02}{year:02}{serial:04}",
    st.one_of(st.sampled_from([int(code) for code in sorted(areas_of_niks())]), st.integers(0, 9999)),
    st.integers(0, 99),
    st.one_of(st.integers(0, 99), st.sampled_from([28, 29, 30, 31, 68, 69, 70, 71])),
    st.one_of(st.integers(0, 14), st.just(2)),
    st.integers(0, 99),
    st.one_of(st.integers(0, 9999), st.just(0)),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(numbers, st.text("0123456789 .eE+a", max_size=17)), min_size=1, max_size=40))
def test_a_nik_is_judged_as_the_leaflets_say(niks):
    for nik, verdict in zip(niks, rule(nik_rule, *niks), strict=True):
        assert verdict in (restated(nik), "nik_lost_digits"), nik
        if verdict == "nik_lost_digits":
            assert "e" in nik.lower()


@pytest.mark.parametrize(
    ("nik", "verdict"),
    [
        ("6171055703990001", None),  # a woman born on 17 March 1999
        ("6404011201700001", None),  # Bulungan, before it went to Kalimantan Utara
        ("9101011201700001", None),  # Merauke, before Papua Selatan
        ("6171052902000001", None),  # 29 February 2000
        ("6171052902010001", "nik_birth_date_impossible"),
        ("6171057203990001", "nik_birth_date_impossible"),
        ("6171051703990000", "nik_serial_zero"),
        ("9901051703990001", "nik_region_unknown"),
        ("617105170399000", "nik_malformed"),
        ("٦١٧١٠٥١٧٠٣٩٩٠٠٠١", "nik_malformed"),
        ("6.17105E+15", "nik_lost_digits"),
        ("6,17105E+15", "nik_lost_digits"),
        (None, None),
    ],
)
def test_single_niks(nik, verdict):
    assert rule(nik_rule, nik) == [verdict]


def test_other_numbers():
    assert rule(kpj_rule, "12012345678", "A1012345678", "1201234567", "1.20E+10", None) == [
        None, None, "kpj_malformed", "kpj_lost_digits", None,
    ]  # fmt: skip
    assert rule(npp_rule, "12345678", "AB123456", "1234567", "1234 678") == [
        None,
        None,
        "npp_malformed",
        "npp_malformed",
    ]
    assert rule(account_rule, "1234567890", "1234", "12-345", "1.2E+9") == [
        None, "account_malformed", "account_malformed", "account_lost_digits",
    ]  # fmt: skip
