"""The offsets of service times: single steps worked out by hand, and what many of them come to."""

from __future__ import annotations

import json
import math

import pytest

from queueing.simulation.service_time_model import PRIOR_SPREAD, LearnedOffsets, kind
from tests.queueing.simulation.forecast_cast import random_source


def test_the_kind_of_an_offset() -> None:
    assert [kind(key) for key in ("center", "agent:Ada", "queue:a:b")] == ["center", "agent", "queue"]


@pytest.mark.parametrize(
    ("keys", "value", "means", "why"),
    [
        (["center"], 0.2825, [0.1225], "a prior variance of 0.1225 against 0.16 of noise"),
        (["queue:A"], -0.1825, [-0.0225], "a smaller one moves less"),
        (["center", "queue:A"], 0.305, [0.1225, 0.0225], "both share what was missed, by their variances"),
        (["center"], 100.0, [0.1225 * 4 / math.sqrt(0.2825)], "an absurd one counts four standard deviations"),
    ],
)
def test_one_service_moves_the_means_by_hand(keys: list[str], value: float, means: list[float], why: str) -> None:
    offsets = LearnedOffsets()
    offsets.learn(keys, value, 0.16)
    assert offsets.mean.tolist() == pytest.approx(means, rel=1e-5), why


def test_one_service_narrows_the_covariance_by_hand() -> None:
    offsets = LearnedOffsets()
    offsets.learn(["center", "queue:A"], 0.0, 0.16)
    total = 0.1225 + 0.0225 + 0.16
    covariance = -0.1225 * 0.0225 / total
    by_hand = [0.1225 - 0.1225**2 / total, covariance, covariance, 0.0225 - 0.0225**2 / total]
    assert offsets.cov.ravel().tolist() == pytest.approx(by_hand, rel=1e-5)
    estimate = offsets.estimate()
    assert estimate.root @ estimate.root.T == pytest.approx(offsets.cov)
    assert (estimate.index, estimate.unknown) == ({"center": 0, "queue:A": 1}, PRIOR_SPREAD)


def test_a_residual_tells_of_offsets_until_they_are_known_within_a_quarter_of_the_noise() -> None:
    assert LearnedOffsets().learn(["center"], 0.5, 0.16) is None, "0.2825 is more than 1.25 times 0.16"


def test_a_residual_is_scaled_to_the_variance_of_the_noise() -> None:
    # 0.0225 of the agent is little against 1.0 of noise.
    residual = LearnedOffsets().learn(["agent:Ada"], 0.5, 1.0)
    assert residual == pytest.approx(0.5 / math.sqrt(1.0225), rel=1e-6)


def test_offsets_are_kept_as_json() -> None:
    offsets = LearnedOffsets()
    for value in (0.3, 0.5, -0.1):
        offsets.learn(["center", "agent:Ada"], value, 0.16)
    again = LearnedOffsets.from_dict(json.loads(json.dumps(offsets.to_dict())))
    for each in (offsets, again):
        each.learn(["center", "agent:Ben"], 0.4, 0.16)
    assert again.to_dict() == offsets.to_dict()


def test_slow_agents_and_slow_services_are_distinguished() -> None:
    offsets, rng = LearnedOffsets(), random_source(2)
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
    offsets, rng = LearnedOffsets(), random_source(3)
    keys = ["center", "queue:A", "service:x", "agent:Ada"]
    for _ in range(1000):
        offsets.learn(keys, rng.gauss(0, 0.4), 0.16)
    for _ in range(40):
        offsets.learn(keys, math.log(1.5) + rng.gauss(0, 0.4), 0.16)
    assert float(offsets.estimate().mean.sum()) > 0.25
