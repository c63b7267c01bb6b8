"""How long visits take, with offsets known exactly: by the sum of the logs, and what remains of one begun."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from queueing.simulation import CounterActivity, ModelParameters, SimulatedCounter
from queueing.simulation.distributions import FUTURES, Sampler
from queueing.simulation.parameters import Offsets, exact_parameters
from queueing.simulation.service_times import ServiceTimes
from tests.queueing.simulation.forecast_cast import NOON, center, counter, state

OFFSETS = {
    "center": math.log(2),
    "queue:A": math.log(1.5),
    "service:ten": math.log(0.5),
    "agent:Ada": math.log(3),
    "agent:Ben": math.log(7),
}
UNIFORM = np.log((np.arange(FUTURES) + 0.5) / (FUTURES / 2))
"""Noise with which a service of ten minutes takes anything from 0 to 20, each as likely."""


def desk(agent: str = "", *, elapsed: float = 0.0, service: str = "ten") -> SimulatedCounter:
    found = counter("1", "AB", CounterActivity.SERVING, since=NOON - elapsed, service=service)
    return replace(found, desk=replace(found.desk, agent=agent))


def times_of(parameters: ModelParameters, *counters: SimulatedCounter) -> tuple[ServiceTimes, Sampler]:
    sampler = Sampler("test", FUTURES)
    return ServiceTimes(state(center(), list(counters), []), parameters, ["ten", "six"], sampler), sampler


def test_the_logs_of_service_queue_center_and_agent_add_up() -> None:
    times, sampler = times_of(exact_parameters(OFFSETS), desk("Ada"), desk("Ben"), desk())
    minutes = np.exp(times.by_service)
    # Ten times two, one and a half, and a half; six times two; the median of the catalog for any other service.
    assert minutes[0] == pytest.approx([15.0, 12.0, 8.0])
    assert minutes.std(axis=0) == pytest.approx(0.0, abs=1e-9)
    assert np.exp(times.by_counter)[0] == pytest.approx([3.0, 7.0, 1.0])
    assert times.full_visit(desk("Ada"), 0, sampler) == pytest.approx(45.0)


def test_a_service_that_the_catalog_does_not_know_has_the_last_column() -> None:
    times, _ = times_of(exact_parameters(), desk())
    assert [times.column_of(name) for name in ("ten", "six", "cake", None)] == [0, 1, 2, 2]
    assert (times.knows("six"), times.knows("cake")) == (True, False)


def test_an_offset_not_met_yet_is_drawn_with_the_spread_of_its_kind() -> None:
    nothing = Offsets({}, np.zeros(0), np.zeros((0, 0)), {"agent": 0.15})
    times, _ = times_of(replace(exact_parameters(), offsets=nothing), desk("Cy"))
    assert times.by_counter[:, 0].mean() == pytest.approx(0.0, abs=1e-9)
    assert times.by_counter[:, 0].std() == pytest.approx(0.15, rel=0.01)
    assert np.exp(times.by_service)[:, 0] == pytest.approx(10.0)


def test_a_queue_with_noise_of_its_own_has_that_noise() -> None:
    parameters = replace(exact_parameters(), noise={"B": UNIFORM})
    times, sampler = times_of(parameters, desk())
    assert times.full_visit(desk(service="ten"), 0, sampler).std() == pytest.approx(0.0)
    six = times.full_visit(desk(service="six"), 0, sampler)
    assert (six.mean(), six.max()) == pytest.approx((6.0, 12.0), rel=0.01)


@pytest.mark.parametrize(
    ("elapsed", "mean", "longest", "weight"),
    [
        (0.0, 10.0, 20.0, 1.0),
        (8.0, 6.0, 12.0, 0.6),  # of 0 to 20 the part above 8 is left: 0 to 12, in three of five futures
        (15.0, 2.5, 5.0, 0.25),
    ],
)
def test_what_remains_of_a_visit_begun(elapsed: float, mean: float, longest: float, weight: float) -> None:
    times, sampler = times_of(replace(exact_parameters(), any_noise=UNIFORM), desk())
    left, weights = times.remaining(desk(elapsed=elapsed), 0, NOON, sampler, unended_chance=0.0)
    assert left.mean() == pytest.approx(mean, abs=0.06)
    assert left.max() == pytest.approx(longest, abs=0.1)
    assert weights == pytest.approx(weight, abs=0.005)


def test_what_remains_without_noise() -> None:
    times, sampler = times_of(exact_parameters(OFFSETS), desk("Ada"))
    left, weights = times.remaining(desk("Ada", elapsed=4.0), 0, NOON, sampler, unended_chance=0.0)
    assert left == pytest.approx(41.0)
    assert weights == pytest.approx(1.0)


def test_past_the_longest_known_a_visit_is_unlikely_to_go_on() -> None:
    times, sampler = times_of(exact_parameters(), desk())
    _, weights = times.remaining(desk(elapsed=12.0), 0, NOON, sampler, unended_chance=0.0)
    assert weights == pytest.approx(0.5 / FUTURES * (10 / 12) ** 10 + 0.05 * math.exp(-2))


def test_a_visit_that_outlasts_what_it_could_be_is_likely_never_ended() -> None:
    parameters = replace(exact_parameters(), stops=0.001)
    times, sampler = times_of(parameters, desk())
    left, _ = times.remaining(desk(elapsed=12.0), 0, NOON, sampler, unended_chance=0.001)
    alive = 0.5 / FUTURES * (10 / 12) ** 10 + 0.05 * math.exp(-2)
    assert np.isinf(left).mean() == pytest.approx(0.001 / (0.001 + 0.999 * alive), abs=0.003)
    early, _ = times.remaining(desk(elapsed=4.0), 0, NOON, sampler, unended_chance=0.001)
    assert np.isinf(early).mean() < 0.005
