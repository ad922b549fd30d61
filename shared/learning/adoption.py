"""Putting trained factors in the place of those learnt so far."""

from collections.abc import Mapping

from shared.learning.learning import sums_id
from shared.learning.rules import LEARNING
from shared.learning.sums import Sums, bounded
from shared.platform.ports.documents import Create, Replace
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
    if stored is None:
        documents.batch([Create(LEARNING, id, after.to_body())])
    else:
        documents.batch([Replace(LEARNING, id, after.to_body(), if_version=stored.version)])
    return after
