"""What a shop's ranking has learnt, as a session is to see it. It never keeps a session from being served."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock, Thread

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
OUTDATED = 10 * KEPT  # an instance that has slept waits rather than rank by it
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
        self._renewed: set[str] = set()  # clients for which somebody is reading at this moment
        self._lock = Lock()

    def get(self, client_id: str) -> _Kept | None:
        with self._lock:
            if client_id in self._kept:
                self._kept.move_to_end(client_id)
            return self._kept.get(client_id)

    def begin(self, client_id: str) -> bool:
        """True for the one that is to read."""
        with self._lock:
            free = client_id not in self._renewed
            self._renewed.add(client_id)
            return free

    def keep(self, client_id: str, kept: _Kept) -> None:
        with self._lock:
            self._renewed.discard(client_id)
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
        """The same object while it is kept; then it is read anew beside the requests, since a large catalogue takes
        longer than they may. Without a store, or with one that holds nonsense, what was kept before, and else the
        ranking as it is by default."""
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
        if before is None or abs(now - before.read_at) > OUTDATED:
            return self._renewed(before, now)
        if abs(now - before.read_at) >= KEPT and self._kept.begin(client_id):
            Thread(target=self._renewed, args=(before, now), name=f"tuning {client_id}", daemon=True).start()
        return before

    def _renewed(self, before: _Kept | None, now: datetime) -> _Kept:
        try:
            kept = self._read(now)
        except (DocumentError, ValueError, KeyError, TypeError) as error:
            log.error("what was learnt cannot be read", cause=error)
            kept = _Kept(now, before.learnt, before.experiments, before.tried) if before else _Kept(now)
        self._kept.keep(self._documents.client_id, kept)
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
