import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable

import numpy as np
import pillow_heif
import pytest
from PIL import Image, features

from shared.faces.photo import LONGEST_SIDE_PX, MAX_BYTES, SEARCHED_SIDE_PX, decode
from shared.faces.refusal import FaceRefused

Encode = Callable[..., bytes]


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def heic(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    pillow_heif.from_pillow(picture).save(file)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(FaceRefused) as refused:
        decode(content)
    return refused.value.code


def difference(content: bytes, picture: Image.Image) -> float:
    return float(np.abs(decode(content).pixels.astype(int) - np.asarray(picture).astype(int)).mean())


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "MPO"])
def test_every_common_format_is_read_by_its_content(file_format: str, astronaut: Image.Image, encode: Encode) -> None:
    assert difference(encode(astronaut, file_format), astronaut) < 6


def test_heic_is_read(astronaut: Image.Image) -> None:
    assert difference(heic(astronaut), astronaut) < 6


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow is built without AVIF")
def test_avif_is_read(astronaut: Image.Image, encode: Encode) -> None:
    assert difference(encode(astronaut, "AVIF"), astronaut) < 6


@pytest.mark.parametrize(("mode", "file_format"), [("CMYK", "JPEG"), ("CMYK", "TIFF"), ("RGBA", "PNG"), ("P", "PNG")])
def test_other_colour_models_come_out_as_the_same_rgb(
    mode: str, file_format: str, astronaut: Image.Image, encode: Encode
) -> None:
    assert difference(encode(astronaut.convert(mode), file_format), astronaut) < (22 if mode == "P" else 6)


@pytest.mark.parametrize("file_format", ["PNG", "TIFF"])
def test_sixteen_bits_are_scaled_not_clipped(file_format: str, astronaut: Image.Image, encode: Encode) -> None:
    grey = astronaut.convert("L")
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    assert difference(encode(deep, file_format), grey.convert("RGB")) == 0


def test_transparency_lies_on_white(encode: Encode) -> None:
    clear = Image.new("RGBA", (20, 20), (200, 0, 0, 0))
    assert (decode(encode(clear)).pixels == 255).all()


@pytest.mark.parametrize("orientation", [2, 3, 4, 5, 6, 7, 8])
def test_the_exif_orientation_is_applied(orientation: int, encode: Encode) -> None:
    """A5: phones store pictures as the sensor lies and mark how they were held."""
    upright = Image.new("RGB", (40, 60), "black")
    upright.paste((250, 0, 0), (0, 0, 20, 30))
    inverse = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = decode(encode(upright.transpose(Image.Transpose(inverse)), "JPEG", exif=exif, quality=95))
    assert photo.pixels.shape == (60, 40, 3)
    assert photo.pixels[5, 5, 0] > 200
    assert photo.pixels[55, 5, 0] < 50
    assert photo.pixels[5, 35, 0] < 50


@pytest.mark.parametrize("file_format", ["JPEG", "PNG"])
def test_a_large_picture_is_made_small_and_its_own_size_kept(file_format: str, encode: Encode) -> None:
    photo = decode(encode(Image.new("RGB", (4000, 3000), (10, 120, 230)), file_format))
    assert photo.original_size == (4000, 3000)
    assert photo.pixels.shape == (960, LONGEST_SIDE_PX, 3)
    assert np.abs(photo.pixels[480, 640].astype(int) - (10, 120, 230)).max() <= 3


def test_a_large_picture_is_decoded_larger_to_be_searched(encode: Encode) -> None:
    content = encode(Image.new("RGB", (5000, 2500), (10, 120, 230)), "JPEG")
    assert decode(content, SEARCHED_SIDE_PX).pixels.shape == (2048, 4096, 3)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_truncated_picture_is_refused(file_format: str, cut: float, astronaut: Image.Image, encode: Encode) -> None:
    content = encode(astronaut, file_format)
    assert refusal(content[: int(len(content) * cut)]) == "IMAGE_UNREADABLE"


def test_a_truncated_heic_is_refused(astronaut: Image.Image) -> None:
    assert refusal(heic(astronaut)[:9000]) == "IMAGE_UNREADABLE"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"\0\0\0\x18ftypheic",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert refusal(content) == "IMAGE_UNREADABLE"


def test_formats_we_do_not_take_are_refused(astronaut: Image.Image, encode: Encode) -> None:
    assert refusal(encode(astronaut, "PPM")) == "IMAGE_UNREADABLE"
    assert refusal(encode(astronaut.convert("F"), "TIFF")) == "IMAGE_UNREADABLE"


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")  # the test runner undoes photo's own filter
@pytest.mark.parametrize("size", [(30000, 30000), (10000, 10000), (5001, 5001), (20000, 10)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    """Were it decoded first, its missing pixels would make it IMAGE_UNREADABLE."""
    assert refusal(png_header(*size)) == "PAYLOAD_TOO_LARGE"


def test_more_than_eight_megabytes_are_refused_unread() -> None:
    assert refusal(bytes(MAX_BYTES + 1)) == "PAYLOAD_TOO_LARGE"


def test_a_refusal_carries_nothing_of_the_file(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FaceRefused) as refused:
        decode(b"GIF89a secret bytes")
    assert "secret" not in str(refused.value)
    assert refused.value.__suppress_context__
    assert capfd.readouterr() == ("", "")


def test_a_25_megapixel_png_needs_little_more_memory_than_its_pixels(encode: Encode, astronaut: Image.Image) -> None:
    large = Image.new("RGBA", (5000, 5000), (90, 120, 150, 255))
    large.paste(astronaut, (2000, 2000))
    measure = (
        "import sys\n"
        "from shared.faces.photo import decode\n"
        "peak = lambda: int(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1]) // 1024\n"
        "content = sys.stdin.buffer.read()\n"
        "before = peak()\n"
        "decode(content)\n"
        "print(peak() - before)\n"
    )
    run = subprocess.run([sys.executable, "-c", measure], input=encode(large), capture_output=True, check=True)
    assert int(run.stdout) < 160  # the decoded pixels are 95 MB
