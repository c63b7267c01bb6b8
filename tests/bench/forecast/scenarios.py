"""The situations that the bar names, each a number of independent repetitions of one kind of center."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from queueing.simulation.jsonl import Conversation
from tests.bench.forecast.centers import Truth, bimodal, five, gamma, lognormal, others, random_source, two
from tests.bench.forecast.score import Answer, play
from tests.bench.forecast.simulator import simulate

WARM_DAYS = 20
Play = Callable[[int, int], list[Answer]]
"""(repetition, days asked on) -> answers."""


@dataclass(frozen=True)
class Scenario:
    """`checks` are (figure, least, most) of a `Score`; `days` are asked on in each of `repetitions`."""

    name: str
    play: Play
    repetitions: int
    days: int
    checks: tuple[tuple[str, float, float], ...]


def _set_up(truth: Truth) -> Conversation:
    conversation = Conversation()
    conversation.handle_line(json.dumps(truth.setup()))
    return conversation


def _warm(truth: Truth, seed: int) -> tuple[Conversation, Random]:
    conversation, rng = _set_up(truth), random_source(seed)
    for number in range(WARM_DAYS):
        play(truth, conversation, simulate(truth, rng, number), ask=False)
    return conversation, rng


def warm(center: Callable[[int], Truth], share: float = 1.0) -> Play:
    """After the warm days; `share` of the tickets are asked about, for the visitors of a day wait much alike."""

    def run(repetition: int, days: int) -> list[Answer]:
        truth = center(repetition)
        conversation, rng = _warm(truth, 1000 + repetition)
        numbers = range(WARM_DAYS, WARM_DAYS + days)
        return [a for n in numbers for a in play(truth, conversation, simulate(truth, rng, n), ask=True, share=share)]

    return run


def first_day(center: Callable[[int], Truth]) -> Play:
    def run(repetition: int, days: int) -> list[Answer]:
        rng = random_source(2000 + repetition)
        truth = center(repetition).catalog_off(rng, 1 / 3)
        # As many visitors as the counters can serve, whatever the catalog says.
        conversation = _set_up(truth)
        return play(truth, conversation, simulate(truth, rng, 0), ask=True)

    return run


def slower(center: Callable[[int], Truth], first: int) -> Play:
    """All services last half as long again after the warm days; asked from day `first` (1 is the first such day)."""

    def run(repetition: int, days: int) -> list[Answer]:
        truth = center(repetition)
        conversation, rng = _warm(truth, 3000 + repetition)
        calm = {queue: tuple(rate / 1.45 for rate in hourly) for queue, hourly in truth.hourly.items()}
        truth = replace(truth, slower=truth.slower + math.log(1.5), hourly=calm)
        answers = []
        for day in range(1, first + days):
            events_of_day = simulate(truth, rng, WARM_DAYS + day)
            answers += play(truth, conversation, events_of_day, ask=day >= first)
        return answers

    return run


def stops(center: Callable[[int], Truth], *, silent: bool) -> Play:
    """One counter stops in the middle of the day; asked in the three hours after."""

    def run(repetition: int, days: int) -> list[Answer]:
        truth = center(repetition)
        conversation, rng = _warm(truth, 4000 + repetition)
        answers = []
        for number in range(WARM_DAYS, WARM_DAYS + days):
            when = rng.uniform(560.0, 660.0)
            desk = rng.choice(truth.desks[:2]).id
            events_of_day = simulate(truth, rng, number, {desk: (when, silent)})
            answers += [
                a for a in play(truth, conversation, events_of_day, ask=True, with_oracle=False) if a.time > when
            ]
        return answers

    return run


def _five(repetition: int) -> Truth:
    return five(lognormal(0.5), seed=10 + repetition)


def _two(repetition: int) -> Truth:
    return two(lognormal(0.5), seed=20 + repetition)


def _odd(repetition: int) -> Truth:
    noise = gamma(0.7) if repetition % 2 else bimodal
    return (five if repetition % 4 < 2 else two)(noise, seed=30 + repetition)


def _other(repetition: int) -> Truth:
    return others()[repetition % 4]


def _calm(center: Callable[[int], Truth], busy: float) -> Callable[[int], Truth]:
    def run(repetition: int) -> Truth:
        truth = center(repetition)
        return replace(truth, hourly={q: tuple(busy * rate for rate in rates) for q, rates in truth.hourly.items()})

    return run


ALWAYS = (
    ("kept50", 0.46, 0.54),
    ("kept90", 0.87, 0.93),
    ("peers", 0.0, 0.45),
    ("printed", 0.89, 0.96),
    ("groups", 0.83, 0.97),
)
ODD = (("ratio50", 0.0, 1.07), ("ratio90", 0.0, 1.13), ("kept90", 0.87, 0.94))


def scenarios() -> Iterator[Scenario]:
    yield Scenario(
        "5 counters, warm", warm(_five, 0.25), 10, 12, (("ratio50", 0.0, 1.05), ("ratio90", 0.0, 1.08), *ALWAYS)
    )
    yield Scenario(
        "2 counters, warm", warm(_two, 0.5), 10, 12, (("ratio50", 0.0, 1.06), ("ratio90", 0.0, 1.10), *ALWAYS)
    )
    yield Scenario("gamma and bimodal", warm(_odd, 0.5), 8, 6, ODD)
    yield Scenario(
        "other topologies",
        warm(_other, 0.5),
        8,
        4,
        (("ratio50", 0.0, 1.06), ("ratio90", 0.0, 1.10), ("kept90", 0.87, 0.93)),
    )
    yield Scenario("first day, 5 counters", first_day(_five), 24, 1, (("ratio50", 0.0, 1.15), ("kept90", 0.85, 1.0)))
    yield Scenario("first day, 2 counters", first_day(_two), 40, 1, (("ratio50", 0.0, 1.30), ("kept90", 0.85, 1.0)))
    yield Scenario("all 1.5 times, day 1", slower(_five, 1), 10, 1, (("kept90", 0.75, 1.0),))
    yield Scenario("all 1.5 times, days 3-6", slower(_five, 3), 4, 4, (("ratio50", 0.0, 1.10), ("kept90", 0.87, 1.0)))
    yield Scenario("a counter closes", stops(_calm(_five, 0.85), silent=False), 4, 4, (("kept90", 0.86, 1.0),))
    yield Scenario("closes in silence", stops(_calm(_five, 0.85), silent=True), 4, 4, (("kept90", 0.84, 1.0),))
