"""What a shop's ranking has learnt, as a session is to see it. It never keeps a session from being served."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from shared.discovery.tuning import Tuning
from shared.learning.experiments import Experiment
from shared.learning.learnt import learnt
from shared.learning.lots import HOLDOUT, held_out
from shared.learning.popularity import popularity
from shared.learning.results import LEARNT
from shared.learning.rules import RULES
from shared.platform import log
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import DocumentError
from shared.platform.tenant import ClientDocuments

KEPT = timedelta(seconds=RULES["keptS"])
MOST_CLIENTS = 200  # those unused for longest go first
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
            kept = self._read(now)
        except (DocumentError, ValueError, KeyError, TypeError) as error:
            log.error("what was learnt cannot be read", cause=error)
            kept = _Kept(now, before.learnt, before.experiments, before.tried) if before else _Kept(now)
        self._kept.keep(client_id, kept)
        return kept

    def _read(self, now: datetime) -> _Kept:
        found = learnt(self._documents)
        factors, popular = found.factors(now), popularity(found.tallies, now)
        tuning = Tuning(factors, popular, LEARNT) if factors or popular else Tuning()
        return _Kept(now, tuning, found.experiments, dict(_tried(tuning, found.experiments)))


def _tried(tuning: Tuning, experiments: tuple[Experiment, ...]) -> Iterator[tuple[str, Tuning]]:
    for experiment in experiments:
        for arm in experiment.arms:
            variant = experiment.variant(arm)
            factors = tuning.factors if arm.factors is None else arm.factors
            yield variant, Tuning(factors, tuning.popularity, variant)
