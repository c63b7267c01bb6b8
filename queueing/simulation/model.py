"""The learned model of a center: a pure fold over its events, stored as plain JSON and rebuilt to the same values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from queueing.simulation.distributions import Floats, minutes_table, noise_table
from queueing.simulation.parameters import Bookings, ModelParameters
from queueing.simulation.rates import Arrivals, LossRates
from queueing.simulation.service_time_model import LearnedOffsets

MOST_RESIDUALS = 1500
MOST_DURATIONS = 600
"""How many of a queue's last residuals are kept, and of the last durations of each kind."""

_PRIOR_SPREAD = 0.5
_EARLY_RESIDUALS = 12
_ANY_NOISE = noise_table((), _PRIOR_SPREAD)
_PRIOR_MINUTES: Mapping[str, float] = {"gap": 0.5, "walk": 0.3, "no_show_wait": 2.0, "pause": 12.0, "late": 0.0}
"""The kinds of durations that are learned, with the mean in minutes assumed before any is observed."""


class Model:
    """What was learned from a center's past days. Every `learn_…` is one step of the fold; times are minutes."""

    def __init__(self) -> None:
        self.offsets = LearnedOffsets()
        self.residuals: dict[str, list[float]] = {}
        self.counted: dict[str, int] = {}
        self.pools: dict[str, list[float]] = {name: [] for name in _PRIOR_MINUTES}
        self.losses = LossRates()
        self.arrivals = Arrivals()
        self.leads: list[float] = []
        self.booked = [0.0, 0.0]
        self.booked_classes: dict[str, float] = {}
        self.breaks_missed = [0.0, 0.0]
        self.overtime = [0.0, 0.0]
        self._tables: dict[str, Floats] = {}

    def learn_service(self, *, queue: str, service: str, agent: str, minutes: float, typical: float) -> None:
        """Take in a finished service of that many minutes."""
        keys = ["center", f"queue:{queue}", f"service:{service}"]
        if agent:
            keys.append(f"agent:{agent}")
        ratio = math.log(max(minutes, 0.02) / typical)
        residual = self.offsets.learn(keys, ratio, self._spread(queue) ** 2)
        residuals = self.residuals.setdefault(queue, [])
        if residual is None:
            return
        residuals.append(residual)
        self.counted[queue] = self.counted.get(queue, 0) + 1
        # The first residuals show offsets not yet learned as much as noise, and are dropped for better ones.
        first_ones = self.counted[queue] == 5 * _EARLY_RESIDUALS
        del residuals[: _EARLY_RESIDUALS if first_ones else max(0, len(residuals) - MOST_RESIDUALS)]
        self._tables.pop(f"noise:{queue}", None)

    def learn_minutes(self, pool: str, minutes: float) -> None:
        """Take in a "gap", "walk", "no_show_wait", "pause", or how "late" a planned break ended."""
        durations = self.pools[pool]
        durations.append(max(0.0, minutes))
        del durations[:-MOST_DURATIONS]
        self._tables.pop(pool, None)

    def learn_booking(self, *, lead: float | None, priority: str = "") -> None:
        """Take in how a booking ended: `lead` is the minutes from its slot to the issue, None without a visitor."""
        self.booked[1] += 1
        if lead is None:
            return
        self.booked[0] += 1
        self.booked_classes[priority] = self.booked_classes.get(priority, 0.0) + 1
        self.leads.append(lead)
        del self.leads[:-MOST_DURATIONS]
        self._tables.pop("lead", None)

    def learn_break(self, *, missed_as_planned: float, missed_as_full: float) -> None:
        """Take in a break begun late: by how many minutes it missed its planned end, and the end at its full length."""
        self.breaks_missed[0] += min(15.0, missed_as_planned)
        self.breaks_missed[1] += min(15.0, missed_as_full)

    def full_breaks(self) -> bool:
        """Return whether breaks begun late have so far lasted their full length rather than ended as planned."""
        return self.breaks_missed[1] < self.breaks_missed[0]

    def learn_closing(self, *, called_after: bool, left_over: bool) -> None:
        """Take in how a day closed: whether visitors were called after closing, or left uncalled."""
        self.overtime[0] += called_after
        self.overtime[1] += left_over

    def _spread(self, queue: str) -> float:
        """Return the estimated standard deviation of the queue's log noise."""
        residuals = self.residuals.get(queue, [])
        count = len(residuals)
        squares = math.fsum(residual * residual for residual in residuals)
        assumed = _PRIOR_SPREAD
        if count >= 8:
            # Services that turn out to be all alike must not keep the spread of the first estimate.
            assumed = min(assumed, 2 * math.sqrt(squares / count))
        return max(1e-4, math.sqrt((6 * assumed**2 + squares) / (6 + count)))

    def _noise(self, queue: str) -> Floats:
        name = f"noise:{queue}"
        if name not in self._tables:
            self._tables[name] = noise_table(self.residuals.get(queue, []), self._spread(queue))
        return self._tables[name]

    def _pool(self, name: str) -> Floats:
        if name not in self._tables:
            self._tables[name] = minutes_table(self.pools[name], _PRIOR_MINUTES[name])
        return self._tables[name]

    def _lead(self) -> Floats:
        if "lead" not in self._tables:
            # Leads may be negative, durations may not: they are learned as minutes after half an hour early.
            table = minutes_table([lead + 30 for lead in self.leads], 25.0)
            self._tables["lead"] = table - 30
        return self._tables["lead"]

    def parameters(self) -> ModelParameters:
        """Return the parameters that a roll draws from now."""
        classes = self.booked_classes
        return ModelParameters(
            offsets=self.offsets.estimate(),
            noise={queue: self._noise(queue) for queue in self.residuals},
            any_noise=_ANY_NOISE,
            gap=self._pool("gap"),
            walk=self._pool("walk"),
            no_show_wait=self._pool("no_show_wait"),
            pause=self._pool("pause"),
            late=self._pool("late"),
            no_show=self.losses.no_show(),
            leaving=self.losses.leaving(),
            arrivals=self.arrivals.rates(),
            mix=self.arrivals.mix,
            pace=self.arrivals.pace(),
            bookings=Bookings(
                shown=(self.booked[0] + 4.5) / (self.booked[1] + 5),
                lead=self._lead(),
                priority=max(classes, key=lambda name: classes[name]) if classes else None,
            ),
            full_breaks=self.full_breaks(),
            overtime=self.overtime[0] > self.overtime[1],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "offsets": self.offsets.to_dict(),
            "residuals": {queue: list(residuals) for queue, residuals in self.residuals.items()},
            "counted": dict(self.counted),
            "pools": {name: list(durations) for name, durations in self.pools.items()},
            "waits": self.losses.to_dict(),
            "arrivals": self.arrivals.to_dict(),
            "leads": list(self.leads),
            "booked": list(self.booked),
            "booked_classes": dict(self.booked_classes),
            "breaks_missed": list(self.breaks_missed),
            "overtime": list(self.overtime),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Model:
        """Return the model that `to_dict` stored."""
        model = cls()
        model.offsets = LearnedOffsets.from_dict(stored["offsets"])
        model.residuals = {queue: list(residuals) for queue, residuals in stored["residuals"].items()}
        model.counted = dict(stored.get("counted", {}))
        model.pools = {name: list(stored["pools"].get(name, ())) for name in _PRIOR_MINUTES}
        model.losses = LossRates.from_dict(stored["waits"])
        model.arrivals = Arrivals.from_dict(stored["arrivals"])
        model.leads = list(stored["leads"])
        model.booked = list(stored["booked"])
        model.booked_classes = dict(stored["booked_classes"])
        model.breaks_missed = list(stored["breaks_missed"])
        model.overtime = list(stored["overtime"])
        return model
