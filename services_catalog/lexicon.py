"""All words of the catalog, and which of them a typed word may mean.

A typed word matches itself, its stem, a word that means the same, a longer word that begins with it,
a word with another ending, the two parts it is made of, or a word that it misspells; each counts less
than the one before. Rare words weigh more than common ones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services_catalog.catalog import Vocabulary
from services_catalog.tokenizer import stem, tokens

MOST_LETTERS = 40
"""The search looks at so many letters of a word; a finger may rest on a key."""

ALIKE = 0.9
"""The factor for a word that means the same as the typed one."""

SMALL = 0.3
"""The factor for a word of little meaning ("my", "para")."""

LONGER_WORD = 0.6
"""The factor for a longer word that begins with the last one typed, when that is already a word."""

RARITY = 0.5
"""How much the rarity of a word counts: 0 not at all, 1 as much as is usual for long texts."""

_KEPT_WORDS = 20_000
_TYPO_FLOOR = ((4, 0.74), (6, 0.79), (MOST_LETTERS, 0.74))

Term = tuple[str, str]
"""A language and a stem."""

_End = tuple[int, str]

Phrases = Sequence[tuple[int, str, list[str]]]
"""Every phrase of the catalog: the number of its service, its language and its words."""


class Lexicon:
    """All words of the catalog by language and stem, with their weights."""

    def __init__(self, written: Phrases, services: int, languages: Sequence[str], known: Vocabulary) -> None:
        self._languages = languages
        self._small_words = {tag: {w for some in known.small.get(tag, ()) for w in tokens(some)} for tag in languages}
        self.small = self._small_terms(written)
        self._alike = self._alike_stems(known.alike)
        self.weights = self._weigh(written, services)
        self._uses = Counter((language, stem(word, language)) for _, language, some in written for word in some)
        self._words = self._all_words(written)
        self._sorted_words = sorted(self._words)
        self._by_first_letter, self._by_last_letter = _by_length_and_end(self._sorted_words)
        self._terms_of_word: dict[tuple[str, bool], Mapping[Term, float]] = {}

    def join_split_words(self, typed: list[str]) -> list[str]:
        """Join what the catalog writes as one word: "pot hole", "hauj lwm"."""
        words: list[str] = []
        for word in typed:
            if words and words[-1] + word in self._words and len(words[-1]) > 1 and len(word) > 1:
                words[-1] += word
            else:
                words.append(word)
        return words

    def likely_languages(self, words: Iterable[str]) -> frozenset[str]:
        """Return the languages to which most of the typed words belong, small words included."""
        counts: dict[str, int] = dict.fromkeys(self._languages, 0)
        for word in words:
            known = {language for language, _ in self._words.get(word, ())}
            for language in self._languages:
                counts[language] += language in known or word in self._small_words[language]
        most = max(counts.values(), default=0)
        return frozenset(language for language, count in counts.items() if count == most)

    def terms_of(self, word: str, *, last: bool = True) -> Mapping[Term, float]:
        """Return the catalog's terms that a typed word may mean, each with how likely it is, from 0 to 1.

        The last word typed may be unfinished, even if it is already a word: "bus" of "business".
        """
        if (word, last) in self._terms_of_word:
            return self._terms_of_word[word, last]
        found: dict[Term, float] = {}
        same = [(language, stem(word, language)) for language in self._languages]
        if any(word in some for some in self._small_words.values()):
            self._add_small(found, word)
        elif len(word) == 1 and word.isalpha():
            # The beginning of another word, far sooner than that of "x ray".
            found |= {term: SMALL for term in same if term in self.weights}
        else:
            for term in same:
                self._add(found, term, 1.0)
            known = bool(found)
            if last or not known:
                self._add_longer(found, word, LONGER_WORD if known else 1.0)
            self._limit_to_typed_word(found, self._words.get(word) or {term for term in same if term in self.weights})
            # While the last word is being typed, half of a word is likelier than an error.
            if not known and not (last and found):
                self._add_shorter(found, word)
                self._add_same_beginning(found, word)
                self._add_split(found, word)
                self._add_typing_errors(found, word)
        if len(self._terms_of_word) < _KEPT_WORDS:
            self._terms_of_word[word, last] = found
        return found

    def _alike_stems(self, alike: Mapping[str, Iterable[frozenset[str]]]) -> dict[Term, set[Term]]:
        """Return for each term the other terms of its groups."""
        found: dict[Term, set[Term]] = defaultdict(set)
        for language, groups in alike.items():
            for group in groups:
                terms = {(language, stem(word, language)) for some in group for word in tokens(some)}
                for term in terms:
                    found[term] |= terms - {term}
        return found

    def _small_terms(self, written: Phrases) -> frozenset[Term]:
        """Return the terms that mostly stand for small words: "own", unless "owner", of the same stem, is common."""
        full: Counter[Term] = Counter()
        for _, language, words in written:
            for word in words:
                full[language, stem(word, language)] += -1 if word in self._small_words[language] else 1
        small = {(tag, stem(word, tag)) for tag, words in self._small_words.items() for word in words}
        return frozenset(term for term in small if full[term] <= 0)

    def _weigh(self, written: Phrases, services: int) -> dict[Term, float]:
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
        weights = {}
        for term, some in forms.items():
            count = len(set().union(*(users[word] for word in some)))
            weights[term] = log(1 + services / count) ** RARITY * (SMALL if term in self.small else 1)
        return weights

    def _all_words(self, written: Phrases) -> dict[str, set[Term]]:
        words: dict[str, set[Term]] = defaultdict(set)
        for _, language, some in written:
            for word in some:
                words[word].add((language, stem(word, language)))
        for language, stemmed in list(self._alike):
            if (language, stemmed) not in self.weights:
                words[stemmed].add((language, stemmed))
        return words

    def _add_small(self, found: dict[Term, float], word: str) -> None:
        """Add a small word, and what it is where it is not small: "them" is "pay" in Hmong.

        There only the very word counts, and only when it is more at home there: the "of" in an
        organisation's English name says nothing in Somali.
        """
        uses = {term: self._uses[term] for term in self._words.get(word, ()) if term in self.weights}
        most = max((n for (tag, _), n in uses.items() if word in self._small_words[tag]), default=0)
        for term, count in uses.items():
            if term in self.small or (word not in self._small_words[term[0]] and count > most):
                found[term] = 1.0
            elif word in self._small_words[term[0]]:
                found[term] = SMALL

    def _add(self, found: dict[Term, float], term: Term, likeness: float) -> None:
        """Add a term, and the terms that mean the same."""
        if term in self.weights:
            found[term] = max(found.get(term, 0.0), likeness)
        for other in self._alike.get(term, ()):
            if other in self.weights:
                found[other] = max(found.get(other, 0.0), likeness * ALIKE)

    def _limit_to_typed_word(self, found: dict[Term, float], itself: set[Term]) -> None:
        """Let no other word weigh more than the typed one: the rare "permission" no more than the common "permit"."""
        most = max((self.weights.get(term, 0.0) for term in itself), default=0.0)
        if most:
            for term in found.keys() - itself:
                found[term] *= min(1.0, most / self.weights[term])

    def _add_longer(self, found: dict[Term, float], word: str, sure: float) -> None:
        """Add the words that begin with an unfinished word; `sure` is how likely it is unfinished, from 0 to 1."""
        if len(word) < 3:
            return
        start = bisect_left(self._sorted_words, word)
        for longer in self._sorted_words[start : start + 60]:
            if not longer.startswith(word):
                break
            for term in self._words[longer]:
                self._add(found, term, sure * (0.5 + 0.4 * len(word) / len(longer)))

    def _add_shorter(self, found: dict[Term, float], word: str) -> None:
        """Add the shorter words with which a word begins: it may have an ending of its own."""
        for end in range(len(word) - 1, max(3, len(word) * 6 // 10), -1):
            for term in self._words.get(word[:end], ()):
                self._add(found, term, 0.35 + 0.55 * end / len(word))

    def _add_same_beginning(self, found: dict[Term, float], word: str) -> None:
        """Add the words that begin as this one does but end otherwise: "dumiyo", "dumin"."""
        if len(word) < 5:
            return
        least = max(4, len(word) * 6 // 10)
        start = bisect_left(self._sorted_words, word[:least])
        for other in self._sorted_words[start : start + 60]:
            if not other.startswith(word[:least]):
                break
            common = _shared(word, other)
            for term in self._words[other]:
                self._add(found, term, 0.25 + 0.55 * common / max(len(word), len(other)))

    def _add_split(self, found: dict[Term, float], word: str) -> None:
        """Add the two words that the catalog writes apart: "barbershop"."""
        for cut in range(3, len(word) - 2):
            left, right = word[:cut], word[cut:]
            if left in self._words and right in self._words:
                for term in (*self._words[left], *self._words[right]):
                    self._add(found, term, 0.8)

    def _add_typing_errors(self, found: dict[Term, float], word: str) -> None:
        if len(word) < 4:
            return
        floor = next(least for length, least in _TYPO_FLOOR if len(word) <= length)
        # A word that much longer or shorter cannot be that much alike.
        lengths = range(ceil(len(word) * floor), int(len(word) / floor) + 1)
        # Hardly anybody gets both the first and the last letter wrong.
        some = [
            other
            for length in lengths
            for words, first in ((self._by_first_letter, True), (self._by_last_letter, False))
            for other in words.get((length, word[0 if first else -1]), ())
            if first or other[0] != word[0]
        ]
        near = process.extract(word, some, scorer=OSA.normalized_similarity, score_cutoff=floor, limit=12)
        for other, likeness, _ in near:
            if likeness < near[0][1] - 0.1:
                break
            # A wrong first letter is a rare slip: most such neighbours are other words.
            sure = likeness if other[0] == word[0] else likeness * 0.85
            for term in self._words[other]:
                self._add(found, term, 0.95 * sure)


def _by_length_and_end(words: Iterable[str]) -> tuple[Mapping[_End, list[str]], Mapping[_End, list[str]]]:
    """Return the words by their length and first letter, and by their length and last letter."""
    begun: dict[_End, list[str]] = defaultdict(list)
    ended: dict[_End, list[str]] = defaultdict(list)
    for word in words:
        begun[len(word), word[0]].append(word)
        ended[len(word), word[-1]].append(word)
    return begun, ended


def _shared(one: str, other: str) -> int:
    """Return how many letters both words begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
