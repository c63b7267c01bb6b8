"""A show: simulated visitors and agents on a throw-away database, so that every screen lives.

Whoever works a counter by hand keeps it; the simulated agents leave it alone until the next day.
"""

from queueing.demo.setup import Stage, throw_away

__all__ = ["Stage", "throw_away"]
