"""An erased shopper is gone from the files themselves, not only from what is answered."""

import sqlite3
from typing import Any
from uuid import uuid4

from tests.journey.shop import START, Shop


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
