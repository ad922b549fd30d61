"""The products' tallies in the store, in shards: a large catalogue fits, and few shoppers wait for each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.catalogue.repository import Catalogue
from shared.learning.lesson import Lesson
from shared.learning.popularity import Tally, from_text, shard_of, to_text
from shared.learning.records import LEARNING, tallies_id, written
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import Document, Write
from shared.platform.tenant import ClientDocuments


@dataclass(frozen=True)
class _Shard:
    stored: Document | None
    tallies: Mapping[str, Tally]
    changed: frozenset[str]  # product ids


class Tallying:
    def __init__(self, documents: ClientDocuments, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def change(self, before: Lesson, after: Lesson, weight: float) -> list[Write]:
        """The shards of the products with which the session has done something new. A product's prior is read when it
        is new here or was chosen; products that are not in the catalogue are left out."""
        acted = {id for id in {*before.chosen, *after.chosen} if before.chosen.get(id) != after.chosen.get(id)}
        shards = self._shards(acted | (before.seen ^ after.seen))
        unread = {id for shard in shards.values() for id in shard.changed if id in acted or id not in shard.tallies}
        priors = self._priors(unread)
        now = self._clock()
        writes = []
        for id, shard in shards.items():
            changes: dict[str, Tally] = {}
            for product_id in shard.changed:
                tally = _restarted(shard.tallies.get(product_id), priors.get(product_id))
                if tally is not None:
                    new = tally.plus(product_id, before, -weight).plus(product_id, after, weight)
                    changes[product_id] = new.short()
            writes.append(written(id, shard.stored, {"tallies": to_text({**shard.tallies, **changes}, now)}))
        return writes

    def _shards(self, product_ids: Iterable[str]) -> dict[str, _Shard]:
        """By document id."""
        changed: dict[str, set[str]] = {}
        for product_id in product_ids:
            changed.setdefault(tallies_id(self._documents.client_id, shard_of(product_id)), set()).add(product_id)
        stored = {document.id: document for document in self._documents.get_many(LEARNING, sorted(changed))}
        tallies = {id: from_text(document.body["tallies"]) for id, document in stored.items()}
        return {id: _Shard(stored.get(id), tallies.get(id, {}), frozenset(of)) for id, of in changed.items()}

    def _priors(self, product_ids: Iterable[str]) -> dict[str, float]:
        """The catalogue's popularity."""
        return {p.product_id: p.popularity for p in Catalogue(self._documents).get_many(sorted(product_ids))}


def _restarted(tally: Tally | None, prior: float | None) -> Tally | None:
    """With the catalogue's prior as it was just read, where it was; None for a product never seen."""
    if tally is None:
        return None if prior is None else Tally(prior)
    return tally if prior is None else tally._replace(prior=prior)
