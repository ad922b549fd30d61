"""What a session did, from its record and its events: the same whatever order they came in, and however often."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from shared.insight.orders import Order, orders
from shared.platform.ports.clock import parse_timestamp

JOURNEY: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "journey.json").read_text("utf-8"))
STEPS: tuple[str, ...] = tuple(JOURNEY["steps"])
FEATURES: tuple[str, ...] = tuple(JOURNEY["touches"])
WINDOW = timedelta(hours=JOURNEY["windowHours"])
_STEP_OF = {type: step for step, types in JOURNEY["steps"].items() for type in types}
_TOUCH_OF = {type: feature for feature, types in JOURNEY["touches"].items() for type in types}


@dataclass(frozen=True)
class Touch:
    feature: str
    at: datetime


@dataclass(frozen=True)
class Visit:
    session: Mapping[str, Any]  # as stored
    events: Sequence[Mapping[str, Any]]  # as stored, by their time
    foreign: frozenset[str] = frozenset()  # order ids that another session has had counted

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The steps that events tell of, each where it was first taken."""
        told = (_STEP_OF[event["type"]] for event in self.events if event["type"] in _STEP_OF)
        return tuple(step for step in dict.fromkeys(told) if step != "purchase" or self.orders)

    @cached_property
    def steps(self) -> frozenset[str]:
        """Also those that only the session itself tells of, for shops that send no events."""
        session = self.session
        known = {
            "consent": session.get("consent", {}).get("face_analysis"),
            "face": session.get("face"),
            "recommendation": session.get("recommendations"),
        }
        return frozenset({*self.path, *(step for step, held in known.items() if held)})

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        return orders((event for event in self.events if event["type"] == "purchase"), self.foreign)

    @property
    def shape(self) -> str:
        return (self.session.get("face") or {}).get("faceShape") or "none"

    @property
    def features(self) -> frozenset[str]:
        return self.steps & {*FEATURES}

    def touches(self, order: Order) -> list[Touch]:
        """What the shopper used within the window before the order, the last one last."""
        found = [
            Touch(_TOUCH_OF[event["type"]], at)
            for event in self.events
            if event["type"] in _TOUCH_OF and order.at - WINDOW <= (at := parse_timestamp(event["at"])) <= order.at
        ]
        return sorted(found, key=lambda touch: (touch.at, FEATURES.index(touch.feature)))
