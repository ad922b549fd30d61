"""A shopper who is held out sees the shop without the product, at every door."""

from typing import Any

import pytest

from functions.chat.main import function as chat
from functions.events.main import function as events
from functions.face_analyze.main import function as face
from functions.recommend.main import function as recommend
from functions.session.main import function as start
from functions.try_on.main import function as try_on
from shared.accounts.directory import Directory
from shared.insight.arms import arm_of
from shared.platform.ports.clock import timestamp
from shared.platform.wiring import Platform
from shared.web.function import HttpFunction
from tests.support import KEY, ask, client, data_of, error_of, wired_to

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone) Mobile Safari"}


@pytest.fixture
def shop(platform: Platform) -> Platform:
    """Client one holds a fifth of its shoppers out."""
    Directory(platform.documents, platform.clock).save(client("one", holdout_share=0.2))
    for function in (start, chat, events, face, recommend, try_on):
        wired_to(function, platform)
    return platform


def _started(user_id: str) -> dict[str, Any]:
    body = {"clientId": "one", "userId": user_id, "platform": "html"}
    return data_of(ask(start, "POST", "/v1/ai/session/start", key=KEY, json=body, headers=PHONE))


def _of(arm: str) -> str:
    return next(user for user in map(str, range(1000)) if arm_of("one", user, 0.2) == arm)


def test_a_held_out_shopper_has_every_feature_off_and_the_others_as_ever(shop: Platform) -> None:
    """H14."""
    assert set(_started(_of("heldOut"))["config"]["features"].values()) == {False}
    assert set(_started(_of("treated"))["config"]["features"].values()) == {True}


def test_the_session_keeps_its_arm_and_device_and_no_user_agent(shop: Platform) -> None:
    stored = shop.documents.get("sessions", _started(_of("heldOut"))["sessionId"])
    assert stored is not None
    assert stored.body["holdout"] == {"arm": "heldOut", "share": 0.2}
    assert stored.body["device"] == "mobile"
    assert "Safari" not in repr(stored.body)


@pytest.mark.parametrize(
    ("function", "method", "path", "given"),
    [
        (chat, "POST", "/v1/ai/chat", {"message": "hello"}),
        (face, "POST", "/v1/ai/face-analyze", {"landmarks": [[0.5, 0.5, 0.0]] * 478, "imageSize": [640, 480]}),
        (recommend, "GET", "/v1/recommendations", None),
        (recommend, "GET", "/v1/recommendations/why-not", {"productId": "p"}),
    ],
)
def test_what_the_product_does_is_refused(
    shop: Platform, function: HttpFunction, method: str, path: str, given: dict[str, Any] | None
) -> None:
    """H14."""
    asked = {"sessionId": _started(_of("heldOut"))["sessionId"], **(given or {})}
    sent: dict[str, Any] = {"json": asked} if method == "POST" else {"query_string": asked}
    refused = ask(function, method, path, key=KEY, **sent)
    assert (refused.status_code, error_of(refused)["code"]) == (403, "FEATURE_DISABLED")


def test_what_a_held_out_shopper_buys_is_recorded(shop: Platform) -> None:
    """H14."""
    event = {"eventId": "e", "type": "purchase", "at": timestamp(shop.clock()), "value": "5", "currency": "EUR"}
    body = {"sessionId": _started(_of("heldOut"))["sessionId"], "events": [event]}
    assert data_of(ask(events, "POST", "/v1/events", key=KEY, json=body)) == {"accepted": 1, "duplicates": 0}
