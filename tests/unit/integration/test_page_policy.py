"""What the headers of a shop's page let the widget do. H28."""

import pytest

from shared.integration.page_policy import camera_allowed, csp_allows, origin_of

ENDPOINT, PAGE = "https://api.example", "https://shop.example/frames"


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("permissions-policy", "camera=()", False),
        ("permissions-policy", "geolocation=(), camera=(self)", False),  # shuts our frame out
        ("permissions-policy", 'camera=("https://api.example")', False),  # a frame has no more than its page
        ("permissions-policy", 'camera=(self "https://api.example")', True),
        ("permissions-policy", 'camera=("https://shop.example" "https://api.example/")', True),
        ("permissions-policy", "camera=*", True),
        ("permissions-policy", "geolocation=()", True),
        ("feature-policy", "camera 'none'", False),
        ("feature-policy", "fullscreen 'self'; camera 'self' https://api.example", True),
        ("x-other", "camera=()", True),
    ],
)
def test_the_camera_needs_the_page_and_the_frame(name: str, value: str, allowed: bool) -> None:
    assert camera_allowed({name: value}, PAGE, ENDPOINT) is allowed


def test_a_frame_of_the_shops_own_origin_needs_the_page_alone() -> None:
    assert camera_allowed({"permissions-policy": "camera=(self)"}, PAGE, "https://shop.example")


@pytest.mark.parametrize(
    ("policy", "directive", "allowed"),
    [
        ("default-src 'self'", "script-src", False),
        ("default-src 'none'; script-src 'self' https://api.example", "script-src", True),
        ("script-src https://*.example", "script-src", True),
        ("script-src *.other.example", "script-src", False),
        ("script-src https://[x", "script-src", False),
        ("script-src api.example:443", "script-src", True),
        ("script-src api.example:8443", "script-src", False),
        ("script-src http://api.example", "script-src", True),  # a policy for http covers https
        ("script-src https://api.example/other/", "script-src", False),
        ("script-src 'nonce-abc'", "script-src", True),
        ("script-src 'unsafe-inline'", "script-src", False),
        ("frame-src https:", "frame-src", True),
        ("child-src 'none'", "frame-src", False),
        ("child-src 'none'", "script-src", True),
        ("script-src api.example, default-src 'none'", "script-src", False),  # two policies: both count
        ("script-src *", "script-src", True),
        ("", "script-src", True),
    ],
)
def test_a_content_security_policy_is_read_as_browsers_do(policy: str, directive: str, allowed: bool) -> None:
    assert csp_allows({"content-security-policy": policy}, directive, ENDPOINT, PAGE) is allowed


def test_an_origin_is_written_as_browsers_write_it() -> None:
    assert origin_of("https://Shop.example:443/x?y") == "https://shop.example"
    assert origin_of("http://localhost:8090/") == "http://localhost:8090"
    assert origin_of("http://[::1]:80/") == "http://[::1]"
