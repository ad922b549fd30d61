"""A change to a record, with its audit record, tried again when somebody else was faster."""

from collections.abc import Callable
from random import uniform
from time import sleep
from typing import Any, TypeVar

from shared.platform import patience
from shared.platform.ports.documents import Missing, Stale, Write
from shared.platform.tenant import ClientDocuments
from shared.support.conflict import NotThere
from shared.support.record import Author
from shared.web.call import Call

ATTEMPTS, PAUSE_S = 8, 0.02
T = TypeVar("T")


def by(call: Call[Any]) -> Author:
    return Author(user_id=call.actor.user_id, name=call.actor.email, role=call.actor.role)


def settled(documents: ClientDocuments, attempt: Callable[[], tuple[T, list[Write]]]) -> T:
    """`attempt` reads the record anew and says what is to be written; nothing when all is as it should be.

    Raises `NotThere` when it was erased meanwhile, `Stale` when others kept changing it.
    """
    for tried in range(1, ATTEMPTS + 1):
        result, writes = attempt()
        try:
            if writes:
                documents.batch(writes)
            break
        except Missing:
            raise NotThere from None
        except Stale:
            if tried == ATTEMPTS:
                raise
            with patience.outside_call():
                sleep(uniform(0, PAUSE_S * tried))  # noqa: S311 - spreads the tries, no secret
    return result
