"""Slips to print and their states, and how each printer is; knows no printer.

A job is sent at most once. It goes back to the queue only while no byte has gone out; once one
may have, it is `unknown` and staff decide. One worker at a time, whichever process it is in,
holds a printer's lease; a claim is one conditional UPDATE.
"""

from queueing.printing.model import (
    NOT_ON_PAPER,
    STOPPED,
    Condition,
    JobKind,
    JobState,
    PrinterLease,
    PrinterState,
    PrintJob,
    ReferralContext,
    SlipContext,
)
from queueing.printing.printers import (
    SILENT_AFTER,
    condition_at,
    has_answered,
    note_condition,
    printers_at,
    slip_printer,
)
from queueing.printing.queue import (
    LEASE,
    LIFE,
    MOST_BESIDE,
    MOST_QUEUED,
    claim,
    enqueue,
    find_job,
    give_back_lease,
    hold_lease,
    latest_job,
    put_back,
    settle,
    something_to_do,
    state_at,
    troubled_jobs,
)

__all__ = [
    "LEASE",
    "LIFE",
    "MOST_BESIDE",
    "MOST_QUEUED",
    "NOT_ON_PAPER",
    "SILENT_AFTER",
    "STOPPED",
    "Condition",
    "JobKind",
    "JobState",
    "PrintJob",
    "PrinterLease",
    "PrinterState",
    "ReferralContext",
    "SlipContext",
    "claim",
    "condition_at",
    "enqueue",
    "find_job",
    "give_back_lease",
    "has_answered",
    "hold_lease",
    "latest_job",
    "note_condition",
    "printers_at",
    "put_back",
    "settle",
    "slip_printer",
    "something_to_do",
    "state_at",
    "troubled_jobs",
]
