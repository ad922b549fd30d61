"""A Cloud Function that answers HTTP: its routes, and how one request passes through it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Request, Response
from pydantic import BaseModel
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, MapAdapter, Rule

from shared.accounts.actor import Permission
from shared.accounts.client import Feature
from shared.accounts.directory import Directory
from shared.insight.performance_writing import PerformanceWriter, failure_of
from shared.platform import log, patience, timings, trace, unwritten
from shared.platform.unwritten import Slow
from shared.platform.wiring import Platform, platform
from shared.web import envelope
from shared.web.body import read_input
from shared.web.call import Call
from shared.web.cors import allow_origin, preflight
from shared.web.deployment import Deployment
from shared.web.device import device_of
from shared.web.errors import ApiError, Code, translate
from shared.web.guards import Guards
from shared.web.replay import Answer, Replays
from shared.web.route import KIB, Audience, Content, Method, Reply, Route
from shared.web.shared_limit import SharedLimiter
from shared.web.span import record_span

if TYPE_CHECKING:
    from shared.web.signed_in import SignedInGuard

In = TypeVar("In", bound=BaseModel)
_DEFAULT = Deployment()


@dataclass
class _Outcome:
    """What became known of a request while it was answered."""

    route: Route | None = None
    client_id: str | None = None
    code: Code | None = None
    error: Exception | None = None


class HttpFunction:
    def __init__(
        self, name: str, wire: Callable[[], Platform] = platform, *, deployment: Deployment = _DEFAULT
    ) -> None:
        self.name = name
        self.deployment = deployment
        self.routes: list[Route] = []
        self._wire = wire

    def route(
        self,
        method: Method,
        path: str,
        *,
        takes: type[In],
        gives: type[BaseModel] | tuple[str, ...],
        audience: Audience = "shopper",
        permissions: tuple[Permission, ...] = (),
        secret: bool = False,
        status: int = 200,
        errors: tuple[Code, ...] = (),
        feature: Feature | None = None,
        max_body: int = 64 * KIB,
        file: str | None = None,
        wrapped: bool = True,
    ) -> Callable[[Callable[[Call[In]], Reply]], Callable[[Call[In]], Reply]]:
        """Declares a route; the handler's docstring is its summary."""

        def declare(handle: Callable[[Call[In]], Reply]) -> Callable[[Call[In]], Reply]:
            self.routes.append(
                Route(
                    method=method,
                    path=path,
                    function=self.name,
                    summary=(handle.__doc__ or "").strip(),
                    audience=audience,
                    takes=takes,
                    gives=gives,
                    handle=handle,
                    status=status,
                    permissions=permissions,
                    secret=secret,
                    errors=errors,
                    feature=feature,
                    max_body=max_body,
                    file=file,
                    wrapped=wrapped,
                )
            )
            return handle

        return declare

    def __call__(self, request: Request) -> Response:
        started = perf_counter()
        with (
            trace.begin(request.headers.get("traceparent"), request.headers.get("X-Request-Id")) as now,
            patience.one_request(),
        ):
            outcome = _Outcome()
            response = self._answer(request, now, outcome)
            response.headers["X-Request-Id"] = now.request_id
            response.headers["traceparent"] = now.traceparent
            allow_origin(response, request, self._guards)
            duration_ms = (perf_counter() - started) * 1000
            self._report(request, outcome, response.status_code, duration_ms, now)
        return response

    def _answer(self, request: Request, now: trace.Trace, outcome: "_Outcome") -> Response:
        """`outcome` is filled on the way, so that it tells how far an answer came that failed."""
        try:
            adapter = self._urls.bind("", path_info=request.path)
            if request.method == "OPTIONS":
                return preflight(_allowed(adapter))
            outcome.route, path = self._match(adapter, request.method)
            if request.method == "HEAD" and outcome.route.audience != "public":
                raise _not_allowed(_allowed(adapter))  # it would count as an answer that nobody sees
            return self._respond(outcome.route, request, path, now, outcome)
        except Exception as error:  # noqa: BLE001 - whatever happens, the caller gets the contract's answer
            meaning = translate(error)
            if meaning is None:
                log.error("unforeseen error", cause=error, function=self.name)
                meaning = ApiError("INTERNAL", "Something went wrong on our side: try again, or ask the shop's team.")
            outcome.code, outcome.error = meaning.code, error
            return envelope.failure(meaning, now.request_id)

    def _match(self, adapter: MapAdapter, method: str) -> tuple[Route, Mapping[str, str]]:
        try:
            return adapter.match(method=method)
        except MethodNotAllowed:
            raise _not_allowed(_allowed(adapter)) from None
        except NotFound:
            raise ApiError("NOT_FOUND", "There is nothing at this path: see /docs/openapi.yaml.") from None

    def _respond(
        self, route: Route, request: Request, path: Mapping[str, str], now: trace.Trace, outcome: "_Outcome"
    ) -> Response:
        call = self._call(route, request, path, now, outcome)
        key = request.headers.get("Idempotency-Key")
        if key is not None and route.is_replayed:
            replays = Replays(
                call.documents_or_system, self._platform.clock, call.signed_in.user_id if call.signed_in else ""
            )
            answer = replays.once(key, route, call, partial(_run, route))
            return envelope.wrapped(answer.data, answer.status, now.request_id)
        reply = route.handle(call)
        if isinstance(reply, Content):
            return envelope.content(reply.content, reply.content_type)
        data = reply.model_dump_json(by_alias=True)
        return envelope.wrapped(data, route.status, now.request_id) if route.wrapped else envelope.bare(data, 200)

    def _call(
        self, route: Route, request: Request, path: Mapping[str, str], now: trace.Trace, outcome: "_Outcome"
    ) -> Call[Any]:
        if route.audience == "admin":
            actor = self._signed_in.admit(route, request)
            outcome.client_id = actor.client_id
            given = read_input(route, request, path)
            reach = self._signed_in.reach(actor, given)
            return Call(
                given, self._platform, None, _accept(request), signed_in=actor, reach=reach, request_id=now.request_id
            )
        caller = self._guards.admit(route, request)
        outcome.client_id = caller.client.client_id if caller else None
        given = read_input(route, request, path)
        if caller and isinstance(session_id := getattr(given, "session_id", None), str):
            self._guards.limit_session(caller.client, session_id)
        return Call(
            given,
            self._platform,
            caller,
            _accept(request),
            request_id=now.request_id,
            device=device_of(request.headers.get("User-Agent"), request.headers.get("Sec-CH-UA-Mobile")),
        )

    def _report(
        self, request: Request, outcome: "_Outcome", status: int, duration_ms: float, now: trace.Trace
    ) -> None:
        route, failed = outcome.route, status >= 500
        timings.record("apiResponseTime", duration_ms, outcome.client_id)
        timings.record_answer(failed=failed, function=self.name)
        if route:
            name = f"{route.method} {route.path}"
            answer = Slow(duration_ms, route.operation, name, now.trace_id, self._platform.clock())
            unwritten.answered(outcome.client_id, answer, failed=failed)
        if failed and outcome.error:
            name, code = f"{request.method} {route.path if route else 'unknown'}", outcome.code or "INTERNAL"
            failure = failure_of(outcome.error, self.name, name, self._platform.clock(), code)
            unwritten.failed(outcome.client_id, failure)
        log.info(
            "request",
            function=self.name,
            method=request.method,
            route=route.path if route else None,
            status=status,
            code=outcome.code,
            durationMs=round(duration_ms, 2),
        )
        if self._platform.spans:
            name = f"{request.method} {route.path if route else 'unknown'}"
            record_span(self._platform, name, duration_ms, failed=failed)
        self._performance.write_if_due()

    @cached_property
    def _urls(self) -> Map:
        rules = [
            Rule(route.path.replace("{", "<").replace("}", ">"), methods=[route.method], endpoint=route)
            for route in self.routes
        ]
        return Map(rules, strict_slashes=False, redirect_defaults=False, merge_slashes=False)

    @cached_property
    def _platform(self) -> Platform:
        return self._wire()

    @cached_property
    def _signed_in(self) -> "SignedInGuard":
        from shared.web.signed_in import SignedInGuard  # brings cryptography, which shoppers' functions do without

        return SignedInGuard(self._platform)

    @cached_property
    def _performance(self) -> PerformanceWriter:
        return PerformanceWriter(self._platform.documents, self._platform.clock, self._platform.new_id)

    @cached_property
    def _guards(self) -> Guards:
        wired = self._platform
        limiter = SharedLimiter(wired.documents, wired.clock) if wired.settings.google else None
        settings = wired.settings
        return Guards(Directory(wired.documents, wired.clock), limiter, settings.admin_origin, settings.panel_origin)


def _accept(request: Request) -> str:
    return request.headers.get("Accept", "")


def _run(route: Route, call: Call[Any]) -> Answer:
    reply = route.handle(call)
    if isinstance(reply, Content):
        raise TypeError("what is kept for repetitions is JSON")
    return Answer(route.status, reply.model_dump_json(by_alias=True))


def _not_allowed(methods: Sequence[str]) -> ApiError:
    allowed = ", ".join(method for method in methods if method != "HEAD")
    return ApiError("METHOD_NOT_ALLOWED", f"Use {allowed} on this path.", headers={"Allow": allowed})


def _allowed(adapter: MapAdapter) -> list[str]:
    """The methods of this path; raises NOT_FOUND where there is no such path."""
    allowed = sorted(adapter.allowed_methods())
    if not allowed:
        raise ApiError("NOT_FOUND", "There is nothing at this path: see /docs/openapi.yaml.")
    return allowed
