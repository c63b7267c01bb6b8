"""What the process that `forked` forks from has imported and read before: every surface, and the packaged catalog."""

from importlib import import_module

import queueing.cli
import queueing.demo
import queueing.server
from queueing import app
from queueing.settings import Settings
from services_catalog.catalog import Catalog

__all__ = ["packaged", "queueing"]


def packaged() -> Catalog:
    """Return the packaged catalog, read once for every process that is forked."""
    return app._offered(None)[0]


for surface in Settings.model_fields["surfaces"].default:
    import_module(f"{surface}.views")
packaged()
