"""What a page that was read says. H28."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from shared.integration.shop_page import looked_at
from shared.platform.ports.pages import Page


@dataclass
class Answering:
    """Implements `Pages`."""

    page: Page

    def read(self, url: str) -> Page:
        return self.page


@pytest.mark.parametrize(
    ("url", "camera"),
    [
        ("https://shop.example/", "good"),
        ("http://shop.example/", "insecure"),  # browsers give the camera to pages over TLS alone
        ("http://localhost:3000/", "good"),
        ("http://localhost.shop.example/", "insecure"),
    ],
)
def test_a_page_without_tls_has_no_camera(url: str, camera: str) -> None:
    pages = Answering(Page(200, {}, ""))
    found = looked_at(pages, url, (), "https://api.example", datetime.now(UTC))
    assert {each.check: each.finding for each in found}["camera"] == camera
