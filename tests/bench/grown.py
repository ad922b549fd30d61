"""A shop's catalogue grown to any size: the demo's frames over and over, under new names."""

from collections.abc import Iterator
from itertools import count, islice

import local.catalogue
from local.serve import CATALOGUE
from shared.catalogue.product import Product


def products(client_id: str, size: int) -> Iterator[Product]:
    return islice(_endless(client_id), size)


def _endless(client_id: str) -> Iterator[Product]:
    frames = local.catalogue.load(CATALOGUE)["training-client"]
    for number in count():
        for frame in frames:
            names = {"product_id": f"{frame.product_id}-{number}", "model_id": f"{frame.model_id}-{number}"}
            yield frame.model_copy(update={**names, "client_id": client_id})
