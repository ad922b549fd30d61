"""A function with one route of each kind."""

from typing import Annotated

import pytest
from pydantic import Field

from shared.platform.wiring import Platform
from shared.web.call import Call
from shared.web.contract.base import Contract, Id
from shared.web.function import HttpFunction
from shared.web.route import Content


class Ask(Contract):
    session_id: Id = "s"
    amount: Annotated[int, Field(ge=1, le=9)]


class Upload(Contract):
    session_id: Id
    image: bytes


class Named(Contract):
    name: Id


class Answer(Contract):
    client: str
    amount: int = 0


class Bench:
    """`effects` counts how often the writing handler really ran."""

    def __init__(self, platform: Platform) -> None:
        self.effects = 0
        self.failure: Exception | None = None
        self.function = HttpFunction("bench", lambda: platform)
        self._declare()

    def _declare(self) -> None:
        @self.function.route("POST", "/v1/ask", takes=Ask, gives=Answer, max_body=1024, feature="chat")
        def write(call: Call[Ask]) -> Answer:
            """Writes."""
            self.effects += 1
            if self.failure:
                raise self.failure
            return Answer(client=call.client.client_id, amount=call.input.amount)

        @self.function.route("GET", "/v1/ask", takes=Ask, gives=Answer)
        def read(call: Call[Ask]) -> Answer:
            """Reads."""
            return Answer(client=call.client.client_id, amount=call.input.amount)

        @self.function.route("POST", "/v1/upload", takes=Upload, gives=Answer, file="image", max_body=4096)
        def upload(call: Call[Upload]) -> Answer:
            """Takes a file."""
            return Answer(client=call.client.client_id, amount=len(call.input.image))

        @self.function.route("POST", "/v1/picture", takes=Ask, gives=("image/png", "image/webp"))
        def draw(call: Call[Ask]) -> Content:
            """Draws."""
            self.effects += 1
            return Content(bytes([self.effects]), "image/webp")

        @self.function.route("DELETE", "/v1/things/{name}", takes=Named, gives=Answer)
        def remove(call: Call[Named]) -> Answer:
            """Removes."""
            return Answer(client=call.input.name)


@pytest.fixture
def bench(platform: Platform) -> Bench:
    return Bench(platform)
