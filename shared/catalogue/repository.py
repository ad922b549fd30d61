"""A client's products in the store, and the index over them that this process keeps."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from shared.catalogue.kept_indexes import KeptIndexes
from shared.catalogue.product import Product
from shared.platform.ports.clock import parse_timestamp, timestamp
from shared.platform.ports.documents import Delete, Order, Query, Replace
from shared.platform.tenant import ClientDocuments

if TYPE_CHECKING:  # brings numpy, which only the functions that search have
    from shared.catalogue.index import CatalogueIndex

PRODUCTS, CATALOGUES = "products", "catalogues"
BATCH = 400  # writes at once; the store takes 500
PAGE = 2000


_kept = KeptIndexes()


class Catalogue:
    """A product's document id is `{clientId}:{productId}`, so that two clients may use the same product id."""

    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents
        self._client_id = documents.client_id

    def get_many(self, product_ids: Sequence[str]) -> list[Product]:
        """Fresh from the store, in the order asked; ids that are not this client's are left out."""
        found = self._documents.get_many(PRODUCTS, [self._document_id(id) for id in product_ids])
        return [Product.model_validate(document.body) for document in found]

    def put(self, products: Iterable[Product]) -> None:
        batch: list[Replace] = []
        for product in products:
            body = product.model_dump(mode="json", by_alias=True)
            batch.append(Replace(PRODUCTS, self._document_id(product.product_id), body))
            if len(batch) == BATCH:
                self._documents.batch(batch)
                batch = []
        if batch:
            self._documents.batch(batch)
        self._advance()

    def version(self) -> str | None:
        """Another one after every write of products, and never the same for two stores; None without any."""
        document = self._documents.get(CATALOGUES, self._client_id)
        return str(document.body["version"]) if document else None

    def summary(self) -> tuple[int, datetime | None]:
        """How many products there are, and when they were last written; None where that is not known."""
        stored = self._documents.get(CATALOGUES, self._client_id)
        at = stored.body.get("at") if stored else None
        count = self._documents.aggregate(Query(PRODUCTS, {})).count
        return count, parse_timestamp(at) if at else None

    def index(self) -> "CatalogueIndex":
        """The index of the catalogue as it stands now, built again only when the catalogue has changed.

        Raises `StoreUnavailable` where a request cannot wait until a large catalogue is read.
        """
        return _kept.of(self._client_id, self.version(), self._built)

    def every(self) -> dict[str, Product]:
        """All products by their id."""
        return {product.product_id: product for product in self._all()}

    def remove(self, product_ids: Sequence[str]) -> None:
        """Nothing of what is gone is shown meanwhile, since every product is read again before it is."""
        for first in range(0, len(product_ids), BATCH):
            self._documents.batch(
                [Delete(PRODUCTS, self._document_id(id)) for id in product_ids[first : first + BATCH]]
            )
        if product_ids:
            self._advance()

    def _built(self) -> "CatalogueIndex":
        from shared.catalogue.index import CatalogueIndex

        return CatalogueIndex.of(self._all())

    def _all(self) -> Iterator[Product]:
        """One after the other, so that no more than a page of them need be held."""
        cursor: str | None = None
        while True:
            order = Order("category")
            page = self._documents.query(Query(PRODUCTS, {}, order=order, limit=PAGE, cursor=cursor))
            yield from (Product.model_validate(document.body) for document in page.items)
            if page.next_cursor is None:
                return
            cursor = page.next_cursor

    def _advance(self) -> None:
        at = timestamp(datetime.now(UTC))
        self._documents.replace(CATALOGUES, self._client_id, {"version": uuid4().hex, "at": at})

    def _document_id(self, product_id: str) -> str:
        return f"{self._client_id}:{product_id}"
