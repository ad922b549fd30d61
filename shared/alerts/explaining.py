"""An alert in plain sentences: what was measured, against which limit, and what follows."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shared.alerts.evaluation import Measured, judged
from shared.alerts.firings import Firing
from shared.alerts.metrics import in_unit
from shared.alerts.rule import Rule, RuleTerms
from shared.alerts.state import RuleState
from shared.platform.ports.clock import timestamp

TEXTS: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "texts.json").read_text("utf-8"))
_MINUTES_OF = {"d": 1440, "h": 60}


def explained(rule: Rule, state: RuleState | None) -> str:
    """How the rule stands, with the figures of its last evaluation."""
    if not rule.enabled:
        return str(TEXTS["states"]["off"])
    if state is None or state.metric not in (None, rule.metric):
        return _filled(rule, "never", None, 0)
    said = _filled(rule, _kind(rule, state), state.value, state.samples)
    if state.status == "firing":
        said += _also("firing", since=timestamp(state.since))
        if state.acknowledged_at:
            said += _also("acknowledged", by=state.acknowledged_by or "")
    if state.snoozed_until:
        said += _also("snoozed", until=timestamp(state.snoozed_until))
    return said


def announced(firing: Firing, occasion: str) -> str:
    """What a delivery says of a firing."""
    if occasion == "test":
        return str(TEXTS["test"])
    if occasion == "resolved" and firing.resolved_because:
        text = TEXTS["endings"][firing.resolved_because]
        return str(text.format(**_figures(firing.rule, firing.resolved_value, 0)))
    return _filled(firing.rule, "bad_no_data" if firing.value is None else "bad", firing.value, firing.samples)


def watched(terms: RuleTerms) -> str:
    return str(TEXTS["metric"].format(**_figures(terms, None, 0)))


def span(minutes: int) -> str:
    """`90 min`, `2 h`, `1 d`."""
    for sign, length in _MINUTES_OF.items():
        if minutes % length == 0:
            return f"{minutes // length} {sign}"
    return f"{minutes} min"


def _kind(rule: Rule, state: RuleState) -> str:
    """By the rule as it stands, which may have been changed since the evaluation."""
    verdict = judged(rule, Measured(state.value, state.samples))
    if verdict == "bad" and state.value is None:
        return "bad_no_data"
    if verdict == "good" and state.status == "firing":
        return "recovering"
    if verdict == "between" and state.status == "ok":
        return "good"
    return verdict


def _filled(terms: RuleTerms, kind: str, value: float | None, samples: int) -> str:
    return str(TEXTS["states"][kind].format(**_figures(terms, value, samples)))


def _also(kind: str, **facts: str) -> str:
    return str(TEXTS["also"][kind].format(**facts))


def _figures(terms: RuleTerms, value: float | None, samples: int) -> dict[str, object]:
    metric = terms.watched
    return {
        "title": metric.title,
        "value": "–" if value is None else in_unit(value, metric.unit),
        "samples": f"{samples:,}",
        "minSamples": f"{terms.min_samples:,}",
        "window": span(terms.window_minutes),
        "operator": TEXTS["beyond"][terms.operator],
        "threshold": in_unit(terms.threshold, metric.unit),
        "recovery": in_unit(terms.recovery_threshold, metric.unit),
        "recoveryMinutes": terms.recovery_minutes,
    }
