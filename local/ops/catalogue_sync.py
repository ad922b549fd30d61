"""A shop's feed into the catalogue that is stored."""

from collections.abc import Sequence
from uuid import uuid4

from local.ops.refused import Refused
from shared.catalogue.feed import Difference, Feed, compare
from shared.catalogue.product import Product
from shared.catalogue.repository import BATCH, CATALOGUES, PRODUCTS, Catalogue
from shared.platform.ports.documents import Delete, Replace
from shared.platform.tenant import ClientDocuments


class FedCatalogue(Catalogue):
    """A catalogue as the one who feeds it needs it: all of it, and products taken away."""

    def every(self) -> dict[str, Product]:
        return {product.product_id: product for product in self._all()}

    def remove(self, product_ids: Sequence[str]) -> None:
        """Each batch also advances the catalogue's version: no index keeps a product that is gone."""
        for first in range(0, len(product_ids), BATCH - 1):
            gone = [Delete(PRODUCTS, self._document_id(id)) for id in product_ids[first : first + BATCH - 1]]
            advanced = Replace(CATALOGUES, self._client_id, {"version": uuid4().hex})
            self._documents.batch([*gone, advanced])


def sync(documents: ClientDocuments, feed: Feed, *, allow_removal: bool) -> Difference:
    """Makes the stored catalogue equal to the feed; doing it again changes nothing. Raises `Refused`."""
    catalogue = FedCatalogue(documents)
    difference = compare(feed, catalogue.every())
    if difference.removes_too_many and not allow_removal:
        raise Refused(
            f"The feed lacks {len(difference.removed)} of {difference.stored} stored products. Nothing was changed."
            " If they are really gone, add --allow-removal."
        )
    catalogue.remove(difference.removed)
    if wanted := (*difference.added, *difference.changed):
        catalogue.put(wanted)
    return difference
