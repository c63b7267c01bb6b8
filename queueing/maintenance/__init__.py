"""Upkeep of the database: its schema, copies of it, and the removal of personal data."""

from queueing.maintenance.database import backup, config, purge, restore, upgrade

__all__ = ["backup", "config", "purge", "restore", "upgrade"]
