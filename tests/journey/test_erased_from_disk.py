"""An erased shopper is gone from the files themselves, not only from what is answered."""

import json
import sqlite3
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.journey.shop import START, Shop

CLEARED = Path(__file__).parents[2] / "terraform" / "api" / "collections.json"


def test_nothing_of_an_erased_shopper_is_left_in_any_file(stack: Any, landmarks: Any) -> None:
    shop = Shop(stack.base_url)
    marker = f"flamingo{uuid4().hex}"
    session = str(
        shop.ask(
            "POST", "/v1/ai/session/start", {**START, "userId": marker}, headers={"Idempotency-Key": uuid4().hex}
        ).data["sessionId"]
    )
    shop.consent(session)
    points, size = landmarks
    shop.ask(
        "POST",
        "/v1/ai/face-analyze",
        {"sessionId": session, "landmarks": points, "imageSize": size},
        headers={"Idempotency-Key": uuid4().hex},
    )
    shop.say(session, f"round {marker}")
    shop.recommendations(session)
    shop.ask("DELETE", f"/v1/privacy/sessions/{session}")
    for path in stack.data_dir.glob("documents.sqlite*"):
        assert marker.encode() not in path.read_bytes(), path
    with sqlite3.connect(stack.data_dir / "documents.sqlite") as store:
        left = store.execute("SELECT collection FROM documents WHERE body LIKE ?", (f"%{session}%",)).fetchall()
    assert left == []


def test_what_expires_lies_in_collections_that_the_cloud_clears(stack: Any, landmarks: Any) -> None:
    """D16, J7: Terraform gives each of them a TTL policy."""
    shop = Shop(stack.base_url)
    session = shop.start()
    shop.consent(session)
    points, size = landmarks
    face = {"sessionId": session, "landmarks": points, "imageSize": size}
    shop.ask("POST", "/v1/ai/face-analyze", face, headers={"Idempotency-Key": uuid4().hex})
    shop.say(session, "round glasses")
    shop.recommendations(session)
    event = {"eventId": uuid4().hex, "type": "widget_opened", "at": "2026-11-22T12:00:00Z"}
    shop.ask("POST", "/v1/events", {"sessionId": session, "events": [event]})
    shop.ask("DELETE", f"/v1/privacy/sessions/{shop.start()}")
    with sqlite3.connect(stack.data_dir / "documents.sqlite") as store:
        rows = store.execute("SELECT DISTINCT collection FROM documents WHERE expires_at IS NOT NULL").fetchall()
    expiring = {name for (name,) in rows}
    assert expiring >= {
        "sessions",
        "messages",
        "analyses",
        "consents",
        "events",
        "impressions",
        "replays",
        "erasures",
    }
    assert expiring <= set(json.loads(CLEARED.read_text()))
