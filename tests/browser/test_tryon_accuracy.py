"""Where the mirror draws frames, against what is known: a photo under known motions, heads of known size.

Aims: pupils within 3 % of their distance, 1.2 % on the average; fronts within 2 % of their mm; half a per cent of
tremor on a still. `pytest -s` prints the table.
"""

from base64 import b64decode
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page

from shared.faces.locate import Face, locate
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.browser import known_video, mirror_page
from tests.browser.conftest import ASSETS
from tests.unit.tryon.drawn import MARK_ENDS_MM
from tests.unit.tryon.fronts import ANCHOR, BRIDGE, FRAME_WIDTH, LENS_HEIGHT, LENS_WIDTH, PX_PER_MM, marked, png
from tests.unit.tryon.known_head import SIZE, KnownHead, known_head

WORST, MEAN, TREMOR, WIDTH = 0.03, 0.012, 0.005, 0.02
LIVE_MS = 26_000
KEPT_UP, TRIES = 0.9, 3
SETTLED = 15  # pictures after the motion, a second: what is learnt of a head slowly has come to rest
DISTANCES_MM, YAWS = (350, 500, 700, 1000), (-15, -8, 0, 8, 15)

PRODUCT: dict[str, Any] = {
    "productId": "marked",
    "category": "eyeglasses",
    "material": "acetate",
    "lensWidth": LENS_WIDTH,
    "lensHeight": LENS_HEIGHT,
    "bridge": BRIDGE,
    "frameWidth": FRAME_WIDTH,
    "nosePads": False,
    "lens": {"category": 0, "tau": 92, "colour": "clear", "gradient": False, "mirror": False},
    "images": {"tryOnPng": "marked.png", "pxPerMm": PX_PER_MM, "bridgeAnchorPx": ANCHOR},
    "model3D": None,
}


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    return Image.open(ASSETS / "astronaut.png").convert("RGB")


