"""Lives of single tickets that several golden tables of the figures share, as `figures_cast.life` reads them."""

from __future__ import annotations

MINUTE = 60.0

STRAIGHT = ("08:00 issue", "08:10 call", "08:11 start", "08:20 finish")
RECALLED = ("08:00 issue", "08:10 call", "08:12 recall", "08:13 start", "08:20 finish")
MISSED = ("08:00 issue", "08:10 call", "08:12 recall", "08:15 no_show")
WALKED_OUT = ("08:00 issue", "08:25 leave")
CALLED_THEN_LEFT = ("08:00 issue", "08:10 call", "08:11 leave")
TRANSFERRED = (
    *("08:00 issue", "08:10 call", "08:11 start", "08:15 transfer zoning"),
    *("08:40 call 2", "08:41 start", "08:51 finish"),
)
HELD = ("08:00 issue", "08:10 call", "08:11 start", "08:15 hold", "08:25 resume", "08:30 finish")
HELD_BEFORE_START = ("08:00 issue", "08:10 call", "08:12 hold", "08:25 resume", "08:30 finish")
RETURNED = ("08:00 issue", "08:10 call", "08:11 start", "08:12 return", "08:30 call", "08:31 hold", "08:35 resume")
REINSTATED = (*MISSED, "08:16 reinstate", "08:20 call", "08:21 start", "08:30 finish")
CALL_UNDONE = ("08:00 issue", "08:10 call", "08:10:05 undo")
FINISH_UNDONE = (*STRAIGHT, "08:20:05 undo", "08:30 finish")
NO_SHOW_UNDONE = (*MISSED, "08:15:05 undo", "08:16 start", "08:20 finish")
FLAGGED = ("08:00 issue", "08:10 call", "08:11 start", "08:12 flag", "08:20 finish")
UNFLAGGED = ("08:00 issue", "08:10 call", "08:11 start", "08:12 flag", "08:13 unflag", "08:20 finish")
CLOSED_ON = ("15:50 issue", "15:59 close")

SERVED_TWICE = (
    *("08:00 issue", "08:10 call", "08:11 start", "08:20 onward zoning"),
    *("08:25 call 2", "08:26 start", "08:40 finish"),
)
THREE = (*SERVED_TWICE[:-1], "08:40 onward licenses", "08:55 no_show")
MOVED_WHILE_WAITING = ("08:00 issue", "08:05 transfer zoning", "08:30 call", "08:31 start", "08:41 finish")
SENT_UNSTARTED = ("08:00 issue", "08:10 call", "08:12 transfer zoning", "08:30 leave")
SENT_TO_A_COUNTER = (
    *("08:00 issue", "08:10 call", "08:11 start", "08:15 transfer building-permit"),
    *("08:20 call 2", "08:21 start", "08:30 finish"),
)
NEXT_MOVED = (*SERVED_TWICE[:4], "08:22 transfer licenses", "08:30 call", "08:31 start", "08:35 finish")
ONWARD_UNDONE = (*SERVED_TWICE[:4], "08:20:05 undo", "08:30 finish")
SENDING_UNDONE = (*SENT_UNSTARTED[:3], "08:12:05 undo", "08:13 start", "08:20 finish")
MISSED_THE_NEXT = (*SERVED_TWICE[:5], "08:27 no_show", "08:28 reinstate", "08:40 call", "08:41 start", "08:50 finish")
FLAGGED_FIRST = (*SERVED_TWICE[:3], "08:15 flag", *SERVED_TWICE[3:])
