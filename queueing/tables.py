"""Every table of the product, named in one place, so that none is forgotten by a migration."""

from queueing import counters, days, learned, numbering, people, print_jobs, rollups, tickets
from queueing.db import Base

MODULES = (counters, days, learned, numbering, people, print_jobs, rollups, tickets)
metadata = Base.metadata
