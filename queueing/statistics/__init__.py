"""Ticket and counter events -> the figures a manager reads. Pure folds: the same events give the same numbers.

A wait runs from the issue (it starts at the ticket, not at the door) to the last call; a
service from its start to its end. Each service of a visit is a turn with a wait of its own: the next
begins when the counter before is done with the visitor. Slots are half-open: 08:30:00 belongs to the slot that
begins then, and a visitor still waiting when a slot ends is carried into the next.
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
