"""What a visitor types -> the services meant, best first. Offline, every language at once.

Each name and each saying of the catalog is a phrase. A query word meets the words of the
phrases as itself, by its stem, by a word that means the same, as the beginning of a word or
with typing errors, each worth less than the last. Rare words count more than common ones. A
phrase is good when it holds much of what was typed and little else; a service is as good as
its best phrase, helped by what its other phrases hold.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services_catalog.catalog import Catalog, Kind, Service
from services_catalog.wording import stem, tokens

MOST_WORDS = 24
"""Words of a query that are looked at; nobody at a kiosk types more with a purpose."""

MOST_LETTERS = 40
"""Letters of a word that are looked at; a finger may rest on a key."""

ALIKE = 0.9
"""What a word that means the same is worth, beside the word itself."""

SMALL = 0.2
"""What a small word ("my", "para") counts beside a full one."""

RARITY = 0.7
"""How much the rarity of a word decides: 0 not at all, 1 as much as is usual for long texts."""

UNKNOWN = 3.0
"""What a word that the catalog does not know weighs: it makes every match less sure."""

ELSEWHERE = 0.75
"""What a word counts in a language that the others are not in: "meter" is no Spanish verb in English."""

LEAST_SHARE = 0.3
"""A match is noise when it has less than this share of the best one's score."""

LEAST_WEIGHT = 1.2
"""The best match is noise too when its words together weigh no more than a few small words."""

_KEPT_WORDS = 20_000
_TYPO_FLOOR = ((4, 0.74), (6, 0.79), (MOST_LETTERS, 0.74))


