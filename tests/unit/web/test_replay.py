"""`Idempotency-Key`."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.collections import REPLAYS
from shared.web.errors import ApiError
from tests.support import KEY, OTHER_KEY, ask, data_of, error_of


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
