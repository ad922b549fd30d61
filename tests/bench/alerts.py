"""How long an evaluation of very many rules takes, beside reading as many documents one by one."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from shared.alerts.checking import Check
from shared.alerts.measuring import StoredReadings
from shared.alerts.rule import RuleTerms
from shared.alerts.rules import Rules
from shared.insight.performance_writing import PerformanceWriter
from shared.platform import unwritten
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.unwritten import Slow
from shared.platform.wiring import Platform, connect
from tests.bench.figure import Figure

OWNERS, RULES_OF_EACH, ROUNDS = 10, 100, 5
SHOPS = 250  # with the four rules that everybody has
METRICS = ("responseTime", "errorRate", "availability", "widgetLoadTime", "faceAnalysisTime")
WINDOWS = (5, 15, 60, 240)


def measure() -> list[Figure]:
    """A thousand rules: of ten clients, over five metrics and four windows, a quarter of them firing; and of many
    clients that have added none."""
    return [
        _figure("of 10 clients", OWNERS, RULES_OF_EACH),
        _figure(f"of {SHOPS} clients", SHOPS, 0),
    ]


def _figure(what: str, owners: int, own_rules: int) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        wired = connect(Settings(Path(folder), "http://127.0.0.1:1", Path(folder), b"s", "ERROR", "bench"))
        for n in range(owners):
            _fill(wired, f"client-{n}", own_rules)
        evaluated = min(_evaluated(wired, owners) for _ in range(ROUNDS))
        read = min(_read(wired) for _ in range(ROUNDS))
    name = f"1,000 alert rules {what}"
    return Figure(name, evaluated, "s", read, "1,000 documents read", 2, on_ratio=False)


def _fill(wired: Platform, client_id: str, own_rules: int) -> None:
    documents = ClientDocuments(wired.documents, client_id)
    now = wired.clock()
    for hours in range(6):
        at = now - timedelta(hours=hours)
        for _ in range(200):
            unwritten.measured(client_id, "apiResponseTime", 900)
            unwritten.answered(client_id, Slow(900, "chat_reply", "POST /v1/ai/chat", "t", at), failed=False)
        PerformanceWriter(wired.documents, lambda at=at: at, wired.new_id).write(unwritten.take())  # type: ignore[misc]
    rules = Rules(documents, wired.clock, wired.new_id)
    if own_rules:
        documents.batch([rules.created(terms)[1] for terms in _terms(own_rules)])


def _terms(count: int) -> Iterator[RuleTerms]:
    for n in range(count):
        metric = METRICS[n % len(METRICS)]
        share = metric in ("errorRate", "availability")
        threshold = 0.5 if share else 100.0 if n % 4 == 0 else 5000.0
        yield RuleTerms.model_validate(
            {
                "name": f"rule {n}",
                "metric": metric,
                "operator": "below" if metric == "availability" else "above",
                "threshold": threshold,
                "recovery_threshold": threshold,
                "window_minutes": WINDOWS[n % len(WINDOWS)],
                "min_samples": 1,
            }
        )


def _evaluated(wired: Platform, owners: int) -> float:
    started = perf_counter()
    for n in range(owners):
        documents, at = ClientDocuments(wired.documents, f"client-{n}"), wired.clock()
        Check(documents, lambda _: None, wired.clock, wired.new_id).run(StoredReadings(documents, at), at)
    return perf_counter() - started


def _read(wired: Platform) -> float:
    ids = [(f"client-{n}", m) for n in range(OWNERS) for m in range(RULES_OF_EACH)]
    started = perf_counter()
    for client_id, _ in ids:
        wired.documents.get("alert_states", client_id)
    return perf_counter() - started
