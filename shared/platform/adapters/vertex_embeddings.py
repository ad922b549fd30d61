"""Vertex AI's text embeddings behind the embeddings port."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from shared.platform.adapters.vertex_client import VertexClient, VertexFailed, VertexGarbled
from shared.platform.ports.embeddings import EmbeddingsUnavailable
from shared.platform.vertex_settings import VertexSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIMENSIONS = 384  # as the embedded model's: indexes keep their size when the provider changes
AT_ONCE = {"text-embedding-005": 100}  # texts in one request; others take one
_EMBED_CONTENT = "gemini-embedding-2"


class VertexEmbeddings:
    """Implements `Embeddings`. `text-embedding-…` and `gemini-embedding-001` answer :predict, later ones
    :embedContent, one text at a time."""

    def __init__(self, settings: VertexSettings) -> None:
        self._model = settings.embeddings
        self._timeout_s = settings.timeout_s
        self._client = VertexClient(settings)

    @property
    def name(self) -> str:
        return f"vertex:{self._model}:{DIMENSIONS}"

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        step = 1 if self._model.startswith(_EMBED_CONTENT) else AT_ONCE.get(self._model, 1)
        rows: list[Sequence[float]] = []
        try:
            for first in range(0, len(texts), step):
                rows += self._asked(texts[first : first + step])
        except VertexFailed as failed:
            raise EmbeddingsUnavailable(failed.code) from None
        except (VertexGarbled, KeyError, TypeError, ValueError):
            raise EmbeddingsUnavailable("malformed") from None
        if len(rows) != len(texts) or any(len(row) != DIMENSIONS for row in rows):
            raise EmbeddingsUnavailable("malformed")
        vectors = np.asarray(rows, dtype=np.float32).reshape(len(texts), DIMENSIONS)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not (np.isfinite(lengths).all() and (lengths > 0).all()):
            raise EmbeddingsUnavailable("malformed")
        unit: NDArray[np.float32] = vectors / lengths  # cut to fewer dimensions, they are no longer of unit length
        return unit

    def _asked(self, texts: Sequence[str]) -> list[Sequence[float]]:
        path = self._client.model_path(self._model)
        if self._model.startswith(_EMBED_CONTENT):
            return [self._client.call(_content_call(path, text), timeout_s=self._timeout_s) for text in texts]
        return self._client.call(_predict_call(path, texts), timeout_s=self._timeout_s)


def _predict_call(path: str, texts: Sequence[str]) -> Any:
    def ask(client: Any, left_s: float) -> list[Sequence[float]]:
        from google.protobuf.json_format import MessageToDict, ParseDict
        from google.protobuf.struct_pb2 import Value

        instances = [ParseDict({"content": text, "task_type": "SEMANTIC_SIMILARITY"}, Value()) for text in texts]
        parameters = ParseDict({"outputDimensionality": DIMENSIONS, "autoTruncate": True}, Value())
        answer = client.predict(endpoint=path, instances=instances, parameters=parameters, timeout=left_s, retry=None)
        return [MessageToDict(one)["embeddings"]["values"] for one in type(answer).pb(answer).predictions]

    return ask


def _content_call(path: str, text: str) -> Any:
    def ask(client: Any, left_s: float) -> Sequence[float]:
        from google.cloud.aiplatform_v1 import types

        asked = types.EmbedContentRequest(
            model=path,
            content=types.Content(parts=[types.Part(text=text)]),
            task_type=types.EmbedContentRequest.EmbeddingTaskType.SEMANTIC_SIMILARITY,
            output_dimensionality=DIMENSIONS,
            auto_truncate=True,
        )
        return list(client.embed_content(asked, timeout=left_s, retry=None).embedding.values)

    return ask
