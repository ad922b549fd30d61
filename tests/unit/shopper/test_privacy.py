"""What is kept is shown, and erased on request."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from shared.platform.ports.documents import Create, Documents, Missing, Query, StoreUnavailable
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.collections import OF_A_SHOPPER
from shared.shopper.privacy import RECEIPT_KEPT, Privacy
from shared.shopper.session import Session, SessionNotFound, Sessions

PAGES = 90  # of each collection, more than one page in all


class Cutting:
    """A store that answers `calls` times and is then away; the last call before is done when `unheard`, not said."""

    def __init__(self, store: Documents, calls: int, *, unheard: bool) -> None:
        self._store = store
        self._left = calls
        self._unheard = unheard

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left < 0:
                raise StoreUnavailable("away")
            answer = getattr(self._store, name)(*given, **named)
            if self._unheard and self._left == 0:
                raise StoreUnavailable("done, but not said")
            return answer

        return call


@pytest.fixture
def privacy(documents: ClientDocuments, clock: Any, platform: Platform) -> Privacy:
    return Privacy(documents, clock, platform.new_id)


@pytest.fixture
def cut(platform: Platform, clock: Any) -> Callable[..., Privacy]:
    """As a request that gets so many answers of the store."""

    def cut(calls: int, *, unheard: bool) -> Privacy:
        store: Any = Cutting(platform.documents, calls, unheard=unheard)
        return Privacy(ClientDocuments(store, "one"), clock, platform.new_id)

    return cut


def _fill(documents: ClientDocuments, session_id: str, each: int = 3) -> None:
    for name in OF_A_SHOPPER:
        documents.batch(
            [
                Create(name, f"{session_id}-{name}-{number}", {"sessionId": session_id, "at": f"{number:04}"})
                for number in range(each)
            ]
        )


def _left(documents: ClientDocuments, session_id: str) -> list[str]:
    kinds = [name for name in OF_A_SHOPPER if documents.query(Query(name, {"sessionId": session_id}, limit=1)).items]
    return kinds + ["sessions"] * (documents.get("sessions", session_id) is not None)


def _number(documents: ClientDocuments, session_id: str) -> int:
    return sum(len(documents.query(Query(name, {"sessionId": session_id})).items) for name in OF_A_SHOPPER)


def test_everything_kept_is_shown(privacy: Privacy, documents: ClientDocuments, session: Session) -> None:
    _fill(documents, session.session_id)
    kept = privacy.kept(session.session_id)
    assert kept["session"]["userId"] == "somebody"
    assert [len(kept[name]) for name in ("messages", "analyses", "consents", "events", "impressions")] == [3] * 5


def test_what_takes_many_pages_is_shown_once_and_in_order(
    privacy: Privacy, documents: ClientDocuments, session: Session
) -> None:
    for start in range(0, 1200, 400):
        documents.batch(
            [
                Create("events", f"e{number}", {"sessionId": session.session_id, "at": f"{number:04}"})
                for number in range(start, start + 400)
            ]
        )
    kept = privacy.kept(session.session_id)
    assert [event["at"] for event in kept["events"]] == [f"{number:04}" for number in range(1200)]


def test_an_erasure_leaves_nothing_and_counts_what_it_took(
    privacy: Privacy, documents: ClientDocuments, session: Session, sessions: Sessions
) -> None:
    _fill(documents, session.session_id, each=60)
    receipt = privacy.erase(session.session_id)
    assert receipt.counts == {"sessions": 1, **dict.fromkeys(OF_A_SHOPPER, 60)}
    assert _left(documents, session.session_id) == []
    with pytest.raises(SessionNotFound):
        sessions.get(session.session_id)


def test_a_neighbours_data_stays(privacy: Privacy, documents: ClientDocuments, session: Session) -> None:
    _fill(documents, "neighbour")
    privacy.erase(session.session_id)
    assert len(documents.query(Query("messages", {"sessionId": "neighbour"})).items) == 3


def test_erasing_twice_gives_the_same_receipt(privacy: Privacy, session: Session) -> None:
    assert privacy.erase(session.session_id) == privacy.erase(session.session_id)


def test_an_erasure_cut_off_half_way_is_finished_by_the_next(
    privacy: Privacy, documents: ClientDocuments, session: Session
) -> None:
    _fill(documents, session.session_id)
    documents.delete("sessions", session.session_id)
    assert privacy.erase(session.session_id).counts["messages"] == 3


@pytest.mark.parametrize("unheard", [False, True], ids=["not done", "done, but not said"])
@pytest.mark.parametrize("calls", range(1, 30))
def test_cut_off_at_any_call_it_goes_on_and_its_receipt_counts_all(
    calls: int,
    unheard: bool,
    privacy: Privacy,
    cut: Callable[..., Privacy],
    documents: ClientDocuments,
    session: Session,
) -> None:
    _fill(documents, session.session_id, each=PAGES)
    with pytest.raises(StoreUnavailable):
        cut(calls, unheard=unheard).erase(session.session_id)
    receipt = privacy.erase(session.session_id)
    assert receipt.counts == {"sessions": 1, **dict.fromkeys(OF_A_SHOPPER, PAGES)}
    assert _left(documents, session.session_id) == []
    assert privacy.erase(session.session_id) == receipt


@pytest.mark.parametrize("calls", [19, 23, 30])
def test_cut_off_again_and_again_it_gets_on_each_time(
    calls: int, cut: Callable[..., Privacy], documents: ClientDocuments, session: Session
) -> None:
    _fill(documents, session.session_id, each=4 * PAGES)
    receipts = []
    while not receipts:
        before = _number(documents, session.session_id)
        with suppress(StoreUnavailable):
            receipts.append(cut(calls, unheard=False).erase(session.session_id))
        assert _number(documents, session.session_id) < before
    assert receipts[0].counts == {"sessions": 1, **dict.fromkeys(OF_A_SHOPPER, 4 * PAGES)}
    assert _left(documents, session.session_id) == []


def test_a_session_half_erased_is_found_by_nobody(
    privacy: Privacy, cut: Callable[..., Privacy], documents: ClientDocuments, session: Session, sessions: Sessions
) -> None:
    _fill(documents, session.session_id, each=PAGES)
    with pytest.raises(StoreUnavailable):
        cut(20, unheard=False).erase(session.session_id)
    assert _left(documents, session.session_id)
    for look in (privacy.kept, sessions.get, sessions.get_ended_too):
        with pytest.raises(SessionNotFound):
            look(session.session_id)


def test_a_receipt_tells_when_the_erasure_ended_and_is_kept_from_then(
    privacy: Privacy, cut: Callable[..., Privacy], documents: ClientDocuments, session: Session, clock: Any
) -> None:
    _fill(documents, session.session_id)
    with pytest.raises(StoreUnavailable):
        cut(8, unheard=False).erase(session.session_id)
    clock.forward(days=2)
    receipt = privacy.erase(session.session_id)
    assert receipt.at == clock()
    clock.now += RECEIPT_KEPT - timedelta(seconds=1)
    assert privacy.erase(session.session_id) == receipt


def test_erasures_at_the_same_time_count_everything_once(
    privacy: Privacy, documents: ClientDocuments, session: Session
) -> None:
    _fill(documents, session.session_id, each=2 * PAGES)
    with ThreadPoolExecutor(5) as pool:
        first, *others = pool.map(lambda _: privacy.erase(session.session_id), range(5))
    assert others == [first] * 4
    assert first.counts == {"sessions": 1, **dict.fromkeys(OF_A_SHOPPER, 2 * PAGES)}


def test_what_comes_back_after_an_erasure_is_erased_and_added_to_its_receipt(
    privacy: Privacy, documents: ClientDocuments, session: Session
) -> None:
    """As from an old copy that was brought into the store."""
    stored = documents.get("sessions", session.session_id)
    assert stored is not None
    first = privacy.erase(session.session_id)
    documents.create("sessions", session.session_id, stored.body)
    _fill(documents, session.session_id)
    again = privacy.erase(session.session_id)
    assert again.receipt_id == first.receipt_id
    assert again.counts == {"sessions": 2, **dict.fromkeys(OF_A_SHOPPER, 3)}
    assert _left(documents, session.session_id) == []


def test_a_request_under_way_does_not_change_a_finished_receipt(
    privacy: Privacy, documents: ClientDocuments, session: Session
) -> None:
    receipt = privacy.erase(session.session_id)
    documents.create("replays", "claimed by a request that will fail", {"sessionId": session.session_id})
    assert privacy.erase(session.session_id) == receipt


def test_a_late_write_does_not_bring_an_erased_shopper_back(
    privacy: Privacy, documents: ClientDocuments, session: Session, sessions: Sessions
) -> None:
    privacy.erase(session.session_id)
    late = Create("messages", "late", {"sessionId": session.session_id})
    with pytest.raises(Missing):
        documents.batch([late, sessions.change(session.session_id, {"wishes": {}})])
    assert documents.get("messages", "late") is None


def test_an_ended_session_can_still_be_erased(privacy: Privacy, session: Session, clock: Any) -> None:
    clock.forward(days=2)
    assert privacy.erase(session.session_id).counts["sessions"] == 1


def test_another_client_sees_and_erases_nothing(session: Session, platform: Platform, clock: Any) -> None:
    """D17."""
    theirs = Privacy(ClientDocuments(platform.documents, "two"), clock, platform.new_id)
    for act in (theirs.kept, theirs.erase):
        with pytest.raises(SessionNotFound):
            act(session.session_id)


def test_a_receipt_holds_no_personal_data(privacy: Privacy, documents: ClientDocuments, session: Session) -> None:
    privacy.erase(session.session_id)
    receipt = documents.get("erasures", f"one:{session.session_id}")
    assert receipt is not None
    assert receipt.body.keys() == {"receiptId", "at", "counts", "clientId"}


def test_a_strangers_request_under_an_id_is_no_trace_of_a_shopper(
    privacy: Privacy, documents: ClientDocuments
) -> None:
    documents.create("replays", "r", {"sessionId": "never-was"})
    with pytest.raises(SessionNotFound):
        privacy.erase("never-was")
