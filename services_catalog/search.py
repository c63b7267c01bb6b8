"""What a visitor types -> the services meant, best first. Offline, every language at once.

Each name and each saying of the catalog is a phrase. A phrase is good when it holds much of
what was typed and little else; a service is as good as its best phrase and all its words
together. How a typed word meets the catalog's is in `lexicon`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services_catalog.catalog import Catalog, Kind, Service
from services_catalog.lexicon import MOST_LETTERS, Lexicon, Term, Written
from services_catalog.wording import stem, tokens

MOST_WORDS = 24
"""Words of a query that are looked at; nobody at a kiosk types more with a purpose."""

UNKNOWN = 3.0
"""What a word that the catalog does not know weighs: it makes every match less sure."""

ELSEWHERE = 0.75
"""What a word counts in a language that the others are not in: "meter" is no Spanish verb in English."""

LEAST_SHARE = 0.3
"""A match is noise when it has less than this share of the best one's score."""

_Held = dict[int, dict[Term, float]]
"""By number, the terms that were typed and what each is worth."""


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


class Index:
    """The catalog made ready to be searched; build it once, search it from any thread."""

    def __init__(self, catalog: Catalog) -> None:
        self._services: Sequence[Service] = tuple(catalog.services.values())
        self._now = frozenset().union(*catalog.vocabulary.now.values())
        written = _phrases(self._services, catalog.interface_languages)
        self._lexicon = Lexicon(written, len(self._services), catalog.interface_languages, catalog.vocabulary)
        self._phrases: list[_Phrase] = []
        self._places: dict[Term, list[int]] = defaultdict(list)
        self._keep(written)

    def search(self, text: str, location: str | None = None, limit: int = 10) -> list[Match]:
        """Return at most `limit` services for what was typed, best first.

        With `location`, only what that center offers or refers from. Typing nothing, or
        nothing known, finds nothing.
        """
        typed = [word[:MOST_LETTERS] for word in tokens(text)[:MOST_WORDS]]
        phrases, bags, whole = self._hold(self._lexicon.joined(typed))
        best = self._best(phrases)
        hurry = not self._now.isdisjoint(typed)
        matches = []
        for number, terms in bags.items():
            service = self._services[number]
            if location is not None and location not in service.locations:
                continue
            # Small words alone ("the of and") mean nothing.
            if not self._lexicon.small.issuperset(terms):
                score = (best[number] + sum(terms.values())) / 2 / whole * _standing(service, hurry=hurry)
                matches.append(Match(service, score))
        matches.sort(key=lambda match: -match.score)
        return [match for match in matches[:limit] if match.score >= LEAST_SHARE * matches[0].score]

    def _keep(self, written: Written) -> None:
        weights = self._lexicon.weights
        for number, language, words in written:
            terms = {(language, stem(word, language)) for word in words}
            for term in terms:
                self._places[term].append(len(self._phrases))
            self._phrases.append(_Phrase(number, sum(weights[term] for term in terms)))

    def _hold(self, words: Sequence[str]) -> tuple[_Held, _Held, float]:
        """Return what each phrase and each service holds of the words, and what all weigh.

        A word counts once in each, as the term it fits best, and a term counts once: "shop"
        and "store" together are one of two words of "my shop".
        """
        spoken = self._lexicon.spoken(words)
        phrases: _Held = defaultdict(dict)
        bags: _Held = defaultdict(dict)
        whole = 0.0
        for word in words:
            met = self._worth(word, spoken)
            taken: set[int] = set()
            given: set[int] = set()
            for worth, term in met:
                for place in self._places[term]:
                    if place in taken:
                        continue
                    taken.add(place)
                    held = phrases[place]
                    held[term] = max(held.get(term, 0.0), worth)
                    number = self._phrases[place].service
                    if number not in given:
                        given.add(number)
                        bag = bags[number]
                        bag[term] = max(bag.get(term, 0.0), worth)
            whole += met[0][0] if met else UNKNOWN
        return phrases, bags, whole

    def _worth(self, word: str, spoken: frozenset[str]) -> list[tuple[float, Term]]:
        """List the terms a word may mean with what each is worth, the best first."""
        weights = self._lexicon.weights
        found = [
            (weights[term] * likeness * (1 if term[0] in spoken else ELSEWHERE), term)
            for term, likeness in self._lexicon.meet(word).items()
        ]
        return sorted(found, reverse=True)

    def _best(self, phrases: Mapping[int, Mapping[Term, float]]) -> dict[int, float]:
        """Return, by service, the worth of its best phrase: much that was typed, little else."""
        best: dict[int, float] = defaultdict(float)
        for place, terms in phrases.items():
            phrase, held = self._phrases[place], sum(terms.values())
            share = min(1.0, held / phrase.weight)
            best[phrase.service] = max(best[phrase.service], held * (0.3 + 0.7 * share))
        return best


def _phrases(services: Iterable[Service], languages: Iterable[str]) -> Written:
    """List every name and saying as its service's number, its language and its words."""
    return [
        (number, language, tokens(text))
        for number, service in enumerate(services)
        for language in languages
        for text in (service.name.get(language, ""), *service.said_as.get(language, ()))
        if tokens(text)
    ]


def _standing(service: Service, *, hurry: bool) -> float:
    """Weigh what a service is: an emergency before the rest, what the city named before what is usual."""
    standing = 1.02 if service.source == "city" else 1.0
    if service.kind is Kind.EMERGENCY:
        standing *= 1.3 if hurry else 1.08
    return standing
