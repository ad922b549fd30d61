"""The frames' pictures that try-on draws with: kept in our own files, a shop's own apart from all others.

No shop's server is asked while a shopper waits: a picture is brought here when the catalogue is (`python -m local.ops
store-fronts`), checked as it comes, and a few ready-made fronts stay in the process.
"""

from collections import OrderedDict
from collections.abc import Callable
from io import BytesIO
from threading import Lock
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shared.catalogue.product import Product
from shared.platform.ports.files import FileMissing, Files
from shared.tryon.layer import FrameLayer
from shared.tryon.lens import glazed

FOLDER = "frames"
CONTENT_TYPE = "image/png"
MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 4_000_000
KEPT_FRAMES, KEPT_S = 32, 600.0
_LEAST_WIDTH, _MOST_WIDTH = 0.7, 1.3  # of the catalogue's frame width: beyond, scale and picture are not of one frame


class NoPicture(Exception):
    """The frame cannot be drawn; the text says why in plain words."""


def path_of(client_id: str, product_id: str) -> str:
    return f"{FOLDER}/{client_id}/{product_id}.png"


def store(files: Files, product: Product, content: bytes) -> None:
    """Raises `NoPicture` for what try-on could not use."""
    layer_of(content, product)
    files.put(path_of(product.client_id, product.product_id), content, CONTENT_TYPE)


def layer_of(content: bytes, product: Product) -> FrameLayer:
    """A product's try-on picture, decoded and checked. Raises `NoPicture`."""
    images = product.images
    if images.px_per_mm is None or images.bridge_anchor_px is None or not images.px_per_mm > 0:
        raise NoPicture("the product does not say pxPerMm and bridgeAnchorPx of its try-on picture")
    layer = FrameLayer(_decoded(content), images.px_per_mm, images.bridge_anchor_px, product)
    if not layer.is_drawn:
        raise NoPicture("the try-on picture is empty, or its lenses and ground are not transparent")
    if not (0 <= layer.anchor_px[0] <= layer.rgba.shape[1] and 0 <= layer.anchor_px[1] <= layer.rgba.shape[0]):
        raise NoPicture("bridgeAnchorPx lies outside the try-on picture")
    if not _LEAST_WIDTH <= layer.width_mm / product.frame_width <= _MOST_WIDTH:
        raise NoPicture(f"by pxPerMm the picture shows a front of {layer.width_mm:.0f} mm, not frameWidth")
    return glazed(layer)


def _decoded(content: bytes) -> NDArray[np.uint8]:
    if len(content) > MAX_BYTES:
        raise NoPicture(f"the try-on picture is larger than {MAX_BYTES // 1024} KiB")
    try:
        with Image.open(BytesIO(content), formats=("PNG", "WEBP")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise NoPicture(f"the try-on picture has more than {MAX_PIXELS // 1_000_000} megapixels")
            return np.asarray(image.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NoPicture("the try-on picture is no PNG or WebP that can be read") from None


class Fronts:
    """Fronts ready to be worn, the latest few of them kept for a while; safe under threads."""

    def __init__(self, clock_s: Callable[[], float] = monotonic) -> None:
        self._clock_s = clock_s
        self._kept: OrderedDict[str, tuple[Product, float, FrameLayer]] = OrderedDict()
        self._lock = Lock()

    def of(self, product: Product, files: Files) -> FrameLayer:
        """Raises `NoPicture`, and `StoreUnavailable` where the files cannot be reached."""
        path = path_of(product.client_id, product.product_id)
        with self._lock:
            product_then, until_s, layer = self._kept.get(path, (None, 0.0, None))
        if layer is not None and product_then == product and self._clock_s() < until_s:
            return layer
        try:
            layer = layer_of(files.get(path), product)
        except FileMissing:
            raise NoPicture("the try-on picture has not been brought into the store") from None
        self._keep(path, product, layer)
        return layer

    def _keep(self, path: str, product: Product, layer: FrameLayer) -> None:
        with self._lock:
            self._kept[path] = (product, self._clock_s() + KEPT_S, layer)
            self._kept.move_to_end(path)
            while len(self._kept) > KEPT_FRAMES:
                self._kept.popitem(last=False)
