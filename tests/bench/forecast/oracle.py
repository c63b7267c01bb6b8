"""The same roll with the true parameters: what no learner can beat by more than luck."""

from __future__ import annotations

import numpy as np

from queueing.simulation.distributions import FUTURES, Floats
from queueing.simulation.parameters import HOURS, WAIT_MINUTES, Bookings, ModelParameters, Offsets
from tests.bench.forecast.centers import Truth, random_source


def _table(draws: list[float]) -> Floats:
    """Return the mean of each equal share of many sorted draws."""
    return np.asarray(np.sort(np.array(draws)).reshape(FUTURES, -1).mean(axis=1))


def oracle(truth: Truth) -> ModelParameters:
    rng = random_source(99)
    many = range(FUTURES * 100)
    offsets = {"center": truth.slower}
    offsets |= {f"service:{service}": truth.service_offset.get(service, 0.0) for service in truth.services}
    offsets |= {f"agent:agent-{desk.id}": truth.agent_offset.get(desk.id, 0.0) for desk in truth.desks}
    keys = list(offsets)
    hazard = [0.0]
    for minute in range(WAIT_MINUTES):
        hazard.append(hazard[-1] + truth.leaving(minute + 0.5))
    arrivals = {}
    for queue, hourly in truth.hourly.items():
        rates = np.zeros(HOURS)
        rates[8 : 8 + len(hourly)] = hourly
        arrivals[queue, "standard"] = rates * (1 - truth.accessible)
        arrivals[queue, "accessible"] = rates * truth.accessible
    return ModelParameters(
        offsets=Offsets(
            {key: index for index, key in enumerate(keys)},
            np.array([offsets[key] for key in keys]),
            np.zeros((len(keys), 1)),
        ),
        any_noise=np.log(_table([truth.noise(rng) for _ in many])),
        noise={queue: np.log(_table([noise(rng) for _ in many])) for queue, noise in truth.noise_of.items()},
        gap=_table([truth.gap(rng) for _ in many]),
        walk=_table([truth.walk(rng) for _ in many]),
        no_show_wait=_table([truth.given_up(rng) for _ in many]),
        no_show=np.array([truth.no_show(minute + 0.5) for minute in range(WAIT_MINUTES)]),
        leaving=np.array(hazard) if hazard[-1] else None,
        arrivals=arrivals,
        mix={
            queue: {name: share for name, (of, _, share) in truth.services.items() if of == queue}
            for queue in truth.targets
        },
        bookings=Bookings(truth.shown, _table([rng.gauss(*truth.lead) for _ in many]), "appointment"),
        stops=0.0,
        full_breaks=truth.full_breaks,
    )


def peers(ahead: int, typical: float, desks: int) -> float:
    """Return what the peers print: people ahead × typed minutes ÷ desks."""
    return ahead * typical / max(1, desks)
