"""Putting trained factors in the place of those learnt so far."""

from collections.abc import Mapping

from shared.learning.records import LEARNING, sums_id, written
from shared.learning.sums import Sums, bounded
from shared.platform.tenant import ClientDocuments


def learnt_sums(documents: ClientDocuments) -> Sums:
    stored = documents.get(LEARNING, sums_id(documents.client_id))
    return Sums.from_body(stored.body if stored else None)


def adopt(documents: ClientDocuments, factors: Mapping[str, float]) -> Sums:
    """Begins a new era with these factors, within the bounds: what sessions said before is in them already.

    Raises `Stale` or `AlreadyExists` when something was learnt at this very moment: to be asked again.
    """
    id = sums_id(documents.client_id)
    stored = documents.get(LEARNING, id)
    before = Sums.from_body(stored.body if stored else None)
    after = Sums(before.era + 1, {term: bounded(factor) for term, factor in factors.items()}, {}, before.outcomes)
    documents.batch([written(id, stored, after.to_body())])
    return after
