"""What every document store does, whoever keeps it: single documents, changes, batches, expiry, contention."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.platform.ports.documents import (
    AlreadyExists,
    ArrayUnion,
    Create,
    Delete,
    DeleteField,
    Documents,
    DocumentTooLarge,
    Increment,
    Missing,
    Query,
    Replace,
    Stale,
    Update,
    Write,
)
from tests.support import SteppedClock


def _body(documents: Documents, id: str = "a") -> dict[str, Any]:
    document = documents.get("sessions", id)
    assert document is not None
    return document.body


def test_a_created_document_is_read_as_it_was_written(documents: Documents) -> None:
    body = {
        "text": "Größe 52 ☀",
        "n": 3,
        "x": 0.5,
        "yes": True,
        "none": None,
        "list": [1, {"a": []}],
        "map": {"b": {}},
    }
    version = documents.create("sessions", "a", body)
    stored = documents.get("sessions", "a")
    assert stored is not None
    assert (stored.id, stored.body, stored.version) == ("a", body, version)


def test_creating_twice_is_refused_and_changes_nothing(documents: Documents) -> None:
    documents.create("sessions", "a", {"n": 1})
    with pytest.raises(AlreadyExists):
        documents.create("sessions", "a", {"n": 2})
    assert _body(documents) == {"n": 1}


def test_collections_do_not_share_ids(documents: Documents) -> None:
    documents.create("sessions", "a", {"n": 1})
    documents.create("messages", "a", {"n": 2})
    assert _body(documents) == {"n": 1}


@pytest.mark.parametrize("id", ["nothing", "", "a/b", "..", "__id__", "x" * 2000, "\ud800", "' OR 1=1 --"])
def test_what_is_not_there_is_absent_whatever_its_name(documents: Documents, id: str) -> None:
    documents.create("sessions", "a", {"n": 1})
    assert documents.get("sessions", id) is None
    assert documents.get_many("sessions", [id]) == []
    assert documents.delete("sessions", id) is False
    with pytest.raises(Missing):
        documents.update("sessions", id, {"n": 2})
    assert _body(documents) == {"n": 1}


def test_many_are_read_in_the_order_asked(documents: Documents) -> None:
    for id in "abc":
        documents.create("sessions", id, {"id": id})
    assert [document.id for document in documents.get_many("sessions", ["c", "x", "a"])] == ["c", "a"]


def test_replacing_writes_the_whole_document_new_or_not(documents: Documents) -> None:
    first = documents.replace("sessions", "a", {"n": 1, "old": True})
    second = documents.replace("sessions", "a", {"n": 2})
    assert first != second
    assert _body(documents) == {"n": 2}


def test_a_version_guards_a_replacement(documents: Documents) -> None:
    first = documents.create("sessions", "a", {"n": 1})
    documents.replace("sessions", "a", {"n": 2}, if_version=first)
    with pytest.raises(Stale):
        documents.replace("sessions", "a", {"n": 3}, if_version=first)
    with pytest.raises(Stale):
        documents.replace("sessions", "nothing", {"n": 3}, if_version=first)
    assert _body(documents) == {"n": 2}
    assert documents.get("sessions", "nothing") is None


def test_a_version_guards_an_update(documents: Documents) -> None:
    first = documents.create("sessions", "a", {"n": 1})
    second = documents.update("sessions", "a", {"n": 2}, if_version=first)
    with pytest.raises(Stale):
        documents.update("sessions", "a", {"n": 3}, if_version=first)
    documents.update("sessions", "a", {"n": 4}, if_version=second)
    assert _body(documents) == {"n": 4}


def test_a_document_made_again_is_not_the_version_it_was(documents: Documents) -> None:
    first = documents.create("sessions", "a", {"n": 1})
    documents.delete("sessions", "a")
    documents.create("sessions", "a", {"n": 1})
    with pytest.raises(Stale):
        documents.update("sessions", "a", {"n": 2}, if_version=first)


def test_updates_reach_into_nested_fields_and_leave_the_others(documents: Documents) -> None:
    documents.create("sessions", "a", {"quality": {"overall": 0.5, "parts": {"tone": 1}}, "flat": 7, "gone": 1})
    changes = {
        "quality.overall": 0.9,
        "quality.parts.length": 2,
        "made.on.the.way": True,
        "flat.now": "an object",
        "gone": DeleteField(),
        "never.there": DeleteField(),
    }
    documents.update("sessions", "a", changes)
    assert _body(documents) == {
        "quality": {"overall": 0.9, "parts": {"tone": 1, "length": 2}},
        "made": {"on": {"the": {"way": True}}},
        "flat": {"now": "an object"},
    }


def test_increments_start_at_zero_and_keep_whole_numbers_whole(documents: Documents) -> None:
    documents.create("sessions", "a", {"n": 5, "text": "five"})
    documents.update("sessions", "a", {"n": Increment(-2), "new.count": Increment(1), "x": Increment(0.5)})
    documents.update("sessions", "a", {"text": Increment(1)})
    assert _body(documents) == {"n": 3, "new": {"count": 1}, "x": 0.5, "text": 1}
    assert isinstance(_body(documents)["n"], int)


def test_array_unions_append_what_is_not_there_yet(documents: Documents) -> None:
    documents.create("sessions", "a", {"tags": ["x", 1, True], "text": "no list"})
    documents.update(
        "sessions", "a", {"tags": ArrayUnion(("y", "x", 1.0, True, False, "y")), "new": ArrayUnion(({"k": 1},))}
    )
    documents.update("sessions", "a", {"new": ArrayUnion(({"k": 1}, {"k": 2})), "text": ArrayUnion(("a",))})
    assert _body(documents) == {"tags": ["x", 1, True, "y", False], "new": [{"k": 1}, {"k": 2}], "text": ["a"]}


@pytest.mark.parametrize("changes", [{}, {"a": 1, "a.b": 2}, {"a..b": 1}, {"": 1}, {".a": 1}])
def test_an_update_that_means_nothing_is_refused(documents: Documents, changes: dict[str, Any]) -> None:
    documents.create("sessions", "a", {"n": 1})
    with pytest.raises(ValueError, match=r"."):
        documents.update("sessions", "a", changes)
    assert _body(documents) == {"n": 1}


@pytest.mark.parametrize(
    "body",
    [{"a": [[1]]}, {"": 1}, {"__a__": 1}, {1: 2}, {"a": 2**63}, {"a": float("nan")}, {"a": {1, 2}}, {"a": "\ud800"}],
)
def test_a_body_that_the_cloud_refuses_is_refused(documents: Documents, body: dict[Any, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        documents.create("sessions", "a", body)
    assert documents.get("sessions", "a") is None


@pytest.mark.parametrize("id", ["", "a/b", ".", "..", "__a__", "x" * 1501])
def test_an_id_that_the_cloud_refuses_is_refused(documents: Documents, id: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        documents.create("sessions", id, {"n": 1})


def test_a_document_beyond_one_mebibyte_is_refused(documents: Documents) -> None:
    documents.create("sessions", "a", {"text": "x" * 1_000_000})
    with pytest.raises(DocumentTooLarge):
        documents.update("sessions", "a", {"more": "x" * 50_000})
    with pytest.raises(DocumentTooLarge):
        documents.create("sessions", "numbers", {"n": [0] * 140_000})  # 8 bytes each in the cloud
    assert "more" not in _body(documents)


def test_deleting_says_whether_there_was_something(documents: Documents) -> None:
    documents.create("sessions", "a", {"n": 1})
    assert documents.delete("sessions", "a") is True
    assert documents.delete("sessions", "a") is False
    assert documents.get("sessions", "a") is None


def test_a_batch_is_all_of_its_writes(documents: Documents) -> None:
    documents.create("sessions", "a", {"n": 1})
    documents.create("sessions", "b", {"n": 1})
    documents.batch(
        [
            Create("sessions", "c", {"n": 1}),
            Update("sessions", "c", {"n": Increment(1)}),
            Replace("messages", "d", {"n": 4}),
            Update("sessions", "a", {"n": Increment(9)}),
            Delete("sessions", "b"),
            Delete("sessions", "nothing"),
        ]
    )
    assert [document.body for document in documents.get_many("sessions", ["a", "b", "c"])] == [{"n": 10}, {"n": 2}]
    assert documents.get("messages", "d") is not None


@pytest.mark.parametrize(
    ("last", "error"),
    [
        (Create("sessions", "a", {"n": 2}), AlreadyExists),
        (Update("sessions", "nothing", {"n": 2}), Missing),
        (Update("sessions", "a", {"n": 2}, if_version="other"), Stale),
        (Replace("sessions", "a", {"n": 2}, if_version="other"), Stale),
        (Create("sessions", "large", {"text": "x" * 1_100_000}), DocumentTooLarge),
        (Create("sessions", "bad", {"a": [[1]]}), ValueError),
    ],
)
def test_a_batch_with_one_write_that_fails_writes_nothing(
    documents: Documents, last: Write, error: type[Exception]
) -> None:
    documents.create("sessions", "a", {"n": 1})
    with pytest.raises(error):
        documents.batch(
            [Create("sessions", "new", {"n": 1}), Update("sessions", "a", {"n": 5}), Delete("x", "y"), last]
        )
    assert _body(documents) == {"n": 1}
    assert documents.get("sessions", "new") is None


def test_a_batch_takes_five_hundred_writes(documents: Documents) -> None:
    documents.batch([Create("products", f"p{n}", {"clientId": "one"}) for n in range(500)])
    assert documents.aggregate(Query("products", {"clientId": "one"})).count == 500
    with pytest.raises(ValueError, match="500"):
        documents.batch([Delete("products", f"p{n}") for n in range(501)])


def test_what_has_expired_is_absent_everywhere(documents: Documents, clock: SteppedClock) -> None:
    later = clock() + timedelta(hours=1)
    version = documents.create("sessions", "a", {"clientId": "one", "createdAt": "1"}, expires_at=later)
    documents.update("sessions", "a", {"n": 1})
    clock.forward(minutes=59)
    assert documents.get("sessions", "a") is not None
    clock.forward(minutes=1)
    query = Query("sessions", {"clientId": "one"})
    assert documents.get("sessions", "a") is None
    assert documents.get_many("sessions", ["a"]) == []
    assert documents.query(query).items == []
    assert documents.aggregate(query).count == 0
    assert documents.delete("sessions", "a") is False
    with pytest.raises(Missing):
        documents.update("sessions", "a", {"n": 2})
    with pytest.raises(Stale):
        documents.replace("sessions", "a", {"n": 2}, if_version=version)


def test_an_expired_id_is_free_again(documents: Documents, clock: SteppedClock) -> None:
    documents.create("sessions", "a", {"n": 1}, expires_at=clock() + timedelta(seconds=1))
    clock.forward(seconds=2)
    documents.create("sessions", "a", {"n": 2})
    assert _body(documents) == {"n": 2}
    clock.forward(days=1000)
    assert _body(documents) == {"n": 2}


def test_a_replacement_sets_the_expiry_anew(documents: Documents, clock: SteppedClock) -> None:
    documents.create("sessions", "a", {"n": 1}, expires_at=clock() + timedelta(seconds=1))
    documents.replace("sessions", "a", {"n": 2})
    clock.forward(days=1)
    assert _body(documents) == {"n": 2}


def test_increments_from_eight_threads_add_up(documents: Documents) -> None:
    documents.create("sessions", "a", {"n": 0})

    def add(_: int) -> None:
        for _ in range(25):
            documents.update("sessions", "a", {"n": Increment(1), "list": ArrayUnion(("same",))})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(8)))
    assert _body(documents) == {"n": 200, "list": ["same"]}


def test_of_writers_that_saw_one_version_exactly_one_wins(documents: Documents) -> None:
    version = documents.create("sessions", "a", {"winner": None})

    def claim(writer: int) -> bool:
        try:
            documents.update("sessions", "a", {"winner": writer}, if_version=version)
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(claim, range(8)))
    assert won.count(True) == 1
    assert _body(documents)["winner"] == won.index(True)


def test_of_creators_of_one_id_exactly_one_wins(documents: Documents) -> None:
    def create(writer: int) -> bool:
        try:
            documents.create("sessions", "a", {"winner": writer})
        except AlreadyExists:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(create, range(8)))
    assert won.count(True) == 1
    assert _body(documents)["winner"] == won.index(True)
