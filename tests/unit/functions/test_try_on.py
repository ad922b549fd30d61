"""Try-on over the function's own door: who may, what comes back, what is kept."""

import base64
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Response
from PIL import Image
from werkzeug.datastructures import FileStorage

from functions.try_on import main
from shared.accounts.directory import Directory
from shared.catalogue.repository import Catalogue
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.consent import Consents
from shared.shopper.session import Session, Sessions
from shared.tryon.pictures import Fronts, path_of, store
from shared.web.function import HttpFunction
from tests.support import KEY, OTHER_KEY, ask, client, error_of
from tests.unit.tryon.fronts import picture, png, product

ASSETS = Path(os.environ.get("AID_ASSETS", Path(__file__).parents[3] / ".cache" / "assets"))
PATH = "/v1/ai/try-on"

Post = Callable[..., Response]


@pytest.fixture(scope="module")
def engine() -> Iterator[MediapipeLandmarks]:
    landmarks = MediapipeLandmarks(ASSETS / "face_landmarker.task")
    yield landmarks
    landmarks.close()


@pytest.fixture(scope="module")
def astronaut() -> Image.Image:
    return Image.open(ASSETS / "astronaut.png").convert("RGB").crop((90, 0, 390, 300))


def _jpeg(image: Image.Image, **options: Any) -> bytes:
    content = BytesIO()
    image.save(content, "JPEG", quality=90, **options)
    return content.getvalue()


@pytest.fixture(scope="module")
def selfie(astronaut: Image.Image) -> bytes:
    return _jpeg(astronaut.resize((600, 600)))


@pytest.fixture
def agreed(sessions: Sessions, session: Session, platform: Platform, documents: ClientDocuments) -> Session:
    consents = Consents(documents, sessions, platform.clock, platform.new_id)
    consents.grant(session, version="1", current="1", retention=timedelta(days=1))
    return session


@pytest.fixture
def wired(platform: Platform, documents: ClientDocuments, engine: MediapipeLandmarks) -> Platform:
    """A frame `f-1` with its picture; `bare` without an address, `away` without a stored picture."""
    bare = product().images.model_copy(update={"try_on_png": None})
    Catalogue(documents).put([product(), product(product_id="bare", images=bare), product(product_id="away")])
    theirs = ClientDocuments(platform.documents, "two")
    Catalogue(theirs).put([product(product_id="theirs", client_id="two")])
    for id, owner in (("f-1", "one"), ("theirs", "two")):
        store(platform.files, product(product_id=id, client_id=owner), png(picture()))
    return replace(platform, landmarks=lambda: engine)


@pytest.fixture
def post(wired: Platform, agreed: Session, selfie: bytes, monkeypatch: pytest.MonkeyPatch) -> Post:
    """`post(product_id=…, image=…, session=…, key=…, headers=…)`: a form, all of it right unless changed."""
    monkeypatch.setattr(main, "_fronts", Fronts())
    function = HttpFunction("try_on", lambda: wired, deployment=main.function.deployment)
    function.routes = main.function.routes

    def send(
        image: bytes = selfie,
        *,
        session: str = agreed.session_id,
        product_id: str = "f-1",
        without: tuple[str, ...] = (),
        **given: Any,
    ) -> Response:
        form = {"sessionId": session, "productId": product_id, "image": FileStorage(BytesIO(image), "me.jpg")}
        data = {name: value for name, value in form.items() if name not in without}
        return ask(
            function, "POST", PATH, **{"key": KEY, "data": data, "content_type": "multipart/form-data", **given}
        )

    return send


def _image(response: Response) -> Image.Image:
    assert response.status_code == 200, response.get_data(as_text=True)[:300]
    return Image.open(BytesIO(response.get_data()))


def _refused(response: Response) -> tuple[int, str]:
    error = error_of(response)
    assert error["message"].endswith((".", "?"))
    return response.status_code, error["code"]


