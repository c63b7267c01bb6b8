"""tokens that end, and keys of requests that are bound to who asked for what."""

import sqlalchemy as sa
from alembic import op

from queueing.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this schema."""
    op.add_column("tokens", sa.Column("expires_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("request_digest", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Go back to the schema before."""
    op.drop_column("tickets", "request_digest")
    op.drop_column("tokens", "expires_at")
