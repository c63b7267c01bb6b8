"""What the process that `forked` forks from has imported and read before: every surface, and the packaged catalog."""

from importlib import import_module

import queueing.cli
import queueing.demo
import queueing.server
from queueing.settings import Settings
from tests.cast import packaged

__all__ = ["packaged", "queueing"]

for surface in Settings.model_fields["surfaces"].default:
    import_module(f"{surface}.views")
packaged()
