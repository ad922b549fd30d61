"""`python -m tests.measure.tryon_sheet PORTRAITS_FOLDER OUT.png [FROM TO]`: frames on every portrait, to look at.

Three frames of the demo catalogue on each photo that is accepted, three times as large; FROM and TO choose portraits
by their place in the folder. The sheet holds the portraits, so it stays where they may be.
"""

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from local.setup.places import CACHE
from shared.catalogue.product import Product
from shared.faces.locate import Face, locate
from shared.faces.photo import decode
from shared.faces.refusal import FaceRefused
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from shared.tryon.layer import FrameLayer
from shared.tryon.pictures import layer_of
from shared.tryon.wear import wear

CATALOGUE, MODEL = CACHE / "catalogue", CACHE / "assets" / "face_landmarker.task"
SMALL_ACETATE, THIN_METAL, LARGE_SUN = (
    "fjell-01-tortoise-brown-44",
    "osterlind-air-14-gold-47",
    "harbourline-mooring-navy-55",
)
ACROSS, ENLARGED, TILE = 2, 3, (480, 420)


def frame(product_id: str) -> FrameLayer:
    """A frame of the demo catalogue, ready to be worn."""
    shops = json.loads((CATALOGUE / "products.json").read_text("utf-8"))
    row = next(row for rows in shops.values() for row in rows if row["productId"] == product_id)
    content = (CATALOGUE / "frames" / product_id / "tryon.png").read_bytes()
    return layer_of(content, Product.model_validate(row))


def tile(face: Face, picture: NDArray[np.uint8]) -> Image.Image:
    """The part of the picture around the eyes, enlarged."""
    enlarged = Image.fromarray(picture).resize(
        (picture.shape[1] * ENLARGED, picture.shape[0] * ENLARGED), Image.Resampling.BICUBIC
    )
    x, y = face.landmarks[[468, 473], :2].mean(axis=0) * ENLARGED
    left, top = round(x - TILE[0] / 2), round(y - TILE[1] * 0.4)
    return enlarged.crop((left, top, left + TILE[0], top + TILE[1]))


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    first, last = (int(number) for number in (sys.argv[3:5] or ("0", "1000")))
    frames = [frame(product_id) for product_id in (SMALL_ACETATE, THIN_METAL, LARGE_SUN)]
    engine = MediapipeLandmarks(MODEL)
    rows = []
    for photo in sorted(folder.glob("*.jpg"))[first:last]:
        try:
            face = locate(decode(photo.read_bytes()).pixels, engine)
        except FaceRefused as refused:
            print(photo.name, refused.code)
            continue
        rows.append([tile(face, wear(face, layer)) for layer in frames])
    engine.close()
    tiles = len(frames) * ACROSS
    sheet = Image.new("RGB", (TILE[0] * tiles, TILE[1] * -(-len(rows) // ACROSS)))
    for place, row in enumerate(rows):
        for column, picture in enumerate(row):
            at = (place % ACROSS * len(frames) + column) * TILE[0], place // ACROSS * TILE[1]
            sheet.paste(picture, at)
    sheet.save(out)


if __name__ == "__main__":
    main()
