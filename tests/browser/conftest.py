"""A real browser on the real stack, watched: strict content policy, no foreign request, no console error."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

ASSETS = Path(__file__).parents[2] / ".cache" / "assets"
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
STRICT = "default-src 'self'"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


@dataclass
class Watched:
    """A page, and all that went wrong on it; `refusals` are answers of the API that a test provokes."""

    page: Page
    refusals_expected: bool = False
    troubles: list[str] = field(default_factory=list)

    def trouble(self, text: str) -> None:
        if not (self.refusals_expected and text.startswith("error: Failed to load resource")):
            self.troubles.append(text)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("NO BROWSER TESTS: chromium is not installed (apt-get install chromium fonts-dejavu-core)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def portrait() -> Path:
    return _asset("astronaut.png")


@pytest.fixture(scope="session")
def axe() -> str:
    return _asset("axe.min.js").read_text("utf-8")


@pytest.fixture
def visit(browser: Browser, stack: Any) -> Iterator[Callable[..., Watched]]:
    """`visit(path, device=DESKTOP, scheme="light")` opens a page of the stack; what went wrong fails the test."""
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


def _watch(page: Page, host: str) -> Watched:
    watched = Watched(page)
    page.on("pageerror", lambda error: watched.trouble(f"page error: {error}"))
    page.on("console", lambda line: watched.trouble(f"error: {line.text}") if line.type == "error" else None)
    page.on(
        "request",
        lambda request: (
            None if urlsplit(request.url).netloc == host else watched.trouble(f"foreign request: {request.url}")
        ),
    )
    return watched


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
