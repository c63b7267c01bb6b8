"""Passwords: two hashes at a time, none inside a transaction, and which passwords may be chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Literal

import pytest
from argon2 import PasswordHasher

from queueing.db import Database
from queueing.identity import authentication, passwords, staff_admin
from queueing.identity.accounts import Role
from queueing.identity.passwords import (
    LONGEST_PASSWORD,
    HashQueue,
    check_password,
    hash_password,
    new_password,
    password_matches,
)
from queueing.refusals import InvalidRequest, TooBusy
from tests.cast import MONDAY_MORNING as NOW


def test_a_password_matches_itself_and_nothing_else() -> None:
    hashed = hash_password("correct horse")
    assert password_matches("correct horse", hashed)
    assert not password_matches("correct house", hashed)
    assert not password_matches("correct horse", None), "nobody of that name"
    assert not password_matches("correct horse", "no hash at all")


def test_what_is_longer_than_any_password_is_not_hashed() -> None:
    endless = "x" * (LONGEST_PASSWORD + 1)
    assert not password_matches(endless, passwords.hasher.hash(endless))


def test_two_pass_three_wait_and_the_next_is_refused_at_once() -> None:
    queue, leave = HashQueue(2, 3, seconds=20), Event()
    held = [queue.turn(), queue.turn()]
    for turn in held:
        turn.__enter__()

    def wait() -> bool:
        with queue.turn():
            return leave.wait(20)

    with ThreadPoolExecutor(3) as others:
        waiting = [others.submit(wait) for _ in range(3)]
        while not _is_full(queue):
            pass
        for turn in held:
            turn.__exit__(None, None, None)
        leave.set()
        assert [one.result(20) for one in waiting] == [True] * 3
    with queue.turn():
        pass


def _is_full(queue: HashQueue) -> bool:
    # With a place left this one would wait for 20 seconds; the threads that wait have taken all three.
    with ThreadPoolExecutor(1) as one:
        try:
            one.submit(queue.turn().__enter__).result(0.05)
        except TooBusy:
            return True
        except TimeoutError:
            pytest.fail("a fourth one waits too")
    return False


def test_who_waits_too_long_is_refused_in_a_sentence_and_leaves_no_trace() -> None:
    queue = HashQueue(1, 1, seconds=0.01)
    with queue.turn():
        for _ in range(3):
            with pytest.raises(TooBusy, match="try again"), queue.turn():
                raise AssertionError("nobody left")
    with queue.turn():
        pass


class WatchingHasher(PasswordHasher):
    """A real hasher that looks, before each hash, whether the database is free meanwhile."""

    def __init__(self, database: Database) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.database, self.looked = database, 0

    def look(self) -> None:
        """Fail while a connection is held, or while nobody can write."""
        assert self.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # a QueuePool
        with ThreadPoolExecutor(1) as other:
            other.submit(self._write).result(5)
        self.looked += 1

    def _write(self) -> None:
        with self.database.write() as session:
            authentication.note_failed_sign_in(session, name="nobody", now=NOW)

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """Look, then hash."""
        self.look()
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        """Look, then verify."""
        self.look()
        return super().verify(hash, password)


def test_no_password_is_hashed_while_the_database_is_held(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.write() as session:
        account = staff_admin.add_staff(
            session, name="ana", role=Role.AGENT, locations=["*"], password="a long one", now=NOW
        )
        who = f"staff:{account.id}"
    hasher = WatchingHasher(database)
    monkeypatch.setattr(passwords, "hasher", hasher)
    authentication.sign_in(database, name="ana", password="a long one", now=NOW)
    authentication.change_password(database, by=who, current="a long one", password="another long one", now=NOW)
    assert hasher.looked == 4


PASSWORDS: list[tuple[str, str | None, str]] = [
    ("a long one", None, "ten characters that nobody tries first"),
    ("four odd words here", None, "a sentence"),
    ("7kq2-m9xd-4trb", None, "as the program makes them"),
    ("x7-Qp!2w", "at least 10", "eight characters"),
    ("ab cd ef gh " * 22, "at most 256", "longer than a password is"),
    ("password123", "first that somebody would guess", "the commonest, with digits"),
    ("P@ssw0rd1234", "first that somebody would guess", "the commonest, written with signs"),
    ("1234567890", "first that somebody would guess", "a row of digits"),
    ("qwertyuiop", "first that somebody would guess", "a row of keys"),
    ("abcdefghijkl", "first that somebody would guess", "the alphabet"),
    ("aaaaaaaaaaaa", "first that somebody would guess", "one letter"),
    ("abcabcabcabc", "first that somebody would guess", "a repetition"),
    ("Summer2026!", "first that somebody would guess", "a season and a year"),
    ("minneapolis2026", "first that somebody would guess", "the city and a year"),
    ("Now Serving 1", "first that somebody would guess", "the program's name"),
    ("hodanabdi1", "first that somebody would guess", "the account's own name"),
    ("letmeinletmein", "first that somebody would guess", "the commonest, twice"),
    ("a" * 200, "first that somebody would guess", "one letter, many times"),
]


@pytest.mark.parametrize(("password", "refused", "why"), PASSWORDS, ids=[row[2] for row in PASSWORDS])
def test_which_passwords_may_be_chosen(password: str, refused: str | None, why: str) -> None:
    if refused is None:
        check_password(password, "hodan abdi")
    else:
        with pytest.raises(InvalidRequest, match=refused):
            check_password(password, "hodan abdi")


@pytest.mark.parametrize("make", [new_password, lambda: "7kq2-m9xd-4trb"], ids=["made", "shown"])
def test_a_password_for_once_is_easy_to_read_aloud_and_may_be_chosen(make: Callable[[], str]) -> None:
    password = make()
    assert re.fullmatch(r"[2-9a-z]{4}(-[2-9a-z]{4}){2}", password)
    assert not set("01iolu") & set(password)
    check_password(password, "ana")
