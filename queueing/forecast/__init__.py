"""How long it will be: the state of a center and what was learned of it in, quantiles of every wait out.

Pure: no database, no clock, no web. Minutes after midnight in, minutes from now out. The parts:

- `State` (with `Center`, `Counter`, `Ticket`, `Booking`) says how things stand now;
- `Model` is what the past taught, a fold kept as plain JSON; `Model.belief()` is what a roll believes;
- `Floor` folds events into both, and rebuilds a model from them to the same values;
- `forecast(state, belief, seed=…)` rolls the state forward and answers every ticket and joiner at once;
- `rest_of_day(state, belief, seed=…, closing=…)` rolls everybody, those still to come too, until closing;
- `printed_range` rounds it for people, `steady_range` without a twitch; `serve` speaks JSON lines.
"""

from queueing.forecast.belief import Belief
from queueing.forecast.day import Day, Slot, Waits, rest_of_day
from queueing.forecast.floor import Floor, Unfit
from queueing.forecast.learning import Model
from queueing.forecast.lines import serve
from queueing.forecast.printed import printed_range, steady_range, takes_longer
from queueing.forecast.state import Booking, Center, Counter, Desk, Doing, Joiner, Queue, Service, State, Ticket
from queueing.forecast.waits import Forecast, Wait, forecast

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
    "printed_range",
    "rest_of_day",
    "serve",
    "steady_range",
    "takes_longer",
]
