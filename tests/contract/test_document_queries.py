"""What every document store answers to a query or an aggregate."""

import base64
import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.platform.ports.documents import (
    Create,
    Documents,
    IndexMissing,
    InvalidCursor,
    Order,
    Query,
    Range,
)

MINE = {"clientId": "one"}
NEWEST_FIRST = Order("createdAt", descending=True)


def _fill(documents: Documents, *values: Any, collection: str = "sessions", field: str = "createdAt") -> None:
    """Documents d0, d1 … of client one with these values of the field; ... leaves it out."""
    for n, value in enumerate(values):
        body = {"clientId": "one"} if value is ... else {"clientId": "one", field: value}
        documents.create(collection, f"d{n}", body)


def _ids(documents: Documents, query: Query) -> list[str]:
    return [document.id for document in documents.query(query).items]


def _pages(documents: Documents, query: Query) -> list[list[str]]:
    pages, cursor = [], None
    while True:
        page = documents.query(Query(query.collection, query.where, query.range, query.order, query.limit, cursor))
        pages.append([document.id for document in page.items])
        cursor = page.next_cursor
        if cursor is None:
            return pages


def test_equality_takes_all_of_its_fields(documents: Documents) -> None:
    documents.create("sessions", "a", {"clientId": "one", "platform": "html", "nested": {"x": 1}})
    documents.create("sessions", "b", {"clientId": "one", "platform": "shopify", "nested": {"x": 1}})
    documents.create("sessions", "c", {"clientId": "two", "platform": "html", "nested": {"x": 1}})
    assert _ids(documents, Query("sessions", {"clientId": "one", "platform": "html"})) == ["a"]
    assert _ids(documents, Query("sessions", {"nested.x": 1})) == ["a", "b", "c"]
    assert _ids(documents, Query("sessions", {"nested.y": 1})) == []
    assert _ids(documents, Query("messages", {"clientId": "one"})) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (1, ["d0", "d1"]),
        (1.0, ["d0", "d1"]),
        (True, ["d2"]),
        (False, ["d3"]),
        (0, ["d4"]),
        ("1", ["d5"]),
        (None, ["d6"]),
        ("[1]", ["d8"]),
        ('{"a":1}', ["d10"]),
        ("true", []),
        ("it's", ["d11"]),
        ("", ["d12"]),
    ],
)
def test_equality_tells_types_apart(documents: Documents, wanted: Any, found: list[str]) -> None:
    values = (1, 1.0, True, False, 0, "1", None, [1], "[1]", {"a": 1}, '{"a":1}', "it's", "", ...)
    _fill(documents, *values, field="x")
    assert _ids(documents, Query("sessions", {"clientId": "one", "x": wanted})) == sorted(found)


def test_order_is_by_value_then_by_id_in_the_same_direction(documents: Documents) -> None:
    _fill(documents, "b", "a", "c", "a", "b")
    assert _ids(documents, Query("sessions", MINE, order=NEWEST_FIRST)) == ["d2", "d4", "d0", "d3", "d1"]
    _fill(documents, "b", "a", "c", "a", "b", collection="messages", field="rank")
    assert _ids(documents, Query("messages", {}, order=Order("rank"))) == ["d1", "d3", "d0", "d4", "d2"]


def test_order_across_types_is_firestores_and_leaves_out_documents_without_the_field(documents: Documents) -> None:
    _fill(documents, [1], "a", 2.5, ..., True, None, -1, {"a": 1}, False)
    assert _ids(documents, Query("sessions", MINE, order=NEWEST_FIRST)) == [
        "d7",
        "d0",
        "d1",
        "d2",
        "d6",
        "d4",
        "d8",
        "d5",
    ]


def test_without_an_order_documents_come_by_id(documents: Documents) -> None:
    for id in ("b", "a", "ä", "B", "10", "9"):
        documents.create("sessions", id, dict(MINE))
    assert _ids(documents, Query("sessions", MINE)) == ["10", "9", "B", "a", "b", "ä"]
    assert _pages(documents, Query("sessions", MINE, limit=4)) == [["10", "9", "B", "a"], ["b", "ä"]]


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"ge": 2}, ["d3", "d2", "d1"]),
        ({"gt": 2}, ["d3", "d2"]),
        ({"le": 2}, ["d1", "d0"]),
        ({"lt": 2}, ["d0"]),
        ({"ge": 2, "lt": 4}, ["d2", "d1"]),
        ({"gt": 4, "lt": 2}, []),
        ({"ge": "2"}, ["d4"]),
        ({"ge": 1, "le": "5"}, []),
        ({}, ["d4", "d3", "d2", "d1", "d0", "d5"]),
    ],
)
def test_a_range_compares_within_the_type_of_its_bounds(documents: Documents, bounds: Any, found: list[str]) -> None:
    _fill(documents, 1, 2, 3.5, 4, "3", None, ...)
    query = Query("sessions", MINE, range=Range("createdAt", **bounds), order=NEWEST_FIRST)
    assert _ids(documents, query) == found


