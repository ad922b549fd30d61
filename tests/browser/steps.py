"""What a shopper does in the demo shop, and what axe-core says of a page."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Frame, Locator, Page, Request, expect

from tests.browser.conftest import Watched

Visit = Callable[..., Watched]


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


def violations(page: Page | Frame) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its best practices, as readable lines."""
    found = page.evaluate(
        """() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
            "best-practice"] }).then((result) => result.violations.flatMap((rule) =>
            rule.nodes.map((node) => rule.id + ": " + node.html.slice(0, 160))))"""
    )
    return [str(line) for line in found]
