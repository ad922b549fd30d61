"""What API Gateway, Cloud Storage and a web server do elsewhere: one address for functions, files and pages."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from local.functions import Wsgi
from local.pages import Pages
from shared.platform.trace import begin
from shared.web.route import Route


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
        if path.startswith("/v1/"):
            return self._function(path)(environ, start_response)
        return self._pages(environ, start_response)

    def _function(self, path: str) -> Wsgi:
        if path in self._plain:
            return self._functions[self._plain[path]]
        try:
            name, _ = self._urls.bind("").match(path)
        except HTTPException:
            return _nothing_here
        return self._functions[name]


def _paths(routes: Sequence[Route]) -> set[tuple[str, str]]:
    return {(route.path, route.function) for route in routes}


def _nothing_here(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    request = Request(environ)
    with begin(request.headers.get("traceparent"), request.headers.get("X-Request-Id")) as trace:
        error = {
            "code": "NOT_FOUND",
            "message": "There is nothing at this path: see /docs/openapi.yaml.",
            "requestId": trace.request_id,
            "details": [],
        }
        response = Response(json.dumps({"error": error}), 404, content_type="application/json")
        response.headers["X-Request-Id"] = trace.request_id
        return response(environ, start_response)
