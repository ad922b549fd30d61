"""Vertex AI, in a process that is told a model and has the library; the library itself comes with the first call."""

import importlib.util
from collections.abc import Callable
from typing import TYPE_CHECKING

from shared.platform.ports.language_model import LanguageModel
from shared.platform.settings import VertexSettings
from shared.platform.wiring.platform import Once

if TYPE_CHECKING:  # brings numpy, which only the functions that search have
    from shared.platform.ports.embeddings import Embeddings

_ADAPTERS = "shared.platform.adapters.vertex_client"  # not in the archives of functions that do not name the library


def language_model(settings: VertexSettings | None) -> Callable[[], LanguageModel] | None:
    """None: the embedded engine alone writes."""
    if settings is None or not settings.model or not _here():
        return None

    def load() -> LanguageModel:
        from shared.platform.adapters.vertex_language_model import VertexLanguageModel

        return VertexLanguageModel(settings)

    return Once(load)


def embeddings(settings: VertexSettings | None) -> "Callable[[], Embeddings] | None":
    """None: the embedded model, if there is one, says what is alike."""
    if settings is None or not settings.embeddings or not _here():
        return None

    def load() -> "Embeddings":
        from shared.platform.adapters.vertex_embeddings import VertexEmbeddings

        return VertexEmbeddings(settings)

    return Once(load)


def _here() -> bool:
    return importlib.util.find_spec(_ADAPTERS) is not None
