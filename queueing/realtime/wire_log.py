"""The log of what clients do wrong on the wire: a line each without a traceback, at a bounded rate."""

from __future__ import annotations

import logging
from collections import deque
from time import monotonic

LINES_A_MINUTE = 20
MINUTE = 60.0


class OneLine(logging.Filter):
    """Takes the traceback off each record, and lets through so many a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._logged: deque[float] = deque(maxlen=LINES_A_MINUTE)
        self._left_out = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is logged, as one line."""
        now = monotonic()
        if len(self._logged) == LINES_A_MINUTE and now - self._logged[0] < MINUTE:
            self._left_out += 1
            return False
        self._logged.append(now)
        fault = record.exc_info[1] if record.exc_info else None
        said = record.getMessage() if fault is None else f"{record.getMessage()}: {type(fault).__name__}"
        more = f" ({self._left_out} more were not logged)" if self._left_out else ""
        record.msg, record.args, record.exc_info, record.exc_text = said + more, (), None, None
        self._left_out = 0
        return True


def wire_log() -> logging.Logger:
    """Return the logger of one server's live connections."""
    log = logging.Logger("queueing.realtime.wire", logging.ERROR)
    log.parent = logging.getLogger()
    log.addFilter(OneLine())
    return log
