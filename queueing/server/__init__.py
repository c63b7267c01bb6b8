"""The server process: gunicorn with threads, and the application's background workers."""

from queueing.server.process import Server

__all__ = ["Server"]
