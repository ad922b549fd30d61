"""The pages of the one-machine stack: demo shop, product pictures, widget, signed files, API description."""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.routing import Map, Rule
from werkzeug.utils import redirect, send_file
from werkzeug.wrappers import Request, Response

from local.demo import TRAINING
from local.functions import ROOT
from local.signed_files import SignedFiles
from local.widget_files import PREFIX, WidgetFiles

SHOP = ROOT / "local" / "shop"
FRAMES = "/shop/frames"
OPENAPI = ROOT / "terraform" / "api" / "openapi.yaml"
POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'"
_DAY_S = 24 * 3600
_URLS = Map(
    [
        Rule("/", endpoint="home"),
        Rule("/shop/", endpoint="list"),
        Rule("/shop/products/<product_id>", endpoint="product"),
        Rule("/shop/catalogue.json", endpoint="catalogue"),
        Rule("/docs/openapi.yaml", endpoint="openapi"),
        Rule("/files/<path:path>", endpoint="file", methods=["GET", "PUT"]),
    ],
    merge_slashes=False,
)


class Pages:
    """A WSGI application."""

    def __init__(self, catalogue: Path, widget: Path, files: SignedFiles | None) -> None:
        """`widget`: see `WidgetFiles`. `files`: None where Cloud Storage itself serves what is signed."""
        self._files = files
        products = json.loads((catalogue / "products.json").read_text("utf-8"))
        self._products = json.dumps(products[TRAINING.client_id], ensure_ascii=False)
        pictures = {FRAMES: str(catalogue / "frames")}
        self._pictures = SharedDataMiddleware(self._page, pictures, cache_timeout=_DAY_S)
        self._shop = SharedDataMiddleware(self._page, {"/shop": str(SHOP)}, cache_timeout=0)
        self._widget = WidgetFiles(widget)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO") or "/"
        if path.startswith(PREFIX):
            return self._widget(environ, start_response)
        if path.startswith(f"{FRAMES}/"):
            return self._pictures(environ, partial(_readable_by_all, start_response))
        return self._shop(environ, start_response)

    def _page(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        try:
            endpoint, values = _URLS.bind_to_environ(environ).match()
            response = self._respond(endpoint, request, values)
        except HTTPException as error:
            return error(environ, start_response)
        return response(environ, start_response)

    def _respond(self, endpoint: str, request: Request, values: Mapping[str, Any]) -> Response:
        match endpoint:
            case "home":
                return redirect("/shop/")
            case "list":
                return _html((SHOP / "index.html").read_text("utf-8"))
            case "product":
                return _html(_product_page(values["product_id"]))
            case "catalogue":
                return _json(self._products, request)
            case "openapi":
                return send_file(OPENAPI, request.environ, mimetype="application/yaml")
            case _ if self._files:
                return self._files.answer(request, values["path"])
            case _:
                raise NotFound


def _html(html: str) -> Response:
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _product_page(product_id: str) -> str:
    """As any shop's server does it: what the page shows stands on the widget's tag."""
    html = (SHOP / "product.html").read_text("utf-8")
    return html.replace('data-product-id=""', f'data-product-id="{escape(product_id)}"')


def _readable_by_all(start_response: Any, status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
    """Pictures are drawn on the widget's canvas, which stands in a page of another origin."""
    shared = [("Access-Control-Allow-Origin", "*"), ("Cross-Origin-Resource-Policy", "cross-origin")]
    return start_response(status, [*headers, *shared], error)


def _json(content: str, request: Request) -> Response:
    response = Response(content, content_type="application/json")
    response.add_etag()
    return response.make_conditional(request)
