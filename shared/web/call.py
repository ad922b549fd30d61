"""What a handler is given: the checked input, who calls, and the rooms opened for that client alone."""

from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import BaseModel

from shared.accounts.client import Client
from shared.accounts.directory import Caller
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.session import Sessions

In = TypeVar("In", bound=BaseModel)


@dataclass(frozen=True)
class Call(Generic[In]):
    input: In
    platform: Platform
    caller: Caller | None  # None on public routes only
    accept: str = ""  # what the caller would like to read
    opened: ClientDocuments | None = None  # None: the client's documents, opened on first use

    @property
    def client(self) -> Client:
        if self.caller is None:
            raise LookupError("a public route has no client")
        return self.caller.client

    @cached_property
    def documents(self) -> ClientDocuments:
        return self.opened or ClientDocuments(self.platform.documents, self.client.client_id)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.documents, self.platform.clock, self.platform.new_id)
