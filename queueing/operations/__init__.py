"""Everything that changes tickets, counters and days: one function for each verb that staff use.

Each takes a session, keyword arguments and the present moment; it changes one thing, records
one event, marks the location as changed, and raises a named refusal when it will not.
"""

from queueing.operations.annotate import add_service, drop_service, flag, interpreter, note
from queueing.operations.call import call, call_next, no_show, recall, start
from queueing.operations.close import leave, void
from queueing.operations.counters import set_counter
from queueing.operations.day_end import end_day, end_if_over, end_past_days, is_over, put_back, reopen_day
from queueing.operations.finish import DoneFunction, QuickService, finish, quick
from queueing.operations.help_calls import answer_call, call_for_help, see_alert, tell_emergency, withdraw_call
from queueing.operations.hold import hold, resume
from queueing.operations.hours import change_hours
from queueing.operations.issue import TicketOrder, issue
from queueing.operations.notices import post_notice, take_down_notice
from queueing.operations.postpone import later, may_be_later
from queueing.operations.presence import beat, pause_absent, pause_counters_of
from queueing.operations.queues import set_queue
from queueing.operations.requeue import reinstate, return_
from queueing.operations.transfer import transfer
from queueing.operations.undo import undo

__all__ = [
    "DoneFunction",
    "QuickService",
    "TicketOrder",
    "add_service",
    "answer_call",
    "beat",
    "call",
    "call_for_help",
    "call_next",
    "change_hours",
    "drop_service",
    "end_day",
    "end_if_over",
    "end_past_days",
    "finish",
    "flag",
    "hold",
    "interpreter",
    "is_over",
    "issue",
    "later",
    "leave",
    "may_be_later",
    "no_show",
    "note",
    "pause_absent",
    "pause_counters_of",
    "post_notice",
    "put_back",
    "quick",
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
