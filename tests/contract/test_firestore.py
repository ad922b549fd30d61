"""What only Firestore has to prove, on Google's emulator: lost answers, outages, drift of indexes, expiry."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from time import monotonic

import pytest

from shared.platform.adapters.firestore_client import connect
from shared.platform.adapters.firestore_documents import FirestoreDocuments
from shared.platform.indexes import EXPIRY_FIELD
from shared.platform.patience import one_request
from shared.platform.ports.documents import (
    AlreadyExists,
    Create,
    Delete,
    DeleteField,
    DocumentTooLarge,
    Increment,
    IndexMissing,
    Missing,
    Order,
    Query,
    Replace,
    Stale,
    StoreUnavailable,
    Update,
)
from tests.contract.firestore import firestore_documents, new_project
from tests.proxy import Fault, Proxy
from tests.support import SteppedClock

MINE = {"clientId": "one"}


@pytest.fixture
def store(firestore_emulator: str, clock: SteppedClock) -> FirestoreDocuments:
    return firestore_documents(firestore_emulator, clock)


@pytest.fixture
def proxy(firestore_emulator: str) -> Iterator[Proxy]:
    with closing(Proxy(firestore_emulator)) as proxy:
        yield proxy


@pytest.fixture
def through(proxy: Proxy, clock: SteppedClock) -> FirestoreDocuments:
    """A store whose every byte passes the proxy; it has already been used."""
    documents = FirestoreDocuments(connect(new_project(), emulator=proxy.address), clock)
    documents.create("sessions", "counter", {"n": 0})
    return documents


def test_a_query_without_an_entry_is_refused_before_any_call(clock: SteppedClock) -> None:
    """J7: index drift shows at once. Nobody listens at this address, so an answer can only be the adapter's own."""
    nowhere = FirestoreDocuments(connect("nobody", emulator="127.0.0.1:1"), clock)
    for ask in (
        lambda: nowhere.query(Query("sessions", MINE, order=Order("userId"))),
        lambda: nowhere.aggregate(Query("sessions", {"platform": "html"})),
        lambda: nowhere.aggregate(Query("sessions", MINE), averages=["n"]),
        lambda: nowhere.nearest(Query("sessions", MINE), "embedding", [1.0], 1),
    ):
        with pytest.raises(IndexMissing, match=r"indexes\.json"):
            ask()


def test_eight_threads_that_increment_lose_nothing(store: FirestoreDocuments) -> None:
    version = store.create("sessions", "a", {"n": 0})

    def add(thread: int) -> None:
        for _ in range(10):
            store.batch([Update("sessions", "a", {"n": Increment(1), f"of.t{thread}": Increment(1)})])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(8)))
    stored = store.get("sessions", "a")
    assert stored is not None
    assert stored.body == {"n": 80, "of": {f"t{thread}": 10 for thread in range(8)}}
    with pytest.raises(Stale):
        store.update("sessions", "a", {"n": 0}, if_version=version)


def test_a_document_beyond_one_mebibyte_is_refused_by_us_or_by_firestore(store: FirestoreDocuments) -> None:
    with pytest.raises(DocumentTooLarge):
        store.create("sessions", "a", {"text": "x" * 1_048_576})
    store.create("sessions", "a", {"text": "x" * 1_000_000})
    with pytest.raises(DocumentTooLarge):
        store.batch([Update("sessions", "a", {"more": "x" * 60_000})])


@pytest.mark.parametrize("field", ["a b", "a`b", "a\\b", "1a", "ä", "'", "a/b", "*", "~[]"])
def test_fields_of_any_name_are_changed_and_read(store: FirestoreDocuments, field: str) -> None:
    store.create("sessions", "a", {**MINE, field: {"x y": 1}, "keep": True})
    store.update("sessions", "a", {f"{field}.x y": Increment(1), f"{field}.new": "n"})
    (document,) = store.query(Query("sessions", MINE, fields=(f"{field}.x y",))).items
    assert document.body == {field: {"x y": 2}}
    store.update("sessions", "a", {field: DeleteField()})
    assert store.get("sessions", "a").body == {**MINE, "keep": True}  # type: ignore[union-attr]


@pytest.mark.parametrize("id", ["one:SKU 1.0", "größe ☀", "a'b`c\\d", "...", "%2F", "__a", "x" * 1500, "\x01\n"])
def test_ids_of_any_letters_are_one_document_each(store: FirestoreDocuments, id: str) -> None:
    store.create("sessions", id, {**MINE, "n": 1})
    store.update("sessions", id, {"n": 2})
    assert [document.id for document in store.query(Query("sessions", MINE)).items] == [id]
    assert store.delete("sessions", id) is True
    assert store.get_many("sessions", [id, id]) == []


@pytest.mark.parametrize("field", [EXPIRY_FIELD, f"{EXPIRY_FIELD}.x", "_distance"])
def test_the_stores_own_fields_are_out_of_reach(store: FirestoreDocuments, field: str) -> None:
    store.create("sessions", "a", {"n": 1})
    for use in (
        lambda: store.create("sessions", "b", {field.split(".")[0]: 1}),
        lambda: store.update("sessions", "a", {field: DeleteField()}),
        lambda: store.query(Query("sessions", {field: 1})),
    ):
        with pytest.raises(ValueError, match=r"."):
            use()
    assert store.get("sessions", "a").body == {"n": 1}  # type: ignore[union-attr]


