"""What a content network does with the widget's files, on one machine."""

import json
from pathlib import Path

import pytest
from werkzeug.test import Client as Browser
from werkzeug.test import TestResponse

from local.widget_files import WidgetFiles

LOADER, PANEL, WASM = "v1/loader.js", "v/1.0.0-abcd/panel.html", "v/1.0.0-abcd/engine/vision.wasm"
POLICY = "default-src 'none'; script-src 'self'"
PAGE = f"""<!doctype html><meta http-equiv="Content-Security-Policy" content="{POLICY}" /><p>here</p>"""
FILES = {LOADER: b"loader", PANEL: PAGE.encode(), WASM: b"\0asm", "v/1.0.0-abcd/licenses.txt": b"MIT"}
TYPES = {
    LOADER: "text/javascript",
    PANEL: "text/html",
    WASM: "application/wasm",
    "v/1.0.0-abcd/licenses.txt": "text/plain",
    "release.json": "application/json",
    "v1/tokens.css": "text/css",
    "v/1.0.0-abcd/engine/face_landmarker.task": "application/octet-stream",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release as the build leaves it; of each file but the licences there are compressed copies."""
    files = {**FILES, "v1/tokens.css": b"a{}", "v/1.0.0-abcd/engine/face_landmarker.task": b"PK"}
    for name, content in files.items():
        file = tmp_path / "widget" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        for ending in () if name.endswith(".txt") else (".gz", ".br"):
            file.with_name(file.name + ending).write_bytes(content + ending.encode())
    sizes = {name: {"bytes": 1} if name.endswith(".txt") else {"bytes": 1, "gzip": 1, "brotli": 1} for name in files}
    (tmp_path / "widget" / "release.json").write_text(json.dumps({"files": sizes}))
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "widget" / "v1" / "unlisted.js").write_text("unlisted")
    return tmp_path / "widget"


@pytest.fixture
def browser(folder: Path) -> Browser:
    return Browser(WidgetFiles(folder))


def fetch(browser: Browser, name: str, accepts: str | None = None, **options: object) -> TestResponse:
    headers = {"Accept-Encoding": accepts} if accepts else {}
    return browser.open(f"/widget/{name}", headers=headers, **options)


@pytest.mark.parametrize("name", TYPES)
def test_each_file_says_what_it_is_and_is_for_every_site(browser: Browser, name: str) -> None:
    response = fetch(browser, name)
    assert (response.status_code, response.mimetype) == (200, TYPES[name])
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert "Content-Disposition" not in response.headers


@pytest.mark.parametrize(
    ("accepts", "encoding", "ending"),
    [
        ("gzip, deflate, br, zstd", "br", b".br"),
        ("gzip", "gzip", b".gz"),
        ("br;q=0.5, gzip;q=0.8", "gzip", b".gz"),
        ("br;q=0, gzip", "gzip", b".gz"),
        ("deflate", None, b""),
        ("br;q=0, gzip;q=0", None, b""),
        (None, None, b""),
    ],
)
def test_the_form_that_is_liked_best_is_sent(
    browser: Browser, accepts: str | None, encoding: str | None, ending: bytes
) -> None:
    response = fetch(browser, WASM, accepts)
    assert response.data == FILES[WASM] + ending
    assert response.headers.get("Content-Encoding") == encoding
    assert response.mimetype == "application/wasm"


def test_what_has_no_compressed_form_is_sent_as_it_is(browser: Browser) -> None:
    response = fetch(browser, "v/1.0.0-abcd/licenses.txt", "br, gzip")
    assert response.data == b"MIT"
    assert "Content-Encoding" not in response.headers


def test_a_release_is_kept_for_good_and_what_leads_to_it_for_minutes(browser: Browser) -> None:
    assert fetch(browser, PANEL).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for name in (LOADER, "v1/tokens.css", "release.json"):
        assert fetch(browser, name).headers["Cache-Control"] == "public, max-age=300"


def test_what_has_not_changed_is_not_sent_again_in_either_form(browser: Browser) -> None:
    tags = {accepts: fetch(browser, LOADER, accepts).headers["ETag"] for accepts in ("br", "gzip", "identity")}
    assert len(set(tags.values())) == 3
    for accepts, tag in tags.items():
        known = {"If-None-Match": tag, "Accept-Encoding": accepts}
        response = browser.get(f"/widget/{LOADER}", headers=known)
        assert (response.status_code, response.data) == (304, b"")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Vary"] == "Accept-Encoding"


def test_the_panels_policy_is_said_once_more_as_a_header(browser: Browser) -> None:
    headers = fetch(browser, PANEL).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Permissions-Policy"] == "camera=(self)"
    assert "Content-Security-Policy" not in fetch(browser, LOADER).headers


def test_a_page_without_a_policy_may_do_nothing(browser: Browser, folder: Path) -> None:
    (folder / PANEL).write_text("<!doctype html><meta charset='utf-8'><p>here</p>")
    assert fetch(browser, PANEL).headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    "name",
    [
        *("", "v1", "v1/", "v/1.0.0-abcd/", "v1/unlisted.js", f"{LOADER}.br", f"{LOADER}.gz", "nowhere"),
        *("../secret", "v1/../../secret", "v1/../v1/loader.js", "..%2fsecret", "%2e%2e/secret", "//secret"),
        *("v1/loader.js%00", "\\..\\secret", "x" * 5000),
    ],
)
def test_nothing_else_is_there(browser: Browser, name: str) -> None:
    response = fetch(browser, name)
    assert response.status_code == 404
    assert b"secret" not in response.data


def test_it_can_be_asked_for_without_its_content_and_in_no_other_way(browser: Browser) -> None:
    head = fetch(browser, WASM, "br", method="HEAD")
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", "7")
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        response = fetch(browser, LOADER, method=method)
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_a_part_is_sent_to_who_asks_for_a_part(browser: Browser) -> None:
    response = browser.get(f"/widget/{LOADER}", headers={"Range": "bytes=1-3"})
    assert (response.status_code, response.data) == (206, b"oad")


def test_before_it_is_built_nothing_is_there_and_afterwards_it_is(tmp_path: Path) -> None:
    browser = Browser(WidgetFiles(tmp_path))
    assert fetch(browser, "v1/a.js").status_code == 404
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "a.js").write_text("a")
    (tmp_path / "release.json").write_text(json.dumps({"files": {"v1/a.js": {"bytes": 1}}}))
    assert fetch(browser, "v1/a.js").data == b"a"
