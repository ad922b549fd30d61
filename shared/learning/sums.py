"""What a shop's sessions have said of the terms, and how the variants of its ranking fared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import exp
from typing import Any

from shared.learning.lesson import Lesson
from shared.learning.rules import RULES, weight_at

_RULES = RULES["factors"]
_DIGITS = 9


@dataclass(frozen=True)
class Voices:
    """Of a term: the sum of the sessions' advantages and their number, both by the weight of their time."""

    advantage: float = 0.0
    sessions: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """Sessions of a variant, and in how many of them something was chosen, and bought."""

    sessions: int = 0
    chose: int = 0
    bought: int = 0


@dataclass(frozen=True)
class Sums:
    """`trained`: factors of the last training, from which those learnt since go on; each training begins a new `era`,
    and what was said before it no longer counts beside it."""

    era: int = 0
    trained: Mapping[str, float] = field(default_factory=dict)
    voices: Mapping[str, Voices] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    def heard(self, lesson: Lesson, weight: float) -> "Sums":
        """With the lesson's advantages; a negative weight takes them back."""
        voices = dict(self.voices)
        for term, advantage in lesson.advantages.items():
            said = voices.get(term, Voices())
            voices[term] = Voices(said.advantage + weight * advantage, said.sessions + weight)
        return Sums(self.era, self.trained, voices, self.outcomes)

    def counted(self, lesson: Lesson, times: int) -> "Sums":
        """With the session's outcome so often: 1, or -1 to take it back."""
        if lesson.variant is None:
            return self
        before = self.outcomes.get(lesson.variant, Outcome())
        after = Outcome(
            before.sessions + times,
            before.chose + times * bool(lesson.chosen),
            before.bought + times * lesson.bought,
        )
        return Sums(self.era, self.trained, self.voices, {**self.outcomes, lesson.variant: after})

    def factors(self, now: datetime) -> dict[str, float]:
        """By term, within the bounds; without news they go back to the trained ones, or to 1."""
        weight = weight_at(now)
        terms = {*self.trained, *self.voices}
        return {term: self._factor(term, weight) for term in sorted(terms) if term not in _RULES["fixed"]}

    def _factor(self, term: str, weight: float) -> float:
        said = self.voices.get(term, Voices())
        mean = said.advantage / weight / (max(said.sessions, 0.0) / weight + _RULES["priorSessions"])
        return bounded(self.trained.get(term, 1.0) * exp(_RULES["gain"] * mean))

    def to_body(self) -> dict[str, Any]:
        return {
            "era": self.era,
            "trained": dict(self.trained),
            "voices": {
                term: {"advantage": _short(said.advantage), "sessions": _short(max(said.sessions, 0.0))}
                for term, said in self.voices.items()
            },
            "outcomes": {name: vars(outcome) for name, outcome in self.outcomes.items()},
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any] | None) -> "Sums":
        if body is None:
            return cls()
        voices = {term: Voices(**said) for term, said in body["voices"].items()}
        outcomes = {name: Outcome(**counts) for name, counts in body["outcomes"].items()}
        return cls(body["era"], body["trained"], voices, outcomes)


def bounded(factor: float) -> float:
    return round(min(max(factor, float(_RULES["least"])), float(_RULES["most"])), 4)


def _short(number: float) -> float:
    return float(f"{number:.{_DIGITS}g}")
