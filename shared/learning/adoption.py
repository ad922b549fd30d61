"""Putting trained factors in the place of those learnt so far."""

from collections.abc import Mapping

from shared.learning.records import LEARNING, trained_id, written
from shared.learning.sums import Trained, bounded
from shared.platform.tenant import ClientDocuments


def adopt(documents: ClientDocuments, factors: Mapping[str, float]) -> Trained:
    """Begins a new era with these factors, within the bounds.

    Raises `Stale` or `AlreadyExists` when others were adopted at this very moment.
    """
    id = trained_id(documents.client_id)
    stored = documents.get(LEARNING, id)
    before = Trained.from_body(stored.body if stored else None)
    after = Trained(before.era + 1, {term: bounded(factor) for term, factor in factors.items()})
    documents.batch([written(id, stored, after.to_body())])
    return after
