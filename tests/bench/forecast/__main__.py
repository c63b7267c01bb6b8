"""The forecast's whole bar, measured: `python -m tests.bench.forecast [--quick] [--only WORD]`."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    # One core each: the bar is stated for one core, and the processes share the machine.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from tests.bench.forecast.table import main

    sys.exit(main())
