"""The log of what clients do wrong on the wire: a line each without a traceback, at a bounded rate."""

from __future__ import annotations

import logging
from time import monotonic

from queueing.web.refusal_log import LineRate


class OneLine(logging.Filter):
    """Takes the traceback off each record, and lets through so many a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._rate = LineRate()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is logged, as one line."""
        left_out = self._rate.admit("wire", monotonic())
        if left_out is None:
            return False
        fault = record.exc_info[1] if record.exc_info else None
        said = record.getMessage() if fault is None else f"{record.getMessage()}: {type(fault).__name__}"
        more = f" ({left_out} more were not logged)" if left_out else ""
        record.msg, record.args, record.exc_info, record.exc_text = said + more, (), None, None
        return True


def wire_log() -> logging.Logger:
    """Return the logger of one server's live connections."""
    log = logging.Logger("queueing.realtime.wire", logging.ERROR)
    log.parent = logging.getLogger()
    log.addFilter(OneLine())
    return log
