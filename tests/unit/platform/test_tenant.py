"""D17: no read, query or write of one client reaches a document of another."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.ports.documents import (
    AlreadyExists,
    Create,
    Delete,
    DeleteField,
    Document,
    Documents,
    Increment,
    Missing,
    Order,
    Query,
    Range,
    Replace,
    Stale,
    Update,
    Write,
)
from shared.platform.tenant import ClientDocuments, WrongClient
from tests.support import SteppedClock

CREATED = Order("createdAt", descending=True)


@pytest.fixture
def store(tmp_path: Path) -> SqliteDocuments:
    return SqliteDocuments(tmp_path / "documents.sqlite", SteppedClock())


@pytest.fixture
def one(store: Documents) -> ClientDocuments:
    documents: Documents = ClientDocuments(store, "one")  # the same protocol
    documents.create("sessions", "mine", {"n": 1, "createdAt": "1"})
    return ClientDocuments(store, "one")


@pytest.fixture
def theirs(store: Documents) -> Callable[[], Document | None]:
    """The other client's document as it is stored now."""
    ClientDocuments(store, "two").create("sessions", "theirs", {"n": 1, "createdAt": "2"})
    return lambda: store.get("sessions", "theirs")


def test_documents_are_stamped_with_their_client(store: Documents, one: ClientDocuments) -> None:
    one.replace("sessions", "b", {"n": 2})
    one.batch([Create("sessions", "c", {"n": 3}), Replace("sessions", "d", {"n": 4, "clientId": "one"})])
    stored = store.get_many("sessions", ["mine", "b", "c", "d"])
    assert [document.body["clientId"] for document in stored] == ["one"] * 4


@pytest.mark.parametrize(
    "use",
    [
        lambda one: one.create("sessions", "new", {"clientId": "two"}),
        lambda one: one.replace("sessions", "mine", {"clientId": "two"}),
        lambda one: one.update("sessions", "mine", {"clientId": "two"}),
        lambda one: one.update("sessions", "mine", {"clientId": DeleteField()}),
        lambda one: one.update("sessions", "mine", {"clientId.x": "one"}),
        lambda one: one.query(Query("sessions", {"clientId": "two"})),
        lambda one: one.aggregate(Query("sessions", {"clientId": "two"})),
        lambda one: one.batch([Create("sessions", "new", {"clientId": "two"})]),
        lambda one: one.batch([Update("sessions", "mine", {"n": 5}), Update("sessions", "mine", {"clientId": None})]),
    ],
)
def test_naming_another_client_is_refused(
    store: Documents, one: ClientDocuments, use: Callable[[ClientDocuments], Any]
) -> None:
    before = store.get("sessions", "mine")
    with pytest.raises(WrongClient):
        use(one)
    assert store.get("sessions", "mine") == before
    assert store.get("sessions", "new") is None


def test_reading_finds_ones_own_alone(one: ClientDocuments, theirs: Callable[[], Document]) -> None:
    assert one.get("sessions", "mine") is not None
    assert one.get("sessions", "theirs") is None
    assert [document.id for document in one.get_many("sessions", ["theirs", "mine", "nothing"])] == ["mine"]


@pytest.mark.parametrize(
    "query",
    [
        Query("sessions", {}),
        Query("sessions", {"n": 1}),
        Query("sessions", {"clientId": "one"}),
        Query("sessions", {}, order=CREATED),
        Query("sessions", {}, Range("createdAt", ge=""), CREATED, limit=5),
        Query("sessions", {}, fields=("n",)),
    ],
)
def test_queries_are_narrowed(one: ClientDocuments, theirs: Callable[[], Document], query: Query) -> None:
    assert [document.id for document in one.query(query).items] == ["mine"]


@pytest.mark.parametrize("query", [Query("sessions", {}), Query("sessions", {}, Range("createdAt", ge=""), CREATED)])
def test_aggregates_are_narrowed(one: ClientDocuments, theirs: Callable[[], Document], query: Query) -> None:
    assert one.aggregate(query).count == 1


