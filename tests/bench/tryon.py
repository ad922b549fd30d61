"""A try-on over HTTP, against decoding the same picture, finding the landmarks and encoding it in this process."""

import io
from collections.abc import Callable
from http.client import HTTPConnection
from statistics import median

import numpy as np
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from local.demo import TRAINING
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from shared.tryon.encode import encoded
from tests.bench.faces import ASSETS, selfie
from tests.bench.figure import Figure
from tests.bench.served import served
from tests.bench.turns import turn
from tests.journey.shop import Shop

FRAME = "fjell-01-tortoise-brown-44"
AIM_MS = 150
RUNS, TURNS = 8, 4


def measure() -> list[Figure]:
    photo = selfie()
    engine = MediapipeLandmarks(ASSETS / "face_landmarker.task")
    with served() as (port, _):
        shop = Shop(f"http://127.0.0.1:{port}", TRAINING.key)
        session = shop.start(clientId=TRAINING.client_id)
        shop.consent(session)
        connection = HTTPConnection("127.0.0.1", port)
        form = {"sessionId": session, "productId": FRAME, "image": FileStorage(io.BytesIO(photo), "me.jpg")}
        edge, body = encode_multipart(form)
        headers = {"X-API-Key": TRAINING.key, "Content-Type": f"multipart/form-data; boundary={edge}"}

        def over_http(media_type: str) -> Callable[[], None]:
            def once() -> None:
                connection.request("POST", "/v1/ai/try-on", body, {**headers, "Accept": media_type})
                answer = connection.getresponse()
                assert answer.read()
                assert answer.status == 200

            return once

        def plain(media_type: str) -> Callable[[], None]:
            def once() -> None:
                picture = np.asarray(Image.open(io.BytesIO(photo)).convert("RGB"))
                assert engine.detect(picture)
                assert encoded(picture, media_type)

            return once

        figures = []
        for media_type in ("image/png", "image/webp"):
            turns = [(turn(over_http(media_type), RUNS), turn(plain(media_type), RUNS)) for _ in range(TURNS + 1)][1:]
            ours, theirs = (median(ms for turn in side for ms in turn) for side in zip(*turns, strict=True))
            name = f"try-on over HTTP, 1024 px JPEG to {media_type.partition('/')[2].upper()}"
            baseline = "decode + raw detect + encode"
            figures.append(Figure(name, ours, "ms", theirs, baseline, AIM_MS, on_ratio=False))
    engine.close()
    return figures
