"""What a shopper does in the widget, as the demo shop embeds it."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Frame, FrameLocator, Locator, Page, Request, expect

CAMERA = {"permissions": ["camera"]}
LAUNCHER = "Find frames that fit"


class Widget:
    """The panel, opened in the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.panel: FrameLocator = page.frame_locator("iframe")

    @classmethod
    def opened(cls, page: Page) -> "Widget":
        page.get_by_role("button", name=LAUNCHER).last.click()
        widget = cls(page)
        expect(widget.panel.locator("main[data-view]")).not_to_have_attribute("data-view", "entering")
        return widget

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if frame.url.endswith("panel.html"))

    def button(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=True)

    def heading(self, name: str) -> Locator:
        return self.panel.get_by_role("heading", name=name)

    def sees(self, heading: str) -> None:
        expect(self.heading(heading)).to_be_visible()

    def step(self, name: str) -> None:
        self.panel.locator(f"#step-{name}").click()

    def agree(self) -> None:
        self.panel.get_by_label("I agree").check()
        self.button("Continue").click()

    def measure_by_camera(self) -> None:
        self.panel.get_by_role("button", name="Use the camera").click()
        self.agree()
        self.has_a_face()

    def measure_by_photo(self, photo: Path) -> None:
        self.panel.get_by_role("button", name="Choose a photo").click()
        self.agree()
        self.choose_photo(photo)
        self.has_a_face()

    def choose_photo(self, photo: Path) -> None:
        self.panel.locator("#photo-choose").set_input_files(photo)

    def has_a_face(self) -> None:
        expect(self.heading("Sizes")).to_be_visible(timeout=60_000)

    def see_frames(self) -> Locator:
        self.step("frames")
        cards = self.panel.locator("main .card")
        expect(cards.first).to_be_visible()
        return cards

    def wear(self, card: Locator, how: str) -> None:
        """In the mirror, until it is drawn; `how` is "3D model", "picture" or "your photo"."""
        card.get_by_role("button", name="See it on me").click()
        self.is_worn(how)

    def is_worn(self, how: str) -> None:
        expect(self.panel.get_by_text(f"from its {how}" if how != "your photo" else "from your photo")).to_be_visible(
            timeout=40_000
        )

    def say(self, text: str) -> None:
        self.step("ask")
        self.panel.get_by_label("Your message").fill(text)
        self.button("Send").click()
        expect(self.panel.locator(".by-shop").last).to_be_visible()

    def violations(self, axe: str) -> list[str]:
        """What axe-core finds in the panel against WCAG 2.2 AA and its best practices."""
        self.frame.evaluate(axe)
        found = self.frame.evaluate(
            """() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                "best-practice"] }).then((result) => result.violations.flatMap((rule) =>
                rule.nodes.map((node) => rule.id + ": " + node.html.slice(0, 160))))"""
        )
        return [str(line) for line in found]

    def is_drawn(self) -> None:
        """The mirror shows a picture, at the latest in five seconds."""
        for _ in range(50):
            if self._contrast() > 10:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the mirror is empty")

    def _contrast(self) -> float:
        """How much the mirror's picture varies: nothing is drawn where it is near 0."""
        return float(
            self.panel.locator(".stage canvas").evaluate(
                """(canvas) => { const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width,
                    canvas.height); let sum = 0, squares = 0, count = 0;
                    for (let i = 0; i < data.length; i += 400, count += 1)
                        { sum += data[i]; squares += data[i] ** 2; }
                    return Math.sqrt(squares / count - (sum / count) ** 2); }"""
            )
        )


def recorded(target: Page | BrowserContext) -> list[Request]:
    """Every request from now on."""
    requests: list[Request] = []
    target.on("request", lambda request: requests.append(request))
    return requests


def events_in(requests: list[Request]) -> list[dict[str, Any]]:
    bodies = [json.loads(request.post_data or "{}") for request in requests if request.url.endswith("/v1/events")]
    return [event for body in bodies for event in body.get("events", [])]