def test_a_range_without_an_order_reads_upwards(documents: Documents) -> None:
    _fill(documents, 3, 1, 2, field="rank")
    assert _ids(documents, Query("sessions", {}, range=Range("rank", ge=2))) == ["d2", "d0"]


@pytest.mark.parametrize("bounds", [None, Range("createdAt", ge="a")])
def test_pages_never_overlap_nor_miss_whatever_the_ties(documents: Documents, bounds: Range | None) -> None:
    values = ["b", "a", "b", "c", "b", "a", "b"] + ([] if bounds else [None, None, None, 1, True, 1, [2]])
    _fill(documents, *values)
    query = Query("sessions", MINE, bounds, NEWEST_FIRST)
    whole = _ids(documents, query)
    assert len(whole) == len(values)
    for limit in (1, 2, 3, 7):
        pages = _pages(documents, Query("sessions", MINE, bounds, NEWEST_FIRST, limit))
        assert [id for page in pages for id in page] == whole
        assert all(len(page) == limit for page in pages[:-1])


def test_a_page_that_ends_the_results_has_no_cursor(documents: Documents) -> None:
    _fill(documents, 1, 2)
    assert documents.query(Query("sessions", MINE, limit=2)).next_cursor is None
    assert documents.query(Query("sessions", MINE, limit=1)).next_cursor is not None
    assert documents.query(Query("sessions", {"clientId": "nobody"}, limit=1)).next_cursor is None


def test_a_document_written_while_paging_moves_no_page(documents: Documents) -> None:
    _fill(documents, "1", "2", "3", "4")
    first = documents.query(Query("sessions", MINE, order=NEWEST_FIRST, limit=2))
    documents.create("sessions", "newer", {"clientId": "one", "createdAt": "9"})
    documents.delete("sessions", "d2")
    rest = documents.query(Query("sessions", MINE, order=NEWEST_FIRST, limit=2, cursor=first.next_cursor))
    assert [document.id for document in rest.items] == ["d1", "d0"]


