"""`Idempotency-Key`."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Response

from shared.accounts.directory import Directory
from shared.platform.adapters.firestore_client import connect
from shared.platform.adapters.firestore_documents import FirestoreDocuments
from shared.platform.google_settings import Emulators
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import AlreadyExists, Query, StoreUnavailable, Write
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.collections import ANALYSES, CONSENTS, MESSAGES, REPLAYS, SESSIONS
from shared.web.errors import ApiError
from tests.contract.firestore import new_project
from tests.proxy import Proxy
from tests.support import KEY, OTHER_KEY, SteppedClock, ask, client, data_of, error_of
from tests.unit.web.doubtful import HELLO, Doubtful, Shop


def _write(bench: Any, key: str = "k1", amount: int = 1, api_key: str = KEY) -> Any:
    return ask(
        bench.function, "POST", "/v1/ask", key=api_key, json={"amount": amount}, headers={"Idempotency-Key": key}
    )


def test_the_same_request_again_gets_the_first_answer(bench: Any) -> None:
    first, again = _write(bench), _write(bench)
    assert data_of(first) == data_of(again)
    assert bench.effects == 1


def test_fifty_at_once_have_one_effect(bench: Any) -> None:
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: _write(bench).status_code, range(50)))
    assert answers == [200] * 50
    assert bench.effects == 1


def test_another_body_under_the_same_key_is_a_conflict(bench: Any) -> None:
    _write(bench)
    response = _write(bench, amount=2)
    assert (response.status_code, error_of(response)["code"]) == (409, "CONFLICT")


def test_another_client_may_use_the_same_key(bench: Any) -> None:
    """D17: keys of one client mean nothing to another."""
    assert data_of(_write(bench))["client"] == "one"
    assert data_of(_write(bench, api_key=OTHER_KEY))["client"] == "two"


def test_a_request_that_failed_can_be_repeated_under_its_key(bench: Any) -> None:
    bench.failure = ApiError("NOT_FOUND", "Not yet.")
    assert _write(bench).status_code == 404
    bench.failure = None
    assert _write(bench).status_code == 200


def test_a_request_whose_process_died_can_be_taken_up(bench: Any, platform: Platform) -> None:
    _write(bench)
    documents = ClientDocuments(platform.documents, "one")
    [kept] = documents.query(Query(REPLAYS, {})).items
    died = timestamp(platform.clock() - timedelta(minutes=5))
    documents.update(REPLAYS, kept.id, {"status": None, "data": None, "at": died})
    assert _write(bench).status_code == 200
    assert bench.effects == 2


def test_a_picture_is_drawn_again_and_kept_nowhere(bench: Any, platform: Platform) -> None:
    """A2."""
    answers = [
        ask(bench.function, "POST", "/v1/picture", key=KEY, json={"amount": 1}, headers={"Idempotency-Key": "k1"})
        for _ in range(2)
    ]
    assert [answer.get_data() for answer in answers] == [b"\x01", b"\x02"]
    assert ClientDocuments(platform.documents, "one").query(Query(REPLAYS, {})).items == []


def test_an_impossible_key_is_refused(bench: Any) -> None:
    assert error_of(_write(bench, key="x" * 300))["code"] == "INVALID_REQUEST"


def test_an_answer_under_way_is_not_kept_once_the_face_is_withdrawn(bench: Any, platform: Platform) -> None:
    documents = ClientDocuments(platform.documents, "one")
    run = bench.function.routes[0].handle

    def withdrawn_meanwhile(call: Any) -> Any:
        [claim] = documents.query(Query(REPLAYS, {})).items
        documents.update(REPLAYS, claim.id, {"data": None, "withdrawn": True})
        return run(call)

    object.__setattr__(bench.function.routes[0], "handle", withdrawn_meanwhile)
    assert _write(bench).status_code == 200
    [kept] = documents.query(Query(REPLAYS, {})).items
    assert kept.body["data"] is None
    assert error_of(_write(bench))["code"] == "CONFLICT"


@pytest.fixture
def store(platform: Platform, clock: SteppedClock) -> Doubtful:
    return Doubtful(platform.settings.data_dir, clock)


@pytest.fixture
def shop(platform: Platform, store: Doubtful, clock: SteppedClock) -> Shop:
    return Shop(replace(platform, documents=store, clock=clock))


def _was_carried_out(response: Response) -> bool:
    error = error_of(response)
    return (response.status_code, error["code"]) == (409, "CONFLICT") and "carried out before" in error["message"]


def test_a_turn_whose_answer_was_lost_is_stored_once(shop: Shop, store: Doubtful) -> None:
    session = shop.session()
    store.lost = [("batch", MESSAGES)]
    assert shop.say(session).status_code == 503
    assert _was_carried_out(shop.say(session))
    assert _was_carried_out(shop.say(session))
    assert shop.texts() == [HELLO]
    assert shop.say(session, key="k2").status_code == 200
    assert shop.texts() == [HELLO, HELLO]


def test_a_turn_that_was_taken_up_anew_before_its_answer_was_lost_is_stored_once(shop: Shop, store: Doubtful) -> None:
    """The session changed under the first try, so the turn that was stored was the second one made."""
    session = shop.session()
    store.before["batch", MESSAGES] = lambda: shop.documents.update(SESSIONS, session, {"lastSeenAt": "now"})
    store.lost = [("batch", MESSAGES)]
    assert shop.say(session).status_code == 503
    assert _was_carried_out(shop.say(session))
    assert shop.texts() == [HELLO]


def test_a_turn_that_never_arrived_is_stored_by_its_repetition(shop: Shop, store: Doubtful) -> None:
    session = shop.session()

    def away() -> None:
        raise StoreUnavailable

    store.before["batch", MESSAGES] = away
    assert shop.say(session).status_code == 503
    assert shop.say(session).status_code == 200
    assert shop.texts() == [HELLO]


def test_a_worker_that_died_after_storing_leaves_one_turn(
    shop: Shop, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = shop.session()
    with monkeypatch.context() as died:
        died.setattr("shared.web.replay.Replays._finish", lambda *_: None)
        shop.say(session)
    clock.forward(seconds=11)
    assert _was_carried_out(shop.say(session))
    assert shop.texts() == [HELLO]


def test_an_answer_that_cannot_be_kept_is_given_nevertheless(shop: Shop, store: Doubtful) -> None:
    session = shop.session()
    store.lost = [("update", REPLAYS)]
    assert data_of(shop.say(session)) == data_of(shop.say(session))


def test_a_claim_whose_answer_was_lost_holds_the_key_for_ten_seconds(
    shop: Shop, store: Doubtful, clock: SteppedClock
) -> None:
    session = shop.session()
    store.lost = [("create", REPLAYS)]
    assert shop.say(session).status_code == 503
    busy = shop.say(session)
    assert (busy.status_code, busy.headers["Retry-After"]) == (409, "1")
    clock.forward(seconds=11)
    assert data_of(shop.say(session)) == data_of(shop.say(session))
    assert shop.texts() == [HELLO]


def test_a_request_taken_for_dead_and_the_one_in_its_place_have_one_effect(shop: Shop, clock: SteppedClock) -> None:
    session, instead = shop.session(), list[Response]()
    [route] = shop.served["chat"].routes

    def slow(call: Any) -> Any:
        if not instead:
            clock.forward(seconds=11)
            instead.append(Response())
            instead[0] = shop.say(session)
        return route.handle(call)

    shop.served["chat"].routes = [replace(route, handle=slow)]
    first = shop.say(session)
    assert data_of(first) == data_of(instead[0])
    assert shop.texts() == [HELLO]


def test_eight_at_once_store_one_turn(shop: Shop) -> None:
    session = shop.session()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: shop.say(session), range(8)))
    assert len({data_of(answer)["messageId"] for answer in answers}) == 1
    assert shop.texts() == [HELLO]


def test_a_consent_whose_answer_was_lost_has_one_receipt(shop: Shop, store: Doubtful) -> None:
    session = shop.session()
    store.lost = [("batch", CONSENTS)]
    assert shop.agree(session, "yes").status_code == 503
    assert _was_carried_out(shop.agree(session, "yes"))
    assert [receipt["granted"] for receipt in shop.kept(CONSENTS)] == [True]


def test_a_face_whose_answer_was_lost_is_stored_once(shop: Shop, store: Doubtful) -> None:
    session = shop.session()
    shop.agree(session, "yes")
    store.before["batch", ANALYSES] = lambda: shop.documents.update(SESSIONS, session, {"lastSeenAt": "now"})
    store.lost = [("batch", ANALYSES)]
    assert shop.show_face(session).status_code == 503
    assert _was_carried_out(shop.show_face(session))
    [analysis] = shop.kept(ANALYSES)
    [stored] = shop.kept(SESSIONS)
    assert stored["face"]["analysisId"] == analysis["analysisId"]


def test_a_withdrawal_that_was_cut_off_is_completed_by_its_repetition(shop: Shop, store: Doubtful) -> None:
    session = shop.session()
    shop.agree(session, "yes")
    shop.show_face(session)
    store.lost = [("batch", CONSENTS)]
    assert shop.agree(session, "no", granted=False).status_code == 503
    assert shop.kept(ANALYSES) != [], "it was cut off before the face was forgotten"
    assert _was_carried_out(shop.agree(session, "no", granted=False))
    assert shop.kept(ANALYSES) == []
    assert sorted(receipt["granted"] for receipt in shop.kept(CONSENTS)) == [False, True]


def test_what_is_stored_by_itself_and_not_in_a_batch_is_stored_once_too(bench: Any) -> None:
    bench.failure = StoreUnavailable()
    assert _write(bench).status_code == 503
    bench.failure = AlreadyExists()
    assert _was_carried_out(_write(bench))


def test_a_session_start_has_an_id_that_its_key_does_not_tell(shop: Shop, store: Doubtful) -> None:
    store.lost = [("batch", SESSIONS)]
    assert shop.start().status_code == 503
    assert data_of(shop.start()) == data_of(shop.start())
    assert len({body["sessionId"] for body in shop.kept(SESSIONS)}) == 2, "the first is left behind, and harmless"


class Deafened(FirestoreDocuments):
    """Firestore behind a proxy that swallows the answer to the first turn's commit."""

    def __init__(self, proxy: Proxy, clock: SteppedClock) -> None:
        super().__init__(connect(new_project(), emulator=proxy.address), clock)
        self._proxy = proxy
        self._turns = 0

    def batch(self, writes: Sequence[Write]) -> None:
        is_turn = any(write.collection == MESSAGES for write in writes)
        self._turns += is_turn
        if not is_turn or self._turns > 1:
            super().batch(writes)
            return
        self._proxy.set_fault("deaf")
        try:
            super().batch(writes)
        finally:
            self._proxy.set_fault("none")


def test_on_firestore_a_turn_whose_answer_was_lost_is_stored_once(
    emulators: Emulators, platform: Platform, clock: SteppedClock
) -> None:
    with closing(Proxy(emulators.firestore)) as proxy:
        documents = Deafened(proxy, clock)
        Directory(documents, clock).save(client("one"))
        Directory(documents, clock).add_key(KEY, "one", "publishable")
        shop = Shop(replace(platform, documents=documents, clock=clock))
        session = shop.session()
        assert shop.say(session).status_code == 503
        assert _was_carried_out(shop.say(session))
        assert shop.texts() == [HELLO]
