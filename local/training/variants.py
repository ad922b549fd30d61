"""The same portrait, taken a little differently: what no face shape should hang on."""

import io
from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageOps

Change = Callable[[Image.Image], Image.Image]


def _tilted(degrees: float) -> Change:
    return lambda picture: picture.rotate(degrees, Image.Resampling.BICUBIC)


def _wide(pixels: int) -> Change:
    return lambda picture: picture.resize(
        (pixels, round(picture.height * pixels / picture.width)), Image.Resampling.LANCZOS
    )


def _exposed(stops: float) -> Change:
    """In linear light: IEC 61966-2-1."""

    def changed(picture: Image.Image) -> Image.Image:
        level = np.asarray(picture, dtype=np.float64) / 255
        light = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4) * 2.0**stops
        again = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
        return Image.fromarray((again.clip(0, 1) * 255).round().astype(np.uint8))

    return changed


def _cropped(left: float, top: float, right: float, bottom: float) -> Change:
    """By shares of the sides."""
    return lambda picture: picture.crop(
        (
            round(picture.width * left),
            round(picture.height * top),
            round(picture.width * (1 - right)),
            round(picture.height * (1 - bottom)),
        )
    )


def _compressed(picture: Image.Image) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=60)
    return Image.open(file).convert("RGB")


VARIANTS: Mapping[str, Change] = {
    **{f"tilted {degrees:+}°": _tilted(degrees) for degrees in (-15, -10, -5, 5, 10, 15)},
    **{f"{pixels} px wide": _wide(pixels) for pixels in (256, 512, 1024, 2048)},
    "JPEG 60": _compressed,
    "a stop darker": _exposed(-1),
    "a stop brighter": _exposed(1),
    "cropped left and below": _cropped(0.08, 0, 0, 0.05),
    "cropped above and right": _cropped(0, 0.05, 0.08, 0),
    "cropped all round": _cropped(0.06, 0.06, 0.06, 0.06),
    "mirrored": ImageOps.mirror,
}
