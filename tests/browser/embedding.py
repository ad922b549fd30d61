"""The widget in a foreign shop's page: pages with its tag, what happens in them, and a stand-in for its panel."""

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, Request, expect

from tests.browser.devices import DESKTOP
from tests.browser.host_pages import HostShop

CLIENT, KEY = "training-client", "pk_demo_training"
SECOND_CLIENT, SECOND_KEY = "second-client", "pk_demo_second"
ADMIN = {"email": "admin@demo.example", "password": "demo-admin-2026"}
EVENTS = ("ready", "open", "close", "consent", "face", "recommend", "tryon", "add-to-cart", "error")
LISTEN = """window.told = [];
for (const name of %s) window.addEventListener("ai-discovery:" + name, ({ detail, composedPath, target }) =>
    told.push({ name, detail, from: target.localName ?? "document" }));"""
SHOP = """<header><h1>Optik Beispiel</h1><button id="basket">Basket</button></header>
<main><p>Fine frames since 1927.</p><img alt="" width="300" height="120"
src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="></main><footer style="height: 1200px">Terms</footer>"""
PANEL = """<!doctype html><meta charset="utf-8"><title>A stand-in</title><body><h1>Panel</h1><script>
window.heard = [];
addEventListener("message", ({ data, ports: [port] }) => {
  if (!port) return;
  window.setup = data.setup;
  window.port = port;
  port.onmessage = (event) => heard.push(event.data);
  port.postMessage({ type: "drawn" });
});
parent.postMessage({ type: "ai-discovery:hello" }, "*");
</script></body>"""


@dataclass
class Visited:
    """A page of the foreign shop, and what was seen in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """Of the console, and exceptions that nobody caught."""

    def note(self, request: Request) -> None:
        self.requests.append(request.url)
        if request.method == "POST":
            is_json = "json" in request.headers.get("content-type", "")
            self.posts.append({"url": request.url, "body": request.post_data_json if is_json else None})

    @property
    def launcher(self) -> Locator:
        return self.page.locator("ai-discovery button").first

    @property
    def panel(self) -> FrameLocator:
        return self.page.frame_locator("iframe[title]")

    @property
    def stage(self) -> Locator:
        return self.page.locator(".stage")

    def open(self) -> None:
        self.launcher.click()
        self.sees_panel()

    def sees_panel(self) -> None:
        expect(self.stage).to_have_attribute("data-state", "drawn")
        expect(self.panel.get_by_role("heading", name="How should we begin?")).to_be_visible()

    def events(self) -> list[dict[str, Any]]:
        """What was sent to the API's journal."""
        bodies = [post["body"] for post in self.posts if post["url"].endswith("/v1/events")]
        return [event for body in bodies for event in body["events"]]

    def told(self, name: str) -> list[dict[str, Any]]:
        """The events of that name that bubbled up to the window."""
        return [each for each in self.page.evaluate("told") if each["name"] == name]

    def in_panel(self, script: str, given: object = None) -> Any:
        frame = next(frame for frame in self.page.frames if "panel.html" in frame.url)
        return frame.evaluate(script, given)

    def panel_says(self, message: dict[str, Any]) -> None:
        self.in_panel("(message) => port.postMessage(message)", message)


@dataclass
class Embedding:
    stack: str
    shop: HostShop
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def tag(self, **attributes: str) -> str:
        """The one line of HTML."""
        given = {"data-client": CLIENT, "data-key": KEY} | _attributes(attributes)
        return _script(f"{self.stack}/widget/v1/loader.js", {name: text for name, text in given.items() if text})

    def open(
        self, body: str = SHOP, tag: str | None = None, visit: dict[str, Any] | None = None, **page: Any
    ) -> Visited:
        """A page with the one line of HTML at its end; `visit` and `page`: as of the methods of these names."""
        url = self.shop.page(body + (self.tag() if tag is None else tag), **page)
        visited = self.visit(url, **(visit or {}))
        visited.page.wait_for_load_state("networkidle")
        return visited

    def visit(self, url: str, stand_in: bool = False, **context: Any) -> Visited:
        """`stand_in`: instead of the panel, a page that only speaks its protocol."""
        own = self.browser.new_context(**{"reduced_motion": "reduce", **DESKTOP, **context})
        own.set_default_timeout(15_000)
        own.add_init_script(LISTEN % json.dumps(EVENTS))
        self.contexts.append(own)
        if stand_in:
            own.route("**/panel.html", lambda route: route.fulfill(content_type="text/html", body=PANEL))
        return self.go(own, url)

    def go(self, context: BrowserContext, url: str) -> Visited:
        visited = Visited(context.new_page())
        page = visited.page
        page.on("request", visited.note)
        page.on("console", lambda line: visited.lines.append(f"{line.type}: {line.text}"))
        page.on("pageerror", lambda error: visited.lines.append(f"exception: {error}"))
        page.goto(url)
        return visited


def admin(stack: str) -> Callable[..., dict[str, Any]]:
    """`call(method, path, body)` as the demo's super admin."""
    token = ""

    def call(method: str, path: str, body: object = None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(stack + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)["data"]
        return found

    token = call("POST", "/v1/auth/login", ADMIN)["accessToken"]
    return call


def allow(stack: str, origin: str) -> None:
    """Pages there may hold the widgets of both clients."""
    call = admin(stack)
    for client in (CLIENT, SECOND_CLIENT):
        path = f"/v1/admin/clients/{client}/settings"
        call("PATCH", path, {"allowedOrigins": [*call("GET", path)["allowedOrigins"], origin]})


def element(**attributes: str) -> str:
    named = " ".join(f'{name.removeprefix("data-")}="{text}"' for name, text in _attributes(attributes).items())
    return f"<ai-discovery {named}></ai-discovery>"


def _attributes(given: dict[str, str]) -> dict[str, str]:
    return {f"data-{name.replace('_', '-')}": text for name, text in given.items()}


def _script(src: str, attributes: dict[str, str]) -> str:
    named = " ".join(f'{name}="{text}"' for name, text in attributes.items())
    return f'<script async src="{src}" {named}></script>'
