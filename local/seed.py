"""Demo data into an empty or older store."""

from pathlib import Path

import local.catalogue
from local.demo import open_shops, sign_up
from shared.accounts.directory import Directory
from shared.catalogue.product import Images, Product
from shared.catalogue.repository import Catalogue
from shared.platform.ports.files import Files
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.tryon.pictures import CONTENT_TYPE, path_of

SEEDS, DEMO = "seeds", "demo"
_LAYOUT = "with fronts"  # stores that were seeded without them are seeded again
_SERVED = "/shop/"  # where the catalogue's folder is served


def seed(platform: Platform, catalogue: Path) -> None:
    """Shops always, products and what try-on draws only when the catalogue or the address has changed since then."""
    open_shops(Directory(platform.documents, platform.clock), platform.settings)
    sign_up(platform.documents, platform.clock())
    state = f"{_digest(catalogue)} {platform.settings.api_endpoint} {_LAYOUT}"
    seeded = platform.documents.get(SEEDS, DEMO)
    if seeded and seeded.body["state"] == state:
        return
    for client_id, products in local.catalogue.load(catalogue).items():
        placed = [_at(product, platform.settings.api_endpoint) for product in products]
        Catalogue(ClientDocuments(platform.documents, client_id)).put(placed)
        for product in products:
            _store_front(platform.files, product, catalogue)
    platform.documents.replace(SEEDS, DEMO, {"state": state})


def _store_front(files: Files, product: Product, catalogue: Path) -> None:
    """The picture at the product's own address `/shop/frames/…`, where try-on finds it."""
    if address := product.images.try_on_png:
        content = (catalogue / address.removeprefix(_SERVED)).read_bytes()
        files.put(path_of(product.client_id, product.product_id), content, CONTENT_TYPE)


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
