"""Which causes earlier comments like this one were given: TF-IDF over lemmas and the cosine between texts.

Pure, and small on purpose: a firm has some hundreds of comments with a cause, and must be able to see why
one is suggested («похоже на 4 прежних ответа»).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from vernost.voice.lemmas import lemmas

ALIKE = 0.12  # the cosine from which two comments are about the same
MOST = 3  # suggestions


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``alike``: how many earlier comments with this cause are like the new one."""

    cause: int
    alike: int
    weight: float


class Memory:
    """Earlier comments with the causes they were given."""

    def __init__(self, told: Sequence[tuple[str, Sequence[int]]]) -> None:
        texts = [(Counter(lemmas(text)), causes) for text, causes in told]
        texts = [(words, causes) for words, causes in texts if words and causes]
        spread: Counter[str] = Counter()
        for words, _causes in texts:
            spread.update(words.keys())
        self._rarity = {word: log(1 + len(texts) / number) for word, number in spread.items()}
        self._texts = [(self._vector(words), causes) for words, causes in texts]
        self._of_word: dict[str, list[int]] = defaultdict(list)
        for place, (vector, _causes) in enumerate(self._texts):
            for word in vector:
                self._of_word[word].append(place)

    def suggest(self, text: str) -> list[Suggestion]:
        """The likeliest first; nothing where nothing like it was ever given a cause."""
        vector = self._vector(Counter(lemmas(text)))
        near: dict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for place in self._of_word.get(word, ()):
                near[place] += weight * self._texts[place][0][word]
        weights: dict[int, float] = defaultdict(float)
        alike: Counter[int] = Counter()
        for place, cosine in near.items():
            if cosine >= ALIKE:
                for cause in self._texts[place][1]:
                    weights[cause] += cosine
                    alike[cause] += 1
        found = [Suggestion(cause, alike[cause], weight) for cause, weight in weights.items()]
        return sorted(found, key=lambda one: (-one.weight, one.cause))[:MOST]

    def _vector(self, words: Mapping[str, int]) -> dict[str, float]:
        """Of length one. A word that no earlier comment has makes the new one less like any of them."""
        unknown = log(1 + len(getattr(self, "_texts", ())) or 1)
        raw = {word: (1 + log(n)) * self._rarity.get(word, unknown) for word, n in words.items()}
        length = sqrt(sum(one * one for one in raw.values()))
        return {word: one / length for word, one in raw.items()} if length else {}
