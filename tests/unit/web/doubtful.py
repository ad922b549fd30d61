"""The product's own handlers on a store whose answers can get lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Response

from local.functions import declared
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.ports.documents import Body, Changes, Create, Query, StoreUnavailable, Write
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.platform.wiring.one_machine import DOCUMENTS
from shared.shopper.analyses import Analyses
from shared.shopper.collections import MESSAGES
from shared.web.call import Call
from shared.web.contract.base import Contract, Id
from shared.web.function import HttpFunction
from tests.support import KEY, SteppedClock, ask, data_of
from tests.unit.shopper.test_consent import FACE

FUNCTIONS = declared().http
CHAT, CONSENT, START, FACES = "/v1/ai/chat", "/v1/ai/consent", "/v1/ai/session/start", "/v1/faces"
HELLO = "round glasses under 200 euros"


class Doubtful(SqliteDocuments):
    """Carries out every write. The answer to a write that is named in `lost`, as ("batch", "messages"), never comes;
    `before` runs ahead of such a write, once."""

    def __init__(self, folder: Path, clock: SteppedClock) -> None:
        super().__init__(folder / DOCUMENTS, clock)
        self.lost: list[tuple[str, str]] = []
        self.before: dict[tuple[str, str], Callable[[], object]] = {}

    def create(self, collection: str, id: str, body: Body, **how: Any) -> str:
        version = super().create(collection, id, body, **how)
        self._answered("create", {collection})
        return version

    def update(self, collection: str, id: str, changes: Changes, **how: Any) -> str:
        version = super().update(collection, id, changes, **how)
        self._answered("update", {collection})
        return version

    def batch(self, writes: Sequence[Write]) -> None:
        into = {write.collection for write in writes if isinstance(write, Create)}
        for collection in into:
            self.before.pop(("batch", collection), lambda: None)()
        super().batch(writes)
        self._answered("batch", into)

    def _answered(self, verb: str, collections: set[str]) -> None:
        for collection in collections:
            if (verb, collection) in self.lost:
                self.lost.remove((verb, collection))
                raise StoreUnavailable("the answer was lost")


class FaceGiven(Contract):
    session_id: Id


class FaceStored(Contract):
    analysis_id: str


def _faces(wire: Callable[[], Platform]) -> HttpFunction:
    """A face is stored as `face_analyze` does it; the engine is left out."""
    function = HttpFunction("faces", wire)

    @function.route("POST", FACES, takes=FaceGiven, gives=FaceStored, feature="faceAnalysis")
    def store(call: Call[FaceGiven]) -> FaceStored:
        """Stores a face."""
        analyses = Analyses(call.documents, call.sessions, call.platform.clock, call.platform.new_id)
        session = call.sessions.get(call.input.session_id)
        return FaceStored(analysis_id=analyses.store(session, FACE, keep_until=session.expires_at))

    return function


@dataclass
class Shop:
    """The product's own handlers on a store that can fail."""

    platform: Platform

    def __post_init__(self) -> None:
        self.functions = {START: "session", CONSENT: "session", CHAT: "chat"}
        self.served: dict[str, HttpFunction] = {"faces": _faces(lambda: self.platform)}
        for name in ("session", "chat"):
            self.served[name] = HttpFunction(name, lambda: self.platform)
            self.served[name].routes = FUNCTIONS[name].routes

    @property
    def documents(self) -> ClientDocuments:
        return ClientDocuments(self.platform.documents, "one")

    def post(self, path: str, body: dict[str, Any], key: str) -> Response:
        function = self.served[self.functions.get(path, "faces")]
        return ask(function, "POST", path, key=KEY, json=body, headers={"Idempotency-Key": key})

    def start(self, key: str = "start") -> Response:
        return self.post(START, {"clientId": "one", "userId": "somebody", "platform": "html"}, key)

    def session(self) -> str:
        return str(data_of(self.start())["sessionId"])

    def agree(self, session_id: str, key: str, *, granted: bool = True) -> Response:
        body = {"sessionId": session_id, "purpose": "face_analysis", "version": "1", "granted": granted}
        return self.post(CONSENT, body, key)

    def say(self, session_id: str, key: str = "k1") -> Response:
        return self.post(CHAT, {"sessionId": session_id, "message": HELLO}, key)

    def show_face(self, session_id: str) -> Response:
        return self.post(FACES, {"sessionId": session_id}, "face")

    def kept(self, collection: str) -> list[dict[str, Any]]:
        return [document.body for document in self.documents.query(Query(collection, {})).items]

    def texts(self) -> list[str]:
        return [body["text"] for body in self.kept(MESSAGES) if body["role"] == "shopper"]
