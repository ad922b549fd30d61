"""What a client has booked: quantities included in a month, their price, and what happens beyond them."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel

from shared.billing.meter import Kind

State = Literal["ok", "warning", "stopped"]
_FILE = Path(__file__).parent / "data" / "plans.json"


class UnknownPlan(Exception):
    """No plan of that name."""


class Plan(BaseModel):
    """`included` None: without end. `per_unit` is the price of one unit beyond, `price` that of a month."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    name: str = ""
    price: Annotated[Decimal, Field(ge=0)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    warn_at: Annotated[float, Field(gt=0, le=1)]
    hard_stop: bool
    included: dict[Kind, Annotated[int, Field(ge=0)] | None]
    per_unit: dict[Kind, Annotated[Decimal, Field(ge=0)]]

    @property
    def stoppable(self) -> tuple[Kind, ...]:
        """The kinds that end when what is included is used up."""
        return tuple(kind for kind, most in self.included.items() if most is not None) if self.hard_stop else ()

    def share(self, kind: Kind, quantity: int) -> float | None:
        """Used of what is included, above 1 beyond it; None without end."""
        included = self.included[kind]
        if included is None:
            return None
        return round(quantity / included, 4) if included else float(quantity > 0)

    def state(self, kind: Kind, quantity: int) -> State:
        included = self.included[kind]
        if included is None:
            return "ok"
        if self.hard_stop and quantity >= included:
            return "stopped"
        return "warning" if quantity >= self.warn_at * included else "ok"


@cache
def plans() -> Mapping[str, Plan]:
    """By name, the smallest first."""
    read = TypeAdapter(dict[str, Plan]).validate_json(_FILE.read_bytes())
    return {name: plan.model_copy(update={"name": name}) for name, plan in read.items()}


def plan_named(name: str) -> Plan:
    """Raises `UnknownPlan`."""
    try:
        return plans()[name]
    except KeyError:
        raise UnknownPlan(name) from None
