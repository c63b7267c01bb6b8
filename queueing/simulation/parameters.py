"""The parameters of a simulation of one center: learned by a model, or in a trial the true ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from queueing.simulation.distributions import Floats, constant, noise_table

WAIT_MINUTES = 300
"""Length of the tables by minutes waited; longer waits use the last entry."""

HOURS = 24


@dataclass(frozen=True, slots=True)
class Offsets:
    """Jointly normal distribution of the log offsets of service time.

    `index` is the row of a key in `mean` (keys) and `root` (keys, keys), where `root` @ `root`.T is the covariance.

    Keys are "center", "queue:ID", "service:ID" and "agent:NAME"; an unknown key has offset 0 and the
    standard deviation `unknown` of its kind.
    """

    index: Mapping[str, int]
    mean: Floats
    root: Floats
    unknown: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bookings:
    """How appointments turn out: the share that comes, minutes from slot to issue (a table), and the class."""

    shown: float = 0.85
    lead: Floats = field(default_factory=lambda: constant(-3.0))
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class ModelParameters:
    """Everything that a simulated future is drawn from. Tables are as in `simulation.distributions`, in minutes.

    - `noise`: by queue, the table of log service time without its offsets; `any_noise` for other queues.
    - `gap`: from the end of a visit until the counter may call; `walk`: from call to start;
      `no_show_wait`: from call until a no-show is given up; `pause`: an unplanned pause;
      `late`: how much later than planned a break ends.
    - `no_show`: chance by whole minutes waited. `leaving`: cumulative hazard of leaving by whole
      minutes waited, or None when nobody leaves.
    - `arrivals`: visitors an hour by (queue, class) and hour of the day, bookings not counted;
      `mix`: by queue the shares of its services; `pace`: shape of the gamma factor (mean first)
      by which today differs, None when it does not.
    - `stops`: chance, at the end of a visit, that a counter stops calling without an event.
    - `full_breaks`: a break begun late lasts its full length instead of ending as planned.
    - `overtime`: counters go on after closing until nobody waits.
    """

    offsets: Offsets
    any_noise: Floats
    noise: Mapping[str, Floats] = field(default_factory=dict)
    gap: Floats = field(default_factory=lambda: constant(0.0))
    walk: Floats = field(default_factory=lambda: constant(0.0))
    no_show_wait: Floats = field(default_factory=lambda: constant(2.0))
    pause: Floats = field(default_factory=lambda: constant(12.0))
    late: Floats = field(default_factory=lambda: constant(0.0))
    no_show: Floats = field(default_factory=lambda: np.zeros(WAIT_MINUTES))
    leaving: Floats | None = None
    arrivals: Mapping[tuple[str, str], Floats] = field(default_factory=dict)
    mix: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    pace: tuple[float, float] | None = None
    bookings: Bookings = field(default_factory=Bookings)
    stops: float = 0.001
    full_breaks: bool = False
    overtime: bool = False


def exact_parameters(offsets: Mapping[str, float] | None = None, *, spread: float = 0.0) -> ModelParameters:
    """Return parameters with exactly these log offsets and log-normal noise of standard deviation `spread`."""
    known = offsets or {}
    index = {key: row for row, key in enumerate(known)}
    mean = np.array(list(known.values()), dtype=np.float64)
    return ModelParameters(
        offsets=Offsets(index, mean, np.zeros((len(known), len(known)))),
        any_noise=noise_table((), spread),
        stops=0.0,
    )
