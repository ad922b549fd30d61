"""What slots' values mean, as vectors: glosses in plain words from data/linker.LANGUAGE.json."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np
from numpy.typing import NDArray

from shared.discovery.wishes import Slot
from shared.platform.ports.embeddings import Embeddings

Vectors = NDArray[np.float32]
Value = tuple[Slot, str]
_DATA = Path(__file__).parent / "data"
_SLOTS = frozenset(get_args(Slot))


@dataclass(frozen=True, eq=False)
class Meanings:
    """`glosses` has a row of unit length for each gloss, and `of` says whose it is. `shared` spans what all phrases
    of this trade have in common ("glasses", "frames"), which tells no value from another. `scale` and `shift` bring
    another model's cosines to the range of the one that thresholds were measured with."""

    of: tuple[Value, ...]
    glosses: Vectors
    shared: Vectors
    least_cosine: float
    scale: float
    shift: float

    def vectors(self, texts: Sequence[str], embeddings: Embeddings) -> Vectors:
        """Of unit length, to compare with `glosses`; raises `EmbeddingsUnavailable`."""
        return _apart(embeddings.embed(texts), self.shared)

    def cosines(self, vectors: Vectors, others: Vectors) -> Vectors:
        """Of each of the vectors with each of the others."""
        found: Vectors = (vectors @ others.T) * np.float32(self.scale) + np.float32(self.shift)
        return found

    def by_value(self, cosines: NDArray[np.floating[Any]]) -> dict[Value, float]:
        """The nearest gloss of each value, from the cosines of all glosses with one text."""
        nearest: dict[Value, float] = {}
        for value, cosine in zip(self.of, cosines.tolist(), strict=True):
            nearest[value] = max(cosine, nearest.get(value, -1.0))
        return nearest


def languages() -> frozenset[str]:
    """Those with glosses. The model knows English; others would need their own model, not only a file."""
    return frozenset(path.name.split(".")[1] for path in _DATA.glob("linker.*.json"))


@lru_cache(maxsize=4)
def meanings(embeddings: Embeddings, language: str = "en") -> Meanings:
    """Worked out once per process and model (0.3 s). Raises `EmbeddingsUnavailable`, FileNotFoundError for a language
    without glosses, ValueError for an unknown slot."""
    data = _read(language)
    pairs = [(_value(s, v), g) for s, values in data["values"].items() for v, gs in values.items() for g in gs]
    shared = np.linalg.qr(embeddings.embed(data["leaveOut"]).T)[0].astype(np.float32)
    glosses = _apart(embeddings.embed([gloss for _, gloss in pairs]), shared)
    values = tuple(value for value, _ in pairs)
    scale, shift = _calibration(values, glosses, data["unrelated"])
    return Meanings(values, glosses, shared, float(data["leastCosine"]), scale, shift)


@cache
def _read(language: str) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], json.loads((_DATA / f"linker.{language}.json").read_text(encoding="utf-8")))


def _calibration(values: Sequence[Value], glosses: Vectors, measured: Mapping[str, float]) -> tuple[float, float]:
    """What makes the cosines of glosses of different slots, which have little in common, spread as those measured."""
    slots = np.array([slot for slot, _ in values])
    unrelated = (glosses @ glosses.T)[slots[:, None] != slots[None, :]]
    scale = measured["deviation"] / max(float(unrelated.std()), 1e-6)
    return scale, measured["mean"] - scale * float(unrelated.mean())


def _value(slot: str, value: str) -> Value:
    if slot not in _SLOTS:
        raise ValueError(f"glosses name an unknown slot: {slot}")
    return cast(Slot, slot), value


def _apart(vectors: Vectors, shared: Vectors) -> Vectors:
    """Without the part that lies in the directions of `shared`."""
    rest = vectors - (vectors @ shared) @ shared.T
    lengths = np.linalg.norm(rest, axis=1, keepdims=True)
    apart: Vectors = rest / np.maximum(lengths, np.float32(1e-6))  # a text that says nothing else is near nothing
    return apart
