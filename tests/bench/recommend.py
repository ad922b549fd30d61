"""A recommendation's own time inside the function, at two sizes of catalogue."""

import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import local.catalogue
from functions.auth.main import function as auth
from functions.recommend.main import function as recommend
from local.serve import CATALOGUE
from shared.accounts.directory import Directory
from shared.catalogue.product import Product
from shared.catalogue.repository import Catalogue
from shared.faces.measurement import Length
from shared.faces.result import FaceResult, Pose
from shared.platform import log
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform, connect
from shared.shopper import face_record
from tests.bench.figure import Figure
from tests.support import KEY, ask, client

RUNS = 60
FACE = FaceResult(
    "oval",
    {"heart": 0.1, "oblong": 0.1, "oval": 0.6, "round": 0.1, "square": 0.1},
    {"faceWidth": Length(139.0, 6.0), "pupillaryDistance": Length(63.0, 3.0), "bridgeWidth": Length(18.0, 2.0)},
    "medium",
    Pose(1.0, 2.0, 0.0),
)
WISHES = {"items": [{"slot": "category", "value": "sunglasses", "hard": True}, {"slot": "colour", "value": "black"}]}


def measure() -> list[Figure]:
    return [_at(240, 10.0), _at(20_000, 30.0)]


def _at(size: int, bound_ms: float) -> Figure:
    with TemporaryDirectory() as folder:
        platform = connect(Settings(Path(folder), "http://127.0.0.1:8080", Path("absent"), b"s", "ERROR", "bench"))
        log.configure("ERROR")
        session = _prepare(platform, size)
        path = f"/v1/recommendations?sessionId={session}&limit=10"
        for function in (auth, recommend):
            function.__dict__.update(_platform=platform)
            function.__dict__.pop("_guards", None)
        ask(recommend, "GET", path, key=KEY)  # builds the index
        ours = median(_ms(recommend, path) for _ in range(RUNS))
        least = median(_ms(auth, "/v1/auth/verify") for _ in range(RUNS))
    return Figure(f"recommend at {size} products", ours, "ms", least, "key check alone", bound_ms, on_ratio=False)


def _prepare(platform: Platform, size: int) -> str:
    directory = Directory(platform.documents, platform.clock)
    directory.save(client("one", rate_limit=client("one").rate_limit.model_copy(update={"burst": 10**6})))
    directory.add_key(KEY, "one", "publishable")
    documents = ClientDocuments(platform.documents, "one")
    Catalogue(documents).put(islice(_products(), size))
    body = {
        "sessionId": "bench",
        "userId": "u",
        "platform": "html",
        "createdAt": "2026-01-01T00:00:00.000Z",
        "expiresAt": "2999-01-01T00:00:00.000Z",
        "locale": None,
        "productId": None,
        "wishes": WISHES,
        "face": {"analysisId": "a", **face_record.to_body(FACE)},
        "consent": {},
        "recommendations": [],
        "qualityScore": None,
    }
    documents.create("sessions", "bench", body)
    return "bench"


def _products() -> Iterator[Product]:
    """The demo's frames over and over, under new names."""
    frames = local.catalogue.load(CATALOGUE)["training-client"]
    for number in count():
        for frame in frames:
            names = {"product_id": f"{frame.product_id}-{number}", "model_id": f"{frame.model_id}-{number}"}
            yield frame.model_copy(update={**names, "client_id": "one"})


def _ms(function: object, path: str) -> float:
    started = time.perf_counter()
    response = ask(function, "GET", path, key=KEY)  # type: ignore[arg-type]
    assert response.status_code == 200, response.get_data()
    return (time.perf_counter() - started) * 1000
