"""What visitors type finds what they mean.

Each list of phrases holds real ways of saying it: language, phrase, and the ids that are a
right answer. `phrases_scored.tsv` is only scored: its first 165 phrases were split off before
any tuning, the rest was written after it. `phrases_blind.tsv` is only scored: lists by people
who had seen the services' names and nothing else, half of it plain and half in a roundabout way.
`phrases_oblique.tsv` is only scored too, and hard on purpose: no phrase may use the words by which
a clerk would call it.
`pytest -s -k recall` prints the figures.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import process_time

import pytest

from services_catalog.catalog import Catalog
from services_catalog.search import Index
from tests.services_catalog import small_catalog

HERE = Path(__file__).parent
LEAST_AT_3 = {
    "phrases_tuned.tsv": {"en": 0.97, "es": 0.97, "so": 0.97, "hmn": 0.97},
    "phrases_scored.tsv": {"en": 0.95, "es": 0.90, "so": 0.90, "hmn": 0.90},
    "phrases_blind.tsv": {"en": 0.95, "es": 0.90, "so": 0.90, "hmn": 0.90},
    "phrases_oblique.tsv": {"en": 0.90, "es": 0.90, "so": 0.80, "hmn": 0.90},
}


@dataclass(frozen=True)
class Saying:
    """One way of saying it, and the services that are a right answer."""

    language: str
    phrase: str
    accepted: frozenset[str]


@dataclass
class Recall:
    """How many sayings had a right answer among the first 1, 3 and 5."""

    asked: int = 0
    found: dict[int, int] = field(default_factory=lambda: {1: 0, 3: 0, 5: 0})

    def at(self, first: int) -> float:
        return self.found[first] / self.asked


def sayings(file: str) -> list[Saying]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [Saying(row["language"], row["phrase"], frozenset(row["accepted"].split(","))) for row in rows]


@pytest.fixture(scope="module")
def index(catalog: Catalog) -> Index:
    return Index(catalog)


def score(index: Index, file: str) -> tuple[dict[str, Recall], list[float], list[str]]:
    """Return the recall by language, the milliseconds of each query, and what was missed at 3."""
    recall: dict[str, Recall] = defaultdict(Recall)
    milliseconds, missed = [], []
    for saying in sayings(file):
        began = process_time()
        ids = [match.service.id for match in index.search(saying.phrase)]
        milliseconds.append(1000 * (process_time() - began))
        recall[saying.language].asked += 1
        for first in (1, 3, 5):
            recall[saying.language].found[first] += not saying.accepted.isdisjoint(ids[:first])
        if saying.accepted.isdisjoint(ids[:3]):
            missed.append(f"{saying.language}: {saying.phrase} -> {ids[:3]}")
    return recall, milliseconds, missed


@pytest.mark.parametrize("file", LEAST_AT_3)
def test_recall(index: Index, file: str) -> None:
    recall, milliseconds, missed = score(index, file)
    print(f"\n{file}: {len(milliseconds)} phrases, median {median(milliseconds):.2f} ms a query")
    for language, one in recall.items():
        print(f"  {language:4}{one.asked:4}  at 1 {one.at(1):6.1%}  at 3 {one.at(3):6.1%}  at 5 {one.at(5):6.1%}")
    assert set(recall) == set(LEAST_AT_3[file])
    for language, least in LEAST_AT_3[file].items():
        assert recall[language].at(3) >= least, f"{language}: {missed}"


def test_the_phrases_are_many_and_right(catalog: Catalog) -> None:
    written = [saying for file in LEAST_AT_3 for saying in sayings(file)]
    assert len(written) >= 2_000
    assert len({saying.phrase for saying in written}) == len(written), "a phrase is tuned or scored, not both"
    for saying in written:
        assert saying.accepted <= set(catalog.services), saying


def test_every_function_is_asked_for(catalog: Catalog) -> None:
    asked = {service for file in LEAST_AT_3 for saying in sayings(file) for service in saying.accepted}
    assert set(catalog.services) - asked == set()


def test_a_query_takes_less_than_ten_milliseconds(index: Index) -> None:
    slow = "somebdy smashd the windoww of my vehicel yesturday evning and took evrything from insde"
    index.search("warm")
    began = process_time()
    for number in range(20):
        index.search(f"{slow} {number}")
    assert (process_time() - began) / 20 < 0.010


FIRST = [
    ("zoning k", "zoning-question", "a letter begins another word, it is not that of coffee's k cups"),
    ("my car got towed", "towed-car", "everyday words"),
    ("car towed my", "towed-car", "in another order"),
    ("MY CAR GOT TOWED!!!", "towed-car", "shouted"),
    ("gun permit", "firearm-permit", "a gun, but no emergency"),
    ("permit gun", "firearm-permit", "in another order"),
    ("multa de parqueo", "parking-ticket", "in Spanish"),
    ("buidling permt", "building-permit", "two errors"),
    ("build perm", "building-permit", "half words"),
    ("no tengo calefacción", "no-heat", "with its accent"),
    ("no tengo calefaccion", "no-heat", "and without"),
    ("pot hole", "pothole", "two words for one"),
    ("streetlight", "streetlight", "one word for two"),
    ("bedbugs", "bugs-and-rodents", "one word for two"),
    ("barking dog", "barking-dog", "as it is named"),
    ("turjubaan", "interpreter", "one Somali word"),
    ("npav", "transit-information", "one Hmong word"),
    ("food truck", "food-truck", "not a truck"),
    ("birth", "county-services", "a paper, not a woman giving birth"),
    ("birth certificate", "county-services", "no emergency"),
    ("fire permit", "fire-permit", "a fire, but no emergency"),
    ("parking", "parking-ticket", "the very form that was typed, not a park"),
    ("i dont know what i need", "general-help", "small words alone, but a whole saying"),
    ("I don't know what I need", "general-help", "the same with its apostrophe"),
]


@pytest.mark.parametrize(("typed", "service", "why"), FIRST)
def test_the_right_answer_comes_first(index: Index, typed: str, service: str, why: str) -> None:
    found = [match.service.id for match in index.search(typed)]
    assert found[:1] == [service], why


def test_a_word_of_two_meanings_finds_both(index: Index) -> None:
    found = [match.service.id for match in index.search("multa")]
    assert set(found[:2]) == {"parking-ticket", "pay-city-invoice"}, "a fine for parking, or another of the city"


EMERGENCIES = [
    ("someone is breaking into my house", "burglary", "said as it happens"),
    ("there is a fire", "fire-or-smoke", "fire before fire permits"),
    ("smell of gas", "gas-smell", "gas before gas permits"),
    ("gunshots", "weapon", "shots before permits"),
    ("noise right now", "noise-now", "now before every night"),
    ("ambulancia", "ambulance", "in Spanish"),
    ("dab", "fire-or-smoke", "in Somali"),
    ("hluav taws kub", "fire-or-smoke", "in Hmong"),
    ("my car was stolen", "stolen-car", "a stolen car before stolen things"),
]


@pytest.mark.parametrize(("typed", "service", "why"), EMERGENCIES)
def test_an_emergency_comes_first_when_the_phrase_says_so(index: Index, typed: str, service: str, why: str) -> None:
    assert index.search(typed)[0].service.id == service, why


NOTHING = ["", "   ", "?!", "zzzzqqqq", "the of and", "what is it", "x", "\u0301\u0308", "🚗", "\x00"]


@pytest.mark.parametrize("typed", NOTHING)
def test_noise_finds_nothing(index: Index, typed: str) -> None:
    assert index.search(typed) == []


def test_a_center_finds_only_what_it_offers(catalog: Catalog, index: Index) -> None:
    everywhere = [match.service.id for match in index.search("gun permit")]
    east_lake = [match.service for match in index.search("gun permit", location="east-lake")]
    assert everywhere[0] == "firearm-permit"
    assert east_lake, "something at East Lake has to do with permits or guns"
    assert all("east-lake" in service.locations for service in east_lake)
    assert index.search("gun permit", location="atlantis") == []


def test_answers_are_bounded_and_in_order(index: Index) -> None:
    matches = index.search("permit", limit=5)
    assert len(matches) == 5
    assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)
    assert len({m.service.id for m in matches}) == 5, "each service once"


def test_a_long_story_is_still_understood(index: Index) -> None:
    story = (
        "Hello, yesterday evening I parked my car in front of the house of my sister and when I came back "
        "this morning the tow truck had taken it away and now I have no way to get to work"
    )
    assert "towed-car" in [match.service.id for match in index.search(story)][:3]


def test_a_finger_that_rests_on_a_key_does_no_harm(index: Index) -> None:
    assert index.search("z" * 5_000) == []
    assert index.search("towed " * 5_000)[0].service.id == "towed-car"


def test_ten_thousand_letters_are_bounded(index: Index) -> None:
    story = "somebdy smashd the windoww of my vehicel and tok evrything from insde last nite "
    began = process_time()
    assert index.search((story * 200)[:10_000])
    assert process_time() - began < 0.05
    assert index.search("\u0301" * 10_000) == []


SAME = [
    ("agua cafe", "Agua Café", "capitals and accents"),
    ("niño", "nino", "ñ without its tilde"),
    ("niño", "nin\u0303o", "its tilde apart"),
    ("DAB", "dab", "capitals in Somali"),
    ("canug la'aan", "canug la’aan", "either apostrophe"),
    ("tsheb ploj lawm", "TSHEB  PLOJ, LAWM!", "Hmong tone letters are letters"),
    ("my  car\tgot\ntowed", "my car got towed", "any space"),
    ("couldn't pay", "couldnt pay", "no apostrophe"),
]


@pytest.mark.parametrize(("one", "other", "why"), SAME)
def test_the_same_words_find_the_same(index: Index, one: str, other: str, why: str) -> None:
    assert index.search(one) == index.search(other), why


def test_a_tone_letter_makes_another_word(index: Index) -> None:
    gun, crime = index.search("phom")[0].service.id, index.search("tsheb")[0].service.id
    assert gun in {"weapon", "firearm-permit"}
    assert crime != gun


TYPED = [
    ("pothole", "pothole", 4),
    ("interpreter", "interpreter", 5),
    ("block party", "block-party-permit", 9),
    ("parking ticket", "parking-ticket", 10),
    ("impuesto de la casa", "property-tax", 6),
    ("turjubaan", "interpreter", 5),
]


@pytest.mark.parametrize(("phrase", "service", "letters"), TYPED)
def test_each_key_brings_an_answer(index: Index, phrase: str, service: str, letters: int) -> None:
    for typed in range(3, len(phrase) + 1):
        found = [match.service.id for match in index.search(phrase[:typed])]
        assert found, phrase[:typed]
        assert typed < letters or service in found[:3], phrase[:typed]


def test_a_new_function_is_found_without_a_line_of_code(tmp_path: Path, make_index: Callable[[Path], Index]) -> None:
    folder = small_catalog.write(tmp_path)
    small_catalog.change(folder, "departments/planning.toml", "remodel, build", "sauna, remodel, build")
    assert [match.service.id for match in make_index(folder).search("saunas")] == ["building-permit"]


@pytest.fixture
def make_index() -> Callable[[Path], Index]:
    from services_catalog.loader import load

    return lambda folder: Index(load(folder))
