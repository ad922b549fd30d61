"""What else shoppers and shops send to the chat and the ranking: an answer of use, or one from the contract."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import Stack, free_port
from tests.journey.ops import ROOT, ops
from tests.journey.shop import OTHER_KEY, Shop


@pytest.fixture
def shop(stack: Any) -> Shop:
    return Shop(stack.base_url)


@pytest.fixture
def session(shop: Shop) -> str:
    return shop.start(locale="en-GB")


def _opened(stack: Any, folder: Path, client_id: str, **changes: Any) -> Shop:
    """A further shop on the running stack."""
    features = {"faceAnalysis": True, "chat": True, "recommendations": True, "virtualTryOn": False}
    record = {
        "clientId": client_id,
        "name": client_id,
        "features": features | changes,
        "branding": {"shopName": client_id},
        "allowedOrigins": [],
    }
    file = folder / f"{client_id}.json"
    file.write_text(json.dumps(record), "utf-8")
    assert ops(stack, "open-shop", str(file)).returncode == 0
    return Shop(stack.base_url, ops(stack, "add-key", client_id).stdout.strip())


def _kept(shop: Shop, session: str) -> Any:
    return shop.ask("GET", f"/v1/privacy/sessions/{session}").data


@pytest.mark.parametrize("message", ["", " \t\n ", "\u2003", "x" * 20_000, "round " * 400])
def test_no_message_and_too_long_a_one_change_nothing(shop: Shop, session: str, message: str) -> None:
    shop.say(session, "round glasses")
    before = _kept(shop, session)["messages"]
    answer = shop.say(session, message)
    assert (answer.status, answer.code) == (422, "INVALID_REQUEST")
    assert [detail["field"] for detail in answer.body["error"]["details"]] == ["message"]
    assert _kept(shop, session)["messages"] == before
    assert shop.say(session, "in gold").data["products"][0]["frameShape"] == "round"


@pytest.mark.parametrize(
    "message",
    [
        "\x00\x01\x07\x1b round\x7f glasses",
        "\u202eround glasses\u200b",
        "<b>round</b> glasses",
        "<img src=x onerror=alert(1)> round glasses",
        "<script>alert(1)</script> round glasses",
        "👓 round glasses 🙂",
        "ROUND GLASSES!!!",
        "roudn glases please",
    ],
)
def test_a_wish_is_understood_through_what_surrounds_it(shop: Shop, session: str, message: str) -> None:
    answer = shop.say(session, message).data
    assert answer["products"][0]["frameShape"] == "round"
    assert answer["language"] == "en"
    assert not set(answer["reply"]) & set("<>\x00\x1b\x7f\u202e\u200b")
    assert answer["reply"].startswith("Here are ") or "round" in answer["reply"]


@pytest.mark.parametrize("message", ["🕶️🙂", "👓", "\x00\x01\x02", "?", "…", "12345", "' OR 1=1 --"])
def test_a_message_without_words_is_asked_about(shop: Shop, session: str, message: str) -> None:
    answer = shop.say(session, message).data
    assert answer["reply"]
    assert "shape" in answer["reply"] or "looking for" in answer["reply"]
    assert answer["suggestions"]
    assert not answer["handover"]


@pytest.mark.parametrize(
    "message",
    ["Szukam okrągłych okularów przeciwsłonecznych", "我想要圆形的太阳镜", "أريد نظارات شمسية مستديرة"],
    ids=["Polish", "Chinese", "Arabic"],
)
def test_another_language_is_answered_with_frames(shop: Shop, session: str, message: str) -> None:
    """Polite and of use: which languages are read, and what others choose."""
    answer = shop.say(session, message).data
    assert "English, German, French, Spanish and Italian" in answer["reply"]
    assert answer["products"]
    assert shop.say(session, "round sunglasses").data["products"][0]["frameShape"] == "round"


def test_a_hundred_turns_lose_nothing(shop: Shop, session: str) -> None:
    wishes = ["round glasses", "not black", "under 200 euros", "show me more", "cheaper", "for the office"]
    answers = [shop.say(session, wishes[turn % len(wishes)]) for turn in range(100)]
    assert {answer.status for answer in answers} == {200}
    assert all(answer.data["reply"] for answer in answers)
    kept = _kept(shop, session)
    assert len(kept["messages"]) == 200
    assert {wish["value"] for wish in kept["session"]["wishes"]["items"]} >= {"round", "black", "office"}
    for answer in answers[2:]:
        assert all(Decimal(product["price"]) <= 200 for product in answer.data["products"])
        assert "black" not in {product["colourFamily"] for product in answer.data["products"]}


def test_what_is_wished_and_not_wished_is_not_shown(shop: Shop, session: str) -> None:
    answer = shop.say(session, "round and not round").data
    assert answer["products"]
    assert "round" not in {product["frameShape"] for product in answer["products"]}


@pytest.mark.parametrize("message", ["glasses under 50 and over 100", "over 100 and under 50 euros"])
def test_a_price_that_no_frame_can_have_is_said(shop: Shop, session: str, message: str) -> None:
    answer = shop.say(session, message).data
    assert answer["products"] == []
    assert "€50" in answer["reply"]
    assert answer["suggestions"]
    assert shop.say(session, "any price").data["products"]


@pytest.mark.parametrize("message", ["glasses under 200 dollars", "under 200 CHF", "glasses for less than 20000 yen"])
def test_a_price_in_another_currency_is_said_to_be_none_of_this_shop(shop: Shop, session: str, message: str) -> None:
    answer = shop.say(session, message).data
    assert "EUR" in answer["reply"]
    assert "dollar" not in answer["reply"].lower()
    assert answer["products"]
    assert {product["currency"] for product in answer["products"]} == {"EUR"}


@pytest.mark.parametrize("message", ["glasses under -5 euros", "at most 0 euros", "frame width 9999 mm", "0□0-0"])
def test_numbers_that_make_no_sense_are_answered(shop: Shop, session: str, message: str) -> None:
    answer = shop.say(session, message)
    assert answer.status == 200
    assert answer.data["reply"]


def test_another_shops_frame_is_unknown_by_id_and_by_name(shop: Shop, session: str) -> None:
    """C4, D17."""
    other = Shop(shop.base_url, OTHER_KEY)
    [theirs] = other.recommendations(other.start(clientId="second-client"), 1).data["recommendations"]
    asked = f"/v1/recommendations/why-not?sessionId={session}&productId="
    foreign, unknown = (shop.ask("GET", asked + id) for id in (theirs["productId"], "unheard-of"))
    assert (foreign.status, foreign.code) == (unknown.status, unknown.code) == (404, "NOT_FOUND")
    assert foreign.body["error"]["message"] == unknown.body["error"]["message"]
    name = theirs["product"]["title"].partition(" · ")[0]
    for message in (f"why not the {name}?", f"is the {name} in stock?", theirs["productId"], f"compare {name} and 2"):
        answer = shop.say(session, message).data
        assert name not in answer["reply"]
        assert theirs["productId"] not in {product["productId"] for product in answer["products"]}


@pytest.mark.parametrize("asked", ["", "&productId=", "&productId=a b", "&productId=..", "&productId=x&limit=0"])
def test_why_not_without_a_frame_or_a_limit(shop: Shop, session: str, asked: str) -> None:
    answer = shop.ask("GET", f"/v1/recommendations/why-not?sessionId={session}{asked.replace(' ', '%20')}")
    assert (answer.status, answer.code) in {(422, "INVALID_REQUEST"), (404, "NOT_FOUND")}


def test_another_shops_session_is_none(shop: Shop, session: str) -> None:
    """D17."""
    thief = Shop(shop.base_url, OTHER_KEY)
    asked = f"/v1/recommendations/why-not?sessionId={session}&productId=fjell-01-tortoise-brown-44"
    for answer in (thief.say(session, "a person please"), thief.recommendations(session), thief.ask("GET", asked)):
        assert answer.code == "NOT_FOUND"
    assert _kept(shop, session)["tickets"] == _kept(shop, session)["messages"] == []


def test_a_session_that_ended_takes_no_message(stack: Any, shop: Shop, session: str) -> None:
    """What was said stays to be seen and erased."""
    shop.say(session, "round glasses")
    with closing(sqlite3.connect(stack.data_dir / "documents.sqlite", timeout=30)) as database, database:
        database.execute(
            "UPDATE documents SET body = json_set(body, '$.expiresAt', '2026-01-01T00:00:00.000Z')"
            " WHERE collection = 'sessions' AND id LIKE ?",
            (f"%{session}",),
        )
    asked = f"/v1/recommendations/why-not?sessionId={session}&productId=fjell-01-tortoise-brown-44"
    for answer in (shop.say(session, "in gold"), shop.recommendations(session), shop.ask("GET", asked)):
        assert (answer.status, answer.code) == (404, "NOT_FOUND")
    assert len(_kept(shop, session)["messages"]) == 2
    assert shop.ask("DELETE", f"/v1/privacy/sessions/{session}").data["erased"]["messages"] == 2


def test_what_a_shop_has_switched_off_is_refused(stack: Any, tmp_path: Path) -> None:
    quiet = _opened(stack, tmp_path, "quiet-shop", chat=False, recommendations=False)
    session = quiet.start(clientId="quiet-shop")
    asked = f"/v1/recommendations/why-not?sessionId={session}&productId=x"
    for answer in (quiet.say(session, "hello"), quiet.recommendations(session), quiet.ask("GET", asked)):
        assert (answer.status, answer.code) == (403, "FEATURE_DISABLED")


def test_a_shop_without_products_says_so(stack: Any, tmp_path: Path) -> None:
    empty = _opened(stack, tmp_path, "empty-shop")
    session = empty.start(clientId="empty-shop", locale="en-GB")
    for message in ("round glasses", "cheaper", "compare the first and the second", "我想要圆形的太阳镜"):
        answer = empty.say(session, message)
        assert (answer.status, answer.data["products"]) == (200, []), message
        assert answer.data["reply"]
    assert empty.recommendations(session).data["recommendations"] == []


def _sparse_feed() -> str:
    """The example feed with only what a product must have."""
    with (ROOT / "docs" / "feed-example.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    optional = {"description", "weightG", "styles", "uses"} | {name for name in rows[0] if name.startswith("lens.")}
    bare = [{name: value for name, value in row.items() if name not in optional} for row in rows]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(bare[0]))
    writer.writeheader()
    writer.writerows(bare)
    return text.getvalue()


def test_products_with_nothing_but_the_least_are_sold_all_the_same(
    stack: Any, tmp_path: Path, landmarks: Any
) -> None:
    """Missing attributes crash nothing and are not made up."""
    sparse = _opened(stack, tmp_path, "sparse-shop")
    (tmp_path / "feed.csv").write_text(_sparse_feed(), "utf-8")
    synced = ops(stack, "sync-catalogue", "sparse-shop", str(tmp_path / "feed.csv"))
    assert synced.returncode == 0, synced.stderr
    session = sparse.start(clientId="sparse-shop", locale="en-GB")
    first = sparse.say(session, "hello, what do you recommend?").data
    assert len(first["products"]) == 2
    for message in (
        "for driving",
        "lighter than 15 grams",
        "polarised sunglasses for the beach",
        "in a classic style",
        "compare the first and the second",
        "why the first?",
        "how heavy is it?",
        "why not the second?",
        "like the first but lighter",
        "cheaper",
    ):
        answer = sparse.say(session, message)
        assert answer.status == 200, message
        assert answer.data["reply"], message
        assert "None" not in answer.data["reply"], message
        assert "null" not in answer.data["reply"], message
    points, size = landmarks
    sparse.consent(session)
    body = {"sessionId": session, "landmarks": points, "imageSize": size}
    assert sparse.ask("POST", "/v1/ai/face-analyze", body).status == 200
    fresh = sparse.start(clientId="sparse-shop")
    assert len(sparse.recommendations(fresh).data["recommendations"]) == 2
    assert sparse.recommendations(session).status == 200
    for product in first["products"]:
        asked = f"/v1/recommendations/why-not?sessionId={session}&productId={product['productId']}"
        assert sparse.ask("GET", asked).status == 200


def test_the_same_key_is_the_same_message(shop: Shop, session: str) -> None:
    key = {"Idempotency-Key": uuid4().hex}
    first, again = (shop.say(session, "I want to talk to a person", headers=key) for _ in range(2))
    assert first.data == again.data
    kept = _kept(shop, session)
    assert len(kept["messages"]) == 2
    assert [ticket["asked"] for ticket in kept["tickets"]] == [1]
    assert shop.say(session, "something else", headers=key).code == "CONFLICT"


def test_two_messages_at_once_open_one_ticket(shop: Shop, session: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda text: shop.say(session, text), ["a person please", "I want to talk to a human"]))
    assert [answer.status for answer in both] == [200, 200]
    assert both[0].data["ticketId"] == both[1].data["ticketId"]
    kept = _kept(shop, session)
    assert len(kept["messages"]) == 4
    assert [ticket["asked"] for ticket in kept["tickets"]] == [2]


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[Stack]:
    """A stack whose embedding model is half a file."""
    model = tmp_path / "model.onnx"
    model.write_bytes(b"\x08\x07" + bytes(1000))
    running = Stack(free_port(), tmp_path / "data", tmp_path / "log", environment={"EMBEDDING_MODEL": str(model)})
    running.start()
    yield running
    running.stop()


def test_a_damaged_model_is_said_in_health_and_the_lexicon_answers(damaged: Stack) -> None:
    shop = Shop(damaged.base_url)
    session = shop.start(locale="en-GB")
    answer = shop.say(session, "round titanium glasses for a night at the opera").data
    assert answer["products"][0]["frameShape"] == "round"
    assert shop.recommendations(session, 5).data["recommendations"]
    health = shop.ask("GET", "/v1/health", key=None)
    assert (health.status, health.body["status"]) == (200, "ok")
    assert health.body["embeddings"].startswith("slot-only")
