"""Trying another weighting on a share of the sessions, always the same ones."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, model_validator
from pydantic.alias_generators import to_camel

from shared.learning.lots import lot
from shared.learning.records import LEARNING, experiments_id
from shared.learning.rules import RULES
from shared.platform.tenant import ClientDocuments

_BOUNDS = RULES["factors"]
Name = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,30}$")]
Factor = Annotated[float, Field(ge=_BOUNDS["least"], le=_BOUNDS["most"])]


class _Record(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Arm(_Record):
    """`parts`: how large it is beside the others. `factors`: in place of the learnt ones; None leaves those."""

    name: Name
    parts: Annotated[float, Field(gt=0)] = 1.0
    factors: dict[str, Factor] | None = None


class Experiment(_Record):
    """`share` of the sessions take part, of those that begin from `begins` until before `ends`."""

    name: Name
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    begins: AwareDatetime
    ends: AwareDatetime | None = None
    arms: Annotated[tuple[Arm, ...], Field(min_length=2, max_length=8)]

    @model_validator(mode="after")
    def _arms_have_different_names(self) -> "Experiment":
        if len({arm.name for arm in self.arms}) < len(self.arms):
            raise ValueError("each arm has a name of its own")
        return self

    def running(self, now: datetime) -> bool:
        return self.begins <= now and (self.ends is None or now < self.ends)

    def arm_of(self, session_id: str) -> Arm | None:
        """The same for a session every time; None for those that take no part."""
        if lot(self.name, "share", session_id) >= self.share:
            return None
        at = lot(self.name, "arm", session_id) * sum(arm.parts for arm in self.arms)
        for arm in self.arms:
            at -= arm.parts
            if at < 0:
                return arm
        return self.arms[-1]

    def variant(self, arm: Arm) -> str:
        """As impressions and outcomes name it."""
        return f"{self.name}:{arm.name}"


_LIST = TypeAdapter(tuple[Experiment, ...])


def experiments_in(body: Mapping[str, Any] | None) -> tuple[Experiment, ...]:
    """The stored experiments, the one defined first first. Raises ValueError."""
    return _LIST.validate_python(body["experiments"]) if body else ()


class Experiments:
    """A client's experiments. A session takes part in one at a time, the first that takes it."""

    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents
        self._id = experiments_id(documents.client_id)

    def all(self) -> tuple[Experiment, ...]:
        stored = self._documents.get(LEARNING, self._id)
        return experiments_in(stored.body if stored else None)

    def save(self, experiments: tuple[Experiment, ...]) -> None:
        body = {"experiments": _LIST.dump_python(experiments, mode="json", by_alias=True)}
        self._documents.replace(LEARNING, self._id, body)
