"""A shop's feed: its rows read as products, and what they change in the catalogue as it is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from shared.catalogue.product import Product

LARGEST_REMOVAL = 0.5  # of what is stored; a feed cut off half-way must not empty a shop
OURS_UNLESS_GIVEN = ("popularity", "boost")  # learnt or set here: a feed that is silent about them leaves them
_SHOWN = 40  # characters of a wrong value that are quoted


@dataclass(frozen=True)
class Problem:
    """Why a row was skipped. `row` 1 is the feed's first product; `field` is dotted, empty for the row as a whole."""

    row: int
    product_id: str | None
    field: str
    message: str

    def __str__(self) -> str:
        product = f" ({self.product_id})" if self.product_id else ""
        field = f"{self.field}: " if self.field else ""
        return f"row {self.row}{product}: {field}{self.message}"


@dataclass(frozen=True)
class Feed:
    """`skipped` are the product ids of rows with problems: what is stored of them stays as it is."""

    products: Mapping[str, Product]
    problems: tuple[Problem, ...]
    skipped: frozenset[str]


@dataclass(frozen=True)
class Difference:
    added: tuple[Product, ...]
    changed: tuple[Product, ...]
    removed: tuple[str, ...]  # product ids
    unchanged: int
    stored: int  # products before

    @property
    def removes_too_many(self) -> bool:
        return len(self.removed) > LARGEST_REMOVAL * self.stored


def read(rows: Iterable[object], client_id: str) -> Feed:
    """Each row is a product's JSON object; `clientId` may be left out. Of rows with the same id the first counts."""
    products: dict[str, Product] = {}
    problems: list[Problem] = []
    row_of: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        product, found = _product(row, number, client_id)
        if product is not None and product.product_id in row_of:
            first = row_of[product.product_id]
            found = [Problem(number, product.product_id, "productId", f"stands in row {first} already")]
        elif product is not None:
            products[product.product_id], row_of[product.product_id] = product, number
        problems += found
    skipped = {problem.product_id for problem in problems if problem.product_id} - products.keys()
    return Feed(products, tuple(problems), frozenset(skipped))


def compare(feed: Feed, stored: Mapping[str, Product]) -> Difference:
    """What would make the stored catalogue equal to the feed."""
    wanted = {id: _with_ours(product, stored.get(id)) for id, product in feed.products.items()}
    gone = stored.keys() - wanted.keys() - feed.skipped
    return Difference(
        added=tuple(product for id, product in wanted.items() if id not in stored),
        changed=tuple(product for id, product in wanted.items() if id in stored and product != stored[id]),
        removed=tuple(sorted(gone)),
        unchanged=sum(stored.get(id) == product for id, product in wanted.items()),
        stored=len(stored),
    )


def _with_ours(product: Product, stored: Product | None) -> Product:
    if stored is None:
        return product
    kept = {name: getattr(stored, name) for name in OURS_UNLESS_GIVEN if name not in product.model_fields_set}
    return product.model_copy(update=kept)


def _product(row: object, number: int, client_id: str) -> tuple[Product | None, list[Problem]]:
    if not isinstance(row, Mapping):
        return None, [Problem(number, None, "", "is not a product's JSON object")]
    given = row.get("productId")
    id = given if isinstance(given, str) and given else None
    if row.get("clientId", client_id) != client_id:
        return None, [Problem(number, id, "clientId", f"names another client than {client_id}")]
    try:
        product = Product.model_validate({**row, "clientId": client_id})
    except ValidationError as error:
        return None, [Problem(number, id, *_said(detail)) for detail in error.errors(include_url=False)]
    wrong = [Problem(number, id, field, message) for field, message in _unfit(product)]
    return (None if wrong else product), wrong


def _said(detail: Mapping[str, Any]) -> tuple[str, str]:
    """Field and message of one of pydantic's findings, with the value when it is a single one."""
    field = ".".join(str(part) for part in detail["loc"])
    value = detail["input"]
    quoted = f", not {str(value)[:_SHOWN]!r}" if isinstance(value, str | int | float) else ""
    return field, f"{detail['msg']}{quoted}"


def _unfit(product: Product) -> Iterator[tuple[str, str]]:
    """What the record's types allow and a shop's page must not show."""
    if product.price < 0:
        yield "price", f"must be 0 or more, not {product.price}"
    images = product.images
    addresses = {
        "url": product.url,
        "model3d": product.model3d,
        "images.front": images.front,
        "images.angle": images.angle,
        "images.tryOnPng": images.try_on_png,
    }
    for field, address in addresses.items():
        if address is not None and not address.startswith(("https://", "http://")):
            yield field, f"must be a whole address that begins with https:// or http://, not {address[:_SHOWN]!r}"
