"""The engine in a browser: what it does with a photo, and what it says when it cannot come."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Request

from tests.browser import mirror_page
from tests.browser.conftest import ASSETS
from tests.browser.mirror_page import Site

Opened = Callable[..., AbstractContextManager[Page]]

LOADING = """() => mirrorPage.load().then(
    loaded => loaded,
    error => ({ name: error.name, trouble: error.trouble }))"""


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return mirror_page.built(tmp_path_factory.mktemp("site"), ASSETS / "face_landmarker.task")


@pytest.fixture
def opened(site: Site, launch: Callable[..., Browser]) -> Opened:
    return lambda *switches: mirror_page.opened(site, launch, *switches)


def test_wasm_and_model_come_once_and_are_counted(opened: Opened) -> None:
    with opened() as page:
        asked: list[Request] = []
        page.on("request", lambda request: asked.append(request))
        loaded = page.evaluate(LOADING)
        paths = sorted(request.url.rpartition("/")[2] for request in asked if request.url.startswith("https:"))
        assert paths == ["face_landmarker.task", "vision_wasm_internal.js", "vision_wasm_internal.wasm"]
        assert loaded["progress"] == sorted(loaded["progress"])
        assert loaded["progress"][-1] == 1


def test_a_gpu_that_a_processor_plays_is_left_alone(opened: Opened) -> None:
    with opened() as page:
        assert page.evaluate("() => mirrorPage.load('GPU')")["delegate"] == "CPU"


def test_two_faces_in_a_photo_are_told(opened: Opened, site: Site) -> None:
    one = Image.open(ASSETS / "astronaut.png").convert("RGB").crop((90, 0, 390, 300))
    two = Image.new("RGB", (600, 300))
    two.paste(one, (0, 0))
    two.paste(one, (300, 0))
    for name, photo in (("one.png", one), ("two.png", two)):
        content = BytesIO()
        photo.save(content, "PNG")
        site.files[name] = content.getvalue()
    with opened() as page:
        page.evaluate(LOADING)
        assert [page.evaluate("name => mirrorPage.count(name)", f"{name}.png") for name in ("one", "two")] == [1, 2]


@pytest.mark.parametrize(
    ("missing", "trouble"),
    [
        ("face_landmarker.task", "unreachable"),
        ("vision_wasm_internal.wasm", "unreachable"),
        ("vision_wasm_internal.js", "unreachable"),
    ],
)
def test_a_file_that_does_not_come_is_told(opened: Opened, site: Site, missing: str, trouble: str) -> None:
    del site.files[f"engine/{missing}"]
    with opened() as page:
        assert page.evaluate(LOADING) == {"name": "EngineUnavailable", "trouble": trouble}


def test_a_model_that_is_none_fails(opened: Opened, site: Site) -> None:
    site.files["engine/face_landmarker.task"] = b"a letter"
    with opened() as page:
        assert page.evaluate(LOADING) == {"name": "EngineUnavailable", "trouble": "failed"}


def test_a_policy_without_webassembly_blocks(opened: Opened, site: Site) -> None:
    site.policy = mirror_page.POLICY.replace(" 'wasm-unsafe-eval'", "")
    with opened() as page:
        assert page.evaluate(LOADING) == {"name": "EngineUnavailable", "trouble": "blocked"}


def test_offline_is_told(opened: Opened) -> None:
    with opened() as page:
        page.route("**/*.wasm", lambda route: route.abort())
        page.context.set_offline(True)
        assert page.evaluate(LOADING) == {"name": "EngineUnavailable", "trouble": "offline"}


def test_a_page_without_webgl_has_an_engine_all_the_same(opened: Opened) -> None:
    with opened("--disable-3d-apis") as page:
        assert page.evaluate("() => document.createElement('canvas').getContext('webgl2')") is None
        assert page.evaluate(LOADING)["delegate"] == "CPU"
