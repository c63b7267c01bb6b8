"""Passwords, tokens and codes."""

from __future__ import annotations

import re

import pytest

from queueing.identity.accounts import digest, hash_password, new_code, new_token, password_matches, plain_code


def test_a_password_matches_itself_and_nothing_else() -> None:
    hashed = hash_password("correct horse")
    assert password_matches("correct horse", hashed)
    assert not password_matches("correct house", hashed)
    assert not password_matches("correct horse", None), "nobody of that name"
    assert not password_matches("correct horse", "no hash at all")


def test_tokens_and_codes_never_repeat() -> None:
    assert len({new_token() for _ in range(500)}) == 500
    assert len({new_code() for _ in range(500)}) == 500
    assert len(digest(new_token())) == 64


def test_a_code_has_no_letters_that_people_mix_up() -> None:
    codes = "".join(new_code() for _ in range(200))
    assert not set("01IOLU") & set(codes)
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", new_code())


@pytest.mark.parametrize("typed", ["7KQ2-M9XD", "7kq2m9xd", " 7kq2 m9xd ", "7KQ2–M9XD"])
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert plain_code(typed) == "7KQ2-M9XD"
