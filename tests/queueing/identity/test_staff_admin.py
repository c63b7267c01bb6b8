"""Who keeps whose account: managers their agents, administrators everybody, nobody themselves; one always stays."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import sqlalchemy as sa

from queueing import maintenance
from queueing.actor import Actor
from queueing.audit_log import AuditRecord
from queueing.db import Database
from queueing.identity import authentication, principal, staff_admin
from queueing.identity.accounts import Role, Staff
from queueing.identity.passwords import hash_password, new_password
from queueing.identity.principal import Principal
from queueing.refusals import InvalidRequest, LastAdmin, NotAllowed, NotFound, Refusal, SignInNeeded, WrongState
from queueing.settings import Settings
from tests.cast import MONDAY_MORNING as NOW
from tests.forked import Forked

HERE, THERE = "downtown", "east-lake"
ONCE = "the hash of a password for once"
CAST = {
    "root": (Role.ADMIN, ["*"]),
    "chief": (Role.ADMIN, [HERE]),
    "mia": (Role.MANAGER, [HERE]),
    "moe": (Role.MANAGER, [HERE, THERE]),
    "ana": (Role.AGENT, [HERE]),
    "both": (Role.AGENT, [HERE, THERE]),
    "eli": (Role.AGENT, [THERE]),
    "any": (Role.AGENT, ["*"]),
}

Known = dict[str, int]


@pytest.fixture
def known(database: Database) -> Known:
    """The cast's accounts: the id of each name."""
    with database.write() as session:
        for name, (role, locations) in CAST.items():
            staff_admin.add_staff(session, name=name, role=role, locations=locations, password="a long one", now=NOW)
        return {one.name: one.id for one in session.scalars(sa.select(Staff))}


def who(known: Known, name: str) -> Principal:
    """Somebody of the cast, signed in."""
    role, locations = CAST[name]
    return Principal(Actor.staff(known[name]), role, frozenset(locations), name)


# Who, whom they may change at all among those seen downtown.
KEEPERS = [
    ("root", {"chief", "mia", "moe", "ana", "both", "any"}),
    ("chief", {"mia", "ana"}),
    ("mia", {"ana"}),
    ("moe", {"ana", "both"}),
    ("ana", set()),
]


@pytest.mark.parametrize(("name", "whom"), KEEPERS)
def test_each_changes_those_whom_they_keep_and_is_told_so_beforehand(
    database: Database, known: Known, name: str, whom: set[str]
) -> None:
    one = who(known, name)
    with database.write() as session:
        seen = staff_admin.accounts_at(session, HERE)
        assert {account.name for account in seen} == CAST.keys() - {"eli"}
        assert {account.name for account in seen if not staff_admin.why_not(one, account)} == whom
        for account in seen:
            if account.name in whom:
                staff_admin.reset_password(
                    session, who=one, account=account.id, location=HERE, one_time_hash=ONCE, now=NOW
                )
            else:
                with pytest.raises(NotAllowed):
                    staff_admin.disable(session, who=one, account=account.id, location=HERE, now=NOW)


# Who makes whom where; the refusal, or None.
GOALS: list[tuple[str, Role, list[str], type[Refusal] | None]] = [
    ("root", Role.ADMIN, ["*"], None),
    ("root", Role.MANAGER, [HERE, THERE], None),
    ("root", Role.AGENT, [], InvalidRequest),
    ("root", Role.AGENT, ["*", HERE], InvalidRequest),
    ("chief", Role.ADMIN, [HERE], None),
    ("chief", Role.ADMIN, ["*"], NotAllowed),
    ("chief", Role.AGENT, [THERE], NotAllowed),
    ("mia", Role.AGENT, [HERE], None),
    ("mia", Role.MANAGER, [HERE], NotAllowed),
    ("mia", Role.AGENT, [HERE, THERE], NotAllowed),
    ("moe", Role.AGENT, [HERE, THERE], None),
]


@pytest.mark.parametrize(("name", "role", "locations", "refusal"), GOALS)
def test_nobody_gives_what_is_not_theirs(
    database: Database, known: Known, name: str, role: Role, locations: list[str], refusal: type[Refusal] | None
) -> None:
    def make() -> None:
        with database.write() as session:
            staff_admin.add(
                session,
                who=who(known, name),
                name="new",
                role=role,
                locations=locations,
                one_time_hash=ONCE,
                now=NOW,
            )

    def change() -> None:
        with database.write() as session:
            staff_admin.change(
                session,
                who=who(known, name),
                account=known["ana"],
                location=HERE,
                role=role,
                locations=locations,
                now=NOW,
            )

    for act in (make, change):
        if refusal is None:
            act()
        else:
            with pytest.raises(refusal):
                act()
    with database.read() as session:
        ana = session.get_one(Staff, known["ana"])
        assert (ana.role, ana.locations) == ((role, sorted(locations)) if refusal is None else CAST["ana"])


def test_an_account_goes_out_comes_in_and_starts_anew(database: Database, known: Known) -> None:
    mia, ana = who(known, "mia"), known["ana"]

    def sign_in(password: str) -> Principal:
        somebody, cookie = authentication.sign_in(database, name="ana", password=password, now=NOW)
        with database.read() as session:
            assert authentication.by_session(session, cookie, NOW) == somebody
            return somebody

    def do(act: Callable[..., object]) -> object:
        with database.write() as session:
            return act(session=session, who=mia, account=ana, location=HERE, now=NOW)

    _, cookie = authentication.sign_in(database, name="ana", password="a long one", now=NOW)
    do(staff_admin.disable)
    with database.read() as session:
        assert authentication.by_session(session, cookie, NOW) == principal.VISITOR
    with pytest.raises(SignInNeeded):
        sign_in("a long one")
    once = new_password()
    reset = partial(staff_admin.reset_password, one_time_hash=hash_password(once))
    for act in (staff_admin.disable, reset):
        with pytest.raises(WrongState):
            do(act)
    do(staff_admin.enable)
    assert not sign_in("a long one").must_change_password
    do(reset)
    assert sign_in(once).must_change_password
    with pytest.raises(WrongState):
        do(staff_admin.enable)
    with database.read() as session:
        deeds = session.scalars(
            sa.select(AuditRecord.act).where(AuditRecord.about == f"staff:{ana}").order_by(AuditRecord.id)
        ).all()
    assert deeds == ["account-made", "account-closed", "account-opened", "password-reset"]


