"""One shopper's way through the running stack."""

import io
import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from PIL import Image

from tests.conftest import BOTH
from tests.journey.shop import OTHER_KEY, START, Shop

SHAPES = {"heart", "oblong", "oval", "round", "square"}


pytestmark = BOTH


@pytest.fixture
def shop(stack: Any) -> Shop:
    return Shop(stack.base_url)


@pytest.fixture
def measured(shop: Shop, photo: bytes) -> tuple[str, Any]:
    """A session with a measured face."""
    session = shop.start()
    shop.consent(session)
    return session, shop.photo(session, photo)


def test_health_and_metrics_need_no_key_and_are_not_wrapped(shop: Shop) -> None:
    """B2, B9, I1."""
    health = shop.ask("GET", "/v1/health", key=None)
    assert (health.status, health.body["status"]) == (200, "ok")
    metrics = shop.ask("GET", "/v1/metrics", key=None).body["performance"]
    assert {"apiResponseTime", "dbQueryTime", "widgetLoadTime", "faceAnalysisTime"} <= metrics.keys()
    assert metrics["apiResponseTime"]["p50"] > 0


def test_a_key_is_verified(shop: Shop) -> None:
    """B3."""
    assert shop.ask("GET", "/v1/auth/verify").data["clientId"] == "training-client"
    assert shop.ask("GET", "/v1/auth/verify", key=None).code == "UNAUTHORIZED"


def test_a_session_starts_with_its_configuration(shop: Shop) -> None:
    """A3, A4, B5, B6."""
    started = shop.ask("POST", "/v1/ai/session/start", START)
    assert started.data["config"].keys() == {"apiEndpoint", "features", "branding"}
    assert started.data["config"]["apiEndpoint"] == shop.base_url


def test_a_photo_gives_shape_and_size(measured: tuple[str, Any]) -> None:
    """B10, C2."""
    face = measured[1].data
    assert face["faceShape"] in SHAPES | {None}
    assert {candidate["shape"] for candidate in face["candidates"]} == SHAPES
    assert sum(candidate["probability"] for candidate in face["candidates"]) == pytest.approx(1, abs=1e-3)
    pd = face["measurements"]["pupillaryDistance"]
    assert 50 < pd["mm"] < 75
    assert pd["plusMinusMm"] > 0


def test_a_known_pupillary_distance_makes_sizes_exact_and_is_named(shop: Shop, photo: bytes) -> None:
    session = shop.start()
    shop.consent(session)
    face = shop.photo(session, photo, fields={"pupillaryDistance": "61.5"}).data
    assert face["scaleSource"] == "pupillaryDistance"
    assert face["measurements"]["pupillaryDistance"]["mm"] == pytest.approx(61.5)
    assert face["measurements"]["pupillaryDistance"]["plusMinusMm"] == pytest.approx(1.0)
    assert sum(face["sizeBands"].values()) == pytest.approx(1)
    kept = shop.ask("GET", f"/v1/privacy/sessions/{session}").data
    assert kept["session"]["face"]["scaleSource"] == "pupillaryDistance"


def test_chat_answers_with_products_of_this_catalogue(shop: Shop) -> None:
    """B7, C4: products exist in that client's catalogue."""
    answer = shop.say(shop.start(), "I need sunglasses for outdoor activities").data
    assert answer["reply"]
    assert answer["engine"] == "embedded"
    assert answer["products"]
    catalogue = {product["productId"]: product for product in _catalogue(shop)}
    for product in answer["products"]:
        stored = catalogue[product["productId"]]
        assert product["category"] == stored["category"] == "sunglasses"
        assert product["price"] == stored["price"]
        assert product["availability"] == "in_stock"


def test_two_shops_never_meet(shop: Shop) -> None:
    """D17: the second shop's chat shows the second shop's frames alone."""
    other = Shop(shop.base_url, OTHER_KEY)
    theirs = other.say(other.start(clientId="second-client"), "glasses please").data["products"]
    ours = {product["productId"] for product in _catalogue(shop)}
    assert theirs
    assert not ours & {product["productId"] for product in theirs}


