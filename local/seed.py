"""Demo data into an empty or older store."""

from pathlib import Path

import local.catalogue
from local.demo import open_shops
from shared.accounts.directory import Directory
from shared.catalogue.product import Images, Product
from shared.catalogue.repository import Catalogue
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform

SEEDS, DEMO = "seeds", "demo"


def seed(platform: Platform, catalogue: Path) -> None:
    """Shops always, products only when the catalogue or the address has changed since they were stored."""
    open_shops(Directory(platform.documents, platform.clock), platform.settings)
    state = f"{_digest(catalogue)} {platform.settings.api_endpoint}"
    seeded = platform.documents.get(SEEDS, DEMO)
    if seeded and seeded.body["state"] == state:
        return
    for client_id, products in local.catalogue.load(catalogue).items():
        placed = [_at(product, platform.settings.api_endpoint) for product in products]
        Catalogue(ClientDocuments(platform.documents, client_id)).put(placed)
    platform.documents.replace(SEEDS, DEMO, {"state": state})


def _digest(catalogue: Path) -> str:
    return (catalogue / "digest.txt").read_text("utf-8").strip()


def _at(product: Product, base: str) -> Product:
    """The product with absolute addresses, as a shop's own feed has them."""
    images = {name: _absolute(value, base) for name, value in product.images.model_dump().items()}
    return product.model_copy(
        update={
            "url": _absolute(product.url, base),
            "model3d": _absolute(product.model3d, base),
            "images": Images.model_validate(images),
        }
    )


def _absolute(value: object, base: str) -> object:
    return f"{base}{value}" if isinstance(value, str) and value.startswith("/") else value
