"""Health and metrics: not wrapped, without a key."""

from typing import Annotated, Literal

from pydantic import Field

from shared.platform.widget_reports import Vital
from shared.web.contract.base import Contract, Share

State = Literal["ok", "failing"]


class BackupHealth(Contract):
    """Of the newest backup that was restored to try it (in the cloud: that Google keeps): `stale` after 26 hours."""

    state: Literal["ok", "stale", "none"]
    age_hours: float | None


class Health(Contract):
    """`embeddings` is "ready", or "slot-only: " and why words are understood by the lexicon alone: the file of the
    model is looked at, not loaded."""

    status: State
    checks: dict[str, State]
    backup: BackupHealth
    version: str
    embeddings: Annotated[str, Field(pattern=r"^(ready|slot-only: .+)$")]


class DurationFigures(Contract):
    """Milliseconds over the last samples; null before the first."""

    p50: float | None
    p95: float | None
    p99: float | None
    count: int


class VitalFigures(Contract):
    """What 75 of 100 samples do not exceed (LCP and INP: ms; CLS: without a unit); null before the first."""

    p75: float | None
    count: int


class Performance(Contract):
    """`webVitals` by LCP, CLS and INP; `widgetErrors` by code, the most frequent first."""

    api_response_time: DurationFigures
    db_query_time: DurationFigures
    widget_load_time: DurationFigures
    face_analysis_time: DurationFigures
    error_rate: Share | None
    availability: Share | None
    web_vitals: dict[Vital, VitalFigures]
    widget_errors: dict[str, int]


class Metrics(Contract):
    performance: Performance
