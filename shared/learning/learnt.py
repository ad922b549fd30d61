"""All that a shop has learnt, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.learning.experiments import Experiment, experiments_in
from shared.learning.popularity import SHARDS, Tally, from_text
from shared.learning.records import LEARNING, experiments_id, sums_id, tallies_id, trained_id
from shared.learning.sums import SHARDS as SUMS_SHARDS
from shared.learning.sums import Sums, Trained, factors, together
from shared.platform.ports.documents import Body
from shared.platform.tenant import ClientDocuments


@dataclass(frozen=True)
class Learnt:
    trained: Trained
    sums: Sums
    tallies: dict[str, Tally]
    experiments: tuple[Experiment, ...]

    def factors(self, now: datetime) -> dict[str, float]:
        return factors(self.trained, self.sums, now)


def learnt(documents: ClientDocuments) -> Learnt:
    """Raises `DocumentError`, and ValueError, KeyError or TypeError for documents that nobody here wrote."""
    client_id = documents.client_id
    sums_ids = [sums_id(client_id, shard) for shard in range(SUMS_SHARDS)]
    tallies_ids = [tallies_id(client_id, shard) for shard in range(SHARDS)]
    asked = [trained_id(client_id), experiments_id(client_id), *sums_ids, *tallies_ids]
    stored = {document.id: document.body for document in documents.get_many(LEARNING, asked)}
    trained = Trained.from_body(stored.get(asked[0]))
    tallies: dict[str, Tally] = {}
    for shard in _there(stored, tallies_ids):
        tallies |= from_text(shard["tallies"])
    sums = together((Sums.from_body(body) for body in _there(stored, sums_ids)), trained.era)
    return Learnt(trained, sums, tallies, experiments_in(stored.get(asked[1])))


def _there(stored: dict[str, Body], ids: Sequence[str]) -> list[Body]:
    return [stored[id] for id in ids if id in stored]
