"""Imports every module with tables, so that migrations see them all."""

from __future__ import annotations

import queueing.alerts.model
import queueing.audit_log
import queueing.calendar.model
import queueing.counters.model
import queueing.identity.accounts
import queueing.phones.entry_codes
import queueing.phones.subscriptions
import queueing.printing.model
import queueing.statistics.model
import queueing.tickets.model
import queueing.tickets.numbering
import queueing.waits.model  # noqa: F401  imported for its tables
from queueing.db import Base

metadata = Base.metadata
