"""Every table of the product, named in one place, so that none is forgotten by a migration."""

from queueing import counters, days, numbering, people, tickets
from queueing.db import Base

MODULES = (counters, days, numbering, people, tickets)
metadata = Base.metadata
