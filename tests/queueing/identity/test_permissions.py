"""The one table of rights: as the administrator's page shows it, held by every route, kept by every role."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from queueing.app import App
from queueing.identity.accounts import Role
from queueing.identity.permissions import ANYBODY, Right, rights_table
from tests.conftest import Tokens

PAGE = (Path(__file__).parents[3] / "docs/administrator.md").read_text()


def test_the_administrators_page_shows_the_table() -> None:
    assert rights_table() in PAGE


def test_every_right_is_needed_by_some_route_or_by_an_act(app: App) -> None:
    asked = {getattr(view, "right", None) for view in app.view_functions.values()}
    # Asked for inside a route: who may answer which call, who may call out of turn, who may change whose account.
    inside = {Right.ANSWER_HELP, Right.ANSWER_ALARM, Right.PICK, Right.VOID, Right.SEE_AUDIT, Right.KEEP_STAFF}
    assert set(Right) - inside <= asked


def test_a_manager_may_whatever_an_agent_may_and_an_admin_whatever_a_manager_may() -> None:
    held = {role: {right for right in Right if role in right.roles} for role in Role}
    assert held[Role.AGENT] < held[Role.MANAGER] <= held[Role.ADMIN]
    assert held[Role.DISPLAY] < held[Role.KIOSK]


@pytest.mark.parametrize("role", Role)
def test_a_role_gets_through_exactly_where_it_holds_the_right(
    app: App, client: FlaskClient, token: Tokens, role: Role
) -> None:
    """Every route of the API, asked for at the other center: never let in without the right."""
    headers = {"Authorization": f"Bearer {token(role, 'east-lake')}"}
    tried = 0
    for rule in app.url_map.iter_rules():
        right = getattr(app.view_functions[rule.endpoint], "right", None)
        if not rule.rule.startswith("/api/v1/") or right is None or right.roles == ANYBODY:
            continue
        path = rule.rule
        for argument in rule.arguments:
            value = {"location": "downtown", "date": "2026-11-23"}.get(argument, "1")
            path = path.replace(f"<{argument}>", value).replace(f"<int:{argument}>", "1")
        method = sorted(rule.methods - {"HEAD", "OPTIONS"})[0] if rule.methods else "GET"
        refused = client.open(path, method=method, headers=headers, json={} if method != "GET" else None)
        words = (refused.get_json(silent=True) or {}).get("detail", "")
        lacks = words == f"This is not for a {role.value}."
        assert lacks is (role not in right.roles), (method, path, refused.status_code, words)
        assert refused.status_code >= 400 or "<location>" not in rule.rule, (method, path, refused.status_code)
        tried += 1
    assert tried > 40