@dataclass(frozen=True, slots=True)
class Match:
    """A service found, and how well it fits: about 1 is the very words, 0 is nothing."""

    service: Service
    score: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One name or saying: whose it is, and the weight of all its words."""

    service: int
    weight: float


Term = tuple[str, str]
"""A language and a stem."""


class Index:
    """The catalog made ready to be searched; build it once, search it from any thread."""

    def __init__(self, catalog: Catalog) -> None:
        self._services: Sequence[Service] = tuple(catalog.services.values())
        self._languages = catalog.interface_languages
        self._now = frozenset().union(*catalog.vocabulary.now.values())
        self._small = _terms(catalog.vocabulary.small)
        self._alike = self._alike_stems(catalog.vocabulary.alike)
        written = self._phrases_of_catalog()
        self._weights = self._weigh(written)
        self._phrases: list[_Phrase] = []
        self._places: dict[Term, list[int]] = defaultdict(list)
        self._keep(written)
        self._words = self._all_words(written)
        self._sorted_words = sorted(self._words)
        self._met: dict[str, Mapping[Term, float]] = {}

    def search(self, text: str, location: str | None = None, limit: int = 10) -> list[Match]:
        """Return at most `limit` services for what was typed, best first.

        With `location`, only what that center offers or refers from. Typing nothing, or
        nothing known, finds nothing.
        """
        typed = [word[:MOST_LETTERS] for word in tokens(text)[:MOST_WORDS]]
        words = self._joined(typed)
        best, bag, whole = self._score([self._meet(word) for word in words], self._spoken(words))
        hurry = not self._now.isdisjoint(typed)
        matches = []
        for number, worth in best.items():
            service = self._services[number]
            if bag[number] >= LEAST_WEIGHT and (location is None or location in service.locations):
                score = (worth + bag[number]) / 2 / whole * _standing(service, hurry=hurry)
                matches.append(Match(service, score))
        matches.sort(key=lambda match: -match.score)
        return [match for match in matches[:limit] if match.score >= LEAST_SHARE * matches[0].score]

    def _alike_stems(self, alike: Mapping[str, Iterable[frozenset[str]]]) -> dict[Term, set[Term]]:
        """By term, the other terms of every group it stands in."""
        found: dict[Term, set[Term]] = defaultdict(set)
        for language, groups in alike.items():
            for group in groups:
                terms = {(language, stem(word, language)) for some in group for word in tokens(some)}
                for term in terms:
                    found[term] |= terms - {term}
        return found

    def _phrases_of_catalog(self) -> list[tuple[int, str, list[str]]]:
        """List every phrase as its service's number, its language and its words."""
        written = []
        for number, service in enumerate(self._services):
            for language in self._languages:
                texts = (service.name.get(language, ""), *service.said_as.get(language, ()))
                written += [(number, language, tokens(text)) for text in texts if text]
        return written

    def _weigh(self, written: Sequence[tuple[int, str, list[str]]]) -> dict[Term, float]:
        """Weigh each term by how few services use it; small words weigh next to nothing.

        A word counts its users in every language: "permit" borrowed into Hmong is as common
        as it is in English.
        """
        users: dict[str, set[int]] = defaultdict(set)
        forms: dict[Term, set[str]] = defaultdict(set)
        for number, language, words in written:
            for word in words:
                users[word].add(number)
                forms[language, stem(word, language)].add(word)
        total = len(self._services)
        weights = {}
        for term, some in forms.items():
            count = len(set().union(*(users[word] for word in some)))
            weights[term] = math.log(1 + total / count) ** RARITY * (SMALL if term in self._small else 1)
        return weights

    def _keep(self, written: Iterable[tuple[int, str, list[str]]]) -> None:
        for number, language, words in written:
            terms = {(language, stem(word, language)) for word in words}
            for term in terms:
                self._places[term].append(len(self._phrases))
            self._phrases.append(_Phrase(number, sum(self._weights[term] for term in terms)))

    def _all_words(self, written: Iterable[tuple[int, str, list[str]]]) -> dict[str, set[Term]]:
        words: dict[str, set[Term]] = defaultdict(set)
        for _, language, some in written:
            for word in some:
                words[word].add((language, stem(word, language)))
        for language, stemmed in list(self._alike):
            if (language, stemmed) not in self._weights:
                words[stemmed].add((language, stemmed))
        return words

    def _joined(self, typed: list[str]) -> list[str]:
        """Put together what the catalog writes as one word: "pot hole", "hauj lwm"."""
        words: list[str] = []
        for word in typed:
            if words and words[-1] + word in self._words and len(words[-1]) > 1 and len(word) > 1:
                words[-1] += word
            else:
                words.append(word)
        return words

    def _spoken(self, words: Iterable[str]) -> frozenset[str]:
        """Return the languages that the most of the typed words belong to, small words too."""
        counts: dict[str, int] = dict.fromkeys(self._languages, 0)
        for word in words:
            known = {language for language, _ in self._words.get(word, ())}
            for language in self._languages:
                counts[language] += language in known or (language, stem(word, language)) in self._small
        most = max(counts.values(), default=0)
        return frozenset(language for language, count in counts.items() if count == most)

    def _meet(self, word: str) -> Mapping[Term, float]:
        """Return the catalog's terms that a typed word may mean, and how surely (0 to 1)."""
        if word in self._met:
            return self._met[word]
        found: dict[Term, float] = {}
        same = [(language, stem(word, language)) for language in self._languages]
        if not self._small.isdisjoint(same):
            self._add_small(found, word)
        else:
            for term in same:
                self._add(found, term, 1.0)
            known = bool(found)
            self._add_longer(found, word)
            if not known:
                self._add_shorter(found, word)
                self._add_kindred(found, word)
                self._add_split(found, word)
                self._add_typos(found, word)
        if len(self._met) < _KEPT_WORDS:
            self._met[word] = found
        return found

    def _add_small(self, found: dict[Term, float], word: str) -> None:
        """Add a small word, and what it is where it is not small: "them" is "pay" in Hmong.

        There only the very word counts, and only when it is more at home there: the "of" in an
        organisation's English name says nothing in Somali.
        """
        uses = {term: len(self._places[term]) for term in self._words.get(word, ()) if term in self._weights}
        most = max((count for term, count in uses.items() if term in self._small), default=0)
        for term, count in uses.items():
            if term in self._small or count > most:
                found[term] = 1.0

    def _add(self, found: dict[Term, float], term: Term, likeness: float) -> None:
        """Add a term and those that mean the same."""
        if term in self._weights:
            found[term] = max(found.get(term, 0.0), likeness)
        for other in self._alike.get(term, ()):
            if other in self._weights:
                found[other] = max(found.get(other, 0.0), likeness * ALIKE)

    def _add_longer(self, found: dict[Term, float], word: str) -> None:
        """A half word finds the whole one."""
        if len(word) < 3:
            return
        start = bisect_left(self._sorted_words, word)
        for longer in self._sorted_words[start : start + 60]:
            if not longer.startswith(word):
                break
            for term in self._words[longer]:
                self._add(found, term, 0.5 + 0.4 * len(word) / len(longer))

    def _add_shorter(self, found: dict[Term, float], word: str) -> None:
        """A word with endings of its own finds the plain one."""
        for end in range(len(word) - 1, max(3, len(word) * 6 // 10), -1):
            for term in self._words.get(word[:end], ()):
                self._add(found, term, 0.35 + 0.55 * end / len(word))

    def _add_kindred(self, found: dict[Term, float], word: str) -> None:
        """A word finds those that begin as it does and end otherwise: "dumiyo", "dumin"."""
        least = max(4, len(word) * 6 // 10)
        start = bisect_left(self._sorted_words, word[:least])
        for other in self._sorted_words[start : start + 60]:
            if not other.startswith(word[:least]):
                break
            common = _shared(word, other)
            for term in self._words[other]:
                self._add(found, term, 0.25 + 0.55 * common / max(len(word), len(other)))

    def _add_split(self, found: dict[Term, float], word: str) -> None:
        """Take apart what the catalog writes as two words: "barbershop"."""
        for cut in range(3, len(word) - 2):
            left, right = word[:cut], word[cut:]
            if left in self._words and right in self._words:
                for term in (*self._words[left], *self._words[right]):
                    self._add(found, term, 0.8)

    def _add_typos(self, found: dict[Term, float], word: str) -> None:
        if len(word) < 4:
            return
        floor = next(least for length, least in _TYPO_FLOOR if len(word) <= length)
        near = process.extract(word, self._sorted_words, scorer=OSA.normalized_similarity, score_cutoff=floor, limit=12)
        for other, likeness, _ in near:
            # A wrong first letter is a rare slip: most such neighbours are other words.
            sure = likeness if other[0] == word[0] else likeness * 0.85
            for term in self._words[other]:
                self._add(found, term, 0.95 * sure)

    def _score(
        self, met: Iterable[Mapping[Term, float]], spoken: frozenset[str]
    ) -> tuple[dict[int, float], dict[int, float], float]:
        """Return the best phrase and the bag of words, by service, and the weight of the query."""
        typed_in: dict[int, float] = defaultdict(float)
        bag: dict[int, float] = defaultdict(float)
        whole = 0.0
        for terms in met:
            in_phrase: dict[int, float] = {}
            in_service: dict[int, float] = {}
            heaviest = 0.0
            for term, likeness in terms.items():
                worth = self._weights[term] * likeness * (1 if term[0] in spoken else ELSEWHERE)
                heaviest = max(heaviest, worth)
                for place in self._places[term]:
                    if worth > in_phrase.get(place, 0.0):
                        in_phrase[place] = worth
            for place, worth in in_phrase.items():
                typed_in[place] += worth
                number = self._phrases[place].service
                in_service[number] = max(in_service.get(number, 0.0), worth)
            for number, worth in in_service.items():
                bag[number] += worth
            whole += heaviest or UNKNOWN
        best: dict[int, float] = defaultdict(float)
        for place, worth in typed_in.items():
            phrase = self._phrases[place]
            # Two typed words for one of the phrase ("shop", "store") do not count twice.
            held = min(worth, phrase.weight)
            best[phrase.service] = max(best[phrase.service], held * (0.3 + 0.7 * held / phrase.weight))
        return best, bag, whole


def _shared(one: str, other: str) -> int:
    """Count the letters with which both words begin."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _terms(words: Mapping[str, Iterable[str]]) -> frozenset[Term]:
    """Return the terms of single words, given by language."""
    return frozenset(
        (language, stem(word, language))
        for language, some in words.items()
        for saying in some
        for word in tokens(saying)
    )


def _standing(service: Service, *, hurry: bool) -> float:
    """Weigh what a service is: an emergency before the rest, what the city named before what is usual."""
    standing = 1.02 if service.source == "city" else 1.0
    if service.kind is Kind.EMERGENCY:
        standing *= 1.3 if hurry else 1.08
    return standing
