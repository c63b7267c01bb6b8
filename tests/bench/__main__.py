"""Every bench, one after another: `make bench`, or one alone: `python -m tests.bench.latency`.

Each prints figures beside a raw limit taken in the same run. The forecast's bar takes minutes:
`python -m tests.bench.forecast`; so does a month of a million tickets: `python -m tests.bench.figures`.
Every screen of the kiosk in every dress is looked over by `python -m tests.bench.glass`,
every page of a visitor's phone by `python -m tests.bench.phone`.
A full day's visitors and every two acts in both orders race in `python -m tests.bench.hands`.
What stands in `deploy/` is exercised by `python -m tests.bench.field`, which needs nginx.
"""

from __future__ import annotations

import subprocess
import sys

BENCHES = (("tests.bench.latency",), ("tests.bench.paper",), ("tests.bench.forecast", "--quick"))

for bench in BENCHES:
    print(f"\n== python -m {' '.join(bench)}", flush=True)
    subprocess.run([sys.executable, "-m", *bench], check=True)
