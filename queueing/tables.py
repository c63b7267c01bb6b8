"""Every table of the product, named in one place, so that none is forgotten by a migration."""

from queueing import (
    attention,
    counters,
    days,
    deeds,
    learned,
    numbering,
    people,
    phone_codes,
    print_jobs,
    rollups,
    subscriptions,
    tickets,
)
from queueing.db import Base

MODULES = (
    attention,
    counters,
    deeds,
    days,
    learned,
    numbering,
    people,
    phone_codes,
    print_jobs,
    rollups,
    subscriptions,
    tickets,
)
metadata = Base.metadata
