"""Whatever the desk offers in any of its states is done when it is asked for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from queueing.app import App
from tests.cast import Agent
from tests.desk_states import AT_DESK, OTHER_ACTS, SAID, STATES, DeskState, bring, tickets

PATHS = {"pick": "call", "finish-with": "finish"}
"""The path of an act whose button is named otherwise."""
ON_OTHERS = {"waiting", "held", "ended"}


def test_what_is_offered_is_done(app: App, ana: Agent) -> None:
    """Every act is tried from the same moment: the database is put back after each."""

    def call(method: str, path: str, body: Any) -> Any:
        answer = ana._call(method, path, body)
        assert answer.status_code < 300, f"{path}: {answer.text}"
        return answer.get_json(silent=True)

    def try_each(name: str, state: DeskState) -> None:
        first = next(iter(tickets(call)), None)
        for act in [*state.offers.split(), *(OTHER_ACTS[key] for key in state.others.split())]:
            if act in AT_DESK:
                call(*AT_DESK[act])
            else:
                assert first is not None
                path, on_other = PATHS.get(act, act), first["state"] in ON_OTHERS
                assert on_other is (act not in state.offers.split() or act == "pick"), (name, act)
                call("POST", f"/tickets/{first['id']}/{path}", SAID.get(path, {}))
            moment.backup(live)

    file = app.runtime.settings.var / "now-serving.db"
    with closing(sqlite3.connect(file)) as live, closing(sqlite3.connect(":memory:")) as moment:
        for name, state in STATES.items():
            bring(call, state.comes)
            live.backup(moment)
            try_each(name, state)
