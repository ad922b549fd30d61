"""`Idempotency-Key`: the same request again gets the first answer, its effect happens once."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic, sleep
from typing import Any
from uuid import UUID, uuid5

from pydantic import BaseModel

from shared.billing.meter import METER
from shared.platform import log, patience
from shared.platform.ports.clock import Clock, parse_timestamp, timestamp
from shared.platform.ports.documents import (
    AlreadyExists,
    Create,
    Document,
    Documents,
    Missing,
    Stale,
    StoreUnavailable,
    Write,
)
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import REPLAYS
from shared.web.call import Call
from shared.web.errors import ApiError, Detail
from shared.web.route import Route

KEPT = timedelta(hours=24)
ABANDONED = timedelta(seconds=10)  # whoever began it has most likely died; if not, a second run does no harm
WAIT_S, POLL_S = 1.5, 0.05  # leaves a request time to do the work itself
_IDS = UUID("6f1c7d0e-6a53-4b0f-9a55-3f0f8f0f6c1b")  # any fixed one; another would forget what is under way
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True)
class Answer:
    status: int
    data: str  # JSON


class OneEffect(ClientDocuments):
    """The client's documents as a request under a key sees them, and the ids it stores by.

    The ids are made of the request alone, so each of its runs makes the same: where an earlier run has stored a batch
    and its answer was lost, the batch counts as stored, `happened_before` says so, and the handler goes on to what
    that run may have left undone. Ids that were never stored are given again, for a handler that meets `Stale` begins
    anew.
    """

    def __init__(self, documents: Documents, client_id: str, request: str) -> None:
        """`request`: what no other request shares and nobody can guess."""
        super().__init__(documents, client_id)
        self._request = request
        self._given: list[str] = []
        self._settled = 0
        self.happened_before = False

    def new_id(self) -> str:
        self._given.append(str(uuid5(_IDS, f"{self._request}\n{len(self._given)}")))
        return self._given[-1]

    def batch(self, writes: Sequence[Write]) -> None:
        try:
            super().batch(writes)
        except Stale:
            del self._given[self._settled :]
            raise
        except AlreadyExists:
            if not self._are_own(writes):
                raise
            self.happened_before = True
        self._settled = len(self._given)

    def _are_own(self, writes: Sequence[Write]) -> bool:
        created = {write.id for write in writes if isinstance(write, Create) and write.collection != METER}
        return bool(created) and created <= set(self._given)  # what meters an act has an id made of the act's


class Replays:
    def __init__(self, documents: ClientDocuments, clock: Clock, who: str = "") -> None:
        """`who`: the person, where several of one client send keys of their own."""
        self._documents = documents
        self._clock = clock
        self._who = who

    def once(self, key: str, route: Route, call: Call[Any], answer: Callable[[Call[Any]], Answer]) -> Answer:
        """`answer(call)` for the first request under this key, else what it was then.

        A request that fails leaves no trace, so that it can be repeated under the same key. Whether a request without
        an answer took effect is not known, so it may run again: what it stores beside a session is stored once, by
        `OneEffect`; a session's start, whose id is a secret and stays random, may leave a second session that nobody
        uses. Raises `ApiError` CONFLICT for another body under the same key, while the first request is still under
        way, and when it took effect and its answer was lost.
        """
        if not _KEY.fullmatch(key):
            raise ApiError("INVALID_REQUEST", "Send an Idempotency-Key of 1 to 255 visible ASCII characters.")
        whose = f"{self._documents.client_id}\n{self._who}" if self._who else self._documents.client_id
        id = hashlib.sha256(f"{whose}\n{route.method} {route.path}\n{key}".encode()).hexdigest()
        fingerprint = hashlib.sha256(call.input.model_dump_json().encode()).hexdigest()
        earlier = self._claim(id, fingerprint, route, call.input)
        if earlier is not None:
            return earlier
        try:
            result = self._run(id, fingerprint, call, answer)
        except Exception:
            self._give_up(id)
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
        deadline = monotonic() + WAIT_S
        while monotonic() < deadline:
            earlier = self._documents.get(REPLAYS, id)
            if earlier is None:
                raise _in_progress()  # it has just failed or been erased
            if earlier.body["fingerprint"] != fingerprint:
                problem = Detail("Idempotency-Key", "was used for another request")
                raise ApiError("CONFLICT", "Use a new Idempotency-Key for a new request.", [problem])
            answer = _kept_in(earlier)
            if answer is not None or self._taken_over(earlier, body):
                return answer
            with patience.outside_call():
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

    def _run(self, id: str, fingerprint: str, call: Call[Any], answer: Callable[[Call[Any]], Answer]) -> Answer:
        if getattr(call.input, "session_id", None) is None:
            return answer(call)
        effect = OneEffect(call.platform.documents, self._documents.client_id, f"{id}\n{fingerprint}")
        try:
            result = answer(replace(call, platform=replace(call.platform, new_id=effect.new_id), opened=effect))
        except AlreadyExists:  # stored before by itself, not in a batch
            return self._answer_of_other_run(id)
        return self._answer_of_other_run(id) if effect.happened_before else result

    def _answer_of_other_run(self, id: str) -> Answer:
        """What this run would say may differ from what was stored, so it is not said."""
        claim = self._documents.get(REPLAYS, id)
        if claim is not None and (answer := _kept_in(claim)) is not None:
            return answer  # the run that was taken for dead has come to its end meanwhile
        lost = "This was carried out before and its answer was lost: read what is kept of the session instead"
        raise ApiError("CONFLICT", f"{lost} (GET /v1/privacy/sessions/{{sessionId}}).")

    def _give_up(self, id: str) -> None:
        with _at_best("claim of a failed request stays"):
            claim = self._documents.get(REPLAYS, id)
            if claim is not None and claim.body["status"] is None:
                self._documents.delete(REPLAYS, id)

    def _finish(self, id: str, answer: Answer) -> None:
        """The effect has happened, so the caller hears of it even if nothing can be kept."""
        changes: dict[str, object] = {"status": answer.status, "data": answer.data}
        if started := json.loads(answer.data).get("sessionId"):
            changes["sessionId"] = started  # a session's start is erased with the session
        with _at_best("answer is not kept for repetitions"):
            claim = self._documents.get(REPLAYS, id)
            if claim is None or claim.body["withdrawn"]:
                return  # erased meanwhile, or of a face that was: the answer is not kept
            with suppress(Missing, Stale):  # the same, at this very moment
                self._documents.update(REPLAYS, id, changes, if_version=claim.version)


def _kept_in(claim: Document) -> Answer | None:
    """None while the request is under way. Raises `ApiError` CONFLICT where the answer was erased."""
    if claim.body["withdrawn"]:
        raise ApiError("CONFLICT", "The answer to this request was erased with the shopper's face: ask anew.")
    return None if claim.body["status"] is None else Answer(claim.body["status"], claim.body["data"])


@contextmanager
def _at_best(otherwise: str) -> Iterator[None]:
    try:
        yield
    except (StoreUnavailable, patience.OutOfPatience) as error:
        log.warning(otherwise, error=type(error).__name__)


def _in_progress() -> ApiError:
    return ApiError("CONFLICT", "The same request is still being worked on: try again shortly.", retry_after_s=1)
