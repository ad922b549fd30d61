"""What all requests and replies share."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic.alias_generators import to_camel

from shared.platform.ports.clock import timestamp

INSTEAD_OF_FILE = "x-instead-of-file"  # marks a field that stands for a form's file, and has no place beside it


class Contract(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, ser_json_bytes="base64", allow_inf_nan=False
    )


class Nothing(Contract):
    """A request without parameters."""


Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
Time = Annotated[datetime, PlainSerializer(timestamp, return_type=str)]
Share = Annotated[float, Field(ge=0, le=1)]
Money = Annotated[str, StringConstraints(pattern=r"^-?\d{1,12}(\.\d{1,4})?$")]  # a decimal, beside its currency


# Where a page ended; short enough for a request line however it is encoded.
Cursor = Annotated[str, StringConstraints(max_length=600, pattern=r"^[A-Za-z0-9_=~:.-]*$")]


class Listed(Contract):
    """The query of a list that comes by pages."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Cursor | None = None


class ClientNamed(Contract):
    client_id: Id


class OfClient(Contract):
    """A client's own people need not name it."""

    client_id: Id | None = None
