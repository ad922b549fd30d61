"""The embedding model that a process has, if any, and how it fares."""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shared.platform.settings import OFF, EmbeddingModel, VertexSettings
from shared.platform.wiring import vertex
from shared.platform.wiring.platform import Once

if TYPE_CHECKING:  # brings numpy, which only the functions that search have
    from shared.platform.ports.embeddings import Embeddings

READY = "ready"
_ADAPTER = "shared.platform.adapters.minilm"  # not in the archives of functions that do not name the model's package


@dataclass(frozen=True)
class Wired:
    """`state` says "ready" or "slot-only: " and why, without loading the model."""

    embeddings: Callable[[], "Embeddings"] | None
    state: Callable[[], str]


def wire(setting: EmbeddingModel, vertex_settings: VertexSettings | None = None) -> Wired:
    """Vertex AI's where those are named, else the embedded model."""
    if distant := vertex.embeddings(vertex_settings):
        return Wired(distant, lambda: READY)
    if setting == OFF:
        return _without("EMBEDDING_MODEL is off")
    if importlib.util.find_spec(_ADAPTER) is None:
        return _without("no model is installed")
    model = setting or _installed()
    return _with(model) if model else _without("no model is installed")


def _without(reason: str) -> Wired:
    return Wired(None, lambda: f"slot-only: {reason}")


def _with(model: Path) -> Wired:
    failures: list[str] = []

    def load() -> "Embeddings":
        from shared.platform.adapters.minilm.embeddings import MinilmEmbeddings

        return MinilmEmbeddings(model, failures.append)

    def state() -> str:
        from shared.platform.adapters.minilm.model_file import NOT_WHOLE, is_whole

        reason = failures[0] if failures else None if is_whole(model) else NOT_WHOLE
        return f"slot-only: {reason}" if reason else READY

    return Wired(Once(load), state)


def _installed() -> Path | None:
    from shared.platform.adapters.minilm.model_file import installed

    return installed()
