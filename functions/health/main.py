"""Is it well, and how fast is it."""

from flask import Request, Response

from shared.insight.performance import performance
from shared.maintenance.newest_backup import NewestBackup, age_of
from shared.web.call import Call
from shared.web.contract.base import Nothing
from shared.web.contract.health import BackupHealth, Health, Metrics, Performance
from shared.web.function import HttpFunction
from shared.web.route import Content

function = HttpFunction("health")


def health(request: Request) -> Response:
    return function(request)


@function.route(
    "GET", "/v1/health", takes=Nothing, gives=Health, audience="public", errors=("UNAVAILABLE",), wrapped=False
)
def check(call: Call[Nothing]) -> Health:
    """Answers 200 when shoppers can be served, else 503.

    A backup that is old or missing keeps nobody from being served, and so is told beside.
    """
    call.platform.documents.get("health", "probe")  # raises when the store does not answer
    age = age_of(NewestBackup(call.system).taken_at(), call.platform.clock())
    return Health(
        status="ok",
        checks={"documents": "ok"},
        backup=BackupHealth(state=age.state, age_hours=age.age_hours),
        version=call.platform.settings.version,
        embeddings=call.platform.embeddings_state(),
    )


@function.route("GET", "/v1/metrics", takes=Nothing, gives=Metrics, audience="public", wrapped=False)
def metrics(call: Call[Nothing]) -> Metrics | Content:
    """How fast it is, in milliseconds; with `Accept: text/plain` in Prometheus' form."""
    figures = performance()
    if "text/plain" in call.accept:  # a scraper would rather have OpenMetrics, and takes this
        from shared.insight.exposition import exposition  # its library is needed here alone

        text = exposition(figures, call.platform.events.backlog())
        return Content(text, "text/plain; version=0.0.4; charset=utf-8")
    return Metrics(performance=Performance.model_validate(figures))
