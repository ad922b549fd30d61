import json
from pathlib import Path

import pytest

from shared.platform.indexes import composite_indexes, ordered_field, require_aggregate_index, require_index
from shared.platform.ports.documents import IndexMissing, Order, Query, Range

MINE = {"clientId": "one"}
DOWN = Order("createdAt", descending=True)
SINCE = Range("createdAt", ge="2026")
SCORE = "qualityScore.overall"


def test_the_briefs_indexes_are_there() -> None:
    """D10: products by client and category, besides sessions by client and date."""
    entries = json.loads(Path("shared/platform/indexes.json").read_text("utf-8"))
    up, down = "ASCENDING", "DESCENDING"
    for collection, path, order in (("sessions", "createdAt", down), ("products", "category", up)):
        fields = [{"path": "clientId", "order": up}, {"path": path, "order": order}]
        assert {"collection": collection, "fields": fields} in entries


def test_every_entry_is_complete_and_said_once() -> None:
    indexes = composite_indexes()
    assert len(set(indexes)) == len(indexes)
    assert all(len(index.fields) >= 2 for index in indexes)
    assert {field.order for index in indexes for field in index.fields} <= {"ASCENDING", "DESCENDING"}


@pytest.mark.parametrize(
    "query",
    [
        Query("anything", {}),
        Query("anything", {"a": 1, "b": 2}),
        Query("anything", {}, Range("a", ge=1)),
        Query("anything", {}, order=Order("a", descending=True)),
    ],
)
def test_single_field_indexes_serve_equality_alone_and_one_ordered_field_alone(query: Query) -> None:
    assert require_index(query) is None


@pytest.mark.parametrize(
    "query",
    [
        Query("sessions", MINE, order=DOWN),
        Query("sessions", MINE, SINCE, DOWN),
        Query("messages", {"clientId": "one", "sessionId": "s"}, order=Order("at")),
        Query("messages", {"sessionId": "s", "clientId": "one"}, Range("at", lt="2")),
    ],
)
def test_a_composite_index_serves_equality_in_any_order_with_one_ordered_field(query: Query) -> None:
    index = require_index(query)
    assert index is not None
    assert index.collection == query.collection
    assert set(index.paths) == {*query.where, ordered_field(query)}


@pytest.mark.parametrize(
    "query",
    [
        Query("sessions", MINE, order=Order("createdAt")),
        Query("sessions", MINE, SINCE),
        Query("sessions", {"userId": "u"}, order=DOWN),
        Query("sessions", {**MINE, "userId": "u"}, order=DOWN),
        Query("messages", MINE, order=Order("at")),
        Query("events", {**MINE, "sessionId": "s"}, order=Order("at", descending=True)),
        Query("sessions", {**MINE, "createdAt": "2026"}, order=Order("qualityScore.overall")),
        Query("unheard_of", MINE, order=DOWN),
    ],
)
def test_another_shape_or_direction_is_refused(query: Query) -> None:
    with pytest.raises(IndexMissing):
        require_index(query)


def test_the_refusal_is_the_entry_to_add() -> None:
    with pytest.raises(IndexMissing) as refusal:
        require_index(Query("tickets", {"clientId": "one", "status": "open"}, order=DOWN))
    assert json.loads(str(refusal.value).split("indexes.json: ")[1]) == {
        "collection": "tickets",
        "fields": [
            {"path": "clientId", "order": "ASCENDING"},
            {"path": "status", "order": "ASCENDING"},
            {"path": "createdAt", "order": "DESCENDING"},
        ],
    }


def test_counting_reads_a_range_from_an_index_of_either_direction() -> None:
    assert require_aggregate_index(Query("sessions", MINE, SINCE)) is not None
    assert require_aggregate_index(Query("sessions", {**MINE, "platform": "html"})) is None
    assert require_aggregate_index(Query("sessions", MINE, order=Order("userId"))) is None
    with pytest.raises(IndexMissing):
        require_aggregate_index(Query("sessions", {**MINE, "platform": "html"}, SINCE))


def test_an_average_needs_its_field_in_the_index_after_the_filters() -> None:
    assert require_aggregate_index(Query("sessions", MINE), SCORE) is not None
    ranged = require_aggregate_index(Query("sessions", MINE, SINCE), SCORE)
    assert ranged is not None
    assert ranged.paths == ("clientId", "createdAt", SCORE)
    assert require_aggregate_index(Query("sessions", {}), SCORE) is None
    assert require_aggregate_index(Query("sessions", MINE, SINCE), "createdAt") is not None
    with pytest.raises(IndexMissing, match='"userId"'):
        require_aggregate_index(Query("sessions", {"userId": "u"}), SCORE)


def test_the_order_is_on_the_ranges_field() -> None:
    with pytest.raises(ValueError, match="createdAt"):
        require_index(Query("sessions", MINE, SINCE, Order("userId")))
