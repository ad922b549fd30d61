"""Vectors from the stand-in, by both of the service's methods (D12)."""

from collections.abc import Iterator

import numpy as np
import pytest

from shared.platform.adapters import vertex_client
from shared.platform.adapters.vertex_embeddings import DIMENSIONS, VertexEmbeddings
from shared.platform.ports.embeddings import Embeddings, EmbeddingsUnavailable
from shared.platform.vertex_settings import VertexSettings
from tests.vertex.standin import Reply, StandIn


@pytest.fixture(scope="module")
def vertex() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


def _embeddings(vertex: StandIn, model: str) -> Embeddings:
    return VertexEmbeddings(VertexSettings("p", embeddings=model, endpoint=vertex.url, timeout_s=20))


@pytest.mark.parametrize("model", ["text-embedding-005", "gemini-embedding-001", "gemini-embedding-2"])
def test_rows_have_unit_length_and_likeness_shows(vertex: StandIn, model: str) -> None:
    vectors = _embeddings(vertex, model).embed(["round gold frame", "round gold glasses", "delivery to Spain"])
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_no_texts_are_no_rows(vertex: StandIn) -> None:
    assert _embeddings(vertex, "text-embedding-005").embed([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(raw=b"no"),
        Reply({"predictions": [{}]}),
        Reply({"predictions": []}),
        Reply({"predictions": [{"embeddings": {"values": [0.0] * DIMENSIONS}}]}),
        Reply({"predictions": [{"embeddings": {"values": [1.0] * 5}}]}),
        Reply({"error": {"code": 403, "message": "no", "status": "PERMISSION_DENIED"}}, 403),
    ],
)
def test_what_is_no_vector_is_unavailable(vertex: StandIn, monkeypatch: pytest.MonkeyPatch, reply: Reply) -> None:
    monkeypatch.setattr(vertex, "respond", lambda method, body: reply)
    with pytest.raises(EmbeddingsUnavailable):
        _embeddings(vertex, "text-embedding-005").embed(["round"])


def test_providers_do_not_share_a_name(vertex: StandIn) -> None:
    names = {_embeddings(vertex, model).name for model in ("text-embedding-005", "gemini-embedding-2")}
    assert len(names) == 2


def test_nothing_of_the_library_is_loaded_before_it_is_asked() -> None:
    assert not hasattr(vertex_client, "PredictionServiceClient")
