"""The metadata that migrations compare hold exactly the tables of a migrated database."""

from __future__ import annotations

import sqlalchemy as sa

from queueing.db import Database
from queueing.maintenance.all_models import metadata


def test_every_table_of_a_migrated_database_is_known(database: Database) -> None:
    migrated = set(sa.inspect(database.engine).get_table_names()) - {"alembic_version"}
    assert set(metadata.tables) == migrated
