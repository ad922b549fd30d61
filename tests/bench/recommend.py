"""A recommendation's own time inside the function at three sizes of catalogue: `python -m tests.bench recommend`.

The session has wishes, a measured face and a taste (frames liked and dismissed), and the shop has learnt a popularity
for every product. The baseline is a plain scan in numpy of as many vectors of 384 numbers, with the ten best.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from functions.recommend.main import function as recommend
from shared.accounts.directory import Directory
from shared.catalogue.repository import Catalogue
from shared.faces.measurement import Length
from shared.faces.result import FaceResult, Pose
from shared.learning.popularity import Tally, shard_of, to_text
from shared.learning.records import LEARNING, tallies_id
from shared.learning.rules import weight_at
from shared.platform import log
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform, connect
from shared.shopper import face_record
from tests.bench import grown
from tests.bench.figure import Figure
from tests.bench.turns import Work, turn
from tests.support import KEY, ask, client

RUNS, TURNS = 15, 4
LARGE, MOST_SCANS = 20_000, 2.0
FACE = FaceResult(
    "oval",
    {"heart": 0.1, "oblong": 0.1, "oval": 0.6, "round": 0.1, "square": 0.1},
    {"faceWidth": Length(139.0, 6.0), "pupillaryDistance": Length(63.0, 3.0), "bridgeWidth": Length(18.0, 2.0)},
    "medium",
    Pose(1.0, 2.0, 0.0),
)
WISHES = {"items": [{"slot": "category", "value": "sunglasses", "hard": True}, {"slot": "colour", "value": "black"}]}


def measure() -> list[Figure]:
    return [
        figure for size, bound_ms in ((240, 10.0), (20_000, 30.0), (100_000, 90.0)) for figure in _at(size, bound_ms)
    ]


def _at(size: int, bound_ms: float) -> list[Figure]:
    with TemporaryDirectory() as folder:
        platform = connect(Settings(Path(folder), "http://127.0.0.1:8080", Path("absent"), b"s", "ERROR", "bench"))
        log.configure("ERROR")
        path = f"/v1/recommendations?sessionId={_prepare(platform, size)}&limit=10"
        recommend.__dict__.update(_platform=platform)
        recommend.__dict__.pop("_guards", None)
        Catalogue(ClientDocuments(platform.documents, "one")).index()  # at this size a request may not wait for it
        work, scan = _asking(path), _scanning(size)
        work()
        turns = [(turn(work, RUNS), turn(scan, RUNS)) for _ in range(TURNS)]
    ours, least = (median(ms for one in side for ms in one) for side in zip(*turns, strict=True))
    name, named = f"recommend at {size} products", f"scan of {size} vectors"
    figures = [Figure(name, ours, "ms", least, named, bound_ms, on_ratio=False)]
    return figures + [Figure(f"{name}, ratio", ours, "ms", least, named, MOST_SCANS)] * (size >= LARGE)


def _asking(path: str) -> Work:
    def once() -> None:
        response = ask(recommend, "GET", path, key=KEY)
        assert response.status_code == 200, response.get_data()

    return once


def _scanning(size: int) -> Work:
    """What a search of vectors alone would cost."""
    random = np.random.default_rng(1)
    vectors, wanted = random.random((size, 384), np.float32), random.random(384, np.float32)

    def once() -> None:
        near = vectors @ wanted
        best = np.argpartition(near, -10)[-10:]
        best[np.argsort(-near[best])]

    return once


def _prepare(platform: Platform, size: int) -> str:
    directory = Directory(platform.documents, platform.clock)
    directory.save(client("one", rate_limit=client("one").rate_limit.model_copy(update={"burst": 10**6})))
    directory.add_key(KEY, "one", "publishable")
    documents = ClientDocuments(platform.documents, "one")
    catalogue = Catalogue(documents)
    catalogue.put(grown.products("one", size))
    ids = catalogue.index().product_ids
    _learn(documents, ids, platform.clock())
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
        "liked": list(ids[:: size // 6]),
        "dismissed": list(ids[1 :: size // 8]),
    }
    documents.create("sessions", "bench", body)
    return "bench"


def _learn(documents: ClientDocuments, product_ids: Sequence[str], now: datetime) -> None:
    """Each product was shown in 200 sessions and chosen in a share of them that is its own."""
    weight = weight_at(now)
    shards: dict[int, dict[str, Tally]] = defaultdict(dict)
    for place, product_id in enumerate(product_ids):
        chosen = place % 90 + 5
        shards[shard_of(product_id)][product_id] = Tally(0.5, weight * chosen, weight * 200, weight * chosen)
    for shard, tallies in shards.items():
        documents.create(LEARNING, tallies_id("one", shard), {"tallies": to_text(tallies, now)})
