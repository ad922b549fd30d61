"""An uploaded picture, decoded safely: judged by its content, not its name, and bounded before it is expanded."""

import warnings
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shared.faces.refusal import FaceRefused
from shared.faces.rgb import READABLE_MODES, small_rgb

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 25_000_000
MAX_SIDE_PX = 16_384  # beyond it the row table alone costs more than the pixels
LONGEST_SIDE_PX = 1280  # the landmark model looks at 256 px of the face; more costs time and tells it nothing
SEARCHED_SIDE_PX = 4096  # where no face is seen at first: one of 3 % of the width has 123 px there, 38 px otherwise

# Pillow warns from 89 megapixels on; the bound above is refused long before.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

_ORIENTATION_TAG = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Photo:
    """`pixels` is height × width × 3, RGB, upright by the picture's own orientation mark, at most as long as asked
    for on its longest side. `original_size` is width and height as stored. Nothing else of the file is kept."""

    pixels: NDArray[np.uint8]
    original_size: tuple[int, int]


def decode(content: bytes, longest_px: int = LONGEST_SIDE_PX) -> Photo:
    """The first picture in `content`, its longest side at most `longest_px`.

    Raises `FaceRefused`: PAYLOAD_TOO_LARGE above 8 MB or 25 megapixels (by the header, before any pixel is
    decoded), IMAGE_UNREADABLE for whatever is no complete picture in a format we take.
    """
    if len(content) > MAX_BYTES:
        raise FaceRefused("PAYLOAD_TOO_LARGE")
    try:
        with _open(content) as image:
            return _read(image, longest_px)
    except (FaceRefused, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise FaceRefused("PAYLOAD_TOO_LARGE") from None
    except Exception:  # noqa: BLE001 - codecs raise whatever they like on hostile bytes; their text is not for logs
        raise FaceRefused("IMAGE_UNREADABLE") from None


def _open(content: bytes) -> Image.Image:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        from pillow_heif import register_heif_opener  # its library is loaded for the first such photo only

        register_heif_opener()
        return Image.open(BytesIO(content), formats=("HEIF", *FORMATS))
    return Image.open(BytesIO(content), formats=FORMATS)


def _read(image: Image.Image, longest_px: int) -> Photo:
    size = image.size
    if size[0] * size[1] > MAX_PIXELS or max(size) > MAX_SIDE_PX:
        raise FaceRefused("PAYLOAD_TOO_LARGE")
    if image.mode not in READABLE_MODES:
        raise FaceRefused("IMAGE_UNREADABLE")
    orientation = image.getexif().get(_ORIENTATION_TAG)
    enough = longest_px * 4 // 5  # a large JPEG is decoded at a half, a quarter or an eighth, and not twice as large
    image.draft(None, (enough, enough))
    image.load()
    small = small_rgb(image, longest_px)
    if orientation in _TURNS:
        small = small.transpose(_TURNS[orientation])
    return Photo(np.asarray(small), size)
