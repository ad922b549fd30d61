"""Try-on as a picture."""

from typing import Annotated

from pydantic import StringConstraints

from shared.web.contract.base import Contract, Id
from shared.web.contract.face import Picture


class TryOn(Contract):
    session_id: Id
    product_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,50}$")]
    image: Picture
