"""Upkeep of the database: its schema, copies of it, and the removal of personal data."""

from queueing.maintenance.database import backup, config, newer_schema, purge, upgrade
from queueing.maintenance.restore import restore
from queueing.maintenance.serving_lock import nobody_serves, serving

__all__ = ["backup", "config", "newer_schema", "nobody_serves", "purge", "restore", "serving", "upgrade"]
