"""Forecasts of waits: from the state of a center and its learned parameters to quantiles of every wait.

Pure: no database, no clock, no web. Minutes after midnight in, minutes from now out. The parts:

- `CenterState` (with `Center`, `SimulatedCounter`, `SimulatedTicket`, `Booking`) is the state at one moment;
- `Model` is learned from the past, a fold kept as plain JSON; `Model.parameters()` is what a roll draws from;
- `StateTracker` folds events into both, and rebuilds a model from them to the same values;
- `forecast(state, parameters, seed=…)` rolls the state forward and answers every ticket and joiner at once;
- `rest_of_day(state, parameters, seed=…, closing=…)` rolls all visitors, also those still to come, until closing;
- `serve` reads and writes JSON lines.
"""

from queueing.simulation.forecast import Forecast, WaitQuantiles, forecast
from queueing.simulation.jsonl import serve
from queueing.simulation.model import Model
from queueing.simulation.parameters import ModelParameters
from queueing.simulation.rest_of_day import DayForecast, DaySlot, ExpectedWaits, rest_of_day
from queueing.simulation.state import (
    Booking,
    Center,
    CenterState,
    CounterActivity,
    CounterPlan,
    Joiner,
    SimulatedCounter,
    SimulatedQueue,
    SimulatedService,
    SimulatedTicket,
)
from queueing.simulation.tracker import ImpossibleEvent, StateTracker

__all__ = [
    "Booking",
    "Center",
    "CenterState",
    "CounterActivity",
    "CounterPlan",
    "DayForecast",
    "DaySlot",
    "ExpectedWaits",
    "Forecast",
    "ImpossibleEvent",
    "Joiner",
    "Model",
    "ModelParameters",
    "SimulatedCounter",
    "SimulatedQueue",
    "SimulatedService",
    "SimulatedTicket",
    "StateTracker",
    "WaitQuantiles",
    "forecast",
    "rest_of_day",
    "serve",
]