def test_recommendations_add_up(shop: Shop, measured: tuple[str, Any]) -> None:
    """B8, C5: limit honoured, reasons sum to the score, descending."""
    session = measured[0]
    shown = shop.recommendations(session, 5).data["recommendations"]
    assert len(shown) == 5
    for recommendation in shown:
        total = sum(reason["contribution"] for reason in recommendation["reasons"])
        assert total == pytest.approx(recommendation["score"], abs=1e-9)
        assert recommendation["fit"]["words"]
    scores = [recommendation["score"] for recommendation in shown]
    assert scores == sorted(scores, reverse=True)
    kept = shop.ask("GET", f"/v1/privacy/sessions/{session}").data
    stored = [(r["productId"], r["score"]) for r in kept["session"]["recommendations"]]
    assert stored == [(r["productId"], r["score"]) for r in shown]


def test_a_recommended_frame_is_tried_on(shop: Shop, measured: tuple[str, Any], photo: bytes) -> None:
    """C7, A2: the photo comes back with the frame on, and nothing more of it is kept than before."""
    session = measured[0]
    chosen = shop.recommendations(session, 1).data["recommendations"][0]["productId"]
    before = shop.ask("GET", f"/v1/privacy/sessions/{session}").data
    answer = shop.try_on(session, chosen, photo)
    assert answer.status == 200
    worn = Image.open(io.BytesIO(answer.content))
    assert (worn.format, worn.size) == ("PNG", (512, 512))
    bare = Image.open(io.BytesIO(photo)).convert("RGB")
    changed = np.abs(np.asarray(worn).astype(int) - np.asarray(bare)).max(axis=2) > 40
    assert 0.0005 < changed.mean() < 0.05
    assert (
        shop.try_on(session, chosen, photo, headers={"Accept": "image/webp"}).headers["Content-Type"] == "image/webp"
    )
    assert shop.ask("GET", f"/v1/privacy/sessions/{session}").data == before


def test_the_face_changes_the_ranking(shop: Shop, photo: bytes) -> None:
    """C6."""
    session = shop.start()
    before = [r["productId"] for r in shop.recommendations(session, 10).data["recommendations"]]
    shop.consent(session)
    analysis = shop.photo(session, photo).data["analysisId"]
    after = [r["productId"] for r in shop.recommendations(session, 10).data["recommendations"]]
    assert before != after
    shapes = {}
    for shape in ("round", "square"):
        shop.ask("PATCH", f"/v1/ai/face-analyze/{analysis}", {"faceShape": shape})
        shapes[shape] = [r["productId"] for r in shop.recommendations(session, 10).data["recommendations"]]
    assert shapes["round"] != shapes["square"]


def test_wishes_are_remembered_and_taken_back(shop: Shop) -> None:
    session = shop.start()
    shop.say(session, "round metal glasses")
    answer = shop.say(session, "not round, rather square").data
    assert answer["products"][0]["frameShape"] == "square"
    assert "round" not in {product["frameShape"] for product in answer["products"]}


def test_messages_sent_at_once_lose_no_wish(shop: Shop) -> None:
    session = shop.start()
    wishes = {"round glasses": "round", "titanium please": "titanium", "for driving": "driving", "in gold": "gold"}

    def say(message: str) -> None:
        while shop.say(session, message).status == 409:
            time.sleep(0.1)

    with ThreadPoolExecutor(len(wishes)) as pool:
        list(pool.map(say, wishes))
    kept = shop.ask("GET", f"/v1/privacy/sessions/{session}").data
    assert {wish["value"] for wish in kept["session"]["wishes"]["items"]} >= set(wishes.values())
    assert len(kept["messages"]) == 2 * len(wishes)


def test_both_sides_of_a_conversation_are_stored_and_scored(shop: Shop) -> None:
    """C3, B14, D1: `qualityScore.overall` is there soon after the turn."""
    session = shop.start()
    shop.say(session, "gold aviator sunglasses under 150")
    kept = _kept_once(shop, session, lambda kept: kept["session"]["qualityScore"])
    assert [message["role"] for message in kept["messages"]] == ["shopper", "assistant"]
    assert 0 <= kept["session"]["qualityScore"]["overall"] <= 100


