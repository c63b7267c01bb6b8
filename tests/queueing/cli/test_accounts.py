"""Commands for accounts, screens and tokens, on a real folder."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from queueing.cli.common import database_of
from queueing.clock import Clock
from queueing.identity import authentication, devices
from queueing.identity.accounts import Role, digest
from queueing.refusals import SignInNeeded
from queueing.settings import Settings
from tests.cast import MONDAY_MORNING
from tests.queueing.cli.conftest import Typed
from tests.served import serve


def test_a_screen_pairs_with_a_server_that_was_started_at_another_time(tmp_path: Path) -> None:
    with serve(tmp_path / "var", at="2030-03-04T09:30") as server:
        code = server.command("device", "pair", "--kind", "display", "--location", "downtown", "--name", "North wall")
        paired = server.call("POST", "/pair", {"code": code})
        assert (paired.status, paired.json["name"], paired.json["kind"]) == (200, "North wall", "display")


def test_a_person_is_added_with_a_password_of_their_own(typed: Typed, settings: Settings) -> None:
    words = ("staff", "add", "ana", "--role", "agent", "--location", "downtown", "--password-stdin")
    assert typed(*words, stdin="correct horse\n").output == "ana may sign in.\n"
    with database_of(settings) as database:
        who, _ = authentication.sign_in(database, name="ana", password="correct horse", now=MONDAY_MORNING)
    assert (who.role, who.locations, who.must_change_password) == (Role.AGENT, frozenset({"downtown"}), False)
    again = typed(*words, stdin="correct horse\n")
    assert (again.exit_code, "already an account" in again.output) == (1, True)


def test_a_person_is_added_with_a_password_for_once(typed: Typed, settings: Settings) -> None:
    said = typed("staff", "add", "mia", "--role", "manager").output
    password = said.removeprefix("mia may sign in once with: ").strip()
    with database_of(settings) as database:
        who, _ = authentication.sign_in(database, name="mia", password=password, now=MONDAY_MORNING)
    assert (who.locations, who.must_change_password) == (frozenset({"*"}), True)


def test_who_lost_a_password_gets_another_for_once(typed: Typed, settings: Settings) -> None:
    typed("staff", "add", "mia", "--role", "manager", "--password-stdin", stdin="correct horse\n")
    password = typed("staff", "password", "mia").output.removeprefix("mia may sign in once with: ").strip()
    with database_of(settings) as database:
        who, _ = authentication.sign_in(database, name="mia", password=password, now=MONDAY_MORNING)
        with pytest.raises(SignInNeeded):
            authentication.sign_in(database, name="mia", password="correct horse", now=MONDAY_MORNING)
    assert who.must_change_password
    refused = typed("staff", "password", "nobody")
    assert (refused.exit_code, "no open account" in refused.output) == (1, True)


def test_a_screen_is_paired_by_a_code(typed: Typed, settings: Settings) -> None:
    code = typed("device", "pair", "--kind", "kiosk", "--location", "east-lake").stdout.strip()
    with database_of(settings) as database, database.write() as session:
        device, _ = devices.pair(session, code=code, now=Clock().now(), seen_at=MONDAY_MORNING)
    assert (device.kind, device.location) == ("kiosk", "east-lake")


def test_a_token_is_all_that_is_printed(settings: Settings) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "queueing.cli", "token", "create", "--role", "agent", "--location", "downtown"],
        env={"NOW_SERVING_VAR": str(settings.var)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (len(made.stdout.splitlines()), made.stderr) == (1, "")
    with database_of(settings) as database, database.read() as session:
        assert authentication.by_token(session, made.stdout.strip(), Clock().now()).role is Role.AGENT


def test_tokens_are_listed_without_their_secrets_and_end(typed: Typed, settings: Settings) -> None:
    made = [
        typed("token", "create", "--role", "agent", "--location", "downtown", "--counter", "1").stdout.strip(),
        typed("token", "create", "--role", "manager", "--expires", "90").stdout.strip(),
    ]
    assert typed("token", "revoke", "1").output == "Token 1 is revoked.\n"
    listed = typed("token", "list").output
    assert not any(secret in listed or digest(secret) in listed for secret in made)
    heading, first, second = (line.split() for line in listed.splitlines())
    assert heading == ["id", "role", "location", "counter", "made", "ends", "state"]
    today, end = Clock().now(), Clock().now() + timedelta(days=90)
    assert first[:4] + first[5:7] == ["1", "agent", "downtown", "1", "-", "revoked"]
    assert second[:4] + second[6:] == ["2", "manager", "*", "-", "good"]
    assert (second[4][:10], second[5][:10]) == (f"{today:%Y-%m-%d}", f"{end:%Y-%m-%d}")
    with database_of(settings) as database, database.read() as session:
        with pytest.raises(SignInNeeded):
            authentication.by_token(session, made[0], Clock().now())
        assert authentication.by_token(session, made[1], Clock().now()).role is Role.MANAGER
        with pytest.raises(SignInNeeded):
            authentication.by_token(session, made[1], end + timedelta(days=1))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("revoke", "7"), "There is no token 7."),
        (("revoke", "x"), "is not a valid integer"),
        (("create", "--role", "agent", "--expires", "0"), "is not in the range"),
        (("create", "--role", "agent", "--expires", "never"), "is not a valid integer"),
    ],
    ids=str,
)
def test_what_is_no_token_or_no_time_is_told(typed: Typed, words: tuple[str, ...], said: str) -> None:
    told = typed("token", *words)
    assert told.exit_code != 0
    assert said in told.output
