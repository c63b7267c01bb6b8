"""The search: finds the services that a visitor means by what they type, best first, in every language at once.

Each name and each saying of a service is a phrase. A phrase scores high when it contains much of what
was typed and little else, in the same order. A service's score comes from its best phrases and from
all its words together. `lexicon` decides which of the catalog's words a typed word may mean.
Every step works on all phrases at once, so that a long query costs hardly more than a short one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from services_catalog.catalog import Catalog, Kind, Service
from services_catalog.lexicon import MOST_LETTERS, Lexicon, Phrases, Term
from services_catalog.tokenizer import stem, tokens

MOST_LETTERS_TYPED = 1_000
"""The search looks at so many letters of a query."""

MOST_WORDS_TYPED = 24
"""The search looks at so many words of a query; a visitor with a purpose types no more."""

UNKNOWN_WORD_WEIGHT = 3.0
"""The weight of a word that the catalog does not know: it makes every match less certain."""

OTHER_LANGUAGE = 0.75
"""The factor for a word in another language than the rest: in English, "meter" is not the Spanish verb."""

OTHER_FORM = 0.9
"""The factor for a word of which a phrase has another form: "parking" for "park"."""

PAIR_BONUS = 0.25
"""What two neighbors in the order typed add: this share of the lighter word's weight, or of 1 if that is more."""

NAME_BONUS = 1.05
"""The factor for a service's own name, compared with its sayings."""

ALL_WORDS_SHARE = 0.5
"""The share of all its words in a service's score; its best phrases have the rest."""

SINGLE_USE = 0.5
"""About what a word counts for a service that uses it once, where another uses it often."""

HASTE_BONUS = 1.2
"""The factor for emergencies when a visitor typed a word such as "now"."""

SAYING_SHARE = 0.7
"""The share of a saying of small words alone, such as "I do not know who to ask", that must be typed to find it."""

SAYING_PAIRS = 2
"""So many pairs of neighboring words must be typed to find such a saying."""

LEAST_SHARE = 0.4
"""A service with less than this share of the best score is left out."""

_Numbers = NDArray[np.int64]
_Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Match:
    """A service that was found, with its score: about 1 for its very words, 0 for nothing in common."""

    service: Service
    score: float


