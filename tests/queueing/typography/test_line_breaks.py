from __future__ import annotations

import pytest

from queueing.typography.layout import set_lines

CASES = [
    ("one two three", 5.0, ["one two", "three"], "at spaces"),
    ("a", 0.1, ["a"], "a letter wider than the measure stands all the same"),
    ("   ", 9.0, [], "nothing has no line"),
    ("建筑，许可", 2.5, ["建", "筑，", "许可"], "a comma never begins a line"),
    ("（建筑）", 2.5, ["（建", "筑）"], "a bracket never ends one"),
    ("abcd-efgh", 3.0, ["abcd-", "efgh"], "after a hyphen"),
]


@pytest.mark.parametrize(("text", "measure", "lines", "why"), CASES, ids=[case[-1] for case in CASES])
def test_lines_break_where_readers_expect(text: str, measure: float, lines: list[str], why: str) -> None:
    broken = ["".join(run.text for run in line.runs) for line in set_lines(text, measure=measure)]
    assert broken == lines, why


def test_lines_are_even_so_that_no_word_stands_alone() -> None:
    text = "Scan to follow your place in line"
    one = set_lines(text)[0].width
    first, second = set_lines(text, measure=0.93 * one)
    assert abs(first.width - second.width) < 0.2 * one


@pytest.mark.parametrize(
    "text",
    [
        "ការអនុញ្ញាតសាងសង់អគារនិងការត្រួតពិនិត្យ",
        "ໃບອະນຸຍາດກໍ່ສ້າງແລະການກວດກາອາຄານ",
        "တၢ်သူၣ်ထီၣ်တၢ်သူၣ်ထီၣ်",
    ],
)
def test_scripts_without_spaces_break_between_clusters_and_lose_nothing(text: str) -> None:
    lines = set_lines(text, measure=4.0)
    assert len(lines) > 1
    assert "".join(run.text for line in lines for run in line.runs) == text
    for line in lines:
        first = line.runs[0].text[0]
        assert not ("\u17b4" <= first <= "\u17d3" or "\u102b" <= first <= "\u103e" or first in "ະັາຳິີຶື")
        assert line.width <= 4.0
