"""Tokens, masks and the key: what leaves them, and what never does."""

import hmac
import multiprocessing
import pickle

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.privacy.key import VARIABLE, KeyRefusedError, TokenKey, kept_keys, key_file, load_key, replace_key
from sources.privacy.masking import masked, masked_text, without_niks
from sources.privacy.tokens import token
from sources.settings import Settings

pytestmark = pytest.mark.unit
KEY = TokenKey("0123456789abcdef" * 4, "a test")


def tokens(values, key=KEY, kind="nik"):
    frame = pl.DataFrame({"n": list(values)}, schema={"n": pl.String})
    return frame.select(token(pl.col("n"), key, kind)).to_series().to_list()


@given(st.lists(st.text("0123456789ABC", max_size=80)))
def test_a_token_is_what_python_s_own_hmac_says(values):
    expected = [hmac.digest(KEY.hex_digits.encode(), f"nik:{value}".encode(), "sha256").hex()[:32] for value in values]
    assert tokens(values) == expected


def test_tokens_differ_by_key_and_kind_and_nothing_has_none():
    assert tokens([None]) == [None]
    assert tokens(["1"]) != tokens(["1"], kind="account")
    assert tokens(["1"]) != tokens(["1"], key=TokenKey("ab" * 32, "another"))
    with pytest.raises(ValueError, match="no kind"):
        tokens(["1"], kind="name")


def test_the_key_is_made_once_private_and_found_again(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    settings = Settings(data=tmp_path)
    first = load_key(settings)
    assert load_key(settings) == first
    path = key_file(settings)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_the_key_shows_itself_to_nobody():
    shown = f"{KEY} {KEY!r} {KEY.key_id} {vars(KEY).keys()}"
    assert KEY.hex_digits not in shown
    with pytest.raises(TypeError):
        pickle.dumps(KEY)
    assert TokenKey("ab" * 32, "x").key_id != KEY.key_id


@pytest.mark.parametrize("text", ["", "secret", "ab" * 31, "zz" * 32])
def test_what_is_no_key_is_refused_without_being_shown(tmp_path, monkeypatch, text):
    monkeypatch.delenv(VARIABLE, raising=False)
    settings = Settings(data=tmp_path)
    load_key(settings)
    key_file(settings).write_text(text)
    with pytest.raises(KeyRefusedError) as refused:
        load_key(settings)
    assert not text or text not in str(refused.value)


def test_a_key_that_others_may_read_or_that_is_a_link_is_refused(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    settings = Settings(data=tmp_path)
    load_key(settings)
    key_file(settings).chmod(0o640)
    with pytest.raises(KeyRefusedError, match="chmod 600"):
        load_key(settings)
    elsewhere = tmp_path / "elsewhere"
    key_file(settings).replace(elsewhere)
    key_file(settings).symlink_to(elsewhere)
    with pytest.raises(KeyRefusedError, match="link"):
        load_key(settings)


def test_the_environment_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "CD" * 32)
    settings = Settings(data=tmp_path)
    assert load_key(settings).hex_digits == "cd" * 32
    assert not key_file(settings).exists()
    with pytest.raises(KeyRefusedError, match=VARIABLE):
        replace_key(settings)


def _key_id(path, start, found):
    start.wait()
    found.put(load_key(Settings(data=path)).key_id)


def test_many_processes_at_once_get_one_key(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    context = multiprocessing.get_context("fork")
    start, found = context.Event(), context.Queue()
    workers = [context.Process(target=_key_id, args=(tmp_path, start, found)) for _ in range(8)]
    for worker in workers:
        worker.start()
    start.set()
    assert len({found.get(timeout=20) for _ in workers}) == 1
    for worker in workers:
        worker.join()
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["token.key"]


def test_a_replaced_key_is_kept_beside_the_new_one(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    settings = Settings(data=tmp_path)
    before = load_key(settings)
    old, new = replace_key(settings)
    assert old == before != new
    assert load_key(settings) == new
    (kept,) = kept_keys(settings)
    assert kept.name.endswith(old.key_id)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text().strip() == old.hex_digits


@given(st.text(max_size=30))
def test_a_mask_leaves_two_characters_at_most(value):
    shown = pl.DataFrame({"n": [value]}, schema={"n": pl.String}).select(masked(pl.col("n"))).item()
    assert len(shown) == len(value)
    assert shown[2:] == "•" * max(0, len(value) - 2)
    assert len(value) > 2 or set(shown) <= {"•"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("NIK 6171055703990001 ganda", "NIK 61•••••••••••••• ganda"),
        ("telp. 0812-3456-7890", "telp. 08••••••••••••"),
        ("rekening 1234 5678 90", "rekening 12••••••••••"),
        ("Rp1.035.885.982.435 untuk 85.680 klaim", "Rp1.035.885.982.435 untuk 85.680 klaim"),
        ("pada 2022-10-17, 218132 orang", "pada 2022-10-17, 218132 orang"),
    ],
)
def test_long_numbers_in_a_text_are_masked(text, shown):
    assert masked_text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a.n. Siti (NIK 6171055703990001)", "a.n. Siti (NIK 61••••••••••••••)"),
        ("6171 0557 0399 0001", "61•••••••••••••••••"),
        (
            "1035885982435 rupiah; 1.035.885.982.435.000; 6171059903990001",
            "1035885982435 rupiah; 1.035.885.982.435.000; 6171059903990001",
        ),
        ("61710557039900012", "61710557039900012"),
    ],
)
def test_a_nik_in_a_text_is_masked_and_no_other_number(text, shown):
    assert without_niks(text) == shown
