"""What one forecast costs in processor time, by JSON lines, after a warm history."""

from __future__ import annotations

import json
from time import process_time

from queueing.simulation.jsonl import Conversation
from tests.bench.forecast.centers import five, others, random_source
from tests.bench.forecast.score import play
from tests.bench.forecast.simulator import simulate


def _cost(waiting: int, counters: int) -> float:
    truth = five() if counters == 5 else others()[2]
    conversation = Conversation()
    setup = truth.setup()
    skills = [counter["queues"] for counter in setup["counters"]]
    setup["counters"] = [
        {
            "id": str(index),
            "queues": skills[index % len(skills)],
            "agent": f"agent-{index}",
            "opens": 480,
            "closes": 1020,
        }
        for index in range(1, counters + 1)
    ]
    conversation.handle_line(json.dumps(setup))
    rng = random_source(3)
    for number in range(5):
        play(truth, conversation, simulate(truth, rng, number), ask=False)
    services = list(truth.services)
    serving = [(f"first-{index}", str(index)) for index in range(1, counters + 1)]
    for id_, counter in serving:
        for name in ("open", "issue", "call", "start"):
            event = {"e": name, "t": 600.0, "id": id_, "counter": counter, "service": services[0]}
            conversation.handle_line(json.dumps(event))
    for index in range(waiting):
        issue = {"e": "issue", "t": 600 + index * 0.2, "id": index, "service": services[index % len(services)]}
        conversation.handle_line(json.dumps(issue | {"class": "accessible" if index % 10 == 0 else "standard"}))
    now = 600 + waiting * 0.2
    asks = [json.dumps({"e": "ask", "t": now, "id": rng.randrange(waiting)}) for _ in range(60)]
    conversation.handle_line(asks[0])
    begun = process_time()
    for ask in asks:
        conversation.handle_line(ask)
    return (process_time() - begun) / len(asks) * 1000


def speeds() -> bool:
    """Print the rows of the bar about cost; return whether both are kept."""
    passed = True
    for waiting, counters, most in ((20, 5, 15.0), (200, 10, 60.0)):
        cost = _cost(waiting, counters)
        passed &= cost <= most
        verdict = "pass" if cost <= most else "FAIL"
        print(
            f"{verdict}  {waiting} waiting, {counters} counters: {cost:.1f} ms a forecast, must be at most {most:g}",
            flush=True,
        )
    return passed
