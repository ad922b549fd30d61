"""The widget's files as a content network serves them: to any site, compressed, old releases never changing.

What the load balancer does on Google Cloud is in terraform/modules/edge.
"""

import json
import mimetypes
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

PREFIX = "/widget/"
RELEASE = "release.json"
KEPT = "public, max-age=300"
KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
FORMS = {"br": "brotli", "gzip": "gzip"}  # as the release names their sizes; the better first
ENDINGS = {"br": ".br", "gzip": ".gz"}
TYPES = {".js": "text/javascript", ".wasm": "application/wasm", ".task": "application/octet-stream"}
FOR_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


class WidgetFiles:
    """A WSGI application for all below `PREFIX`. What was built since is served at once."""

    def __init__(self, folder: Path) -> None:
        """`folder` is what widget/build.mjs wrote; only what its release.json lists is served, and that file."""
        self._folder = folder

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            response = self._respond(Request(environ))
        except HTTPException as error:
            response = Response.force_type(error.get_response(environ), environ)
        response.headers.update(FOR_ALL)
        return response(environ, start_response)

    def _respond(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(["GET", "HEAD"])
        name = request.path.removeprefix(PREFIX)
        sizes = self._files().get(name)
        if sizes is None:
            raise NotFound
        file, encoding = self._folder / name, _encoding(request, sizes)
        sent = file.with_name(file.name + ENDINGS[encoding]) if encoding else file
        response = send_file(sent, request.environ, mimetype=_type(file))
        response.headers.remove("Content-Disposition")  # it names the compressed copy
        response.headers["Cache-Control"] = KEPT_FOR_GOOD if name.startswith("v/") else KEPT
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
        if file.suffix == ".html":
            response.headers.update(_policies(file))
        return response

    def _files(self) -> dict[str, dict[str, int]]:
        """By name, with the bytes of each form there is of it."""
        try:
            listed: dict[str, dict[str, int]] = json.loads((self._folder / RELEASE).read_text("utf-8"))["files"]
        except FileNotFoundError:
            return {}
        return {**listed, RELEASE: {}}


def _encoding(request: Request, sizes: Mapping[str, int]) -> str | None:
    """The compressed form that is liked best; None: as it is."""
    liked = request.accept_encodings
    there = [encoding for encoding, size in FORMS.items() if size in sizes]
    best = max(there, key=liked.quality, default=None)
    return best if best and liked.quality(best) > 0 else None


def _type(file: Path) -> str:
    return TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _policies(page: Path) -> dict[str, str]:
    """The page's own policy, as a header too; and its camera is for itself alone, if the shop's page grants it."""
    policy = _Policy()
    policy.feed(page.read_text("utf-8"))
    return {"Content-Security-Policy": policy.content, "Permissions-Policy": "camera=(self)"}


class _Policy(HTMLParser):
    """Finds what the page's `<meta http-equiv="Content-Security-Policy">` says."""

    content = "default-src 'none'"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy":
            self.content = given.get("content") or self.content
