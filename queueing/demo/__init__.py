"""The demonstration: simulated visitors and agents on a temporary database.

A counter that a real agent opens is theirs; the simulated agents leave it alone until the next day.
"""

from queueing.demo.setup import Stage, throw_away

__all__ = ["Stage", "throw_away"]
