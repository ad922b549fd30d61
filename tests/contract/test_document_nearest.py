"""What every document store answers when asked for the nearest vectors."""

import math
import random
from datetime import timedelta
from typing import Any

import pytest

from shared.platform.ports.documents import Create, Documents, IndexMissing, Order, Query, Update
from tests.support import SteppedClock

MINE = {"clientId": "one"}
QUERY = Query("products", MINE)
DIMENSION = 384


def _vector(*first: float) -> list[float]:
    return [*first, *[0.0] * (DIMENSION - len(first))]


def _product(id: str, vector: Any, client: str = "one", **more: Any) -> Create:
    return Create("products", id, {"clientId": client, "embedding": vector}, **more)


def _ids(documents: Documents, limit: int = 10) -> list[str]:
    return [found.document.id for found in documents.nearest(QUERY, "embedding", _vector(1), limit)]


def test_the_nearest_come_first_with_their_cosine_distances(documents: Documents) -> None:
    directions = {"same": (5, 0), "half": (1, 1), "across": (0, 2), "opposite": (-0.5, 0)}
    documents.batch([_product(id, _vector(*first)) for id, first in directions.items()])
    found = documents.nearest(QUERY, "embedding", _vector(1), 10)
    assert [neighbour.document.id for neighbour in found] == ["same", "half", "across", "opposite"]
    distances = [neighbour.distance for neighbour in found]
    assert distances == pytest.approx([0, 1 - math.sqrt(0.5), 1, 2], abs=1e-6)
    assert _ids(documents, 2) == ["same", "half"]


def test_they_are_those_that_a_look_at_all_finds(documents: Documents) -> None:
    chance = random.Random(7)  # noqa: S311 - a sample, no secret
    vectors = {f"p{n:03}": [chance.gauss(0, 1) for _ in range(DIMENSION)] for n in range(120)}
    documents.batch([_product(id, vector) for id, vector in vectors.items()])
    wanted = [chance.gauss(0, 1) for _ in range(DIMENSION)]
    expected = sorted(
        vectors, key=lambda id: -sum(map(float.__mul__, wanted, vectors[id])) / math.hypot(*vectors[id])
    )
    found = documents.nearest(QUERY, "embedding", wanted, 10)
    assert [neighbour.document.id for neighbour in found] == expected[:10]


def test_vectors_are_read_as_they_were_written(documents: Documents) -> None:
    vector = [n / 7 for n in range(1, DIMENSION + 1)]
    documents.batch([_product("a", vector)])
    changed = _vector(0.5, -1)
    documents.batch([_product("b", vector), Update("products", "b", {"embedding": changed, "n": 1})])
    stored = {document.id: document.body["embedding"] for document in documents.get_many("products", ["a", "b"])}
    assert stored == {"a": vector, "b": changed}
    assert [document.body["embedding"] for document in documents.query(Query("products", MINE)).items] == [
        vector,
        changed,
    ]


def test_a_neighbour_is_the_document_as_stored(documents: Documents) -> None:
    version = documents.create("products", "a", {"clientId": "one", "title": "A", "embedding": _vector(1)})
    (whole,) = documents.nearest(QUERY, "embedding", _vector(1), 1)
    assert whole.document == documents.get("products", "a")
    (shown,) = documents.nearest(Query("products", MINE, fields=("title",)), "embedding", _vector(1), 1)
    assert (shown.document.body, shown.document.version) == ({"title": "A"}, version)
    assert shown.distance == pytest.approx(0, abs=1e-6)


def test_another_clients_never_appear(documents: Documents) -> None:
    """D17: narrowed by the client before the search, so that a neighbour's products take no places."""
    documents.batch([_product(f"two{n}", _vector(1), "two") for n in range(5)])
    documents.batch([_product("mine", _vector(0, 1))])
    assert _ids(documents, 1) == ["mine"]


def test_documents_without_a_vector_are_left_out(documents: Documents) -> None:
    documents.batch([_product("a", _vector(1)), _product("none", None), Create("products", "without", dict(MINE))])
    assert _ids(documents) == ["a"]


def test_expired_ones_are_absent_and_take_no_places(documents: Documents, clock: SteppedClock) -> None:
    soon = clock() + timedelta(hours=1)
    documents.batch([_product(f"old{n}", _vector(1), expires_at=soon) for n in range(30)])
    documents.batch([_product("a", _vector(1, 1)), _product("b", _vector(0, 1))])
    assert "old0" in _ids(documents, 30)
    clock.forward(hours=1)
    assert _ids(documents, 2) == ["a", "b"]


@pytest.mark.parametrize(
    "vector", [[], [1.0], [1.0] * 385, [0.0] * 384, ["1"] * 384, [True] * 384, [float("nan")] * 384, 5, {"a": 1}]
)
def test_a_vector_of_another_kind_is_neither_stored_nor_sought(documents: Documents, vector: Any) -> None:
    documents.create("products", "a", {"clientId": "one"})
    with pytest.raises(ValueError, match=r"."):
        documents.create("products", "b", {"clientId": "one", "embedding": vector})
    with pytest.raises(ValueError, match=r"."):
        documents.update("products", "a", {"embedding": vector})
    with pytest.raises(ValueError, match=r"."):
        documents.nearest(QUERY, "embedding", vector, 1)
    assert _ids(documents) == []


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_how_many_has_bounds(documents: Documents, limit: int) -> None:
    with pytest.raises(ValueError, match="1000"):
        documents.nearest(QUERY, "embedding", _vector(1), limit)


def test_a_search_without_its_index_is_refused(documents: Documents) -> None:
    for query, field in ((Query("products", {}), "embedding"), (Query("sessions", MINE), "embedding"), (QUERY, "x")):
        with pytest.raises(IndexMissing, match='"vector"'):
            documents.nearest(query, field, _vector(1), 1)
    with pytest.raises(ValueError, match="equality"):
        documents.nearest(Query("products", MINE, order=Order("category")), "embedding", _vector(1), 1)