def _forged(*content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


GARBAGE = [
    "",
    "x",
    "%%%",
    "ä",
    "AAAA",
    "\ud800",
    _forged(),
    _forged(1, 2),
    "W" * 10_000,
    _forged(*[[]] * 3),
    "bnVsbA==",
]


@pytest.mark.parametrize("cursor", GARBAGE)
def test_a_cursor_that_is_garbage_is_refused(documents: Documents, cursor: str) -> None:
    _fill(documents, 1, 2, 3)
    with pytest.raises(InvalidCursor):
        documents.query(Query("sessions", MINE, order=NEWEST_FIRST, limit=1, cursor=cursor))


def test_a_cursor_serves_its_own_query_alone(documents: Documents) -> None:
    _fill(documents, 1, 2, 3)
    cursor = documents.query(Query("sessions", MINE, order=NEWEST_FIRST, limit=1)).next_cursor
    for other in (
        Query("sessions", {"clientId": "two"}, order=NEWEST_FIRST, cursor=cursor),
        Query("sessions", {}, order=Order("rank"), cursor=cursor),
        Query("sessions", MINE, cursor=cursor),
        Query("messages", {}, order=Order("rank"), cursor=cursor),
        Query("sessions", MINE, Range("createdAt", ge=0), NEWEST_FIRST, cursor=cursor),
    ):
        with pytest.raises(InvalidCursor):
            documents.query(other)


def test_a_projection_keeps_the_nesting_of_what_is_there(documents: Documents) -> None:
    body = {"clientId": "one", "quality": {"overall": 0.5, "tone": 1}, "list": [{"a": 1}], "none": None, "text": "x"}
    version = documents.create("sessions", "a", body)
    fields = ("quality.overall", "list", "none", "missing", "text.deeper", "quality.missing")
    (document,) = documents.query(Query("sessions", MINE, fields=fields)).items
    assert document.body == {"quality": {"overall": 0.5}, "list": [{"a": 1}], "none": None}
    assert (document.id, document.version) == ("a", version)
    assert documents.query(Query("sessions", MINE, fields=())).items[0].body == {}


def test_aggregates_count_all_and_sum_numbers_alone(documents: Documents) -> None:
    for n, score in enumerate([0.25, 0.75, "high", None, True]):
        documents.create("sessions", f"d{n}", {"clientId": "one", "qualityScore": {"overall": score}, "createdAt": n})
    documents.create("sessions", "plain", {"clientId": "one", "createdAt": 9})
    documents.create("sessions", "other", {"clientId": "two", "qualityScore": {"overall": 100}})
    score = "qualityScore.overall"
    query = Query("sessions", MINE, order=NEWEST_FIRST, limit=1, fields=("x",))
    found = documents.aggregate(query, sums=[score], averages=[score])
    assert (found.count, found.sums, found.averages) == (6, {score: 1.0}, {score: 0.5})
    ranged = documents.aggregate(Query("sessions", MINE, Range("createdAt", ge=1)), averages=[score])
    assert (ranged.count, ranged.sums, ranged.averages) == (5, {}, {score: 0.75})


def test_aggregates_over_nothing_are_zero_and_none(documents: Documents) -> None:
    score = "qualityScore.overall"
    found = documents.aggregate(Query("sessions", MINE), sums=[score], averages=[score])
    assert (found.count, found.sums, found.averages) == (0, {score: 0.0}, {score: None})


def test_a_query_without_its_index_is_refused_with_the_entry_to_add(documents: Documents) -> None:
    with pytest.raises(IndexMissing, match=r'"collection": "sessions".*"userId".*ASCENDING'):
        documents.query(Query("sessions", MINE, order=Order("userId")))
    with pytest.raises(IndexMissing):
        documents.query(Query("sessions", MINE, order=Order("createdAt")))
    with pytest.raises(IndexMissing):
        documents.aggregate(Query("sessions", MINE), sums=["n"])


@pytest.mark.parametrize("field", ["a'b", 'a"b', "a b", "a)", "", "a..b", "$", "a;DROP TABLE documents", "ä"])
def test_a_field_name_with_odd_letters_is_refused(documents: Documents, field: str) -> None:
    documents.create("sessions", "a", dict(MINE))
    for query in (Query("sessions", {field: 1}), Query("sessions", {}, order=Order(field))):
        with pytest.raises(ValueError, match="named by letters"):
            documents.query(query)
    with pytest.raises(ValueError, match="named by letters"):
        documents.query(Query(f"sessions{field}'", {}))
    assert documents.get("sessions", "a") is not None


@pytest.mark.parametrize(
    "query",
    [
        Query("sessions", {}, limit=0),
        Query("sessions", {}, Range("a", ge=1), Order("b")),
        Query("sessions", {}, Range("a", ge=True)),
        Query("sessions", {"a": [1]}),
    ],
)
def test_a_query_beyond_the_port_is_refused(documents: Documents, query: Query) -> None:
    with pytest.raises(ValueError, match=r"."):
        documents.query(query)


VALUES = st.one_of(st.integers(-3, 3), st.sampled_from([-0.5, 1.5, 2.0]), st.text("aBé☀", max_size=2))


def _key(value: Any, id: str) -> tuple[Any, ...]:
    return (0, value, "", id) if isinstance(value, int | float) else (1, 0, value, id)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, max_size=12), bound=VALUES, limit=st.integers(1, 5))
def test_queries_agree_with_a_model_in_memory(
    documents: Documents, values: list[Any], bound: Any, limit: int
) -> None:
    client = str(uuid4())
    stored = {f"{client}-{n}": value for n, value in enumerate(values)}
    documents.batch(
        [Create("sessions", id, {"clientId": client, "createdAt": value}) for id, value in stored.items()]
    )
    wanted = [
        id for id, value in stored.items() if isinstance(value, str) == isinstance(bound, str) and value >= bound
    ]
    wanted.sort(key=lambda id: _key(stored[id], id), reverse=True)
    bounds = Range("createdAt", ge=bound)
    pages = _pages(documents, Query("sessions", {"clientId": client}, bounds, NEWEST_FIRST, limit))
    assert [id for page in pages for id in page] == wanted
