"""The running stack serves the widget as a content network would."""

import base64
import gzip
import hashlib
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from local.setup.widget import BUILT
from tests.journey.shop import KEY

ELSEWHERE = "https://another-shop.example"


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(base_url: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """As it is typed: no client tidies the path up. Headers with `_` for `-`."""
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    reply = connection.getresponse()
    answer = Answer(reply.status, reply.headers, reply.read())
    connection.close()
    return answer


@pytest.fixture(scope="module")
def release(stack: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(ask(stack.base_url, "/widget/release.json").body)
    return told


def test_every_file_of_the_release_is_there_for_every_site(stack: Any, release: dict[str, Any]) -> None:
    for name, sizes in release["files"].items():
        answer = ask(stack.base_url, f"/widget/{name}", "HEAD", Origin=ELSEWHERE)
        assert (answer.status, answer.body) == (200, b""), name
        assert int(answer.headers["Content-Length"]) == sizes["bytes"], name
        assert answer.headers["Access-Control-Allow-Origin"] == "*", name
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin", name
        fixed = name.startswith(f"v/{release['version']}/")
        assert ("immutable" in answer.headers["Cache-Control"]) == fixed, name


def test_the_engine_comes_compressed_and_whole(stack: Any, release: dict[str, Any]) -> None:
    name = f"v/{release['version']}/engine/vision_wasm_internal.wasm"
    plain = (BUILT / name).read_bytes()
    for accepted, form in (("gzip, deflate, br", "brotli"), ("gzip", "gzip"), ("identity", "bytes")):
        answer = ask(stack.base_url, f"/widget/{name}", Accept_Encoding=accepted)
        assert len(answer.body) == release["files"][name][form]
        assert answer.headers["Content-Type"] == "application/wasm"
        assert answer.headers["Vary"] == "Accept-Encoding"
        if form == "gzip":
            assert gzip.decompress(answer.body) == plain


def test_the_loaders_integrity_is_what_the_release_says(stack: Any, release: dict[str, Any]) -> None:
    answer = ask(stack.base_url, f"/widget/v/{release['version']}/loader.js")
    digest = base64.b64encode(hashlib.sha384(answer.body).digest()).decode()
    assert release["integrity"] == f"sha384-{digest}"


def test_the_loader_is_asked_for_again_and_not_sent_again(stack: Any) -> None:
    first = ask(stack.base_url, "/widget/v1/loader.js")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = ask(stack.base_url, "/widget/v1/loader.js", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_the_panel_may_talk_to_its_own_origin_alone(stack: Any, release: dict[str, Any]) -> None:
    """No foreign host, no script that is not ours; its camera if the shop's page lets it."""
    answer = ask(stack.base_url, f"/widget/v/{release['version']}/panel.html")
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self' blob:"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert answer.headers["Permissions-Policy"] == "camera=(self)"
    assert answer.headers["Content-Security-Policy"] in answer.body.decode()


@pytest.mark.parametrize(
    "path",
    [
        *("/widget/v1/../../pyproject.toml", "/widget/../pyproject.toml", "/widget/v1/..%2f..%2fassets/x"),
        *("/widget/%2e%2e/assets/face_landmarker.task", "/widget//etc/passwd", "/widget/v1/loader.js%00.txt"),
        *("/widget/v1/loader.js.br", "/widget/v1/", "/widget/", "/widget/package.json", "/widget/src/panel/api.ts"),
    ],
)
def test_nothing_else_is_there(stack: Any, path: str) -> None:
    assert ask(stack.base_url, path).status == 404


def test_files_can_only_be_fetched(stack: Any) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert ask(stack.base_url, "/widget/v1/loader.js", method).status == 405


def test_frames_may_be_drawn_in_any_page(stack: Any) -> None:
    product = json.loads(ask(stack.base_url, "/shop/catalogue.json").body)[0]
    for address in (product["images"]["tryOnPng"], product["model3D"]):
        answer = ask(stack.base_url, urlsplit(address).path, Origin=ELSEWHERE)
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")


def test_the_panel_is_served_for_its_shops_page_and_for_no_other(stack: Any) -> None:
    """B3: shop and widget are one site here; a page elsewhere that frames the panel gets no answer."""
    verify, key = "/v1/auth/verify", {"X_API_Key": KEY}
    named = {"X_Embedding_Origin": stack.base_url, **key}
    assert ask(stack.base_url, verify, **key).status == 200
    assert ask(stack.base_url, verify, Origin=stack.base_url, **key).status == 200
    assert ask(stack.base_url, verify, **named).status == 200
    assert ask(stack.base_url, verify, Origin=stack.base_url, **named).status == 200
    foreign = {"X_Embedding_Origin": ELSEWHERE, **key}
    assert ask(stack.base_url, verify, **foreign).status == 403
    assert ask(stack.base_url, verify, Origin=stack.base_url, **foreign).status == 403
    assert ask(stack.base_url, verify, Origin=ELSEWHERE, **named).status == 403
    assert ask(stack.base_url, verify, X_Embedding_Origin="x" * 8000, **key).status == 403
    assert ask(stack.base_url, verify, X_Embedding_Origin="x" * 80_000, **key).status in (400, 431)