def test_the_nearest_are_ones_own(store: SqliteDocuments, one: ClientDocuments) -> None:
    vector = [1.0] + [0.0] * 383
    ClientDocuments(store, "two").create("products", "theirs", {"embedding": vector})
    one.create("products", "mine", {"embedding": [1.0] * 384})
    assert [found.document.id for found in one.nearest(Query("products", {}), "embedding", vector, 5)] == ["mine"]
    with pytest.raises(WrongClient):
        one.nearest(Query("products", {"clientId": "two"}), "embedding", vector, 5)


def test_sums_are_narrowed(one: ClientDocuments, theirs: Callable[[], Document]) -> None:
    one.update("sessions", "mine", {"qualityScore.overall": 0.5})
    ClientDocuments(one._documents, "two").update("sessions", "theirs", {"qualityScore.overall": 1.0})
    assert one.aggregate(Query("sessions", {}), averages=["qualityScore.overall"]).averages == {
        "qualityScore.overall": 0.5
    }


@pytest.mark.parametrize(
    ("use", "error"),
    [
        (lambda one, id: one.update("sessions", id, {"n": 9}), Missing),
        (lambda one, id: one.update("sessions", id, {"n": 9}, if_version="x"), Missing),
        (lambda one, id: one.replace("sessions", id, {"n": 9}, if_version="x"), Stale),
        (lambda one, id: one.batch([Update("sessions", id, {"n": Increment(1)})]), Missing),
        (lambda one, id: one.batch([Replace("sessions", id, {"n": 9}, if_version="x")]), Stale),
    ],
)
def test_writing_to_anothers_fails_just_like_writing_to_nothing(
    one: ClientDocuments,
    theirs: Callable[[], Document],
    use: Callable[[ClientDocuments, str], Any],
    error: type[Exception],
) -> None:
    before = theirs()
    messages = []
    for id in ("theirs", "nothin"):
        with pytest.raises(error) as refusal:
            use(one, id)
        messages.append(str(refusal.value).replace(id, "…"))
    assert messages[0] == messages[1]
    assert theirs() == before


def test_even_the_true_version_opens_nothing(one: ClientDocuments, theirs: Callable[[], Document]) -> None:
    before = theirs()
    with pytest.raises(Missing):
        one.update("sessions", "theirs", {"n": 9}, if_version=before.version)
    with pytest.raises(Stale):
        one.replace("sessions", "theirs", {"n": 9}, if_version=before.version)
    assert theirs() == before


def test_an_id_in_use_by_another_is_never_written_over(one: ClientDocuments, theirs: Callable[[], Document]) -> None:
    before = theirs()
    for use in (
        lambda: one.create("sessions", "theirs", {"n": 9}),
        lambda: one.replace("sessions", "theirs", {"n": 9}),
        lambda: one.batch([Create("sessions", "theirs", {"n": 9})]),
        lambda: one.batch([Replace("sessions", "theirs", {"n": 9})]),
        lambda: one.batch([Delete("sessions", "theirs"), Replace("sessions", "theirs", {"n": 9})]),
        lambda: one.batch([Delete("sessions", "theirs"), Create("sessions", "theirs", {"n": 9})]),
    ):
        with pytest.raises(AlreadyExists):
            use()
    assert theirs() == before


def test_deleting_anothers_is_like_deleting_nothing(one: ClientDocuments, theirs: Callable[[], Document]) -> None:
    before = theirs()
    assert one.delete("sessions", "theirs") is False
    one.batch([Delete("sessions", "theirs")])
    one.batch([Delete("sessions", "theirs"), Delete("sessions", "mine")])
    assert theirs() == before
    assert one.get("sessions", "mine") is None


@pytest.mark.parametrize("foreign", [Update("sessions", "theirs", {"n": 9}), Replace("sessions", "theirs", {"n": 9})])
def test_one_foreign_write_fails_the_whole_batch(
    store: Documents, one: ClientDocuments, theirs: Callable[[], Document], foreign: Write
) -> None:
    before = theirs(), store.get("sessions", "mine")
    with pytest.raises((Missing, AlreadyExists)):
        one.batch([Create("sessions", "new", {"n": 1}), Update("sessions", "mine", {"n": 5}), foreign])
    assert (theirs(), store.get("sessions", "mine")) == before
    assert store.get("sessions", "new") is None


