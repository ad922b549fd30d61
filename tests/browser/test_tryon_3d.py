"""C7: frames drawn from their 3D models stand where their pictures would, at true size, and go behind the head."""

import io
import json
import mimetypes
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page, Route

from local.setup.node import WIDGET
from local.setup.places import CACHE
from shared.faces.locate import Face, locate
from shared.faces.photo import decode
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.typescript import run_node

ORIGIN = "https://scene.example"
POLICY = "default-src 'none'; script-src 'self'; img-src 'self' https: data: blob:; connect-src 'self' blob:"
HTML = b'<!doctype html><title>Scene</title><body><script type="module" src="scene_page.js"></script>'
OWN = {"/": HTML, "/broken.glb": b"glTF, or so it says"}
CATALOGUE, MODEL = CACHE / "catalogue", CACHE / "assets" / "face_landmarker.task"
ACETATE, AVIATOR, TITANIUM = "calle-nove-bianca-ivory-48", "solbrisa-alto-gold-55", "osterlind-air-18-pale-gold-47"
ENLARGED = 3
GROUND = "#0000ff"  # no frame here is as blue, and a shadow on it has no red either
FRAME_RED = 40
WIDEST, NEAREST_MM = 0.01, 0.5
LOWER_MM = (4, 9)  # under the lenses' middles there is no temple, and the front is as wide as its lenses

Pixels = NDArray[np.bool_]


@dataclass(frozen=True)
class Drawn:
    """`frame`: where a frame was drawn."""

    frame: Pixels
    told: dict[str, Any]

    @property
    def sides(self) -> tuple[float, float]:
        """Mean left and right edge below the lenses' middles, mm."""
        x, y = self.told["lensMiddle"]
        scale = self.told["pxPerMm"]
        rows = self.frame[round(y + LOWER_MM[0] * scale) : round(y + LOWER_MM[1] * scale)]
        left, right = rows.argmax(axis=1).mean(), rows.shape[1] - rows[:, ::-1].argmax(axis=1).mean()
        return (left - x) / scale, (right - x) / scale

    @property
    def bottom(self) -> float:
        """mm below the lenses' middles."""
        lowest = np.flatnonzero(self.frame.any(axis=1))[-1]
        return float(lowest - self.told["lensMiddle"][1]) / float(self.told["pxPerMm"])

    def at(self, places: list[tuple[float, float]]) -> list[bool]:
        return [bool(self.frame[round(y), round(x)]) for x, y in places]


@pytest.fixture(scope="module")
def face(portrait: Path) -> Iterator[Face]:
    engine = MediapipeLandmarks(MODEL)
    yield locate(decode(portrait.read_bytes()).pixels, engine)
    engine.close()


@pytest.fixture(scope="module")
def products() -> dict[str, Any]:
    shops = json.loads((CATALOGUE / "products.json").read_text("utf-8"))
    return {row["productId"]: row for rows in shops.values() for row in rows}


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("scene")
    done = run_node(WIDGET / "tests" / "bundle.mjs", WIDGET / "tests" / "scene_page.ts", folder)
    assert done.returncode == 0, done.stderr
    opened = browser.new_page()
    refused: list[str] = []
    opened.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    opened.route(f"{ORIGIN}/**", lambda route: _answer(route, folder))
    opened.goto(f"{ORIGIN}/")
    yield opened
    opened.close()
    assert refused == []


def _answer(route: Route, folder: Path) -> None:
    path = urlsplit(route.request.url).path
    file = CATALOGUE / path.removeprefix("/shop/") if path.startswith("/shop/") else folder / path.removeprefix("/")
    if not file.is_file() and path not in OWN:
        route.fulfill(status=404)
        return
    body = OWN[path] if path in OWN else file.read_bytes()
    kind = mimetypes.guess_type(path)[0] or "text/html"
    route.fulfill(body=body, content_type=kind, headers={"content-security-policy": POLICY})


@pytest.fixture(scope="module")
def ask(face: Face, products: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    height, width = face.picture.shape[:2]
    landmarks = (face.landmarks / (width, height, width)).tolist()
    size = [width * ENLARGED, height * ENLARGED]

    def asked(drawing: str, product: str, yaw: float) -> dict[str, Any]:
        known = {"landmarks": landmarks, "size": size, "ground": GROUND}
        return known | {"drawing": drawing, "product": products[product], "yawDegrees": yaw}

    return asked


@pytest.fixture(scope="module")
def draw(page: Page, ask: Callable[..., dict[str, Any]]) -> Callable[..., Drawn]:
    def drawn(drawing: str, product: str, yaw: float) -> Drawn:
        told = page.evaluate("asked => scenePage.draw(asked)", ask(drawing, product, yaw))
        picture = Image.open(io.BytesIO(b64decode(told.pop("picture").partition(",")[2])))
        return Drawn(np.asarray(picture)[..., 0] > FRAME_RED, told)

    return drawn


@pytest.mark.parametrize("yaw", [0, 15, -15])
@pytest.mark.parametrize("product", [ACETATE, AVIATOR, TITANIUM])
def test_model_and_picture_of_a_frame_are_drawn_at_one_size_in_one_place(
    draw: Callable[..., Drawn], product: str, yaw: float, capsys: pytest.CaptureFixture[str]
) -> None:
    """C7"""
    scene, flat = draw("3d", product, yaw), draw("2d", product, yaw)
    (left, right), (flat_left, flat_right) = scene.sides, flat.sides
    wider = (right - left) / (flat_right - flat_left) - 1
    apart = (left + right - flat_left - flat_right) / 2
    with capsys.disabled():
        times = ", ".join(f"{each} {scene.told[each]:.0f} ms" for each in ("loadMs", "drawMs"))
        print(f"\n{product} at {yaw}°: {wider:+.2%} wider, centre {apart:+.2f} mm, {times} without a graphics card")
    assert abs(wider) < WIDEST
    assert abs(apart) < NEAREST_MM
    assert scene.bottom == pytest.approx(flat.bottom, abs=NEAREST_MM)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_temple_goes_behind_the_far_side_of_the_head_and_is_seen_on_the_near_one(
    draw: Callable[..., Drawn], side: int
) -> None:
    """C7"""
    scene = draw("3d", ACETATE, side * 30)
    away, near = scene.told["temples"][:: 1 if side < 0 else -1]
    assert all(scene.at(near)[:4])
    assert not any(scene.at(away)[3:])


def test_what_cannot_be_drawn_says_why(page: Page, products: dict[str, Any]) -> None:
    """C7: the mirror then draws the frame's picture."""

    def loading(model: str | None, abort: bool = False) -> str:
        asked = [products[ACETATE], model, abort]
        return str(page.evaluate("asked => scenePage.loading(...asked)", asked))

    model = products[ACETATE]["model3D"]
    assert loading(model) == "loaded"
    assert loading(None) == "no-picture"
    assert loading("/missing.glb") == "unreachable"
    assert loading("/broken.glb") == "unusable"
    assert loading(model, abort=True) == "AbortError"


def test_a_browser_without_webgl_is_told_before_anything_is_drawn(page: Page) -> None:
    """C7: the mirror then draws all frames from their pictures."""
    assert page.evaluate("() => scenePage.withoutWebgl()") == "this browser has no WebGL 2"


def test_a_graphics_card_that_is_taken_away_is_told_at_the_next_picture(
    page: Page, ask: Callable[..., dict[str, Any]]
) -> None:
    """C7"""
    told = page.evaluate("asked => scenePage.afterLoss(asked)", ask("3d", ACETATE, 0))
    assert told == "the WebGL context was lost"
