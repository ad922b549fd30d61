"""A front drawn from its measurements: a rim around two round holes, joined by a bridge."""

from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from shared.catalogue.product import Images, Lens, Product
from shared.tryon.layer import FrameLayer
from shared.tryon.pictures import layer_of
from tests.unit.discovery.frames import frame

PX_PER_MM = 5.0
LENS_WIDTH, LENS_HEIGHT, BRIDGE, RIM = 50.0, 40.0, 18.0, 4.0
FRAME_WIDTH = 2 * LENS_WIDTH + BRIDGE + 2 * RIM
ANCHOR = (FRAME_WIDTH / 2 * PX_PER_MM + 10, 60.0)
BLUE, RED = (30, 60, 200), (200, 60, 30)
MARKED_WIDTH = FRAME_WIDTH - 12


def product(**changes: Any) -> Product:
    images = Images(
        front="https://shop.example/f.png",
        try_on_png="https://shop.example/t.png",
        px_per_mm=PX_PER_MM,
        bridge_anchor_px=ANCHOR,
    )
    facts: dict[str, Any] = {
        "client_id": "one",
        "lens_width": LENS_WIDTH,
        "lens_height": LENS_HEIGHT,
        "bridge": BRIDGE,
        "frame_width": FRAME_WIDTH,
        "images": images,
    }
    return frame(**{"product_id": "f-1", **facts, **changes})


def picture(colour: tuple[int, int, int] = BLUE, lens: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Image.Image:
    """RGBA, with a margin of 10 px around the front."""
    width, height = (round(side * PX_PER_MM) for side in (FRAME_WIDTH, LENS_HEIGHT + 2 * RIM))
    image = Image.new("RGBA", (width + 20, height + 20))
    pen = ImageDraw.Draw(image)
    for left in (0.0, RIM + LENS_WIDTH + BRIDGE - RIM):
        outer = [10 + left * PX_PER_MM, 10, 10 + (left + LENS_WIDTH + 2 * RIM) * PX_PER_MM - 1, 10 + height - 1]
        pen.rounded_rectangle(outer, 40, fill=(*colour, 255))
        rim = RIM * PX_PER_MM
        pen.rounded_rectangle([outer[0] + rim, 10 + rim, outer[2] - rim, outer[3] - rim], 30, fill=lens)
    middle = image.width / 2
    pen.rectangle([middle - BRIDGE * 2.5, ANCHOR[1], middle + BRIDGE * 2.5, ANCHOR[1] + 30], fill=(*colour, 255))
    return image


def marked() -> Image.Image:
    """Blue, with red ends."""
    image = picture()
    for column in range(image.width):
        if abs(column + 0.5 - image.width / 2) > MARKED_WIDTH / 2 * PX_PER_MM:
            image.paste(RED, (column, 0, column + 1, image.height), image.crop((column, 0, column + 1, image.height)))
    return image


def png(image: Image.Image) -> bytes:
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def layer(image: Image.Image | None = None, **changes: Any) -> FrameLayer:
    return layer_of(png(image or picture()), product(**changes))


def bare_layer(image: Image.Image, **changes: Any) -> FrameLayer:
    """As read, before its lenses are looked at."""
    return FrameLayer(np.asarray(image), PX_PER_MM, ANCHOR, product(**changes))


TINTED = Lens(category=3, tau=15.0, colour="grey")
