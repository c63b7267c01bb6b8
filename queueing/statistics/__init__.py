"""The manager's figures, computed from ticket and counter events: the same events give the same numbers.

A wait runs from the issue of the ticket (not from the door) to the last call; a service from its start to its end.
A turn is one service that a visitor waited for. A visit has one turn or several, each with a wait of its own, which
begins when the turn before it ends. Slots are half-open: 08:30:00 belongs to the slot that begins then, and a visitor
still waiting when a slot ends is carried into the next.
"""

from queueing.statistics.measures import measure, quantile, summarise
from queueing.statistics.report import TURN_BY_TURN, GroupBy, ReportContext, ReportQuestion, answer
from queueing.statistics.schemas import DEFINITIONS, CenterFigures, CentersView, WaitsView
from queueing.statistics.service_day import FoldedServiceDay, fold_day
from queueing.statistics.turns import Turn
from queueing.statistics.visits import Visit, fold_recorded, fold_visit, fold_visits

__all__ = [
    "DEFINITIONS",
    "TURN_BY_TURN",
    "CenterFigures",
    "CentersView",
    "FoldedServiceDay",
    "GroupBy",
    "ReportContext",
    "ReportQuestion",
    "Turn",
    "Visit",
    "WaitsView",
    "answer",
    "fold_day",
    "fold_recorded",
    "fold_visit",
    "fold_visits",
    "measure",
    "quantile",
    "summarise",
]
