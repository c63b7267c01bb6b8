"""What a visitor types -> the services meant, best first. Offline, every language at once.

Each name and each saying of the catalog is a phrase. A phrase is good when it holds much of
what was typed and little else, in the same order; a service is as good as its best phrases and
as all its words are about what was typed. How a typed word meets the catalog's is in `lexicon`.
Every step runs over all phrases at once, so that a long query costs hardly more than a short.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from services_catalog.catalog import Catalog, Kind, Service
from services_catalog.lexicon import MOST_LETTERS, Lexicon, Term, Written
from services_catalog.wording import stem, tokens

MOST_TYPED = 1_000
"""Letters of a query that are looked at."""

MOST_WORDS = 24
"""Words of a query that are looked at; nobody at a kiosk types more with a purpose."""

UNKNOWN = 3.0
"""What a word that the catalog does not know weighs: it makes every match less sure."""

ELSEWHERE = 0.75
"""What a word counts in a language that the others are not in: "meter" is no Spanish verb in English."""

OTHER_FORM = 0.9
"""What a word counts in a phrase that has another form of it: "parking" is more than "park"."""

PAIR = 0.25
"""What two words in the order typed add: this share of the lighter one, and at least as much for two small ones."""

NAME = 1.05
"""What a service's own name counts beside what else it is called."""

ABOUT = 0.5
"""How a service's score is shared between its best phrases (the rest) and all its words (this)."""

IN_PASSING = 0.5
"""What a word counts for a service that uses it once where others use it often."""

HASTE = 1.2
"""What an emergency counts beside the rest when a word of haste was typed."""

WHOLE_SAYING = 0.7
"""How much of a saying of small words alone must be typed to be meant: "I do not know who to ask"."""

WHOLE_PAIRS = 2
"""So many pairs of neighbours make such a saying."""

LEAST_SHARE = 0.4
"""A match is noise when it has less than this share of the best one's score."""

_Numbers = NDArray[np.int64]
_Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Match:
    """A service found, and how well it fits: about 1 is the very words, 0 is nothing."""

    service: Service
    score: float