def test_landmarks_from_the_browser_take_the_same_path(shop: Shop, photo: bytes, landmarks: Any) -> None:
    points, size = landmarks
    session = shop.start()
    shop.consent(session)
    body = {"sessionId": session, "landmarks": points, "imageSize": size}
    by_points = shop.ask("POST", "/v1/ai/face-analyze", body).data
    by_photo = shop.photo(session, photo).data
    assert by_points["faceShape"] == by_photo["faceShape"]
    one_look, three = (found["measurements"]["pupillaryDistance"] for found in (by_points, by_photo))
    assert one_look["mm"] == pytest.approx(three["mm"], abs=2.0)


def test_an_event_counts_once(shop: Shop) -> None:
    """B15."""
    session = shop.start()
    event = {"eventId": str(uuid4()), "type": "try_on", "at": datetime.now(UTC).isoformat(), "productId": "x"}
    first, again = (shop.ask("POST", "/v1/events", {"sessionId": session, "events": [event]}) for _ in range(2))
    assert (first.data, again.data) == ({"accepted": 1, "duplicates": 0}, {"accepted": 0, "duplicates": 1})


def test_all_that_is_kept_is_shown_and_erased(shop: Shop, measured: tuple[str, Any]) -> None:
    session = measured[0]
    shop.say(session, "hello")
    kept = shop.ask("GET", f"/v1/privacy/sessions/{session}").data
    assert kept["analyses"][0]["measurements"]
    assert "landmarks" not in str(kept)
    receipt = shop.ask("DELETE", f"/v1/privacy/sessions/{session}").data
    assert receipt["erased"]["messages"] == 2
    assert receipt["erased"]["analyses"] == 1
    assert shop.recommendations(session).status == 404
    assert shop.ask("DELETE", f"/v1/privacy/sessions/{session}").data == receipt


def test_nothing_of_a_photo_is_on_the_disk_or_in_the_log(
    stack: Any, shop: Shop, photo: bytes, measured: tuple[str, Any]
) -> None:
    marker = "zebra-finch-4711"
    shop.say(measured[0], f"do you have {marker} frames")
    shop.ask("GET", "/v1/auth/verify", key=f"pk_{marker}")
    log = stack.log.read_bytes()
    assert marker.encode() not in log
    assert shop.key is not None
    assert not [line for line in log.splitlines()[1:] if shop.key.encode() in line]
    piece = photo[5000:5064]
    for path in [stack.log, *(p for p in stack.data_dir.rglob("*") if p.is_file())]:
        assert piece not in path.read_bytes(), path


def test_one_trace_id_runs_from_the_request_to_the_score(stack: Any, shop: Shop) -> None:
    """C8: every hop of one journey step is found by one id."""
    trace = uuid4().hex
    session = shop.start()
    shop.say(session, "round glasses", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
    _kept_once(shop, session, lambda kept: kept["session"]["qualityScore"])
    lines = [line for line in stack.log.read_text().splitlines() if trace in line]
    assert any('"function": "chat"' in line for line in lines)
    assert any('"function": "quality_score"' in line for line in lines)


def _catalogue(shop: Shop) -> list[Any]:
    with urllib.request.urlopen(f"{shop.base_url}/shop/catalogue.json", timeout=10) as reply:
        products: list[Any] = json.loads(reply.read())
    return products


def _kept_once(shop: Shop, session: str, there: Any) -> Any:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        kept = shop.ask("GET", f"/v1/privacy/sessions/{session}").data
        if there(kept):
            return kept
        time.sleep(0.05)
    raise AssertionError("not there within 10 s")


def test_the_shops_pages_are_there(shop: Shop) -> None:
    for path in ("/", "/shop/", f"/shop/products/{_catalogue(shop)[0]['productId']}", "/widget/v1/tokens.css"):
        with urllib.request.urlopen(shop.base_url + path, timeout=10) as reply:
            assert reply.status == 200
