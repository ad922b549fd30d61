"""What a shopper does in the demo shop, and what axe-core says of a page."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import Watched

Visit = Callable[..., Watched]
PANEL = "dialog.journey"


def catalogue(page: Page) -> dict[str, dict[str, Any]]:
    return {product["productId"]: product for product in page.request.get("/shop/catalogue.json").json()}


def shown_products(cards: Locator) -> list[str]:
    links = cards.locator("a.card-link")
    return [str(link.get_attribute("href")).rpartition("/")[2] for link in links.all()]


def body_of(request: Request) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(request.post_data or "{}")
    return body


def open_list(visit: Visit, query: str = "", **how: Any) -> Watched:
    watched = visit(f"/shop/{query}", **how)
    expect(watched.page.locator(".card").first).to_be_visible()
    return watched


def open_panel(page: Page) -> Locator:
    page.locator("[data-find]").first.click()
    panel = page.locator(PANEL)
    expect(panel.get_by_role("heading", name="May we measure one photo of you?")).to_be_visible()
    return panel


def agree(panel: Locator) -> None:
    panel.get_by_label("I agree").check()
    panel.get_by_role("button", name="Continue").click()
    expect(panel.get_by_role("heading", name="One photo, from the front")).to_be_visible()


def measure(panel: Locator, photo: Path) -> None:
    panel.locator("#photo-choose").set_input_files(photo)
    expect(panel.locator("h3.finding")).to_be_visible(timeout=60_000)


def say(panel: Locator, text: str) -> None:
    panel.get_by_role("button", name="Ask", exact=True).click()
    panel.get_by_label("Your message").fill(text)
    panel.get_by_role("button", name="Send").click()


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its best practices, as readable lines."""
    found = page.evaluate(
        """() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
            "best-practice"] }).then((result) => result.violations.flatMap((rule) =>
            rule.nodes.map((node) => rule.id + ": " + node.html.slice(0, 160))))"""
    )
    return [str(line) for line in found]
