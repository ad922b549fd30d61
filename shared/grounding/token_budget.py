"""How much of a model a client has used today: counted in the store, so that all instances keep to one limit."""

from datetime import timedelta
from uuid import uuid4

from shared.billing.meter import metered
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import AlreadyExists, Create, Increment, Missing, Update
from shared.platform.tenant import ClientDocuments

MODEL_USE = "model_use"
KEPT = timedelta(days=40)


class TokenBudget:
    """`per_day` tokens of one client, a day by UTC. Looked at before a call and counted after it: calls that run
    together may overshoot by what they use."""

    def __init__(self, documents: ClientDocuments, clock: Clock, per_day: int) -> None:
        self._documents = documents
        self._clock = clock
        self._per_day = per_day

    def has_left(self) -> bool:
        """Raises `StoreUnavailable`."""
        return self.used() < self._per_day

    def used(self) -> int:
        stored = self._documents.get(MODEL_USE, self._id())
        return int(stored.body["tokens"]) if stored else 0

    def spend(self, tokens: int) -> None:
        """Counts a call as well, with or without tokens. Raises `StoreUnavailable`."""
        now = self._clock()
        counted = Update(MODEL_USE, self._id(), {"tokens": Increment(tokens), "calls": Increment(1)})
        billed = [metered(self._documents.client_id, "modelTokens", uuid4().hex, now, tokens)] if tokens else []
        try:
            self._documents.batch([counted, *billed])
        except Missing:
            body = {"day": f"{now:%Y-%m-%d}", "tokens": tokens, "calls": 1}
            begun = Create(MODEL_USE, self._id(), body, expires_at=now + KEPT)
            try:
                self._documents.batch([begun, *billed])
            except AlreadyExists:  # another instance was first
                self._documents.batch([counted, *billed])

    def _id(self) -> str:
        return f"{self._documents.client_id}:{self._clock():%Y-%m-%d}"
