"""What each function answers first when it is served alone with a shop in the store; raises AssertionError."""

import base64
import json
from collections.abc import Callable, Mapping

from local.setup.places import CACHE
from tests.deploy.shop_in_the_cloud import ShopInTheCloud
from tests.journey.shop import Shop

PHOTO = CACHE / "assets" / "astronaut.png"
FirstAnswer = Callable[[Shop, ShopInTheCloud], None]


def push(shop: Shop, data: Mapping[str, object]) -> int:
    """Delivers as Pub/Sub does."""
    encoded = base64.b64encode(json.dumps(data).encode()).decode()
    attributes = {"clientId": "training-client"}
    message = {"data": encoded, "messageId": "1", "publishTime": "2026-01-01T00:00:00Z", "attributes": attributes}
    return shop.ask("POST", "/", {"subscription": "projects/p/subscriptions/s", "message": message}).status


def verifies(shop: Shop, cloud: ShopInTheCloud) -> None:
    assert shop.ask("GET", "/v1/auth/verify").data["clientId"] == "training-client"


def chats(shop: Shop, cloud: ShopInTheCloud) -> None:
    answer = shop.say(cloud.session(), "I need sunglasses for outdoor activities")
    assert answer.status == 200, answer.body
    products = answer.data["products"]
    assert products
    assert {product["category"] for product in products} == {"sunglasses"}
    assert not cloud.holds_messages()  # they went to Pub/Sub


def takes_events(shop: Shop, cloud: ShopInTheCloud) -> None:
    event = {"eventId": "e-1", "type": "widget_loaded", "at": cloud.now(), "widgetLoadTime": 120}
    answer = shop.ask("POST", "/v1/events", {"sessionId": cloud.session(), "events": [event]})
    assert answer.status == 200, answer.body
    assert answer.data == {"accepted": 1, "duplicates": 0}
    assert not cloud.holds_messages()


def measures(shop: Shop, cloud: ShopInTheCloud) -> None:
    answer = shop.photo_as_json(cloud.session(with_consent=True), PHOTO.read_bytes())
    assert answer.status == 200, answer.body
    assert answer.data["faceShape"]


def counts(shop: Shop, cloud: ShopInTheCloud) -> None:
    assert shop.ask("GET", "/v1/metrics").body["performance"]
    exposition = shop.ask("GET", "/v1/metrics", headers={"Accept": "text/plain"})
    assert exposition.body["raw"].startswith("# HELP")


def recommends(shop: Shop, cloud: ShopInTheCloud) -> None:
    answer = shop.recommendations(cloud.session(), 3)
    assert answer.status == 200, answer.body
    assert len(answer.data["recommendations"]) == 3


def starts(shop: Shop, cloud: ShopInTheCloud) -> None:
    session = shop.start()
    assert cloud.stored_session(session)["userId"] == "training-user"


def scores(shop: Shop, cloud: ShopInTheCloud) -> None:
    session = cloud.session(with_a_conversation=True)
    assert push(shop, {"sessionId": session, "messageId": "m"}) in {200, 204}
    assert 0 <= cloud.stored_session(session)["qualityScore"]["overall"] <= 100


def learns(shop: Shop, cloud: ShopInTheCloud) -> None:
    session = cloud.session()
    assert push(shop, {"sessionId": session, "eventIds": ["e-1"]}) in {200, 204}
    assert "learnt" not in cloud.stored_session(session)  # nothing was recorded that teaches


FIRST_ANSWERS: dict[str, FirstAnswer] = {
    "auth": verifies,
    "chat": chats,
    "events": takes_events,
    "face_analyze": measures,
    "health": counts,
    "learn": learns,
    "quality_score": scores,
    "recommend": recommends,
    "session": starts,
}
