import json
import re
from pathlib import Path

import pytest

from shared.platform.indexes import (
    EXPIRY_FIELD,
    RISING,
    composite_indexes,
    ordered_field,
    require_aggregate_index,
    require_index,
    require_vector_index,
    vector_fields,
)
from shared.platform.ports.documents import IndexMissing, Order, Query, Range

ROOT = Path(__file__).parents[3]
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
        Query("consents", MINE, order=Order("at")),
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


def test_counting_reads_an_index_that_ends_with_the_expiry() -> None:
    counted = require_aggregate_index(Query("sessions", MINE))
    assert counted is not None
    assert counted.paths == ("clientId", EXPIRY_FIELD)
    ranged = require_aggregate_index(Query("sessions", MINE, SINCE))
    assert ranged is not None
    assert ranged.paths == ("clientId", "createdAt", EXPIRY_FIELD)
    assert require_aggregate_index(Query("sessions", MINE, order=Order("userId"))) == counted
    for where in ({**MINE, "platform": "html"}, {"userId": "u"}):
        with pytest.raises(IndexMissing, match=EXPIRY_FIELD):
            require_aggregate_index(Query("sessions", where))


def test_an_average_needs_its_field_in_the_index_after_the_filters() -> None:
    """D5: the mean of `qualityScore.overall` per client, since a date or not."""
    whole = require_aggregate_index(Query("sessions", MINE), SCORE)
    ranged = require_aggregate_index(Query("sessions", MINE, SINCE), SCORE)
    assert whole is not None
    assert ranged is not None
    assert whole.paths == ("clientId", EXPIRY_FIELD, SCORE)
    assert ranged.paths == ("clientId", "createdAt", EXPIRY_FIELD, SCORE)
    assert require_aggregate_index(Query("sessions", MINE, SINCE), "createdAt") is not None
    with pytest.raises(IndexMissing, match='"userId"'):
        require_aggregate_index(Query("sessions", {"userId": "u"}), SCORE)


def test_a_vector_search_needs_an_index_with_exactly_its_filters() -> None:
    index = require_vector_index(Query("products", MINE), "embedding")
    assert index.dimension == vector_fields("products")["embedding"] == 384
    for query in (Query("products", {}), Query("products", {**MINE, "category": "x"}), Query("sessions", MINE)):
        with pytest.raises(IndexMissing, match='"vector"'):
            require_vector_index(query, "embedding")
    with pytest.raises(IndexMissing):
        require_vector_index(Query("products", MINE), "other")
    for query in (
        Query("products", MINE, order=DOWN),
        Query("products", MINE, SINCE),
        Query("products", MINE, limit=1),
    ):
        with pytest.raises(ValueError, match="equality"):
            require_vector_index(query, "embedding")


def test_the_order_is_on_the_ranges_field() -> None:
    with pytest.raises(ValueError, match="createdAt"):
        require_index(Query("sessions", MINE, SINCE, Order("userId")))


@pytest.mark.parametrize(
    "query",
    [
        Query("sessions", {}, SINCE),
        Query("messages", {}, order=Order("at")),
        Query("anything", {}, Range(EXPIRY_FIELD, le=1)),
    ],
)
def test_times_of_writing_are_read_after_equality_alone(query: Query) -> None:
    """As in the cloud, where they have no index of their own."""
    with pytest.raises(IndexMissing, match="after equality alone"):
        require_index(query)
    with pytest.raises(IndexMissing):
        require_aggregate_index(Query(query.collection, {}))


def test_terraform_leaves_out_the_same_fields() -> None:
    """J7."""
    variables = (ROOT / "terraform" / "modules" / "firestore" / "variables.tf").read_text("utf-8")
    named = re.search(r'variable "rising_fields" .*?default *= (\[.*?\])', variables, re.S)
    assert named is not None
    assert {*json.loads(named[1]), EXPIRY_FIELD} == RISING
