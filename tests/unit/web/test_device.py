"""Browsers say what they run on in several ways."""

import pytest

from shared.web.device import device_of

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari"
)
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
GALAXY_TAB = "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
IPAD = "Mozilla/5.0 (iPad; CPU OS 12_0 like Mac OS X) AppleWebKit/605.1.15 Version/12.0 Mobile/15E148 Safari"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "hint", "device"),
    [
        (IPHONE, None, "mobile"),
        (ANDROID, "?1", "mobile"),
        (GALAXY_TAB, "?0", "tablet"),
        (IPAD, None, "tablet"),
        (LAPTOP, "?0", "desktop"),
        (LAPTOP, None, "desktop"),
        (None, "?1", "mobile"),
        (None, None, None),
    ],
)
def test_the_device_is_what_the_browser_says(agent: str | None, hint: str | None, device: str | None) -> None:
    """H2."""
    assert device_of(agent, hint) == device
