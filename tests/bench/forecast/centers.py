"""Made-up centers and the truth about them: how visitors come, wait, leave and are served.

Nothing here uses the forecast. Times are minutes after midnight, durations minutes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

Noise = Callable[[Random], float]
"""Draws one service time factor of mean about 1."""


def lognormal(spread: float) -> Noise:
    return lambda rng: rng.lognormvariate(0.0, spread)


USUAL = lognormal(0.5)


def gamma(variation: float) -> Noise:
    shape = 1 / variation**2
    return lambda rng: rng.gammavariate(shape, 1 / shape)


def bimodal(rng: Random) -> float:
    """Most are quick; three in ten have a case that takes over three times as long."""
    return rng.lognormvariate(math.log(0.6), 0.25) if rng.random() < 0.7 else rng.lognormvariate(math.log(1.9), 0.25)


def random_source(seed: int) -> Random:
    """Return a random generator; the same seed gives the same numbers."""
    return Random(seed)


@dataclass(frozen=True)
class Desk:
    id: str
    queues: tuple[str, ...]
    opens: float = 480.0
    closes: float = 1020.0
    breaks: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Truth:
    """A center as it really is. `services` are id -> (queue, typical, share of the queue's visitors)."""

    name: str
    targets: Mapping[str, float]
    services: Mapping[str, tuple[str, float, float]]
    desks: tuple[Desk, ...]
    hourly: Mapping[str, tuple[float, ...]]  # by queue, visitors in each hour from 8:00
    noise: Noise
    noise_of: Mapping[str, Noise] = field(default_factory=dict)  # of single queues
    head_starts: Mapping[str, float] = field(default_factory=lambda: {"accessible": 20.0, "appointment": 15.0})
    accessible: float = 0.08
    bookings: int = 10
    shown: float = 0.85
    lead: tuple[float, float] = (-6.0, 5.0)  # normal: mean, deviation
    service_offset: Mapping[str, float] = field(default_factory=dict)
    agent_offset: Mapping[str, float] = field(default_factory=dict)
    slower: float = 0.0  # log factor of everything
    gap: Callable[[Random], float] = lambda rng: rng.expovariate(1 / 0.6)
    walk: Callable[[Random], float] = lambda rng: rng.uniform(0.2, 1.0)
    given_up: Callable[[Random], float] = lambda rng: rng.uniform(1.5, 3.0)
    no_show: Callable[[float], float] = lambda waited: min(0.35, 0.02 + 0.003 * waited)
    leaving: Callable[[float], float] = lambda waited: 0.0 if waited < 10 else 0.002  # hazard a minute
    full_breaks: bool = False
    breaks_told: bool = True
    opens_told: bool = True

    def setup(self) -> dict[str, Any]:
        return {
            "e": "setup",
            "queues": [{"id": queue, "target": target} for queue, target in self.targets.items()],
            "services": [
                {"id": service, "queue": queue, "typical": typical}
                for service, (queue, typical, _) in self.services.items()
            ],
            "counters": [
                {
                    "id": desk.id,
                    "queues": list(desk.queues),
                    "agent": f"agent-{desk.id}",
                    "opens": desk.opens,
                    "closes": desk.closes,
                    "breaks": [list(planned) for planned in desk.breaks],
                }
                for desk in self.desks
            ],
            "classes": dict(self.head_starts),
        }

    def minutes(self, service: str, desk: str, rng: Random) -> float:
        queue, typical, _ = self.services[service]
        offset = self.slower + self.service_offset.get(service, 0.0) + self.agent_offset.get(desk, 0.0)
        return typical * math.exp(offset) * self.noise_of.get(queue, self.noise)(rng)

    def catalog_off(self, rng: Random, by: float) -> Truth:
        """Return the same center with a catalog whose typical minutes are a third too low, or too high."""
        factor = 1 / (1 - by) if rng.random() < 0.5 else 1 / (1 + by)
        return replace(self, slower=self.slower + math.log(factor))


def _curve(total: float, shape: tuple[float, ...] = (5, 7, 8, 7, 6, 6, 6, 5, 3)) -> tuple[float, ...]:
    return tuple(total * part / sum(shape) for part in shape)


def _offsets(names: tuple[str, ...], spread: float, rng: Random) -> dict[str, float]:
    return {name: rng.gauss(0.0, spread) for name in names}


def _load(truth: Truth, minutes_a_day: float, busy: float) -> Truth:
    """Scale the visitors so that the counters are busy that share of their minutes."""
    rng = random_source(5)
    work = 0.0
    for queue, hourly in truth.hourly.items():
        kinds = [(name, share) for name, (of, _, share) in truth.services.items() if of == queue]
        desks = [desk.id for desk in truth.desks if queue in desk.queues]
        drawn = 0.0
        for _ in range(400):
            service = rng.choices([name for name, _ in kinds], [share for _, share in kinds])[0]
            drawn += truth.minutes(service, rng.choice(desks), rng) + 1.2
        work += sum(hourly) * drawn / 400
    factor = busy * minutes_a_day / work
    return replace(
        truth, hourly={queue: tuple(rate * factor for rate in hourly) for queue, hourly in truth.hourly.items()}
    )


def _center(name: str, skills: tuple[str, ...], seed: int, noise: Noise, busy: float, **other: Any) -> Truth:
    rng = random_source(seed)
    services = {
        "renewal": ("A", 6.0, 0.5), "record": ("A", 9.0, 0.3), "card": ("A", 12.0, 0.2),
        "permit": ("B", 14.0, 0.6), "license": ("B", 20.0, 0.4),
        "payment": ("C", 5.0, 0.7), "refund": ("C", 11.0, 0.3),
    }  # fmt: skip
    used = {queue for skill in skills for queue in skill}
    services = {name: known for name, known in services.items() if known[0] in used}
    lunches = (690.0, 720.0, 720.0, 750.0, 750.0, 705.0, 735.0, 765.0)
    breaks = other.pop("breaks", True)
    desks = tuple(
        Desk(str(index + 1), tuple(skill), breaks=((lunches[index % 8], 30.0),) if breaks else ())
        for index, skill in enumerate(skills)
    )
    truth = Truth(
        name=name,
        targets={queue: target for queue, target in {"A": 15.0, "B": 30.0, "C": 10.0}.items() if queue in used},
        services=services,
        desks=desks,
        hourly={q: _curve(share) for q, share in {"A": 50.0, "B": 25.0, "C": 40.0}.items() if q in used},
        noise=noise,
        service_offset=_offsets(tuple(services), 0.15, rng),
        agent_offset=_offsets(tuple(desk.id for desk in desks), 0.15, rng),
        **other,
    )
    minutes = sum(desk.closes - desk.opens - sum(length for _, length in desk.breaks) for desk in desks)
    return _load(truth, minutes, busy)


def five(noise: Noise = USUAL, seed: int = 1, **other: Any) -> Truth:
    return _center("5 counters", ("ABC", "ABC", "AB", "AC", "C"), seed, noise, other.pop("busy", 0.95), **other)


def two(noise: Noise = USUAL, seed: int = 2, **other: Any) -> Truth:
    other.setdefault("bookings", 5)
    return _center("2 counters", ("ABC", "AC"), seed, noise, other.pop("busy", 0.92), **other)


def others() -> list[Truth]:
    """Other topologies, which nothing was tuned on."""
    return [
        _center("3 pooled, no breaks", ("AB", "AB", "AB"), 3, lognormal(0.6), 0.93, breaks=False, bookings=0),
        _center("4 specialised", ("A", "A", "B", "BC"), 4, gamma(0.6), 0.9, full_breaks=True),
        _center("8 counters", ("ABC",) * 3 + ("AC",) * 3 + ("B",) * 2, 5, lognormal(0.45), 0.96, bookings=20),
        _center("3 told little", ("ABC", "AB", "AC"), 6, bimodal, 0.9, breaks_told=False, opens_told=False),
    ]
