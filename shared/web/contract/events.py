"""Journey events."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator, Field, StringConstraints, field_validator, model_validator

from shared.insight.intake import JourneyEvent
from shared.platform.widget_reports import Vital
from shared.web.contract.base import Contract, Id

EventType = Literal[
    "widget_loaded",
    "widget_opened",
    "widget_error",
    "web_vital",
    "consent_given",
    "face_analyzed",
    "chat_message",
    "recommendation_viewed",
    "recommendation_clicked",
    "recommendation_dismissed",
    "try_on",
    "add_to_cart",
    "purchase",
]


def _as_text(value: object) -> object:
    """Money is a decimal string; a plain number means the same."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


CLOCK_SKEW = timedelta(minutes=10)  # browsers' clocks run fast
OFFLINE = timedelta(days=7)  # a queue kept while offline
Money = Annotated[str, BeforeValidator(_as_text), StringConstraints(pattern=r"^\d{1,8}(\.\d{1,4})?$")]
_Milliseconds = Annotated[float, Field(ge=0, le=3_600_000)]
_Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,59}$")]
_Screen = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z]{1,20}$")]
_MOST_CLS = 100
_OF_ONE_TYPE: Mapping[str, str] = {  # facts that say nothing of other events
    "metric": "web_vital",
    "measured": "web_vital",
    "code": "widget_error",
    "screen": "widget_error",
}


class Event(Contract):
    event_id: Id
    type: EventType
    at: AwareDatetime
    product_id: Id | None = None
    order_id: Id | None = None
    value: Money | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    duration_ms: _Milliseconds | None = None
    widget_load_time: Annotated[_Milliseconds | None, Field(description="ms, with widget_loaded")] = None

    metric: Annotated[Vital | None, Field(description="what a web_vital measured")] = None
    measured: Annotated[
        _Milliseconds | None, Field(description="with metric: ms of LCP and INP; CLS has no unit and is at most 100")
    ] = None
    code: Annotated[_Code | None, Field(description="what went wrong, with widget_error")] = None
    screen: Annotated[_Screen | None, Field(description="the widget's screen, with widget_error")] = None

    @field_validator("at")
    @classmethod
    def _near_now(cls, at: datetime) -> datetime:
        if not -OFFLINE < at - datetime.now(UTC) < CLOCK_SKEW:
            raise ValueError("must lie within the last 7 days")
        return at

    @model_validator(mode="after")
    def _money_with_currency(self) -> "Event":
        if self.value is not None and self.currency is None:
            raise ValueError("value needs currency")
        return self

    @model_validator(mode="after")
    def _vital_measured(self) -> "Event":
        if self.type != "web_vital":
            return self
        if self.metric is None or self.measured is None:
            raise ValueError("web_vital needs metric and measured")
        if self.metric == "CLS" and self.measured > _MOST_CLS:
            raise ValueError(f"measured is at most {_MOST_CLS} for CLS")
        return self

    def to_journey(self) -> JourneyEvent:
        foreign = {fact for fact, type in _OF_ONE_TYPE.items() if type != self.type}
        facts: dict[str, Any] = self.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude={"event_id", "type", "at", *foreign}
        )
        return JourneyEvent(self.event_id, self.type, self.at, facts)


class EventBatch(Contract):
    session_id: Id
    events: Annotated[list[Event], Field(min_length=1, max_length=50)]


class EventsTaken(Contract):
    accepted: int
    duplicates: int
