"""A query's plan and the rows it reads."""

from pathlib import Path

import pytest

from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.adapters.sqlite_explain import explain
from shared.platform.ports.documents import Create, IndexMissing, Order, Query
from tests.support import SteppedClock


@pytest.fixture
def database(tmp_path: Path, clock: SteppedClock) -> Path:
    path = tmp_path / "documents.sqlite"
    documents = SqliteDocuments(path, clock)
    for client in ("one", "two"):
        writes = [
            Create("products", f"{client}-{n}", {"clientId": client, "category": "sunglasses", "brand": f"b{n % 4}"})
            for n in range(100)
        ]
        documents.batch(writes)
    return path


def test_a_query_with_its_index_reads_what_it_returns(database: Path, clock: SteppedClock) -> None:
    """D8, D10: products by client and category."""
    query = Query("products", {"clientId": "one"}, order=Order("category"), limit=10)
    found = explain(database, query, clock())
    assert "by_products_clientId_category" in found.plan[0]
    assert found.rows_read == found.rows_returned == 11


def test_a_filter_beside_the_index_shows_in_the_rows_read(database: Path, clock: SteppedClock) -> None:
    """D8: the difference between read and returned is what an index would save."""
    found = explain(database, Query("products", {"clientId": "one", "brand": "b1"}), clock())
    assert (found.rows_read, found.rows_returned) == (100, 25)


def test_a_query_without_its_index_is_refused_as_the_store_refuses_it(database: Path, clock: SteppedClock) -> None:
    with pytest.raises(IndexMissing, match=r"indexes\.json"):
        explain(database, Query("products", {"clientId": "one"}, order=Order("brand")), clock())
