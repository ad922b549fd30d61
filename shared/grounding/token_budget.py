"""How much of a model a client has used today: counted in the store, so that all instances keep to one limit."""

from datetime import timedelta

from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import AlreadyExists, Increment, Missing
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
        changes = {"tokens": Increment(tokens), "calls": Increment(1)}
        try:
            self._documents.update(MODEL_USE, self._id(), changes)
        except Missing:
            self._begin_day(tokens)

    def _begin_day(self, tokens: int) -> None:
        now = self._clock()
        body = {"day": f"{now:%Y-%m-%d}", "tokens": tokens, "calls": 1}
        try:
            self._documents.create(MODEL_USE, self._id(), body, expires_at=now + KEPT)
        except AlreadyExists:  # another instance was first
            self._documents.update(MODEL_USE, self._id(), {"tokens": Increment(tokens), "calls": Increment(1)})

    def _id(self) -> str:
        return f"{self._documents.client_id}:{self._clock():%Y-%m-%d}"