class Index:
    """The catalog made ready to be searched; build it once, search it from any thread."""

    def __init__(self, catalog: Catalog) -> None:
        self._services: Sequence[Service] = tuple(catalog.services.values())
        self._languages = catalog.interface_languages
        self._now = frozenset().union(*catalog.vocabulary.now.values())
        self._emergency = np.array([service.kind is Kind.EMERGENCY for service in self._services])
        self._standing = np.array([1.02 if service.source == "city" else 1.0 for service in self._services])
        written = _phrases(self._services, self._languages)
        self._lexicon = Lexicon(written, len(self._services), self._languages, catalog.vocabulary)
        self._keep(written)

    def search(self, text: str, location: str | None = None, limit: int = 10) -> list[Match]:
        """Return at most `limit` services for what was typed, best first.

        With `location`, only what that center offers or refers from. Typing nothing, or
        nothing known, finds nothing.
        """
        typed = [word[:MOST_LETTERS] for word in tokens(text[:MOST_TYPED])[:MOST_WORDS]]
        if not typed:
            return []
        scores = self._scores(self._lexicon.joined(typed))
        if not self._now.isdisjoint(typed):
            scores[self._emergency] *= HASTE
        matches: list[Match] = []
        for number in np.argsort(-scores, kind="stable"):
            service, score = self._services[number], float(scores[number])
            if len(matches) == limit or score <= 0 or (matches and score < LEAST_SHARE * matches[0].score):
                break
            if location is None or location in service.locations:
                matches.append(Match(service, score))
        return matches

    def _keep(self, written: Written) -> None:
        """Note whose each phrase is, and where each term, each form and each pair of neighbours stands."""
        weights = self._lexicon.weights
        terms: dict[Term, set[int]] = defaultdict(set)
        forms: dict[str, set[int]] = defaultdict(set)
        pairs: dict[tuple[Term, Term], set[int]] = defaultdict(set)
        weighed = []
        for index, (_, language, words) in enumerate(written):
            stems = [(language, stem(word, language)) for word in words]
            weighed.append(sum(weights[term] for term in set(stems)))
            for word, term in zip(words, stems, strict=True):
                terms[term].add(index)
                forms[word].add(index)
            for pair in pairwise(stems):
                pairs[pair].add(index)
        self._whose = np.array([number for number, _, _ in written], dtype=np.int64)
        self._urgent = self._emergency[self._whose]
        self._weight = np.array(weighed)
        names = {(n, tag, *tokens(name)) for n, one in enumerate(self._services) for tag, name in one.name.items()}
        self._named = np.array([NAME if (n, tag, *words) in names else 1.0 for n, tag, words in written])
        self._terms = {term: _sorted(places) for term, places in terms.items()}
        self._forms = {form: _sorted(places) for form, places in forms.items()}
        self._pairs = {pair: _sorted(places) for pair, places in pairs.items()}
        self._numbers = {term: number for number, term in enumerate(self._terms)}
        self._users = {term: self._used_by(places) for term, places in self._terms.items()}

    def _used_by(self, places: _Numbers) -> tuple[_Numbers, _Values]:
        """Return the services that use a term, and how much each is about it, to 1."""
        uses = np.bincount(self._whose[places], minlength=len(self._services))
        users = np.flatnonzero(uses)
        return users, IN_PASSING + (1 - IN_PASSING) * np.sqrt(uses[users] / uses.max())

    def _scores(self, words: Sequence[str]) -> _Values:
        """Return what each service is worth for these words; 0 is nothing."""
        spoken = self._lexicon.spoken(words)
        held = np.zeros(len(self._weight))
        about = np.zeros(len(self._services))
        told = np.zeros(len(self._services), dtype=bool)
        whole = 0.0
        earlier: list[tuple[set[Term], _Values, _Numbers]] = []
        for word in dict.fromkeys(words):
            met = self._worth(word, spoken, last=word == words[-1])
            whole += met[-1][0] if met else UNKNOWN
            values, chosen = self._values(word, met)
            meant = {term for _, term in met}
            # A term counts once: "shop" and "store" together are one of two words of "my shop".
            for others, their_values, their_chosen in earlier:
                if not meant.isdisjoint(others):
                    values[(chosen == their_chosen) & (values <= their_values)] = 0
            earlier.append((meant, values, chosen))
            held += values
            of_service = np.zeros(len(self._services))
            for worth, term in met:
                users, share = self._users[term]
                of_service[users] = np.maximum(of_service[users], worth * share)
                told[users] |= term not in self._lexicon.small
            about += of_service
        best, said = self._best(words, held)
        # Small words alone ("the of and") mean nothing, unless they are a whole saying.
        scores: _Values = ((1 - ABOUT) * best + ABOUT * about) / whole * self._standing * (told | said)
        return scores

    def _worth(self, word: str, spoken: frozenset[str], *, last: bool) -> list[tuple[float, Term]]:
        """List the terms a word may mean with what each is worth, the best last."""
        weights = self._lexicon.weights
        return sorted(
            (weights[term] * likeness * (1 if term[0] in spoken else ELSEWHERE), term)
            for term, likeness in self._lexicon.meet(word, last=last).items()
        )

    def _values(self, word: str, met: Iterable[tuple[float, Term]]) -> tuple[_Values, _Numbers]:
        """Return what a word is worth in each phrase, and the number of the term it meets there, or -1."""
        values = np.zeros(len(self._weight))
        chosen = np.full(len(self._weight), -1)
        for worth, term in met:
            places = self._terms[term]
            values[places] = worth * OTHER_FORM
            chosen[places] = self._numbers[term]
        if word in self._forms:
            values[self._forms[word]] /= OTHER_FORM
        return values, chosen

    def _best(self, words: Sequence[str], held: _Values) -> tuple[_Values, NDArray[np.bool_]]:
        """Return what each service's best phrases are worth, and whether one was typed as it stands.

        `held` is what each phrase holds of the words.
        """
        weights = self._lexicon.weights
        pairs = np.zeros(len(held), dtype=np.int64)
        ordered = np.zeros(len(held))
        for one, two in pairwise(words):
            for language in self._languages:
                pair = (language, stem(one, language)), (language, stem(two, language))
                if pair in self._pairs:
                    places = self._pairs[pair]
                    pairs[places] += 1
                    ordered[places] += PAIR * max(1.0, min(weights[term] for term in pair))
        # Most phrases hold nothing of what was typed.
        some = np.flatnonzero(held > 0)
        whole = held[some] + ordered[some]
        share = np.minimum(1.0, whole / self._weight[some])
        fit = whole * (0.3 + 0.7 * share) * self._named[some]
        # An emergency comes first when it is one, and not for half of its words: "birth" is no "giving birth".
        fit *= np.where(self._urgent[some], 0.94 + 0.14 * share, 1.0)
        # The sixth root of the sum of sixth powers: the best phrase decides, several good ones add a little.
        whose = self._whose[some]
        best: _Values = np.power(np.bincount(whose, weights=fit**6, minlength=len(self._services)), 1 / 6)
        said = np.zeros(len(self._services), dtype=bool)
        said[whose[(share >= WHOLE_SAYING) & (pairs[some] >= WHOLE_PAIRS)]] = True
        return best, said


def _sorted(places: Iterable[int]) -> _Numbers:
    return np.array(sorted(places), dtype=np.int64)


def _phrases(services: Iterable[Service], languages: Iterable[str]) -> Written:
    """List every name and saying as its service's number, its language and its words."""
    return [
        (number, language, words)
        for number, service in enumerate(services)
        for language in languages
        for text in (service.name.get(language, ""), *service.said_as.get(language, ()))
        if (words := tokens(text))
    ]
