"""Tokens and codes."""

from __future__ import annotations

import re

import pytest

from queueing.identity.accounts import digest, new_code, new_token, plain_code


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
