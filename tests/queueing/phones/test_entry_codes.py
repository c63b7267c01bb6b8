"""A kiosk's code for phones: nobody else makes one, it is soon too old, and one phone uses it up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queueing.db import Database
from queueing.phones.entry_codes import CODE_LIFE, KEPT_DAYS, UsedCode, new_code, read_code, use_code
from queueing.refusals import InvalidCode
from tests.cast import MONDAY_MORNING

SECRET = "the server's own"
NOW = MONDAY_MORNING


def test_a_code_is_short_plain_and_good_for_minutes() -> None:
    code = new_code(SECRET, "downtown", NOW)
    assert len(code) == 30
    assert code.replace("-", "").replace("_", "").isalnum()
    drawn = read_code(SECRET, "downtown", code, NOW + CODE_LIFE)
    assert drawn == read_code(SECRET, "downtown", code, NOW)
    assert drawn != read_code(SECRET, "downtown", new_code(SECRET, "downtown", NOW), NOW)


def changed(code: str) -> str:
    """The same code with another letter in it."""
    return ("B" if code[9] == "A" else "A").join((code[:9], code[10:]))


@pytest.mark.parametrize(
    ("secret", "location", "after", "forge", "why"),
    [
        (SECRET, "downtown", CODE_LIFE + timedelta(seconds=1), str, "too old"),
        (SECRET, "downtown", -2 * CODE_LIFE, str, "from the future"),
        (SECRET, "east-lake", timedelta(), str, "another center's"),
        ("another", "downtown", timedelta(), str, "another server's"),
        (SECRET, "downtown", timedelta(), changed, "changed on the way"),
        (SECRET, "downtown", timedelta(), lambda _: "", "nothing at all"),
        (SECRET, "downtown", timedelta(), lambda _: "ñ$!", "not a code"),
        (SECRET, "downtown", timedelta(), lambda code: code * 40, "far too long"),
    ],
)
def test_no_other_code_is_good(secret: str, location: str, after: timedelta, forge: object, why: str) -> None:
    assert callable(forge)
    with pytest.raises(InvalidCode):
        read_code(secret, location, forge(new_code(SECRET, "downtown", NOW)), NOW + after)


def test_one_phone_uses_it_up(database: Database) -> None:
    with database.write() as session:
        use_code(session, code="a1", location="downtown", now=NOW)
    with database.write() as session, pytest.raises(InvalidCode):
        use_code(session, code="a1", location="downtown", now=NOW)
    with database.write() as session:
        use_code(session, code="b2", location="downtown", now=NOW + timedelta(days=KEPT_DAYS, seconds=1))
        assert [one.code for one in session.query(UsedCode)] == ["b2"]  # old ones are not kept
