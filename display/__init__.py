"""Screens that only show: the lobby board, the manager's waits and figures."""
