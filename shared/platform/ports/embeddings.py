"""Texts as vectors whose nearness is nearness in meaning."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # brings numpy, which only the functions that search have
    import numpy as np
    from numpy.typing import NDArray


class EmbeddingsUnavailable(Exception):
    """No model, a damaged one, or no answer in time: what relies on meaning is left out."""


class Embeddings(Protocol):
    """The same object all through a process: what is worked out with it is kept by it."""

    def __hash__(self) -> int: ...

    @property
    def name(self) -> str:
        """Provider and model; vectors of different names cannot be compared."""

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """One row of unit length for each text; raises `EmbeddingsUnavailable`."""
