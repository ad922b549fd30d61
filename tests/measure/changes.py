"""The same portrait changed in ways that leave the face what it is."""

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image

WIDTHS_PX = (256, 512, 1024, 2048)
TILTS_DEG = (-15, -10, -5, 5, 10, 15)
CROPS = ((0.08, 0, 1, 1), (0, 0, 0.92, 1), (0, 0, 1, 0.85), (0.05, 0.04, 0.95, 0.9))  # left, top, right, bottom


def changes(image: Image.Image) -> Iterator[tuple[str, Image.Image]]:
    """Kinds of change with changed pictures."""
    for width in WIDTHS_PX:
        height = round(image.height * width / image.width)
        yield "rescaled", image.resize((width, height), Image.Resampling.LANCZOS)
    for angle in TILTS_DEG:
        yield "tilted", tilted(image, angle)
    for crop in CROPS:
        yield "cropped", cropped(image, *crop)
    for stops in (-1, 1):
        yield "one stop", exposed(image, stops)
    yield "JPEG 60", saved(image, 60)


def cropped(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """The part between these shares of its sides."""
    width, height = image.size
    return image.crop((round(left * width), round(top * height), round(right * width), round(bottom * height)))


def tilted(image: Image.Image, degrees: float) -> Image.Image:
    """Counter-clockwise, at the same size; the background goes on beyond the edges."""
    margin = max(image.size) // 4
    wide = np.pad(np.asarray(image), ((margin, margin), (margin, margin), (0, 0)), mode="edge")
    turned = Image.fromarray(wide).rotate(degrees, Image.Resampling.BICUBIC)
    return turned.crop((margin, margin, margin + image.width, margin + image.height))


def exposed(image: Image.Image, stops: float) -> Image.Image:
    """Light times two to the power of `stops`, at a gamma of 2.2."""
    light = (np.asarray(image) / 255) ** 2.2 * 2.0**stops
    return Image.fromarray((np.clip(light, 0, 1) ** (1 / 2.2) * 255).round().astype(np.uint8))


def saved(image: Image.Image, quality: int) -> Image.Image:
    content = io.BytesIO()
    image.save(content, "JPEG", quality=quality)
    return Image.open(content).convert("RGB")
