"""Where a report goes: 911, 311, online or a desk."""

from __future__ import annotations

from services_catalog.catalog import Catalog
from services_catalog.reading import Source


def read(source: Source, catalog: Catalog) -> None:
    """Read nothing yet."""