@pytest.fixture(scope="module")
def page(
    launch: Callable[..., Browser], photo: Image.Image, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("mirror")
    known_video.write_video(folder / "face.mjpeg", photo)
    site = mirror_page.built(folder / "site", ASSETS / "face_landmarker.task")
    plain = BytesIO()
    Image.new("RGB", SIZE, (215, 170, 150)).save(plain, "PNG")
    site.files |= {"marked.png": png(marked()), "plain.png": plain.getvalue()}
    with mirror_page.opened(site, launch, *mirror_page.camera(folder / "face.mjpeg")) as opened:
        loaded = opened.evaluate("() => mirrorPage.load()")
        print(f"\nengine ready in {loaded['ms']:.0f} ms")
        yield opened


@pytest.fixture(scope="module")
def visit(page: Page) -> dict[str, Any]:
    """The aims are for a machine that keeps up: one that others keep busy is given another try."""
    asked = [PRODUCT, LIVE_MS, {}, known_video.PACE]
    visits = (page.evaluate("args => mirrorPage.live(...args)", asked) for _ in range(TRIES))
    seen: dict[str, Any] = next(visits)
    while _kept_up(seen) < KEPT_UP and (another := next(visits, None)):
        seen = max(seen, another, key=_kept_up)
    print(f"looked at {100 * _kept_up(seen):.0f} % of the camera's pictures")
    found, whole = ([picture[name] for picture in seen["pictures"]] for name in ("foundInMs", "wholeMs"))
    print(f"first face {seen['firstFaceMs']:.0f} ms after the camera was asked for (aim: 2500)")
    print(f"median a picture: found in {np.median(found):.0f} ms (aim: 45), drawn and all {np.median(whole):.0f} ms")
    return seen


def test_the_frame_stays_on_the_pupils_of_a_moving_head(visit: dict[str, Any]) -> None:
    moving = [each for each in visit["pictures"] if each["drawnPupils"] and each["number"] < known_video.MOVING]
    assert len(moving) > known_video.MOVING / 2
    assert {round(known_video.motion(each["number"])[1] / 10) for each in moving} == {-2, -1, 0, 1, 2}
    drawn = np.array([_errors(each, "drawnPupils") for each in moving])
    found = np.array([_errors(each, "foundPupils") for each in moving])
    print(f"\n| % of the pupils' distance, {len(moving)} pictures | mean | 95 of 100 | worst |\n|---|---|---|---|")
    for name, errors in (("found by the engine", 100 * found), ("drawn", 100 * drawn)):
        print(f"| {name} | {errors.mean():.2f} | {np.percentile(errors, 95):.2f} | {errors.max():.2f} |")
    _print_by("scale", [known_video.motion(each["number"])[0] for each in moving], (1.0, 1.4, 1.9, 2.4), drawn)
    _print_by("rotation", [known_video.motion(each["number"])[1] for each in moving], (-21, -10, 0, 10, 21), drawn)
    assert drawn.mean() <= MEAN
    assert drawn.max() <= WORST


def test_the_frame_does_not_tremble_on_a_still(visit: dict[str, Any]) -> None:
    still = [each for each in visit["pictures"] if each["number"] >= known_video.MOVING + SETTLED]
    places = np.array([each["drawnPupils"] for each in still]) / known_video.distance_in(known_video.MOVING)
    assert len(places) > known_video.STILL / 3
    raw = np.array([each["foundPupils"] for each in still]) / known_video.distance_in(known_video.MOVING)
    tremor, engines = (float(np.ptp(each, axis=0).max()) for each in (places, raw))
    print(f"\nfarthest apart on a still, in pupils' distances: drawn {tremor:.2%}, found {engines:.2%}")
    assert tremor <= TREMOR


def test_a_second_or_two_before_the_camera_measures_a_face(page: Page) -> None:
    told = page.evaluate("() => mirrorPage.measure()")
    print(f"\nmeasured after {told['looks']} looks, told: {', '.join(told['hints'])}")
    assert told["looks"] < 5 * known_video.FPS
    assert set(told["hints"]) <= {"good", "FACE_NOT_FOUND"}
    assert 55 < told["face"]["measurements"]["pupillaryDistance"]["mm"] < 70


def test_a_front_is_drawn_at_its_true_width(page: Page, photo: Image.Image) -> None:
    """On heads whose size and camera are known; measured from what the frame changes in the picture."""
    selfie = photo.crop((90, 0, 390, 300)).resize((900, 900), Image.Resampling.LANCZOS)
    engine = MediapipeLandmarks(ASSETS / "face_landmarker.task")
    face = locate(np.asarray(selfie), engine)
    engine.close()
    print("\n| camera, mm | " + " | ".join(f"yaw {yaw}°" for yaw in YAWS) + " |\n" + "|---" * (len(YAWS) + 1) + "|")
    errors = []
    for distance_mm in DISTANCES_MM:
        row = [_width_error(page, face, distance_mm, yaw) for yaw in YAWS]
        print(f"| {distance_mm} | " + " | ".join(f"{100 * error:+.1f} %" for error in row) + " |")
        errors += row
    assert max(map(abs, errors)) <= WIDTH


def _kept_up(visit: dict[str, Any]) -> float:
    return len(visit["pictures"]) / (LIVE_MS / 1000 * known_video.PACE)


def _errors(picture: dict[str, Any], which: str) -> NDArray[np.float64]:
    """Of both pupils, in their distance."""
    number = picture["number"]
    off = np.array(picture[which]) - known_video.pupils_in(number)
    return np.asarray(np.linalg.norm(off, axis=1) / known_video.distance_in(number))


def _print_by(name: str, values: list[float], edges: tuple[float, ...], errors: NDArray[np.float64]) -> None:
    for low, high in pairwise(edges):
        part = errors[(np.array(values) >= low) & (np.array(values) < high)]
        if part.size:
            print(f"| drawn, {name} {low} to {high} | {100 * part.mean():.2f} | | {100 * part.max():.2f} |")


def _width_error(page: Page, face: Face, distance_mm: float, yaw: float) -> float:
    head = known_head(face, distance_mm=distance_mm, yaw=yaw)
    landmarks = (head.face().landmarks / SIZE[0]).tolist()
    reference = {"pupillaryDistance": head.known.pupillary_distance}
    shown = page.evaluate("args => mirrorPage.worn(...args)", ["plain.png", landmarks, PRODUCT, reference])
    return _drawn_width_px(shown, head) / _true_width_px(head) - 1


def _drawn_width_px(shown: dict[str, str], head: KnownHead) -> float:
    """Of the front's blue part along the head's own axis: its ends are red, and so are the temples."""
    gained = _pixels(shown["after"]) - _pixels(shown["before"])
    blue = gained[..., 2] - gained[..., 0]
    rows, columns = np.nonzero(blue > blue.max() / 2)
    axis = head.turn[:2, 0] * (1, -1) / np.linalg.norm(head.turn[:2, 0])
    along = np.column_stack([columns, rows]) @ axis
    return float(np.ptp(along) + 1)


def _true_width_px(head: KnownHead) -> float:
    """Of the same part, by its mm, as the camera sees it where it stands."""
    left, right = head.in_picture(np.array(MARK_ENDS_MM))
    return float(np.linalg.norm(right - left))


def _pixels(data_url: str) -> NDArray[np.float64]:
    with Image.open(BytesIO(b64decode(data_url.partition(",")[2]))) as image:
        return np.asarray(image.convert("RGB"), dtype=float)
