"""What people do to tickets, counters and days: one function a verb.

Each takes a session, keyword arguments and the present moment; it changes one thing, records
one event, marks the location as changed, and raises a named refusal when it will not.
"""

from queueing.operations.calling import call_next, finish, no_show, recall, start
from queueing.operations.day import change_hours, post_notice, take_down_notice
from queueing.operations.day_end import end_day, end_if_over, end_past_days, is_over, put_back, reopen_day
from queueing.operations.floor import (
    answer_call,
    call_for_help,
    see_alert,
    set_queue,
    tell_emergency,
    withdraw_call,
)
from queueing.operations.issuing import Order, issue
from queueing.operations.placing import hold, leave, reinstate, resume, return_, transfer, void
from queueing.operations.staffing import set_counter
from queueing.operations.undoing import undo

__all__ = [
    "Order",
    "answer_call",
    "call_for_help",
    "call_next",
    "change_hours",
    "end_day",
    "end_if_over",
    "end_past_days",
    "finish",
    "hold",
    "is_over",
    "issue",
    "leave",
    "no_show",
    "post_notice",
    "put_back",
    "recall",
    "reinstate",
    "reopen_day",
    "resume",
    "return_",
    "see_alert",
    "set_counter",
    "set_queue",
    "start",
    "take_down_notice",
    "tell_emergency",
    "transfer",
    "undo",
    "void",
    "withdraw_call",
]
