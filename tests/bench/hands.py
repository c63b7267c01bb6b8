"""Many hands at once, at length: a day's visitors called by eight counters, every two acts in both orders.

    python -m tests.bench.hands [VISITORS]

By threads and by processes, on SQLite and on PostgreSQL; a failure ends it. The tests race fewer.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from queueing import maintenance
from queueing.db import Database
from tests.cast import packaged
from tests.counter.test_acts_at_once import PAIRS, fire, two_hands
from tests.queueing.operations.test_races import race_processes, race_threads
from tests.real_parts import Server, own_database, own_postgres

VISITORS = 400


@contextmanager
def fresh(kind: str, server: Server) -> Iterator[tuple[str, Path]]:
    """Give a migrated database of that kind, and a folder, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder, own_database(server) as postgres_url:
        url = f"sqlite:///{folder}/day.db" if kind == "SQLite" else postgres_url
        database = Database(url)
        maintenance.upgrade(database)
        database.close()
        yield url, Path(folder)


def fire_all(url: str, folder: Path) -> None:
    """Let every ordered pair of acts meet."""
    with two_hands(url, packaged(), folder) as hands:
        fire(hands, packaged(), PAIRS)


def main() -> None:
    """Race everything."""
    visitors = int(sys.argv[1]) if len(sys.argv) > 1 else VISITORS
    races: dict[str, Callable[[str, Path], None]] = {
        f"{visitors} visitors, eight threads": lambda url, _: race_threads(url, packaged(), visitors),
        f"{visitors} visitors, eight processes": lambda url, folder: race_processes(url, packaged(), visitors, folder),
        f"{len(PAIRS)} ordered pairs of acts, two processes": fire_all,
    }
    with own_postgres() as server:
        for kind in ("SQLite", "PostgreSQL"):
            for name, race in races.items():
                with fresh(kind, server) as (url, folder):
                    start = perf_counter()
                    race(url, folder)
                    print(f"{kind:10} {name:44} {perf_counter() - start:6.1f} s", flush=True)


if __name__ == "__main__":
    main()
