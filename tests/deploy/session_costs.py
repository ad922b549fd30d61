"""What one session's calls cost in documents and bytes, counted on the code itself."""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Response
from PIL import Image

import local.catalogue
from functions.chat.main import function as chat
from functions.events.main import function as events
from functions.face_analyze.main import function as face_analyze
from functions.learn.main import teach
from functions.quality_score.main import judge
from functions.recommend.main import function as recommend
from functions.session.main import function as session
from shared.catalogue.product import Product
from shared.catalogue.repository import Catalogue
from shared.insight.counting import Counting
from shared.insight.performance_writing import PerformanceWriter
from shared.learning.lots import held_out
from shared.learning.popularity import SHARDS, Tally, shard_of, to_text
from shared.learning.records import LEARNING, sums_id, tallies_id
from shared.learning.rules import weight_at
from shared.learning.sums import SHARDS as SUMS_SHARDS
from shared.learning.sums import Sums
from shared.platform import unwritten
from shared.platform.tenant import ClientDocuments
from shared.platform.unwritten import Slow
from shared.platform.wiring import Platform
from shared.web.function import HttpFunction
from shared.web.listener import Notice, attributes_for
from tests.deploy.billed import BilledDocuments
from tests.support import KEY, ask, data_of

CLIENT = "counted"  # of no other test, so that no process remembers anything of it
TURNS = (
    "I need sunglasses for outdoor activities",
    "rather something in black",
    "under 150 euros please",
    "do you have them lighter",
    "and round ones",
)

Counts = dict[str, float]


def counted(platform: Platform, catalogue: Path, photo: Path) -> dict[str, Counts]:
    """By call: reads, writes, deletes, kept, keptBytes and answerBytes of one; the key's cache is cold each time."""
    try:
        return _Session(platform, catalogue, photo).calls()
    finally:
        _unwire()


