"""The pages of the one-machine stack: demo shop, product pictures, shared styles, signed files, API description."""

import json
from collections.abc import Iterable, Mapping
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
from shared.platform.settings import Settings

SHOP = ROOT / "local" / "shop"
TOKENS = ROOT / "widget" / "tokens.css"
OPENAPI = ROOT / "terraform" / "api" / "openapi.yaml"
_DAY_S = 24 * 3600
_URLS = Map(
    [
        Rule("/", endpoint="home"),
        Rule("/shop/", endpoint="list"),
        Rule("/shop/products/<product_id>", endpoint="product"),
        Rule("/shop/config.json", endpoint="config"),
        Rule("/shop/catalogue.json", endpoint="catalogue"),
        Rule("/docs/openapi.yaml", endpoint="openapi"),
        Rule("/files/<path:path>", endpoint="file", methods=["GET", "PUT"]),
    ],
    merge_slashes=False,
)


class Pages:
    """A WSGI application."""

    def __init__(self, settings: Settings, catalogue: Path, files: SignedFiles | None) -> None:
        """`files`: None where Cloud Storage itself serves what is signed."""
        self._settings = settings
        self._files = files
        products = json.loads((catalogue / "products.json").read_text("utf-8"))
        self._products = json.dumps(products[TRAINING.client_id], ensure_ascii=False)
        pictures = SharedDataMiddleware(self._page, {"/shop/frames": str(catalogue / "frames")}, cache_timeout=_DAY_S)
        sources = {"/shop": str(SHOP), "/widget/v1/tokens.css": str(TOKENS)}
        self._app = SharedDataMiddleware(pictures, sources, cache_timeout=0)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self._app(environ, start_response)

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
                return self._html("index.html")
            case "product":
                return self._html("product.html")
            case "config":
                return _json(json.dumps(self._config()), request)
            case "catalogue":
                return _json(self._products, request)
            case "openapi":
                return send_file(OPENAPI, request.environ, mimetype="application/yaml")
            case _ if self._files:
                return self._files.answer(request, values["path"])
            case _:
                raise NotFound

    def _html(self, name: str) -> Response:
        response = Response((SHOP / name).read_bytes(), content_type="text/html; charset=utf-8")
        own = f"'self' {self._settings.api_endpoint}"
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; connect-src {own}; img-src {own} data: blob:; "
            "frame-ancestors 'none'; base-uri 'none'"
        )
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def _config(self) -> dict[str, str]:
        return {
            "apiEndpoint": self._settings.api_endpoint,
            "key": TRAINING.key,
            "clientId": TRAINING.client_id,
            "shopName": TRAINING.name,
        }


def _json(content: str, request: Request) -> Response:
    response = Response(content, content_type="application/json")
    response.add_etag()
    return response.make_conditional(request)
