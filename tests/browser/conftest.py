"""A real browser on the real stack, watched: strict content policy, no foreign request, no console error."""

import io
import math
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.browser.devices import DESKTOP, Scheme
from tests.browser.embedding import Embedding, allow
from tests.browser.host_pages import HostShop, serving
from tests.conftest import Stack, served

ASSETS = Path(__file__).parents[2] / ".cache" / "assets"
STRICT = "default-src 'self'"
WEBCAM_PICTURES, WEBCAM_SWAY = 60, 6
WEBCAM_LEFT, WEBCAM_TOP, WEBCAM_WIDTH = 104, 15, 240  # of the portrait, in its pixels
PROVOKED = ("error: Failed to load resource", "error: Permissions policy violation")


@dataclass
class Watched:
    """A page, and all that went wrong on it; `refusals` are answers of the API that a test provokes."""

    page: Page
    refusals_expected: bool = False
    troubles: list[str] = field(default_factory=list)

    def trouble(self, text: str) -> None:
        if not (self.refusals_expected and text.startswith(PROVOKED)):
            self.troubles.append(text)


@pytest.fixture(scope="session")
def foreign_shop() -> Iterator[HostShop]:
    with serving() as shop:
        yield shop


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, foreign_shop: HostShop) -> Iterator[Stack]:
    """One for all modules: each visit is a session of its own."""
    with served(tmp_path_factory.mktemp("stack")) as running:
        allow(running.base_url, foreign_shop.origin)  # before anybody asks: settings are kept for 15 s
        yield running


@pytest.fixture(scope="module")
def foreign(stack: Stack, foreign_shop: HostShop, browser: Browser) -> Iterator[Embedding]:
    ours = Embedding(stack.base_url, foreign_shop, browser)
    yield ours
    for context in ours.contexts:
        context.close()


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """`launch(*switches)` starts a browser of one's own; whoever does also closes it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("NO BROWSER TESTS: chromium is not installed (apt-get install chromium fonts-dejavu-core)")
    with sync_playwright() as playwright:
        yield lambda *switches: playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", *switches])


@pytest.fixture(scope="session")
def switches(webcam: Path) -> tuple[str, ...]:
    """Of a browser whose camera shows the portrait, and that draws in 3D without a GPU."""
    camera = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={webcam}")
    return ("--enable-unsafe-swiftshader", *camera)


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser], switches: tuple[str, ...]) -> Iterator[Browser]:
    running = launch(*switches)
    yield running
    running.close()


@pytest.fixture(scope="session")
def portrait() -> Path:
    return _asset("astronaut.png")


@pytest.fixture(scope="session")
def webcam(portrait: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of a face that sways a little: JPEG pictures in a row, in the 4:2:0 that Chromium reads."""
    photo = Image.open(portrait).convert("RGB")
    film = io.BytesIO()
    for turn in range(WEBCAM_PICTURES):
        left = WEBCAM_LEFT + WEBCAM_SWAY * math.sin(2 * math.pi * turn / WEBCAM_PICTURES)
        box = (left, WEBCAM_TOP, left + WEBCAM_WIDTH, WEBCAM_TOP + WEBCAM_WIDTH * 3 / 4)
        picture = photo.transform((640, 480), Image.Transform.EXTENT, box, Image.Resampling.BICUBIC)
        picture.save(film, "JPEG", quality=92, subsampling="4:2:0")
    path = tmp_path_factory.mktemp("webcam") / "face.mjpeg"
    path.write_bytes(film.getvalue())
    return path


@pytest.fixture(scope="session")
def axe() -> str:
    return _asset("axe.min.js").read_text("utf-8")


@pytest.fixture
def visit(browser: Browser, stack: Any) -> Iterator[Callable[..., Watched]]:
    """`visit(path, device=DESKTOP, scheme="light")` opens a page of the stack; what went wrong fails the test."""
    with _visits(browser, stack) as open_page:
        yield open_page


@contextmanager
def _visits(browser: Browser, stack: Any) -> Iterator[Callable[..., Watched]]:
    opened: list[tuple[BrowserContext, Watched]] = []

    def open_page(path: str, device: dict[str, Any] = DESKTOP, scheme: Scheme = "light") -> Watched:
        context = browser.new_context(base_url=stack.base_url, color_scheme=scheme, reduced_motion="reduce", **device)
        context.set_default_timeout(20_000)
        context.route(lambda url: urlsplit(url).path.startswith("/shop/"), _strictly)
        watched = _watch(context.new_page(), urlsplit(stack.base_url).netloc)
        opened.append((context, watched))
        watched.page.goto(path)
        return watched

    yield open_page
    for context, _ in opened:
        context.close()
    assert [trouble for _, watched in opened for trouble in watched.troubles] == []


@pytest.fixture
def visit_with(launch: Callable[..., Browser], switches: tuple[str, ...], stack: Any) -> Iterator[Callable[..., Any]]:
    """`visit_with(*more)` is `visit` in a browser of its own, started with more switches."""
    with ExitStack() as ending:

        def start(*more: str) -> Callable[..., Watched]:
            running = launch(*switches, *more)
            ending.callback(running.close)
            return ending.enter_context(_visits(running, stack))

        yield start


def _watch(page: Page, host: str) -> Watched:
    watched = Watched(page)
    page.on("pageerror", lambda error: watched.trouble(f"page error: {error}"))
    page.on("console", lambda line: watched.trouble(f"error: {line.text}") if line.type == "error" else None)
    page.on(
        "request", lambda request: None if _is_own(request.url, host) else watched.trouble(f"foreign: {request.url}")
    )
    return watched


def _is_own(url: str, host: str) -> bool:
    """What the page made itself never goes over a line."""
    return url.startswith(("blob:", "data:")) or urlsplit(url).netloc == host


def _strictly(route: Route) -> None:
    """Pages are held to a stricter content policy than the stack may send."""
    if route.request.resource_type != "document":
        route.continue_()
        return
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": STRICT})


def _asset(name: str) -> Path:
    path = ASSETS / name
    if not path.exists():
        pytest.skip(f"NO BROWSER TEST: {path} is missing; the set-up of the repository puts it there")
    return path
