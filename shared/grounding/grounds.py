"""What a reply may rest on: records read just now, the shopper's own numbers, the merchant's own texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from shared.catalogue.product import Product
from shared.discovery.fit import FaceSize
from shared.discovery.ranking import Ranked
from shared.discovery.wishes import PriceWish, Wishes
from shared.faces.result import FaceResult

ClaimKind = Literal[
    "product",
    "price",
    "size",
    "material",
    "colour",
    "shape",
    "lens",
    "stock",
    "discount",
    "policy",
    "medical",
    "safety",
    "link",
    "markup",
    "instructions",
    "personal",
    "length",
    "wording",
]


@dataclass(frozen=True)
class Grounds:
    """`products` are freshly read, and a reply speaks of no others. `limits` are amounts the shopper named,
    `lengths_mm` lengths of the face and differences to it. `policies` are the merchant's own texts, `names` what may
    be named besides products (the shop). `said` is the embedded engine's reply, whose set phrases need no record.
    `secrets` are texts that may not leave: the instructions of a model. `words` are all that a model may use: a list
    of what lies sound like is never complete, a list of what it takes to speak of frames can be."""

    products: tuple[Product, ...]
    said: str = ""
    limits: tuple[Decimal, ...] = ()
    lengths_mm: tuple[float, ...] = ()
    policies: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    words: frozenset[str] | None = None  # None: any word may be used

    @classmethod
    def of(
        cls,
        products: Sequence[Product],
        said: str,
        *,
        ranked: Sequence[Ranked] = (),
        wishes: Wishes | None = None,
        face: FaceResult | None = None,
        policies: Sequence[str] = (),
        names: Sequence[str] = (),
        secrets: Sequence[str] = (),
    ) -> "Grounds":
        wishes = wishes or Wishes()
        return cls(
            products=tuple(products),
            said=said,
            limits=_limits(wishes.price),
            lengths_mm=tuple(_lengths(ranked, FaceSize.of(face, wishes))),
            policies=tuple(policies),
            names=tuple(names),
            secrets=tuple(secrets),
        )


def _limits(price: PriceWish | None) -> tuple[Decimal, ...]:
    return tuple(amount for amount in (price.min, price.max) if amount is not None) if price else ()


def _lengths(ranked: Sequence[Ranked], size: FaceSize) -> list[float]:
    found: list[float] = []
    for length in (size.width, size.pupils):
        if length:
            found += [length.mm, length.plus_minus_mm]
    for one in ranked:
        if one.fit and one.fit.width_difference_mm is not None:
            found.append(abs(one.fit.width_difference_mm))
        if one.fit and one.fit.lens_centre_difference_mm is not None:
            off = abs(one.fit.lens_centre_difference_mm)
            found += [off, max(1.0, -(-off // 2))]
    return found


@dataclass(frozen=True)
class Subject:
    """What a claim is about: each group is one name, borne by one or more products (a model in several colours)."""

    groups: tuple[frozenset[int], ...]
    products: tuple[Product, ...]

    def bears(self, holds: Callable[[Product], bool]) -> bool:
        """True when for every name there is a product of which the claim holds, and there is a name at all."""
        return bool(self.groups) and all(any(holds(self.products[place]) for place in group) for group in self.groups)
