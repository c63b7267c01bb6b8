"""Days played to the forecast by JSON lines, as another program would, and how accurate its answers were."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from queueing.simulation import ModelParameters, forecast
from queueing.simulation.distributions import Floats
from queueing.simulation.jsonl import Conversation
from queueing.tickets.wait_range import printed_range
from tests.bench.forecast.centers import Truth, random_source
from tests.bench.forecast.oracle import oracle, peers
from tests.bench.forecast.simulator import Day

_NOW = 0.02


@dataclass(frozen=True)
class Answer:
    """One forecast beside what came: minutes, and the group that it belongs to."""

    wait: float
    p50: float
    p90: float
    best50: float
    best90: float
    peers: float
    hour: int
    queue: str
    priority: str
    time: float


def play(
    truth: Truth, conversation: Conversation, day: Day, *, ask: bool, with_oracle: bool = True, share: float = 1.0
) -> list[Answer]:
    """Play a day; with `ask`, ask at the issue of every ticket that was called in the end, and of some later."""
    answers: list[Answer] = []
    rng = random_source(7)
    true_parameters = oracle(truth) if ask and with_oracle else None
    later: list[tuple[float, str]] = []
    for event in day.events:
        if ask:
            while later and later[0][0] < event["t"]:
                time, id_ = later.pop(0)
                _ask(truth, conversation, day, id_, time, true_parameters, answers)
        answer = conversation.handle_line(json.dumps(event))
        if answer is not None:
            raise AssertionError(answer)
        if ask and event["e"] == "issue" and event["id"] in day.called and rng.random() < share:
            _ask(truth, conversation, day, event["id"], event["t"], true_parameters, answers)
            # Some look again; when is settled beforehand, for a time picked within the wait would favor short ones.
            again = round(event["t"] + rng.uniform(2, 20), 4)
            if rng.random() < 0.25 and again < day.called[event["id"]]:
                later = sorted([*later, (again, event["id"])])
    conversation.handle_line('{"e": "night"}')
    return answers


def _ask(
    truth: Truth,
    conversation: Conversation,
    day: Day,
    id_: str,
    time: float,
    true_parameters: ModelParameters | None,
    answers: list[Answer],
) -> None:
    answer = conversation.handle_line(json.dumps({"e": "ask", "t": time, "id": id_}))
    assert answer is not None and "error" not in answer, answer
    tracker = conversation.tracker
    assert tracker is not None
    ticket = tracker.waiting[id_]
    state = tracker.state(time)
    best = None
    if true_parameters is not None:
        best = forecast(state, true_parameters, seed=id_, tickets=[id_], joiners=[]).tickets[id_]
    ahead = sum(other.queue == ticket.queue and other.seq < ticket.seq for other in state.waiting)
    desks = sum(ticket.queue in desk.queues for desk in truth.desks)
    nothing = float("nan")
    answers.append(
        Answer(
            wait=day.called[id_] - time,
            p50=nothing if answer["p50"] is None else answer["p50"],
            p90=nothing if answer["p90"] is None else answer["p90"],
            best50=best.p50 if best else nothing,
            best90=best.p90 if best else nothing,
            peers=peers(ahead, truth.services[ticket.service][1], desks),
            hour=int(time // 60),
            queue=ticket.queue,
            priority=ticket.priority,
            time=time,
        )
    )


def pinball(waits: Floats, answer: Floats, share: float) -> float:
    missed = waits - answer
    return float(np.mean(np.maximum(share * missed, (share - 1) * missed)))


@dataclass(frozen=True)
class Score:
    """What a set of answers comes to."""

    count: int
    unanswered: int
    error: float
    best_error: float
    best_kept50: float
    best_kept90: float
    peers_error: float
    ratio50: float
    ratio90: float
    kept50: float
    kept90: float
    printed: float
    groups: dict[str, tuple[int, float]]


def score(answers: Iterable[Answer], only: Callable[[Answer], bool] = lambda _: True) -> Score:
    everything = [answer for answer in answers if only(answer)]
    # Where a counter is free the answer is 0, and right: there is nothing to forecast, nor to count.
    everything = [answer for answer in everything if not (answer.wait < _NOW and answer.p90 < _NOW)]
    known = [answer for answer in everything if answer.p50 == answer.p50]
    column = {
        name: np.array([getattr(answer, name) for answer in known])
        for name in ("wait", "p50", "p90", "best50", "best90", "peers")
    }
    wait = column["wait"]
    sure = ~np.isnan(column["best50"])
    groups: dict[str, tuple[int, float]] = {}
    for name, of in (("hour", "hour"), ("queue", "queue"), ("class", "priority")):
        for value in sorted({getattr(answer, of) for answer in known}):
            kept = [answer.wait <= answer.p90 + _NOW for answer in known if getattr(answer, of) == value]
            groups[f"{name} {value}"] = len(kept), sum(kept) / len(kept)
    highs = np.array([printed_range(answer.p50, answer.p90)[1] for answer in known])

    def ratio(answer: str, best: str, share: float) -> float:
        if not sure.any():
            return float("nan")
        return pinball(wait[sure], column[answer][sure], share) / pinball(wait[sure], column[best][sure], share)

    return Score(
        count=len(known),
        unanswered=len(everything) - len(known),
        error=float(np.mean(np.abs(wait - column["p50"]))),
        best_error=float(np.mean(np.abs(wait - column["best50"])[sure])) if sure.any() else float("nan"),
        best_kept50=float(np.mean(wait[sure] <= column["best50"][sure])) if sure.any() else float("nan"),
        best_kept90=float(np.mean(wait[sure] <= column["best90"][sure] + _NOW)) if sure.any() else float("nan"),
        peers_error=float(np.mean(np.abs(wait - column["peers"]))),
        ratio50=ratio("p50", "best50", 0.5),
        ratio90=ratio("p90", "best90", 0.9),
        kept50=float(np.mean(wait <= column["p50"])),
        kept90=float(np.mean(wait <= column["p90"] + _NOW)),
        printed=float(np.mean(wait <= highs)),
        groups=groups,
    )
