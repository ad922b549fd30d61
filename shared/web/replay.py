"""`Idempotency-Key`: the same request again gets the first answer, its effect happens once."""

import hashlib
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from time import sleep

from pydantic import BaseModel

from shared.platform.ports.clock import Clock, parse_timestamp, timestamp
from shared.platform.ports.documents import AlreadyExists, Document, Missing, Stale
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import REPLAYS
from shared.web.errors import ApiError, Detail
from shared.web.route import Route

KEPT = timedelta(hours=24)
ABANDONED = timedelta(seconds=60)  # longer than any request: whoever began it has died
WAIT_S, POLL_S = 5.0, 0.05
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True)
class Answer:
    status: int
    data: str  # JSON


class Replays:
    def __init__(self, documents: ClientDocuments, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def once(self, key: str, route: Route, given: BaseModel, answer: Callable[[], Answer]) -> Answer:
        """`answer()` for the first request under this key, else what it was then.

        A request that fails leaves no trace, so that it can be repeated under the same key. Raises `ApiError`:
        CONFLICT for another body under the same key, or while the first request is still under way.
        """
        if not _KEY.fullmatch(key):
            raise ApiError("INVALID_REQUEST", "Send an Idempotency-Key of 1 to 255 visible ASCII characters.")
        id = hashlib.sha256(f"{self._documents.client_id}\n{route.method} {route.path}\n{key}".encode()).hexdigest()
        fingerprint = hashlib.sha256(given.model_dump_json().encode()).hexdigest()
        earlier = self._claim(id, fingerprint, route, given)
        if earlier is not None:
            return earlier
        try:
            result = answer()
        except Exception:
            self._documents.delete(REPLAYS, id)
            raise
        self._finish(id, result)
        return result

    def _claim(self, id: str, fingerprint: str, route: Route, given: BaseModel) -> Answer | None:
        now = self._clock()
        body = {
            "fingerprint": fingerprint,
            "sessionId": getattr(given, "session_id", None),
            "withFace": route.feature is not None,  # answers of these may speak of the shopper's face
            "at": timestamp(now),
            "status": None,
            "data": None,
            "withdrawn": False,
        }
        try:
            self._documents.create(REPLAYS, id, body, expires_at=now + KEPT)
        except AlreadyExists:
            return self._wait_for(id, fingerprint, body)
        return None

    def _wait_for(self, id: str, fingerprint: str, body: dict[str, object]) -> Answer | None:
        for _ in range(int(WAIT_S / POLL_S)):
            earlier = self._documents.get(REPLAYS, id)
            if earlier is None:
                raise _in_progress()  # it has just failed or been erased
            if earlier.body["fingerprint"] != fingerprint:
                problem = Detail("Idempotency-Key", "was used for another request")
                raise ApiError("CONFLICT", "Use a new Idempotency-Key for a new request.", [problem])
            if earlier.body["withdrawn"]:
                raise ApiError("CONFLICT", "The answer to this request was erased with the shopper's face: ask anew.")
            if earlier.body["status"] is not None:
                return Answer(earlier.body["status"], earlier.body["data"])
            if self._taken_over(earlier, body):
                return None
            sleep(POLL_S)
        raise _in_progress()

    def _taken_over(self, earlier: Document, body: dict[str, object]) -> bool:
        now = self._clock()
        if now - parse_timestamp(earlier.body["at"]) < ABANDONED:
            return False
        try:
            self._documents.replace(REPLAYS, earlier.id, body, expires_at=now + KEPT, if_version=earlier.version)
        except Stale:
            return False
        return True

    def _finish(self, id: str, answer: Answer) -> None:
        changes: dict[str, object] = {"status": answer.status, "data": answer.data}
        if started := json.loads(answer.data).get("sessionId"):
            changes["sessionId"] = started  # a session's start is erased with the session
        claim = self._documents.get(REPLAYS, id)
        if claim is None or claim.body["withdrawn"]:
            return  # erased meanwhile, or of a face that was: the answer is not kept
        with suppress(Missing, Stale):  # the same, at this very moment
            self._documents.update(REPLAYS, id, changes, if_version=claim.version)


def _in_progress() -> ApiError:
    return ApiError("CONFLICT", "The same request is still being worked on: try again shortly.", retry_after_s=1)
