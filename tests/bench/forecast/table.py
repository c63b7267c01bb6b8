"""The forecast's whole bar, measured: `python -m tests.bench.forecast [--quick] [--only WORD]`."""

from __future__ import annotations

import argparse
import sys
from multiprocessing import Pool

from tests.bench.forecast.scenarios import Scenario, scenarios
from tests.bench.forecast.score import Answer, Score, score
from tests.bench.forecast.speed import speeds

_ENOUGH = 350


def _job(work: tuple[int, int, int]) -> tuple[int, list[Answer]]:
    place, repetition, days = work
    return place, list(scenarios())[place].play(repetition, days)


def _figure(name: str, what: Score) -> tuple[float, str]:
    """Return a checked figure: the worst of the groups when there are several."""
    if name == "peers":
        return what.error / what.peers_error, "error ÷ peers'"
    if name == "groups":
        kept = [(abs(share - 0.9), share, group) for group, (count, share) in what.groups.items() if count >= _ENOUGH]
        _, share, group = max(kept, default=(0.0, 0.9, "none"))
        return share, f"P90 in {group}"
    names = {
        "ratio50": "P50 ÷ oracle", "ratio90": "P90 ÷ oracle", "kept50": "kept P50",
        "kept90": "kept P90", "printed": "kept as printed",
    }  # fmt: skip
    return float(getattr(what, name)), names[name]


def _report(scenario: Scenario, answers: list[Answer]) -> bool:
    what = score(answers)
    print(f"{scenario.name}: {what.count} asks, {what.unanswered} null, mean abs. error {what.error:.1f} min")
    if what.best_error == what.best_error:
        kept = f"kept P50 {what.best_kept50:.3f}, P90 {what.best_kept90:.3f}"
        print(f"    the oracle's: mean abs. error {what.best_error:.1f} min, {kept}")
    passed = True
    for name, least, most in scenario.checks:
        value, words = _figure(name, what)
        good = least <= value <= most
        passed &= good
        print(f"    {'pass' if good else 'FAIL'}  {words:22} {value:6.3f}   must be {least:g} to {most:g}")
    sys.stdout.flush()
    return passed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a quarter of the repetitions")
    parser.add_argument("--only", default="", help="only the rows whose name holds this word")
    chosen = parser.parse_args()
    rows = [(index, row) for index, row in enumerate(scenarios()) if chosen.only in row.name]
    work = [
        (index, repetition, row.days)
        for index, row in rows
        for repetition in range(max(2, row.repetitions // 4) if chosen.quick else row.repetitions)
    ]
    answers: dict[int, list[Answer]] = {}
    missing = {index: sum(job[0] == index for job in work) for index, _ in rows}
    passed = speeds() if not chosen.only else True
    with Pool(2) as pool:
        for index, found in pool.imap(_job, work):
            answers.setdefault(index, []).extend(found)
            missing[index] -= 1
            if not missing[index]:
                passed &= _report(dict(rows)[index], answers[index])
    return 0 if passed else 1