class Index:
    """The catalog, prepared for searching; build it once and search it from any thread."""

    def __init__(self, catalog: Catalog) -> None:
        self._services: Sequence[Service] = tuple(catalog.services.values())
        self._languages = catalog.interface_languages
        self._haste_words = frozenset().union(*catalog.vocabulary.now.values())
        self._is_emergency = np.array([service.kind is Kind.EMERGENCY for service in self._services])
        self._source_bonus = np.array([1.02 if service.source == "city" else 1.0 for service in self._services])
        written = _phrases(self._services, self._languages)
        self._lexicon = Lexicon(written, len(self._services), self._languages, catalog.vocabulary)
        self._index_phrases(written)

    def search(self, text: str, location: str | None = None, limit: int = 10) -> list[Match]:
        """Return at most `limit` services for what was typed, best first.

        With `location`, only those that this location offers or refers from. Typing nothing, or
        no known word, finds nothing.
        """
        typed = [word[:MOST_LETTERS] for word in tokens(text[:MOST_LETTERS_TYPED])[:MOST_WORDS_TYPED]]
        if not typed:
            return []
        scores = self._scores(self._lexicon.join_split_words(typed))
        if not self._haste_words.isdisjoint(typed):
            scores[self._is_emergency] *= HASTE_BONUS
        matches: list[Match] = []
        for number in np.argsort(-scores, kind="stable"):
            service, score = self._services[number], float(scores[number])
            if len(matches) == limit or score <= 0 or (matches and score < LEAST_SHARE * matches[0].score):
                break
            if location is None or location in service.locations:
                matches.append(Match(service, score))
        return matches

    def _index_phrases(self, written: Phrases) -> None:
        """Record the service of each phrase, and the phrases of each term, each form and each pair of neighbors."""
        weights = self._lexicon.weights
        terms: dict[Term, set[int]] = defaultdict(set)
        forms: dict[str, set[int]] = defaultdict(set)
        pairs: dict[tuple[Term, Term], set[int]] = defaultdict(set)
        weighed = []
        for phrase, (_, language, words) in enumerate(written):
            stems = [(language, stem(word, language)) for word in words]
            weighed.append(sum(weights[term] for term in set(stems)))
            for word, term in zip(words, stems, strict=True):
                terms[term].add(phrase)
                forms[word].add(phrase)
            for pair in pairwise(stems):
                pairs[pair].add(phrase)
        self._service_of_phrase = np.array([number for number, _, _ in written], dtype=np.int64)
        self._is_emergency_phrase = self._is_emergency[self._service_of_phrase]
        self._phrase_weights = np.array(weighed)
        names = {(n, tag, *tokens(name)) for n, one in enumerate(self._services) for tag, name in one.name.items()}
        self._name_bonus = np.array([NAME_BONUS if (n, tag, *words) in names else 1.0 for n, tag, words in written])
        self._phrases_with_term = {term: _sorted(phrases) for term, phrases in terms.items()}
        self._phrases_with_form = {form: _sorted(phrases) for form, phrases in forms.items()}
        self._phrases_with_pair = {pair: _sorted(phrases) for pair, phrases in pairs.items()}
        self._term_numbers = {term: number for number, term in enumerate(self._phrases_with_term)}
        self._services_with_term = {
            term: self._services_using(phrases) for term, phrases in self._phrases_with_term.items()
        }

    def _services_using(self, phrases: _Numbers) -> tuple[_Numbers, _Values]:
        """Return the services whose phrases these are, and how much each is about their term, from 0 to 1."""
        uses = np.bincount(self._service_of_phrase[phrases], minlength=len(self._services))
        users = np.flatnonzero(uses)
        return users, SINGLE_USE + (1 - SINGLE_USE) * np.sqrt(uses[users] / uses.max())

    def _scores(self, words: Sequence[str]) -> _Values:
        """Return the score of each service for these words; 0 is no match."""
        languages = self._lexicon.likely_languages(words)
        held = np.zeros(len(self._phrase_weights))
        about = np.zeros(len(self._services))
        meaningful = np.zeros(len(self._services), dtype=bool)
        whole = 0.0
        earlier: list[tuple[set[Term], _Values, _Numbers]] = []
        for word in dict.fromkeys(words):
            candidates = self._candidates(word, languages, last=word == words[-1])
            whole += candidates[-1][0] if candidates else UNKNOWN_WORD_WEIGHT
            values, chosen = self._phrase_values(word, candidates)
            meant = {term for _, term in candidates}
            # A term counts once: "shop" and "store" together are one of two words of "my shop".
            for others, their_values, their_chosen in earlier:
                if not meant.isdisjoint(others):
                    values[(chosen == their_chosen) & (values <= their_values)] = 0
            earlier.append((meant, values, chosen))
            held += values
            of_service = np.zeros(len(self._services))
            for worth, term in candidates:
                users, share = self._services_with_term[term]
                of_service[users] = np.maximum(of_service[users], worth * share)
                meaningful[users] |= term not in self._lexicon.small
            about += of_service
        best, whole_saying = self._best_phrases(words, held)
        # Small words alone ("the of and") mean nothing, unless they are a whole saying.
        scores: _Values = (
            ((1 - ALL_WORDS_SHARE) * best + ALL_WORDS_SHARE * about)
            / whole
            * self._source_bonus
            * (meaningful | whole_saying)
        )
        return scores

    def _candidates(self, word: str, languages: frozenset[str], *, last: bool) -> list[tuple[float, Term]]:
        """Return the terms that a word may mean, each with its value, the best last."""
        weights = self._lexicon.weights
        return sorted(
            (weights[term] * likeness * (1 if term[0] in languages else OTHER_LANGUAGE), term)
            for term, likeness in self._lexicon.terms_of(word, last=last).items()
        )

    def _phrase_values(self, word: str, candidates: Iterable[tuple[float, Term]]) -> tuple[_Values, _Numbers]:
        """Return the value of a word in each phrase, and the number of the term it matches there, or -1."""
        values = np.zeros(len(self._phrase_weights))
        chosen = np.full(len(self._phrase_weights), -1)
        for worth, term in candidates:
            phrases = self._phrases_with_term[term]
            values[phrases] = worth * OTHER_FORM
            chosen[phrases] = self._term_numbers[term]
        if word in self._phrases_with_form:
            values[self._phrases_with_form[word]] /= OTHER_FORM
        return values, chosen

    def _best_phrases(self, words: Sequence[str], held: _Values) -> tuple[_Values, NDArray[np.bool_]]:
        """Return the score of each service's best phrases, and whether one of its sayings was typed whole.

        `held` is the value of the typed words in each phrase.
        """
        weights = self._lexicon.weights
        pairs = np.zeros(len(held), dtype=np.int64)
        ordered = np.zeros(len(held))
        for one, two in pairwise(words):
            for language in self._languages:
                pair = (language, stem(one, language)), (language, stem(two, language))
                if pair in self._phrases_with_pair:
                    phrases = self._phrases_with_pair[pair]
                    pairs[phrases] += 1
                    ordered[phrases] += PAIR_BONUS * max(1.0, min(weights[term] for term in pair))
        # Most phrases hold nothing of what was typed.
        some = np.flatnonzero(held > 0)
        whole = held[some] + ordered[some]
        share = np.minimum(1.0, whole / self._phrase_weights[some])
        fit = whole * (0.3 + 0.7 * share) * self._name_bonus[some]
        # An emergency comes first when it is one, and not for half of its words: "birth" is no "giving birth".
        fit *= np.where(self._is_emergency_phrase[some], 0.94 + 0.14 * share, 1.0)
        # The sixth root of the sum of sixth powers: the best phrase decides, several good ones add a little.
        whose = self._service_of_phrase[some]
        best: _Values = np.power(np.bincount(whose, weights=fit**6, minlength=len(self._services)), 1 / 6)
        whole_saying = np.zeros(len(self._services), dtype=bool)
        whole_saying[whose[(share >= SAYING_SHARE) & (pairs[some] >= SAYING_PAIRS)]] = True
        return best, whole_saying


def _sorted(phrases: Iterable[int]) -> _Numbers:
    return np.array(sorted(phrases), dtype=np.int64)


def _phrases(services: Iterable[Service], languages: Iterable[str]) -> Phrases:
    """Return every name and saying with the number of its service and its language, as words."""
    return [
        (number, language, words)
        for number, service in enumerate(services)
        for language in languages
        for text in (service.name.get(language, ""), *service.said_as.get(language, ()))
        if (words := tokens(text))
    ]
