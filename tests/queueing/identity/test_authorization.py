"""Each route lets in the roles that have its right, and no other."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from queueing.identity import authorization, principal
from queueing.identity.accounts import Role
from queueing.refusals import NotAllowed
from tests.conftest import Tokens

WHO_MAY = [
    # method, path, body, the roles that are let in
    ("POST", "/locations/downtown/tickets", {"service": "report-theft"}, "kiosk agent manager admin"),
    ("GET", "/locations/downtown/queue", None, "agent manager admin"),
    ("PUT", "/locations/downtown/counters/1", {"open": True}, "agent manager admin"),
    ("POST", "/locations/downtown/counters/1/call-next", None, "agent manager admin"),
    ("PUT", "/locations/downtown/days/2026-12-24", {"closed": True, "reason": "holiday"}, "manager admin"),
    ("POST", "/locations/downtown/notices", {"words": {"en": "Hello"}}, "manager admin"),
    ("POST", "/locations/downtown/pairings", {"kind": "kiosk"}, "manager admin"),
    ("POST", "/heartbeat", {}, "kiosk display"),
    ("GET", "/locations/downtown/board", None, "nobody kiosk display agent manager admin"),
    ("GET", "/locations", None, "nobody kiosk display agent manager admin"),
    ("GET", "/locations/downtown/services", None, "nobody kiosk display agent manager admin"),
]


@pytest.mark.parametrize("role", ["nobody", *Role])
@pytest.mark.parametrize(("method", "path", "body", "roles"), WHO_MAY, ids=[f"{row[0]} {row[1]}" for row in WHO_MAY])
def test_each_route_lets_in_its_roles_and_no_other(
    client: FlaskClient, token: Tokens, role: str, method: str, path: str, body: dict[str, object] | None, roles: str
) -> None:
    headers = {} if role == "nobody" else {"Authorization": f"Bearer {token(Role(role), 'downtown')}"}
    answer = client.open(f"/api/v1{path}", method=method, json=body, headers=headers)
    if role in roles.split():
        assert answer.status_code not in {401, 403}, answer.text
    else:
        assert answer.status_code == (401 if role == "nobody" else 403), answer.text
        assert answer.content_type == "application/problem+json"


def test_a_route_that_says_nothing_is_for_nobody() -> None:
    with pytest.raises(NotAllowed):
        authorization.check_role(principal.Principal(role=Role.ADMIN), lambda: None)
