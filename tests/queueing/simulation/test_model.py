"""The learned model: what a fold over the events comes to believe."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from queueing.simulation import Center, CounterPlan, Model, SimulatedQueue, SimulatedService, StateTracker
from queueing.simulation.distributions import FUTURES, noise_table, remaining
from queueing.simulation.rates import Arrivals, LossRates
from queueing.simulation.service_time_model import LearnedOffsets
from tests.queueing.simulation.forecast_cast import dice


def floor() -> StateTracker:
    center = Center(
        queues={"A": SimulatedQueue("A", 15.0)},
        services={"ten": SimulatedService("ten", "A", 10.0)},
        desks={"1": CounterPlan("1", frozenset("A"), "Ada", 480.0, 1020.0, ((720.0, 30.0),))},
    )
    return StateTracker(center)


def test_kept_as_json_and_rebuilt_to_the_same_values() -> None:
    def live(days: int, model: Model) -> Model:
        here = floor()
        here.model = model
        rng = dice(1)
        for _ in range(days):
            time = 480.0
            here.at(time)
            here.open("1", time=time)
            for index in range(30):
                here.at(time)
                here.issue(str(index), "ten", "standard", time=time)
                here.call(str(index), "1", time=time)
                here.start(str(index), time=time + 0.5)
                time += 0.5 + 10 * rng.lognormvariate(0, 0.4)
                here.at(time)
                (here.no_show if rng.random() < 0.1 else here.finish)(str(index), time=time)
            here.night()
        return here.model

    first, again = live(3, Model()), live(3, Model())
    assert first.to_dict() == again.to_dict()
    kept = json.loads(json.dumps(first.to_dict()))
    assert Model.from_dict(kept).to_dict() == first.to_dict()
    assert live(1, Model.from_dict(kept)).to_dict() == live(1, first).to_dict()


def test_slow_agents_and_services_are_told_apart() -> None:
    offsets, rng = LearnedOffsets(), dice(2)
    slow = {"agent:Ada": 0.2, "agent:Ben": -0.2, "service:x": 0.3, "service:y": -0.1}
    for _ in range(1500):
        agent, service = rng.choice(["agent:Ada", "agent:Ben"]), rng.choice(["service:x", "service:y"])
        value = slow[agent] + slow[service] + rng.gauss(0, 0.4)
        offsets.learn(["center", "queue:A", service, agent], value, 0.16)
    parameters = offsets.estimate()
    mean = {key: parameters.mean[place] for key, place in parameters.index.items()}
    assert mean["agent:Ada"] - mean["agent:Ben"] == pytest.approx(0.4, abs=0.08)
    assert mean["service:x"] - mean["service:y"] == pytest.approx(0.4, abs=0.08)
    assert sum(mean[key] for key in ("center", "queue:A", "agent:Ada", "service:x")) == pytest.approx(0.5, abs=0.08)


def test_a_run_of_surprises_is_learned_within_the_hour() -> None:
    offsets, rng = LearnedOffsets(), dice(3)
    keys = ["center", "queue:A", "service:x", "agent:Ada"]
    for _ in range(1000):
        offsets.learn(keys, rng.gauss(0, 0.4), 0.16)
    for _ in range(40):
        offsets.learn(keys, math.log(1.5) + rng.gauss(0, 0.4), 0.16)
    assert float(offsets.estimate().mean.sum()) > 0.25


@pytest.mark.parametrize("shape", ["normal", "two humps"])
def test_noise_keeps_its_mean_and_its_tail(shape: str) -> None:
    rng = np.random.default_rng(5)
    seen = rng.normal(0, 0.5, 1200)
    if shape == "two humps":
        seen = np.where(rng.random(1200) < 0.7, -0.4, 0.9) + rng.normal(0, 0.2, 1200)
    seen -= seen.mean()
    table = noise_table(list(seen), float(seen.std()))
    assert np.exp(table).mean() == pytest.approx(np.exp(seen).mean(), rel=0.03)
    assert table[int(0.9 * FUTURES)] == pytest.approx(float(np.quantile(seen, 0.9)), abs=0.06)


def test_what_remains_given_what_was_spent() -> None:
    table = np.linspace(0.0, 10.0, FUTURES)
    shares = (np.arange(1000) + 0.5) / 1000
    assert remaining(table, 6.0, shares, tail=1.0).mean() == pytest.approx(2.0, abs=0.05)
    assert remaining(table, 60.0, shares, tail=3.0).mean() == pytest.approx(3.0, abs=0.05)


def test_no_shows_and_leaving_grow_with_the_wait() -> None:
    waits, rng = LossRates(), dice(6)
    for _ in range(4000):
        waited = rng.uniform(0, 60)
        waits.came(waited, shown=rng.random() > 0.02 + 0.003 * waited)
        waits.ended(waited, left=waited > 10 and rng.random() < 0.05)
    chance = waits.no_show()
    assert chance[5] == pytest.approx(0.035, abs=0.02)
    assert chance[50] == pytest.approx(0.17, abs=0.04)
    hazard = waits.leaving()
    assert hazard is not None
    assert hazard[10] < 0.01 < hazard[40]


def test_visitors_an_hour_are_counted_against_the_hours_watched() -> None:
    arrivals = Arrivals()
    for _ in range(10):
        arrivals.watch(480.0)
        for minute in range(0, 60, 10):
            arrivals.watch(480.0 + minute)
            arrivals.came("A", "standard", "ten", 480.0 + minute)
        arrivals.watch(600.0)
        arrivals.night()
    rates = arrivals.rates()["A", "standard"]
    assert rates[8] == pytest.approx(6.0, abs=0.5)
    assert rates[9] < 0.5


def test_gaps_count_only_while_somebody_waits() -> None:
    here = floor()
    here.open("1", time=480.0)
    for id_, issued in (("a", 480.0), ("b", 481.0), ("c", 600.0)):
        here.at(issued)
        here.issue(id_, "ten", "standard", time=issued)
        if id_ == "a":
            here.call("a", "1", time=480.0)
            here.start("a", time=480.0)
    here.finish("a", time=490.0)
    here.call("b", "1", time=491.5)
    here.finish("b", time=500.0)
    here.call("c", "1", time=601.0)
    assert here.model.pools["gap"] == [1.5]


def test_a_booking_is_learned_when_its_visitor_comes_or_does_not() -> None:
    here = floor()
    for id_, slot in (("a", 500.0), ("b", 510.0)):
        here.book(id_, "ten", slot, time=480.0)
    here.at(495.0)
    here.issue("a", "ten", "appointment", time=495.0)
    here.night()
    assert (here.model.leads, here.model.booked, here.model.booked_classes) == (
        [-5.0],
        [1.0, 2.0],
        {"appointment": 1.0},
    )
    assert not here.model.arrivals.counts


def test_a_pause_by_the_plan_ends_by_the_plan() -> None:
    here = floor()
    here.open("1", time=480.0)
    here.pause("1", time=722.0)
    assert here.state(730.0).counters[0].doing == "paused"
    here.resume("1", time=752.0)
    assert here.state(752.0).counters[0].breaks == ()
    assert here.model.full_breaks()
    here.pause("1", time=900.0)
    here.resume("1", time=907.0)
    assert here.model.pools["pause"] == [7.0]
