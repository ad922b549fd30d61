"""A shopper's rights hold under repetition, at the same moment, and against strangers."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import BOTH
from tests.journey.shop import OTHER_KEY, Shop

pytestmark = BOTH


@pytest.fixture
def shop(stack: Any) -> Shop:
    return Shop(stack.base_url)


def _with_key(shop: Shop, method: str, path: str, body: Any = None) -> tuple[Any, Any]:
    headers = {"Idempotency-Key": uuid4().hex}
    return shop.ask(method, path, body, headers=headers), shop.ask(method, path, body, headers=headers)


def test_an_erasure_repeated_with_a_key_keeps_its_receipt(shop: Shop) -> None:
    session = shop.start()
    first, again = _with_key(shop, "DELETE", f"/v1/privacy/sessions/{session}")
    assert first.data == again.data
    assert first.data["erased"]["sessions"] == 1


def test_a_stranger_with_a_key_cannot_touch_an_erasure(shop: Shop) -> None:
    """D17."""
    session = shop.start()
    thief = Shop(shop.base_url, OTHER_KEY)
    for answer in _with_key(thief, "DELETE", f"/v1/privacy/sessions/{session}"):
        assert answer.status == 404
    assert shop.ask("DELETE", f"/v1/privacy/sessions/{session}").data["erased"]["sessions"] == 1


def test_erasures_at_the_same_time_give_one_receipt(shop: Shop) -> None:
    session = shop.start()
    shop.say(session, "hello")
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: shop.ask("DELETE", f"/v1/privacy/sessions/{session}"), range(5)))
    assert len({answer.data["receiptId"] for answer in answers}) == 1


def _recorded(shop: Shop, session: str, number: int) -> int:
    """How many of so many new events were taken."""
    now = datetime.now(UTC).isoformat()
    events = [{"eventId": uuid4().hex, "type": "try_on", "at": now, "productId": "x"} for _ in range(number)]
    answer = shop.ask("POST", "/v1/events", {"sessionId": session, "events": events})
    assert answer.status in {200, 404}
    return int(answer.data["accepted"]) if answer.status == 200 else 0


def test_a_long_visit_is_shown_and_erased_to_the_last_event_under_way(shop: Shop) -> None:
    session = shop.start()
    path = f"/v1/privacy/sessions/{session}"
    assert sum(_recorded(shop, session, 50) for _ in range(24)) == 1200
    assert len(shop.ask("GET", path).data["events"]) == 1200
    with ThreadPoolExecutor(4) as pool:
        under_way = [pool.submit(_recorded, shop, session, 5) for _ in range(3)]
        receipt = pool.submit(shop.ask, "DELETE", path).result().data
        late = sum(record.result() for record in under_way)
    assert receipt["erased"]["sessions"] == 1
    assert receipt["erased"]["events"] == 1200 + late
    assert shop.ask("DELETE", path).data == receipt
    assert shop.ask("GET", path).status == 404
    assert _recorded(shop, session, 1) == 0


def test_a_withdrawal_at_the_same_moment_as_an_analysis_wins(shop: Shop, landmarks: Any) -> None:
    points, size = landmarks
    for _ in range(8):
        session = shop.start()
        shop.consent(session)
        body = {"sessionId": session, "landmarks": points, "imageSize": size}
        with ThreadPoolExecutor(4) as pool:
            analyses = [pool.submit(shop.ask, "POST", "/v1/ai/face-analyze", body) for _ in range(3)]
            withdrawal = pool.submit(shop.consent, session, granted=False)
            assert withdrawal.result().status == 201
            assert {analysis.result().status for analysis in analyses} <= {200, 403}
        kept = shop.ask("GET", f"/v1/privacy/sessions/{session}").data
        assert kept["session"]["face"] is None
        assert kept["analyses"] == []


def test_a_late_repetition_of_an_agreement_does_not_undo_its_withdrawal(shop: Shop) -> None:
    session = shop.start()
    body = {"sessionId": session, "purpose": "face_analysis", "version": "1", "granted": True}
    key = {"Idempotency-Key": uuid4().hex}
    first = shop.ask("POST", "/v1/ai/consent", body, headers=key)
    shop.consent(session, granted=False)
    again = shop.ask("POST", "/v1/ai/consent", body, headers=key)
    assert again.data == first.data
    kept = shop.ask("GET", f"/v1/privacy/sessions/{session}").data["session"]
    assert kept["consent"]["face_analysis"] is None


def test_many_messages_at_once_are_all_answered(shop: Shop) -> None:
    session = shop.start()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: shop.say(session, f"under {100 + number} euros"), range(20)))
    assert [answer.status for answer in answers] == [200] * 20
    assert len(shop.ask("GET", f"/v1/privacy/sessions/{session}").data["messages"]) == 40


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"1770\r\n" + b" " * 6000 + b"\r\n", "PAYLOAD_TOO_LARGE"), (b"zz\r\nno chunk\r\n", "INVALID_REQUEST")],
    ids=["too large", "malformed"],
)
def test_chunked_bodies_are_answered_by_the_contract(shop: Shop, body: bytes, code: str) -> None:
    connection = http.client.HTTPConnection(shop.base_url.removeprefix("http://"), timeout=10)
    connection.putrequest("POST", "/v1/ai/chat")
    for name, value in (
        ("X-API-Key", shop.key),
        ("Content-Type", "application/json"),
        ("Transfer-Encoding", "chunked"),
    ):
        connection.putheader(name, str(value))
    connection.endheaders()
    connection.send(body * (12 if code == "PAYLOAD_TOO_LARGE" else 1))
    connection.send(b"0\r\n\r\n")
    answer = connection.getresponse()
    assert json.loads(answer.read())["error"]["code"] == code
    connection.close()


def test_asking_for_the_head_alone_counts_as_no_answer(shop: Shop) -> None:
    session = shop.start()
    assert shop.ask("HEAD", f"/v1/recommendations?sessionId={session}").status == 405
    assert shop.ask("GET", f"/v1/privacy/sessions/{session}").data["impressions"] == []
    assert shop.ask("HEAD", "/v1/health").status == 200
