"""How long it will be: the state of a center and what was learned of it in, quantiles of every wait out.

Pure: no database, no clock, no web. Minutes after midnight in, minutes from now out. The parts:

- `State` (with `Center`, `Counter`, `Ticket`, `Booking`) says how things stand now;
- `Model` is what the past taught, a fold kept as plain JSON; `Model.belief()` is what a roll believes;
- `Floor` folds events into both, and rebuilds a model from them to the same values;
- `forecast(state, belief, seed=…)` rolls the state forward and answers every ticket and joiner at once;
- `rest_of_day(state, belief, seed=…, closing=…)` rolls everybody, those still to come too, until closing;
- `serve` speaks JSON lines.
"""

from queueing.simulation.forecast import Forecast, Wait, forecast
from queueing.simulation.jsonl import serve
from queueing.simulation.model import Model
from queueing.simulation.parameters import Belief
from queueing.simulation.rest_of_day import Day, Slot, Waits, rest_of_day
from queueing.simulation.state import Booking, Center, Counter, Desk, Doing, Joiner, Queue, Service, State, Ticket
from queueing.simulation.tracker import Floor, Unfit

__all__ = [
    "Belief",
    "Booking",
    "Center",
    "Counter",
    "Day",
    "Desk",
    "Doing",
    "Floor",
    "Forecast",
    "Joiner",
    "Model",
    "Queue",
    "Service",
    "Slot",
    "State",
    "Ticket",
    "Unfit",
    "Wait",
    "Waits",
    "forecast",
    "rest_of_day",
    "serve",
]
