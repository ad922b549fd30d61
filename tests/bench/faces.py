"""A face analysis over HTTP against decoding and finding once; large photos and small faces against 1024 px."""

import io
import os
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from local.functions import ROOT
from shared.faces.analysis import analyse_photo
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.bench.figure import Figure
from tests.bench.served import CLIENT, KEY, served
from tests.bench.turns import turn
from tests.journey.shop import Shop

ASSETS = Path(os.environ.get("AID_ASSETS", ROOT / ".cache" / "assets"))
RUNS, TURNS = 10, 4


def selfie() -> bytes:
    """A JPEG of 1024 px that a face fills as in a photo taken at arm's length."""
    return _jpeg(_portrait(1024))


def large(side_px: int, place: tuple[int, int]) -> bytes:
    """A JPEG of 4096 × 3072 px, with a portrait of this side in this place."""
    wall = Image.new("RGB", (4096, 3072), (120, 130, 140))
    wall.paste(_portrait(side_px), place)
    return _jpeg(wall)


def _portrait(side_px: int) -> Image.Image:
    portrait = Image.open(ASSETS / "astronaut.png").convert("RGB").crop((110, 0, 340, 230))
    return portrait.resize((side_px, side_px), Image.Resampling.LANCZOS)


def _jpeg(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=90)
    return content.getvalue()


def measure() -> list[Figure]:
    photo = selfie()
    engine = MediapipeLandmarks(ASSETS / "face_landmarker.task")
    with served() as (port, _):
        shop = Shop(f"http://127.0.0.1:{port}", KEY)
        session = shop.start(clientId=CLIENT)
        shop.consent(session)

        connection = HTTPConnection("127.0.0.1", port)  # kept open and fed ready-made bytes, as a browser does
        edge, body = encode_multipart({"sessionId": session, "image": FileStorage(io.BytesIO(photo), "me.jpg")})
        headers = {"X-API-Key": KEY, "Content-Type": f"multipart/form-data; boundary={edge}"}

        def over_http() -> None:
            connection.request("POST", "/v1/ai/face-analyze", body, headers)
            answer = connection.getresponse()
            assert answer.read()
            assert answer.status == 200

        def plain() -> None:
            assert engine.detect(np.asarray(Image.open(io.BytesIO(photo)).convert("RGB")))

        # In turns of several each: two engines that alternate picture by picture would disturb each other.
        turns = [(turn(over_http, RUNS), turn(plain, RUNS)) for _ in range(TURNS + 1)][1:]
    ours, theirs = (median(ms for turn in side for ms in turn) for side in zip(*turns, strict=True))
    # Three looks at each face and a judgement of what covers it: one look keeps the shape in 88 % of changed photos.
    http = Figure("face-analyze over HTTP, 1024 px JPEG", ours, "ms", theirs, "decode + raw detect", 4.5)
    sizes = _sizes(engine)
    engine.close()
    return [http, *sizes]


def _sizes(engine: MediapipeLandmarks) -> list[Figure]:
    def analysed(photo: bytes) -> float:
        return median(turn(lambda: analyse_photo(photo, engine), RUNS))

    usual = analysed(selfie())
    near, far = analysed(large(3072, (500, 0))), analysed(large(316, (2600, 1700)))
    return [
        Figure("face analysis, 4096 px JPEG", near, "ms", usual, "1024 px", 2.5),
        Figure("face of 3 % of a 4096 px JPEG", far, "ms", usual, "1024 px", 15),
    ]