def test_pages_are_full_although_expired_ones_lie_between(store: FirestoreDocuments, clock: SteppedClock) -> None:
    soon = clock() + timedelta(hours=1)
    writes = [Create("sessions", f"d{n:02}", {**MINE, "createdAt": n}, None if n % 3 else soon) for n in range(30)]
    store.batch(writes)
    clock.forward(hours=1)
    newest_first = Order("createdAt", descending=True)
    first = store.query(Query("sessions", MINE, order=newest_first, limit=15))
    rest = store.query(Query("sessions", MINE, order=newest_first, limit=15, cursor=first.next_cursor))
    assert [document.body["createdAt"] for document in first.items + rest.items] == [
        n for n in reversed(range(30)) if n % 3
    ]
    assert (len(first.items), rest.next_cursor) == (15, None)
    assert store.aggregate(Query("sessions", MINE)).count == 20


def test_a_version_that_has_expired_is_told_from_one_that_was_overtaken(
    store: FirestoreDocuments, clock: SteppedClock
) -> None:
    first = store.create("sessions", "a", {"n": 1}, expires_at=clock() + timedelta(hours=1))
    second = store.update("sessions", "a", {"n": 2}, if_version=first)
    with pytest.raises(Stale):
        store.update("sessions", "a", {"n": 3}, if_version=first)
    clock.forward(hours=1)
    for version in (first, second):
        with pytest.raises(Missing):
            store.batch([Update("sessions", "a", {"n": 3}, version)])
        with pytest.raises(Stale):
            store.batch([Replace("sessions", "a", {"n": 3}, None, version)])
    third = store.create("sessions", "a", {"n": 4})
    store.update("sessions", "a", {"n": 5}, if_version=third)


def test_a_batch_that_contradicts_itself_says_how(store: FirestoreDocuments) -> None:
    store.create("sessions", "a", {"n": 1})
    with pytest.raises(AlreadyExists):
        store.batch([Update("sessions", "a", {"n": 2}), Create("sessions", "a", {})])
    with pytest.raises(Missing):
        store.batch([Delete("sessions", "a"), Update("sessions", "a", {"n": 2})])
    store.batch([Delete("sessions", "a"), Create("sessions", "a", {"n": 5}), Update("sessions", "a", {"n": 6})])
    assert store.get("sessions", "a").body == {"n": 6}  # type: ignore[union-attr]


@pytest.mark.parametrize("fault", ["refuse", "black hole", "reset"])
def test_an_outage_is_said_within_the_requests_patience_and_over_at_once(
    through: FirestoreDocuments, proxy: Proxy, fault: Fault
) -> None:
    """Each request ends with its patience (here a second), however often it asks; soon after the outage it is
    served."""
    proxy.set_fault(fault)
    for ask in (
        lambda: through.get("sessions", "counter"),
        lambda: through.update("sessions", "counter", {"n": Increment(1)}),
        lambda: through.query(Query("sessions", MINE)),
    ):
        began = monotonic()
        with one_request(budget_s=1.0):
            for _ in range(3):  # as a handler does that asks more than once
                with pytest.raises(StoreUnavailable):
                    ask()
        assert monotonic() - began < 3
    proxy.set_fault("none")
    began = monotonic()
    _until_served(through)
    assert monotonic() - began < 5


def test_what_was_acknowledged_is_there_once_through_many_resets(through: FirestoreDocuments, proxy: Proxy) -> None:
    """An answer lost on its way leaves the write in doubt, never done twice."""
    acknowledged = doubtful = 0
    for n in range(60):
        if n % 6 == 5:
            proxy.reset_in(0.002)
        try:
            through.batch([Update("sessions", "counter", {"n": Increment(1)})])
            acknowledged += 1
        except StoreUnavailable:
            doubtful += 1
    stored = through.get("sessions", "counter")
    assert stored is not None
    assert acknowledged <= stored.body["n"] <= acknowledged + doubtful
    assert acknowledged >= 40


def test_an_answer_lost_after_the_write_is_no_second_write(through: FirestoreDocuments, proxy: Proxy) -> None:
    """The write arrives, its answer does not: it is done once, and its caller told that nothing is known.

    Where the connection was not up, the write itself is lost: of several rounds, one at least must show the case.
    """
    done: list[int] = []
    for number in range(4):
        version = through.create("sessions", f"bound-{number}", {"n": 0})
        proxy.set_fault("deaf")
        with pytest.raises(StoreUnavailable), one_request():
            through.update("sessions", f"bound-{number}", {"n": Increment(1)}, if_version=version)
        proxy.set_fault("none")
        _until_served(through)
        done += [document.body["n"] for document in through.get_many("sessions", [f"bound-{number}"])]
    assert set(done) <= {0, 1}
    assert 1 in done


def _until_served(documents: FirestoreDocuments) -> None:
    deadline = monotonic() + 10
    while True:
        try:
            with one_request():
                documents.get("sessions", "counter")
                return
        except StoreUnavailable:
            assert monotonic() < deadline