def test_the_photo_comes_back_with_the_frame_on(post: Post, astronaut: Image.Image) -> None:
    """C7: at the photo's size, a PNG, kept by nobody on the way."""
    response = post()
    image = _image(response)
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (600, 600))
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Request-Id"]
    before = np.asarray(astronaut.resize((600, 600))).astype(int)
    blue = (np.asarray(image).astype(int) - before)[..., 2] > 60
    assert 0.003 < blue.mean() < 0.1


def test_a_webp_where_that_is_preferred(post: Post) -> None:
    response = post(headers={"Accept": "image/avif,image/webp,*/*;q=0.8"})
    assert response.headers["Content-Type"] == "image/webp"
    assert _image(response).format == "WEBP"


def test_a_photo_in_json(post: Post, selfie: bytes, agreed: Session) -> None:
    body = {"sessionId": agreed.session_id, "productId": "f-1", "image": base64.b64encode(selfie).decode()}
    assert _image(post(data=json.dumps(body), content_type="application/json")).size == (600, 600)


def test_a_large_photo_comes_back_at_1600_px(post: Post, astronaut: Image.Image) -> None:
    assert _image(post(_jpeg(astronaut.resize((2400, 2000))))).size == (1600, 1333)


def test_a_photo_on_its_side_comes_back_upright(post: Post, astronaut: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = astronaut.resize((600, 500)).transpose(Image.Transpose.ROTATE_90)
    assert _image(post(_jpeg(turned, exif=exif))).size == (600, 500)
    assert _image(post(_jpeg(turned))).size == (600, 500)


def test_nothing_of_the_cameras_words_comes_back(post: Post, astronaut: Image.Image) -> None:
    """A2."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    for accept in ("image/png", "image/webp"):
        response = post(_jpeg(astronaut.resize((600, 600)), exif=exif), headers={"Accept": accept})
        assert b"SecretCamera" not in response.get_data()
        assert dict(_image(response).getexif()) == {}


def test_neither_photo_nor_picture_is_stored_or_logged(
    post: Post, platform: Platform, selfie: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """A2: also under an Idempotency-Key, whose answers are kept elsewhere."""
    files = platform.files.list("")
    before = _bytes_kept(platform)
    for _ in range(2):
        assert _image(post(headers={"Idempotency-Key": "again"})).size == (600, 600)
    assert platform.files.list("") == files
    assert _bytes_kept(platform) - before < 4096
    raw = b"".join(file.read_bytes() for file in platform.settings.data_dir.rglob("*") if file.is_file())
    assert selfie[200:230] not in raw
    assert base64.b64encode(selfie[200:230]) not in raw
    logged = capfd.readouterr()
    assert base64.b64encode(selfie[200:230]).decode() not in logged.out + logged.err
    assert len(logged.out) < 4000


def _bytes_kept(platform: Platform) -> int:
    """Of documents; the store's own pages and log take more, whatever is in them."""
    with closing(sqlite3.connect(platform.settings.data_dir / "documents.sqlite")) as store:
        return int(store.execute("SELECT TOTAL(LENGTH(body)) FROM documents").fetchone()[0])


def test_it_needs_consent(post: Post, sessions: Sessions) -> None:
    silent = sessions.start(
        user_id="somebody", platform="html", lifetime=timedelta(days=1), retention=timedelta(days=1)
    )
    assert _refused(post(session=silent.session_id)) == (403, "CONSENT_REQUIRED")


def test_it_can_be_switched_off(post: Post, platform: Platform) -> None:
    features = {**client("one").features, "virtualTryOn": False}
    Directory(platform.documents, platform.clock).save(client("one", features=features))
    assert _refused(post()) == (403, "FEATURE_DISABLED")


@pytest.mark.parametrize("product_id", ["unheard-of", "theirs", "bare"])
def test_frames_that_are_not_there_to_try(product_id: str, post: Post) -> None:
    """Another shop's frame looks like none."""
    assert _refused(post(product_id=product_id)) == (404, "NOT_FOUND")


def test_another_shops_session_looks_like_none(post: Post) -> None:
    assert _refused(post(key=OTHER_KEY, product_id="theirs")) == (404, "NOT_FOUND")


def test_a_picture_that_has_not_been_brought_is_said_with_when_to_come_back(post: Post) -> None:
    response = post(product_id="away")
    assert _refused(response) == (503, "UNAVAILABLE")
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize("content", [b"", b"no picture", png(Image.new("RGBA", (600, 200)))])
def test_a_stored_picture_that_is_damaged_is_no_unforeseen_error(
    content: bytes, post: Post, platform: Platform
) -> None:
    platform.files.put(path_of("one", "f-1"), content, "image/png")
    assert _refused(post()) == (503, "UNAVAILABLE")


def test_without_the_engine_it_is_unavailable(
    post: Post, wired: Platform, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    object.__setattr__(wired, "landmarks", platform.landmarks)  # whose model is absent
    assert _refused(post()) == (503, "UNAVAILABLE")


@pytest.mark.parametrize("missing", ["sessionId", "productId", "image"])
def test_what_is_missing_is_named(missing: str, post: Post) -> None:
    response = post(without=(missing,))
    assert _refused(response) == (422, "INVALID_REQUEST")
    assert [detail["field"] for detail in error_of(response)["details"]] == [missing]


@pytest.mark.parametrize("product_id", ["../../photos/x", "a/b", "a" * 51, "", "ä", "a b", "a\x00b"])
def test_product_ids_that_are_none(product_id: str, post: Post) -> None:
    assert _refused(post(product_id=product_id)) == (422, "INVALID_REQUEST")


@pytest.mark.parametrize("product_id", ["..", ".", "__proto__"])
def test_odd_product_ids_are_not_found(product_id: str, post: Post) -> None:
    assert _refused(post(product_id=product_id))[1] in {"NOT_FOUND", "INVALID_REQUEST"}


def _plain(size: tuple[int, int], colour: str = "teal") -> bytes:
    return _jpeg(Image.new("RGB", size, colour))


@pytest.mark.parametrize(
    ("content", "status", "codes"),
    [
        (b"", 422, {"INVALID_REQUEST"}),
        (b"hello", 422, {"IMAGE_UNREADABLE"}),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, {"IMAGE_UNREADABLE"}),
        (_plain((6000, 6000)), 413, {"PAYLOAD_TOO_LARGE"}),
        (b"\xff\xd8\xff" + b"x" * (13 * 1024 * 1024), 413, {"PAYLOAD_TOO_LARGE"}),
        (_plain((500, 500)), 422, {"FACE_NOT_FOUND"}),
        (_plain((500, 500), "black"), 422, {"TOO_DARK"}),
        (_plain((500, 500), "white"), 422, {"TOO_BRIGHT"}),
        (_plain((1, 1)), 422, {"FACE_NOT_FOUND", "IMAGE_UNREADABLE"}),
    ],
)
def test_what_is_no_photo_of_a_face(content: bytes, status: int, codes: set[str], post: Post) -> None:
    got = _refused(post(content))
    assert got[0] == status
    assert got[1] in codes


def test_two_faces_are_refused(post: Post, astronaut: Image.Image) -> None:
    pair = Image.new("RGB", (600, 300))
    pair.paste(astronaut, (0, 0))
    pair.paste(astronaut, (300, 0))
    assert _refused(post(_jpeg(pair))) == (422, "MULTIPLE_FACES")


def test_only_photos_are_taken(post: Post) -> None:
    assert _refused(post(data=b"x", content_type="text/plain")) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_it_is_posted(wired: Platform) -> None:
    function = HttpFunction("try_on", lambda: wired)
    function.routes = main.function.routes
    assert ask(function, "GET", PATH, key=KEY).status_code == 405
