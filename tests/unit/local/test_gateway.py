"""One address for functions, files and pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client as Browser
from werkzeug.wrappers import Response

from local.functions import declared
from local.gateway import Gateway
from local.pages import Pages
from local.signed_files import SignedFiles
from shared.platform.adapters.folder_files import FolderFiles
from tests.support import SteppedClock

BASE = "http://127.0.0.1:8080"


def _named(name: str) -> Any:
    return Response(name)


@pytest.fixture
def files(tmp_path: Path) -> FolderFiles:
    return FolderFiles(tmp_path / "files", BASE, b"secret", SteppedClock())


@pytest.fixture
def browser(tmp_path: Path, files: FolderFiles) -> Browser:
    catalogue = tmp_path / "catalogue"
    (catalogue / "frames" / "a").mkdir(parents=True)
    (catalogue / "frames" / "a" / "front.png").write_bytes(b"png")
    (catalogue / "products.json").write_text(json.dumps({"training-client": [{"productId": "a"}]}), "utf-8")
    functions = declared()
    pages = Pages(catalogue, tmp_path / "widget", SignedFiles(files))
    return Browser(Gateway(functions.routes, {name: _named(name) for name in functions.http}, pages))


def test_every_route_reaches_the_function_that_declared_it(browser: Browser) -> None:
    for route in declared().routes:
        path = route.path.replace("{", "").replace("}", "")
        assert browser.open(path, method=route.method).text == route.function


def test_an_unknown_call_is_answered_as_the_contract_says(browser: Browser) -> None:
    response = browser.get("/v1/nowhere", headers={"X-Request-Id": "r1"})
    assert response.status_code == 404
    assert response.json is not None
    assert (response.json["error"]["code"], response.json["error"]["requestId"]) == ("NOT_FOUND", "r1")


def test_pages_run_under_a_strict_policy(browser: Browser) -> None:
    for path in ("/shop/", "/shop/products/a"):
        policy = browser.get(path).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_a_products_page_names_its_product_to_the_widget_and_nothing_more(browser: Browser) -> None:
    assert 'data-product-id="fjell-01"' in browser.get("/shop/products/fjell-01").text
    assert 'data-product-id="&quot;&gt;&lt;b&gt;"' in browser.get("/shop/products/%22%3E%3Cb%3E").text


def test_the_catalogue_and_its_pictures_are_served(browser: Browser) -> None:
    assert browser.get("/shop/catalogue.json").json == [{"productId": "a"}]
    assert browser.get("/shop/frames/a/front.png").data == b"png"


def test_pictures_may_be_drawn_by_the_widget_in_any_page(browser: Browser) -> None:
    headers = browser.get("/shop/frames/a/front.png").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in browser.get("/shop/catalogue.json").headers


@pytest.mark.parametrize(
    "path", ["/shop/../pyproject.toml", "/shop/frames/..%2f..%2fsecret", "/nowhere", "/shop/x", "/widget/v1/x"]
)
def test_nothing_else_is(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_a_file_is_had_by_its_signed_address_alone(browser: Browser, files: FolderFiles) -> None:
    files.put("photos/a.png", b"picture", "image/png")
    address = files.signed_url("photos/a.png", ttl_s=60).removeprefix(BASE)
    assert browser.get(address).data == b"picture"
    assert browser.get("/files/photos/a.png").status_code == 403
    assert browser.get(address.replace("a.png", "b.png")).status_code == 403
    assert browser.put(address, data=b"other").status_code == 403


def test_an_upload_needs_an_address_signed_for_it_and_a_bearable_size(browser: Browser, files: FolderFiles) -> None:
    address = files.signed_url("photos/b.png", ttl_s=60, method="PUT").removeprefix(BASE)
    assert browser.put(address, data=b"new", content_type="image/png").status_code == 204
    assert files.get("photos/b.png") == b"new"
    assert browser.put(address, data=b"x" * (9 * 1024 * 1024)).status_code == 413


@pytest.mark.parametrize("path", ["/files/../../etc/passwd", "/files/%2e%2e/x", "/files/a//b", "/files/"])
def test_a_path_that_leaves_the_folder_is_refused(browser: Browser, path: str) -> None:
    assert browser.get(f"{path}?method=GET&expires=9999999999&signature=x").status_code in {403, 404}