def test_who_is_moved_is_out_and_both_centers_read_it(database: Database, known: Known) -> None:
    _, cookie = authentication.sign_in(database, name="ana", password="a long one", now=NOW)
    moe, ana = who(known, "moe"), known["ana"]
    with database.write() as session:
        staff_admin.change(session, who=moe, account=ana, location=HERE, role=Role.AGENT, locations=[THERE], now=NOW)
        assert authentication.by_session(session, cookie, NOW) == principal.VISITOR
    with database.write() as session:
        told = session.execute(
            sa.select(AuditRecord.location, AuditRecord.detail).where(AuditRecord.act == "account-changed")
        ).all()
        assert sorted(place for place, _ in told) == [HERE, THERE]
        assert told[0].detail == {"role": "agent", "acts_at": THERE}
        with pytest.raises(NotFound):  # no longer one of downtown's
            staff_admin.disable(session, who=moe, account=ana, location=HERE, now=NOW)


def test_the_last_administrator_of_all_locations_stays(database: Database, known: Known) -> None:
    program = Principal(Actor.token(1), Role.ADMIN, frozenset({"*"}))
    root = known["root"]
    with database.write() as session:
        with pytest.raises(LastAdmin):
            staff_admin.disable(session, who=program, account=root, location=HERE, now=NOW)
        for role, locations in ((Role.MANAGER, ["*"]), (Role.ADMIN, [HERE])):
            with pytest.raises(LastAdmin):
                staff_admin.change(
                    session, who=program, account=root, location=HERE, role=role, locations=locations, now=NOW
                )
        with pytest.raises(LastAdmin):
            staff_admin.close_by_command(session, name="root", now=NOW)
        staff_admin.add(
            session, who=program, name="second", role=Role.ADMIN, locations=["*"], one_time_hash=ONCE, now=NOW
        )
        staff_admin.disable(session, who=program, account=root, location=HERE, now=NOW)


def take_away(url: str, line: Connection) -> None:
    """Take the account away whose id comes down the line; say whether that was done."""
    database, program = Database(url), Principal(Actor.token(1), Role.ADMIN, frozenset({"*"}))
    while (account := line.recv()) is not None:
        try:
            with database.write() as session:
                staff_admin.disable(session, who=program, account=account, location=HERE, now=NOW)
        except LastAdmin:
            line.send(False)
        else:
            line.send(True)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_administrators_taken_away_at_once_leave_one(
    request: pytest.FixtureRequest, kind: str, settings: Settings, tmp_path: Path
) -> None:
    url = settings.database if kind == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database(url)
    maintenance.upgrade(database)
    with database.write() as session:
        for name in ("root", "second"):
            staff_admin.add_staff(session, name=name, role=Role.ADMIN, locations=["*"], password="a long one", now=NOW)
        both = list(session.scalars(sa.select(Staff.id).order_by(Staff.id)))
    pipes = Pipe(), Pipe()
    ends = [
        Forked(tmp_path / f"{n}.log", take_away, url, far, environment=os.environ) for n, (_, far) in enumerate(pipes)
    ]
    for _ in range(6):
        for (near, _far), account in zip(pipes, both, strict=True):
            near.send(account)
        assert sorted(near.recv() for near, _far in pipes) == [False, True]
        with database.write() as session:
            session.execute(sa.update(Staff).values(closed_at=None))
    for near, _far in pipes:
        near.send(None)
    assert [end.wait(30) for end in ends] == [0, 0]
    database.close()


BAD_NAMES = [
    *["", " ana", "ana ", "a:b", "a\uff1ab", "x" * 65, "a\nb"],
    *["ANA", "\uff21na", "\xc9LI"],  # the names of others
    *["an\u200ba", "\u202eana", "a\u2028b"],  # not what they look like
    *["a visitor", "By  itself", "command\xa0line", "System", "program 1", "Program \uff11", "screen By the door"],
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_will_not_do(database: Database, known: Known, name: str) -> None:
    with database.write() as session:
        staff_admin.add_staff(session, name="\xe9li", role=Role.AGENT, locations=[HERE], password="a long one", now=NOW)
    with database.write() as session, pytest.raises(Refusal):
        staff_admin.add(
            session,
            who=who(known, "mia"),
            name=name,
            role=Role.AGENT,
            locations=[HERE],
            one_time_hash=ONCE,
            now=NOW,
        )


@pytest.mark.parametrize("name", ["\ufb01na", "Zo\xeb", "zo\u0308e", "Ifrah X\xfa", "programmer 1"])
def test_a_name_is_written_in_one_way_and_signs_in_however_it_is_typed(
    database: Database, known: Known, name: str
) -> None:
    password = new_password()
    with database.write() as session:
        made = staff_admin.add(
            session,
            who=who(known, "mia"),
            name=name,
            role=Role.AGENT,
            locations=[HERE],
            one_time_hash=hash_password(password),
            now=NOW,
        )
        assert unicodedata.is_normalized("NFKC", made.name)
    for typed in (name, made.name, unicodedata.normalize("NFD", name)):
        assert authentication.sign_in(database, name=typed, password=password, now=NOW)[0].name == made.name
