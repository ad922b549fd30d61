"""What a shop's ranking has learnt, as a session is to see it. It never keeps a session from being served."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from shared.discovery.tuning import Tuning
from shared.learning.experiments import Experiment, experiments_in
from shared.learning.lots import HOLDOUT, held_out
from shared.learning.popularity import SHARDS, Tally, from_text, popularity
from shared.learning.records import LEARNING, experiments_id, shard_id, sums_id
from shared.learning.rules import RULES
from shared.learning.sums import Sums
from shared.platform import log
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import Document, DocumentError
from shared.platform.tenant import ClientDocuments

KEPT = timedelta(seconds=RULES["keptS"])
MOST_CLIENTS = 200  # those unused for longest go first
LEARNT = "learnt"
_HELD_OUT = Tuning(variant=HOLDOUT)


@dataclass(frozen=True)
class _Kept:
    read_at: datetime
    learnt: Tuning = field(default_factory=Tuning)
    experiments: tuple[Experiment, ...] = ()
    tried: Mapping[str, Tuning] = field(default_factory=dict)  # by variant


class KeptTunings:
    """One process's; by client, so that no shop sees what another has learnt."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, client_id: str) -> _Kept | None:
        with self._lock:
            if client_id in self._kept:
                self._kept.move_to_end(client_id)
            return self._kept.get(client_id)

    def keep(self, client_id: str, kept: _Kept) -> None:
        with self._lock:
            self._kept[client_id] = kept
            self._kept.move_to_end(client_id)
            while len(self._kept) > MOST_CLIENTS:
                self._kept.popitem(last=False)


_of_this_process = KeptTunings()


class Tunings:
    def __init__(self, documents: ClientDocuments, clock: Clock, kept: KeptTunings = _of_this_process) -> None:
        self._documents = documents
        self._clock = clock
        self._kept = kept

    def of(self, session_id: str) -> Tuning:
        """The same object while it is kept. Without a store, or with one that holds nonsense, what was kept before,
        and else the ranking as it is by default."""
        if held_out(session_id):
            return _HELD_OUT
        now = self._clock()
        kept = self._fresh(now)
        for experiment in kept.experiments:
            arm = experiment.arm_of(session_id) if experiment.running(now) else None
            if arm:
                return kept.tried[experiment.variant(arm)]
        return kept.learnt

    def _fresh(self, now: datetime) -> _Kept:
        client_id = self._documents.client_id
        before = self._kept.get(client_id)
        if before is not None and abs(now - before.read_at) < KEPT:
            return before
        try:
            kept = self._read(client_id, now)
        except (DocumentError, ValueError, KeyError, TypeError) as error:
            log.error("what was learnt cannot be read", cause=error)
            kept = _Kept(now, before.learnt, before.experiments, before.tried) if before else _Kept(now)
        self._kept.keep(client_id, kept)
        return kept

    def _read(self, client_id: str, now: datetime) -> _Kept:
        shards = [shard_id(client_id, shard) for shard in range(SHARDS)]
        asked = [sums_id(client_id), experiments_id(client_id), *shards]
        stored = {document.id: document for document in self._documents.get_many(LEARNING, asked)}
        learnt = _learnt(_body(stored, asked[0]), [stored[id].body for id in shards if id in stored], now)
        experiments = experiments_in(_body(stored, asked[1]))
        return _Kept(now, learnt, experiments, dict(_tried(learnt, experiments)))


def _body(stored: Mapping[str, Document], id: str) -> dict[str, Any] | None:
    return stored[id].body if id in stored else None


def _learnt(sums: dict[str, Any] | None, shards: list[dict[str, Any]], now: datetime) -> Tuning:
    tallies: dict[str, Tally] = {}
    for shard in shards:
        tallies |= from_text(shard["tallies"])
    factors = Sums.from_body(sums).factors(now)
    popular = popularity(tallies, now)
    return Tuning(factors, popular, LEARNT) if factors or popular else Tuning()


def _tried(learnt: Tuning, experiments: tuple[Experiment, ...]) -> Iterator[tuple[str, Tuning]]:
    for experiment in experiments:
        for arm in experiment.arms:
            variant = experiment.variant(arm)
            factors = learnt.factors if arm.factors is None else arm.factors
            yield variant, Tuning(factors, learnt.popularity, variant)
