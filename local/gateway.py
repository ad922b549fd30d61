"""What API Gateway, Cloud Storage and a web server do elsewhere: one address for functions, files and pages."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import LimitedStream

from local.functions import Wsgi
from local.pages import Pages
from shared.platform.trace import begin
from shared.web.route import Route

LARGEST_REQUEST = 32 * 1024 * 1024  # https://cloud.google.com/api-gateway/docs/quotas


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Gateway:
    """A WSGI application. What begins with /v1/ goes to the function that declared the path, unchanged."""

    def __init__(self, routes: Sequence[Route], functions: dict[str, Wsgi], pages: Pages) -> None:
        self._functions = functions
        self._pages = pages
        self._plain = {path: function for path, function in _paths(routes) if "{" not in path}
        self._urls = Map(
            [Rule(path.replace("{", "<").replace("}", ">"), endpoint=function) for path, function in _paths(routes)],
            strict_slashes=False,
            merge_slashes=False,
        )

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO") or "/"
        if path == "/v1" or path.startswith("/v1/"):
            return self._call(path, environ)(environ, start_response)
        return self._pages(environ, start_response)

    def _call(self, path: str, environ: dict[str, Any]) -> Wsgi:
        """The function of this path, which reads no more of the request than API Gateway would let through."""
        if int(environ.get("CONTENT_LENGTH") or 0) > LARGEST_REQUEST:
            return _TOO_LARGE
        if "CONTENT_LENGTH" not in environ:
            environ["wsgi.input"] = LimitedStream(environ["wsgi.input"], LARGEST_REQUEST, is_max=True)
        return self._function(path)

    def _function(self, path: str) -> Wsgi:
        if _CONTROL.search(path):  # where the Functions Framework would answer with a page of its own
            return _NOTHING_HERE
        if path in self._plain:
            return self._functions[self._plain[path]]
        try:
            name, _ = self._urls.bind("").match(path)
        except HTTPException:
            return _NOTHING_HERE
        return self._functions[name]


def _paths(routes: Sequence[Route]) -> set[tuple[str, str]]:
    return {(route.path, route.function) for route in routes}


def _refused(code: str, status: int, message: str) -> Wsgi:
    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        headers = Request(environ).headers
        with begin(headers.get("traceparent"), headers.get("X-Request-Id")) as trace:
            error = {"code": code, "message": message, "requestId": trace.request_id, "details": []}
            response = Response(json.dumps({"error": error}), status, content_type="application/json")
            response.headers["X-Request-Id"] = trace.request_id
            return response(environ, start_response)

    return answer


_NOTHING_HERE = _refused("NOT_FOUND", 404, "There is nothing at this path: see /docs/openapi.yaml.")
_TOO_LARGE = _refused("PAYLOAD_TOO_LARGE", 413, "The request is too large: send at most 32 MiB.")
