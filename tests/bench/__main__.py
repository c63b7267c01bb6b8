"""Every bench, one after another: `make bench`, or one alone: `python -m tests.bench.latency`.

Each prints figures beside a raw limit taken in the same run. The forecast's bar takes minutes:
`python -m tests.bench.forecast`; so does a month of a million tickets: `python -m tests.bench.figures`.
Every screen of the kiosk in every dress is looked over by `python -m tests.bench.glass`,
every page of a visitor's phone by `python -m tests.bench.phone`.
A full day's visitors and every two acts in both orders race in `python -m tests.bench.hands`.
What strangers' floods cost a center: `python -m tests.bench floods`.
A million hostile requests: `python -m tests.bench fuzz --requests 1000000 --database postgresql`; any bench that is
named so, with its own options, is run alone.
What stands in `deploy/` is exercised by `python -m tests.bench.field`, which needs nginx.
"""

from __future__ import annotations

import subprocess
import sys

BENCHES = (("tests.bench.latency",), ("tests.bench.paper",), ("tests.bench.forecast", "--quick"))

chosen = ((f"tests.bench.{sys.argv[1]}", *sys.argv[2:]),) if sys.argv[1:] else BENCHES
for bench in chosen:
    print(f"\n== python -m {' '.join(bench)}", flush=True)
    subprocess.run([sys.executable, "-m", *bench], check=True)
