"""What a shop's sessions have said of the terms, and how the variants of its ranking fared."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import exp
from typing import Any

from shared.learning.lesson import Lesson
from shared.learning.rules import RULES, weight_at

_RULES = RULES["factors"]
SHARDS = int(_RULES["shards"])
_DIGITS = 9


@dataclass(frozen=True)
class Voices:
    """Of a term: the sum of the sessions' advantages and their number, both by the weight of their time."""

    advantage: float = 0.0
    sessions: float = 0.0

    def plus(self, advantage: float, sessions: float) -> "Voices":
        return Voices(self.advantage + advantage, self.sessions + sessions)


@dataclass(frozen=True)
class Outcome:
    """Sessions of a variant, and in how many of them something was chosen, and bought."""

    sessions: int = 0
    chose: int = 0
    bought: int = 0

    def plus(self, sessions: int, chose: int, bought: int) -> "Outcome":
        return Outcome(self.sessions + sessions, self.chose + chose, self.bought + bought)


@dataclass(frozen=True)
class Trained:
    """Factors of the last training, from which those learnt since go on. Each training begins a new `era`: what was
    said before it is in them already."""

    era: int = 0
    factors: Mapping[str, float] = field(default_factory=dict)

    def to_body(self) -> dict[str, Any]:
        return {"era": self.era, "factors": dict(self.factors)}

    @classmethod
    def from_body(cls, body: Mapping[str, Any] | None) -> "Trained":
        return cls(body["era"], body["factors"]) if body else cls()


@dataclass(frozen=True)
class Sums:
    """Of some of a shop's sessions. `voices` are those of the era, `outcomes` of all time."""

    era: int = 0
    voices: Mapping[str, Voices] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    def in_era(self, era: int) -> "Sums":
        return self if era == self.era else Sums(era, {}, self.outcomes)

    def heard(self, lesson: Lesson, weight: float) -> "Sums":
        """With the lesson's advantages; a negative weight takes them back."""
        voices = dict(self.voices)
        for term, advantage in lesson.advantages.items():
            voices[term] = voices.get(term, Voices()).plus(weight * advantage, weight)
        return Sums(self.era, voices, self.outcomes)

    def counted(self, lesson: Lesson, times: int) -> "Sums":
        """With the session's outcome so often: 1, or -1 to take it back."""
        if lesson.variant is None:
            return self
        before = self.outcomes.get(lesson.variant, Outcome())
        after = before.plus(times, times * bool(lesson.chosen), times * lesson.bought)
        return Sums(self.era, self.voices, {**self.outcomes, lesson.variant: after})

    def to_body(self) -> dict[str, Any]:
        return {
            "era": self.era,
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
        return cls(body["era"], voices, {name: Outcome(**counts) for name, counts in body["outcomes"].items()})


def shard_of(session_id: str) -> int:
    """Where a session is summed: one document takes about one write a second."""
    return hashlib.sha256(session_id.encode()).digest()[0] % SHARDS


def together(shards: Iterable[Sums], era: int) -> Sums:
    """The sums of all sessions."""
    voices: dict[str, Voices] = {}
    outcomes: dict[str, Outcome] = {}
    for shard in (each.in_era(era) for each in shards):
        for term, said in shard.voices.items():
            voices[term] = voices.get(term, Voices()).plus(said.advantage, said.sessions)
        for name, of in shard.outcomes.items():
            outcomes[name] = outcomes.get(name, Outcome()).plus(of.sessions, of.chose, of.bought)
    return Sums(era, voices, outcomes)


def factors(trained: Trained, sums: Sums, now: datetime) -> dict[str, float]:
    """By term, within the bounds; without news they go back to the trained ones, or to 1."""
    weight = weight_at(now)
    terms = sorted({*trained.factors, *sums.voices} - {*_RULES["fixed"]})
    return {term: _factor(trained.factors.get(term, 1.0), sums.voices.get(term, Voices()), weight) for term in terms}


def bounded(factor: float) -> float:
    return round(min(max(factor, float(_RULES["least"])), float(_RULES["most"])), 4)


def _factor(trained: float, said: Voices, weight: float) -> float:
    mean = said.advantage / weight / (max(said.sessions, 0.0) / weight + _RULES["priorSessions"])
    return bounded(trained * exp(_RULES["gain"] * mean))


def _short(number: float) -> float:
    return float(f"{number:.{_DIGITS}g}")
