"""How far visits came."""

from dataclasses import dataclass

from shared.insight.counters import Counters
from shared.insight.kpis import rate
from shared.insight.visit import STEPS


@dataclass(frozen=True)
class Step:
    step: str
    sessions: int  # that took it
    share: float | None  # of all sessions
    before: int  # sessions of the period before
    at_least: int  # sessions that took it or a later one
    continued: float | None  # of those that came at least to the step before


def funnel(now: Counters, before: Counters) -> list[Step]:
    """Every step in its order."""
    found: list[Step] = []
    come = now["sessions"]
    for step in STEPS:
        took, at_least = now[f"steps.{step}"], now[f"funnel.{step}"]
        share, continued = rate(took, now["sessions"]), rate(at_least, come)
        found.append(Step(step, int(took), share, int(before[f"steps.{step}"]), int(at_least), continued))
        come = at_least
    return found
