"""Views of a queue as the API sends them, with the fields that the desk's modules read."""

from __future__ import annotations

from typing import Any

AT = "2026-11-23T15:30:00+00:00"

View = dict[str, Any]


def ticket(id_: str, state: str = "waiting", **fields: Any) -> dict[str, Any]:
    """Return a ticket of the queue `permits`, for any counter that serves it."""
    usual: dict[str, Any] = {
        "id": id_,
        "number": id_.upper(),
        "state": state,
        "queue": "permits",
        "counter": None,
        "only_at": [],
        "anywhere": False,
        "for_agent": None,
        "ready_at": None,
        "held_for": None,
        "called_at": None,
        "started_at": None,
        "ended_at": None,
        "outcome": None,
        "then": [],
        "moves": 1,
    }
    return {**usual, **fields}


def counter(id_: str, state: str = "open", agent: str = "ana", **fields: Any) -> dict[str, Any]:
    """Return a counter that serves the queue `permits`."""
    usual: dict[str, Any] = {
        "id": id_,
        "name": f"Counter {id_}",
        "state": state,
        "agent": agent,
        "reason": "",
        "serves": ["permits"],
    }
    return {**usual, **fields}


def view(
    *tickets: dict[str, Any],
    counters: tuple[dict[str, Any], ...] = (),
    missed: tuple[dict[str, Any], ...] = (),
    at: str = AT,
    version: int = 1,
) -> View:
    """Return a view; without counters, Counter 1 is open and Ana sits there."""
    return {
        "at": at,
        "version": version,
        "counters": list(counters) or [counter("1")],
        "tickets": list(tickets),
        "missed": list(missed),
    }
