"""Passwords: their argon2 hashes, made a few at a time, and which ones may be chosen.

One hash takes 64 MB and a tenth of a second, on a busy small machine a quarter, so a process makes two at
once; the others wait in a short queue, and what does not fit there is refused at once. No hash is made
inside a transaction of a served database.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from zxcvbn import zxcvbn

from queueing.refusals import InvalidRequest, TooBusy

HASHES_AT_ONCE = 2
"""Hashes that one process makes at the same time: 128 MB, and both cores of a small machine."""
MOST_WAITING = 20
"""Hashes that wait for their turn, each in a thread of the server: a center whose agents all begin at nine."""
LONGEST_WAIT_SECONDS = 15.0
"""On an idle machine the last of them has waited for a second; this is for one that is busy with all else."""
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256
LEAST_STRENGTH = 3
"""Of zxcvbn's scores 0 to 4: 3 takes more than a hundred million guesses by somebody who knows what is common."""
STRENGTH_READS = 72
"""The characters whose strength is estimated; the time of an estimate grows with their square."""
PRODUCT_NAMES = ("now serving", "nowserving", "queue", "kiosk")
"""What somebody who guesses at this program would try first."""

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that nobody mistakes for each other when reading a code aloud."""

hasher = PasswordHasher()
"""How hard a password is to guess from its hash; each hash says how it was made."""


class HashQueue:
    """Lets `at_once` callers through at a time, and `waiting` more wait, each at most `seconds`."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._seconds = seconds
        self._turns = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it. Raises TooBusy when the queue is full or the wait too long."""
        if not self._places.acquire(blocking=False):
            raise TooBusy("Too many people are signing in at this moment. Wait a few seconds, then try again.")
        try:
            if not self._turns.acquire(timeout=self._seconds):
                raise TooBusy("Signing in takes too long at this moment. Wait a few seconds, then try again.")
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


queue = HashQueue(HASHES_AT_ONCE, MOST_WAITING, LONGEST_WAIT_SECONDS)
"""The turns of this process, for every hash that is made or compared."""


def hash_password(password: str) -> str:
    """Return the argon2 hash of `password`. Raises TooBusy."""
    with queue.turn():
        return hasher.hash(password)


@cache
def _nobodys_hash() -> str:
    # Verified against when nobody has that name, so that a wrong name takes as long as a wrong password.
    return hasher.hash(secrets.token_urlsafe(16))


def password_matches(password: str, hashed: str | None) -> bool:
    """Return whether `password` has the hash `hashed`; it takes the same time when there is no hash.

    One that is longer than any password matches none, at once. Raises TooBusy.
    """
    if len(password) > LONGEST_PASSWORD:
        return False
    with queue.turn():
        try:
            hasher.verify(hashed or _nobodys_hash(), password)
        except (VerifyMismatchError, InvalidHashError):
            return False
    return hashed is not None


def new_password() -> str:
    """Return a new one-time password, such as `7kq2-m9xd-4trb`: about 58 random bits, easy to read aloud."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(12)).lower()
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def check_password(password: str, name: str) -> None:
    """Raise InvalidRequest unless the account `name` may choose this password."""
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidRequest(f"A password has at least {SHORTEST_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise InvalidRequest(f"A password has at most {LONGEST_PASSWORD} characters.")
    if _strength(password, name) < LEAST_STRENGTH:
        raise InvalidRequest(
            "This password is among the first that somebody would guess: a common word or name, a row of keys, "
            "a repetition or a year. Choose another one, such as four words that do not belong together."
        )


_estimating = threading.Lock()


def _strength(password: str, name: str) -> int:
    with _estimating:  # the library keeps the words of the person in one place for all threads
        return int(zxcvbn(password[:STRENGTH_READS], user_inputs=[name, *name.split(), *PRODUCT_NAMES])["score"])