class _Session:
    def __init__(self, platform: Platform, catalogue: Path, photo: Path) -> None:
        self._store = BilledDocuments(platform.documents)
        self._platform = replace(platform, documents=self._store)
        self._photo = photo
        products = local.catalogue.load(catalogue)["training-client"]
        own = [product.model_copy(update={"client_id": CLIENT}) for product in products]
        Catalogue(ClientDocuments(platform.documents, CLIENT)).put(own)
        Catalogue(ClientDocuments(platform.documents, CLIENT)).index()  # kept by an instance that has run before
        _have_learnt(platform, own)

    def calls(self) -> dict[str, Counts]:
        given = {"clientId": CLIENT, "userId": "somebody", "platform": "html"}
        self._asked(session, "POST", "/v1/ai/session/start", json=given)  # the first of an hour notes the key's use
        while True:
            start, answer = self._asked(session, "POST", "/v1/ai/session/start", json=given)
            self._id = data_of(answer)["sessionId"]
            if not held_out(self._id):  # as all but a few are
                break
        agreed = {"sessionId": self._id, "purpose": "face_analysis", "version": "1", "granted": True}
        consent, _ = self._asked(session, "POST", "/v1/ai/consent", json=agreed)
        picture = {"sessionId": self._id, "image": (io.BytesIO(self._jpeg()), "me.jpg")}
        face, _ = self._asked(face_analyze, "POST", "/v1/ai/face-analyze", data=picture)
        said, judged = zip(*[(self._say(turn), self._judge()) for turn in TURNS], strict=True)
        recommended, answer = self._asked(recommend, "GET", f"/v1/recommendations?sessionId={self._id}&limit=10")
        shown = [each["product"]["productId"] for each in data_of(answer)["recommendations"]]
        told, learnt = zip(*[self._tell(events) for events in _happened(*shown[:2])], strict=True)
        self._roll_up()
        self._tell(_happened(*shown[:2])[0])
        return {
            "start": start,
            "consent": consent,
            "face": face,
            "chat": _mean(said),
            "quality": _mean(judged),
            "recommend": recommended,
            "events": _mean(told),
            "learn": _mean(learnt),
            "rollup": self._roll_up(),
            "performance": self._write_down(),
        }

    def _say(self, message: str) -> Counts:
        return self._asked(chat, "POST", "/v1/ai/chat", json={"sessionId": self._id, "message": message})[0]

    def _judge(self) -> Counts:
        with self._store.counted() as count:
            judge(Notice(uuid4().hex, {"sessionId": self._id}, attributes_for(CLIENT), self._platform))
        return dict(count)

    def _tell(self, happened: list[dict[str, Any]]) -> tuple[Counts, Counts]:
        told, _ = self._asked(events, "POST", "/v1/events", json={"sessionId": self._id, "events": happened})
        data = {"sessionId": self._id, "eventIds": [event["eventId"] for event in happened]}
        with self._store.counted() as count:
            teach(Notice(uuid4().hex, data, attributes_for(CLIENT), self._platform))
        return told, dict(count)

    def _roll_up(self) -> Counts:
        """Once for each call that told of events: the session is looked through anew each time."""
        with self._store.counted() as count:
            Counting(ClientDocuments(self._store, CLIENT), self._platform.clock).take(self._id)
        return dict(count)

    def _write_down(self) -> Counts:
        """What an instance has measured of one client, and of the platform."""
        unwritten.measured(CLIENT, "apiResponseTime", 10.0)
        answer = Slow(10.0, "chat_reply", "POST /v1/ai/chat", "t", self._platform.clock())
        unwritten.answered(CLIENT, answer, failed=False)
        writer = PerformanceWriter(self._store, self._platform.clock, self._platform.new_id)
        writer.write(unwritten.take())
        unwritten.answered(CLIENT, answer, failed=False)
        with self._store.counted() as count:
            writer.write(unwritten.take())
        return dict(count)

    def _asked(self, function: HttpFunction, method: str, path: str, **given: Any) -> tuple[Counts, Response]:
        function.__dict__.pop("_guards", None)  # with them the cache of keys
        function.__dict__["_platform"] = self._platform
        unwritten.take()  # so that nothing of it is written down beside the call
        with self._store.counted() as count:
            answer = ask(function, method, path, key=KEY, **given)
        assert answer.status_code < 300, answer.get_data()
        return {**count, "answerBytes": len(answer.get_data())}, answer

    def _jpeg(self) -> bytes:
        content = io.BytesIO()
        Image.open(self._photo).convert("RGB").save(content, "JPEG", quality=92)
        return content.getvalue()


def _have_learnt(platform: Platform, products: Sequence[Product]) -> None:
    """As a shop has that has had shoppers: each product was shown once."""
    now = platform.clock()
    for shard in range(SHARDS):
        tallies = {p.product_id: Tally(p.popularity, 0, weight_at(now)) for p in products}
        of_shard = {id: tally for id, tally in tallies.items() if shard_of(id) == shard}
        ClientDocuments(platform.documents, CLIENT).create(
            LEARNING, tallies_id(CLIENT, shard), {"tallies": to_text(of_shard, now)}
        )
    for shard in range(SUMS_SHARDS):
        ClientDocuments(platform.documents, CLIENT).create(LEARNING, sums_id(CLIENT, shard), Sums().to_body())


def _unwire() -> None:
    for function in (session, face_analyze, chat, recommend, events):
        for name in ("_guards", "_platform"):
            function.__dict__.pop(name, None)


def _happened(one: str, other: str) -> list[list[dict[str, Any]]]:
    """The events of a session's calls: it looks around, then at two frames, and takes one."""
    seen = ("recommendation_viewed", one)
    calls = (
        (seen, seen, seen),
        (seen, ("recommendation_clicked", one), ("try_on", one)),
        (seen, ("recommendation_clicked", other), ("try_on", other)),
        (seen, seen, ("add_to_cart", one)),
    )
    at = datetime.now(UTC).isoformat()
    return [[{"eventId": uuid4().hex, "type": t, "productId": id, "at": at} for t, id in call] for call in calls]


def _mean(counts: tuple[Counts, ...]) -> Counts:
    summed: Counter[str] = Counter()
    for count in counts:
        summed.update(count)
    return {name: value / len(counts) for name, value in summed.items()}
