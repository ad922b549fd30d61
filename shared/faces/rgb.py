"""Any picture mode to small 8-bit RGB, without a second picture of full size in memory."""

import numpy as np
from PIL import Image

_BAND_ROWS = 64  # rows of the result that are converted at a time
_SIXTEEN_BIT = ("I;16", "I;16L", "I;16B", "I;16N")
_WITH_ALPHA = ("RGBA", "LA", "PA", "RGBa", "La")
_PLAIN = ("RGB", "L", "1", "CMYK", "YCbCr", "LAB", "HSV", "P", "RGBX", "I")
READABLE_MODES = frozenset((*_SIXTEEN_BIT, *_WITH_ALPHA, *_PLAIN))


def small_rgb(image: Image.Image, longest: int) -> Image.Image:
    """RGB, alpha laid on white, longest side at most `longest` pixels.

    Bands of rows are converted and reduced by a whole factor (a box filter), so that beside the decoded picture only
    a band is held; what is left to the wanted size is resized at the end.
    """
    factor = max(image.size) // longest
    small = _to_rgb(image) if factor < 2 else _reduced(image, factor)
    excess = max(small.size) / longest
    if excess <= 1:
        return small
    width, height = (max(1, round(side / excess)) for side in small.size)
    return small.resize((width, height), Image.Resampling.BILINEAR)


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    width, height = (-(-side // factor) for side in image.size)
    out = Image.new("RGB", (width, height))
    for top in range(0, height, _BAND_ROWS):
        band = image.crop((0, top * factor, image.width, min((top + _BAND_ROWS) * factor, image.height)))
        out.paste(_to_rgb(band).reduce(factor), (0, top))
    return out


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    if image.mode in _SIXTEEN_BIT or image.mode == "I":
        return _from_sixteen_bit(image)
    if image.mode in _WITH_ALPHA or "transparency" in image.info:
        return _on_white(image)
    return image.convert("RGB")


def _from_sixteen_bit(image: Image.Image) -> Image.Image:
    """Full range to full range: 65535 / 257 = 255. Pillow's own conversion would clip at 255."""
    grey = np.clip(np.asarray(image), 0, 65535) // 257
    return Image.fromarray(grey.astype(np.uint8)).convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    coloured = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(coloured, mask=coloured.getchannel("A"))
    return white
