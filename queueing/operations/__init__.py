"""What people do to tickets, counters and days: one function a verb.

Each takes a session, keyword arguments and the present moment; it changes one thing, records
one event, marks the location as changed, and raises a named refusal when it will not.
"""

from queueing.operations.calling import call_next, finish, no_show, recall, start
from queueing.operations.day import change_hours, end_past_days, post_notice, take_down_notice
from queueing.operations.issuing import Order, issue
from queueing.operations.placing import hold, leave, reinstate, resume, return_, transfer, void
from queueing.operations.staffing import set_counter
from queueing.operations.undoing import undo

__all__ = [
    "Order",
    "call_next",
    "change_hours",
    "end_past_days",
    "finish",
    "hold",
    "issue",
    "leave",
    "no_show",
    "post_notice",
    "recall",
    "reinstate",
    "resume",
    "return_",
    "set_counter",
    "start",
    "take_down_notice",
    "transfer",
    "undo",
    "void",
]