def test_a_batch_may_write_one_document_twice(one: ClientDocuments) -> None:
    more = Update("sessions", "mine", {"n": Increment(1)})
    one.batch([more, more, Create("sessions", "new", {"n": 1}), Update("sessions", "new", {"n": 2})])
    one.batch([Delete("sessions", "new"), Replace("sessions", "new", {"n": 3})])
    assert [document.body["n"] for document in one.get_many("sessions", ["mine", "new"])] == [3, 3]


def test_versions_guard_ones_own(one: ClientDocuments) -> None:
    first = one.replace("sessions", "mine", {"n": 1})
    one.update("sessions", "mine", {"n": 2}, if_version=first)
    for use in (
        lambda: one.update("sessions", "mine", {"n": 3}, if_version=first),
        lambda: one.replace("sessions", "mine", {"n": 3}, if_version=first),
        lambda: one.batch([Update("sessions", "mine", {"n": 3}, if_version=first)]),
    ):
        with pytest.raises(Stale):
            use()


def test_expiry_is_passed_on(tmp_path: Path) -> None:
    clock = SteppedClock()
    one = ClientDocuments(SqliteDocuments(tmp_path / "documents.sqlite", clock), "one")
    soon = clock() + timedelta(seconds=1)
    one.create("sessions", "a", {}, expires_at=soon)
    one.replace("sessions", "b", {}, expires_at=soon)
    one.batch([Create("sessions", "c", {}, soon), Replace("sessions", "d", {}, soon)])
    assert len(one.get_many("sessions", list("abcd"))) == 4
    clock.forward(seconds=1)
    assert one.get_many("sessions", list("abcd")) == []


class _Interloper:
    """Passes everything on, and lets `between` happen once, right after a document was read."""

    def __init__(self, store: Documents, between: Callable[[], object]) -> None:
        self._store = store
        self._between: list[Callable[[], object]] = [between]

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)
        if name not in {"get", "get_many"}:
            return method

        def read(*given: Any) -> Any:
            found = method(*given)
            if self._between:
                self._between.pop()()
            return found

        return read


@pytest.mark.parametrize(
    "use",
    [
        lambda one: one.update("sessions", "mine", {"n": 9}),
        lambda one: one.replace("sessions", "mine", {"n": 9}),
        lambda one: one.batch([Update("sessions", "mine", {"n": 9})]),
        lambda one: one.batch([Replace("sessions", "mine", {"n": 9})]),
    ],
)
def test_a_document_that_changes_hands_after_it_was_read_is_left_alone(
    store: SqliteDocuments, one: ClientDocuments, use: Callable[[ClientDocuments], Any]
) -> None:
    def change_hands() -> None:
        store.replace("sessions", "mine", {"clientId": "two", "n": 7})

    with pytest.raises((Missing, AlreadyExists)):
        use(ClientDocuments(_Interloper(store, change_hands), "one"))
    taken = store.get("sessions", "mine")
    assert taken is not None
    assert taken.body == {"clientId": "two", "n": 7}


@pytest.mark.parametrize(
    "use",
    [
        lambda one: one.replace("sessions", "new", {"n": 9}),
        lambda one: one.batch([Replace("sessions", "new", {"n": 9})]),
    ],
)
def test_a_replacement_survives_that_the_document_is_created_meanwhile(
    store: SqliteDocuments, one: ClientDocuments, use: Callable[[ClientDocuments], Any]
) -> None:
    use(ClientDocuments(_Interloper(store, lambda: one.create("sessions", "new", {"n": 1})), "one"))
    assert [document.body["n"] for document in one.get_many("sessions", ["new"])] == [9]


def test_increments_from_eight_threads_add_up(one: ClientDocuments) -> None:
    def add(_: int) -> None:
        for _ in range(20):
            one.update("sessions", "mine", {"n": Increment(1)})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(8)))
    assert [document.body["n"] for document in one.get_many("sessions", ["mine"])] == [161]


def test_a_client_without_an_id_is_refused(store: Documents) -> None:
    with pytest.raises(ValueError, match="empty"):
        ClientDocuments(store, "")
