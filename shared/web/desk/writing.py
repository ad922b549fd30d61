"""A change to a record, with its audit record, tried again when somebody else was faster."""

from collections.abc import Callable
from typing import Any, TypeVar

from shared.platform.ports.documents import Missing, Stale, Write
from shared.platform.tenant import ClientDocuments
from shared.support.conflict import NotThere
from shared.support.record import Author
from shared.web.call import Call

ATTEMPTS = 5
T = TypeVar("T")


def by(call: Call[Any]) -> Author:
    return Author(user_id=call.actor.user_id, name=call.actor.email, role=call.actor.role)


def settled(documents: ClientDocuments, attempt: Callable[[], tuple[T, list[Write]]]) -> T:
    """`attempt` reads the record anew and says what is to be written; nothing when all is as it should be.

    Raises `NotThere` when it was erased meanwhile, `Stale` when others kept changing it.
    """
    for left in reversed(range(ATTEMPTS)):
        result, writes = attempt()
        try:
            if writes:
                documents.batch(writes)
            return result
        except Missing:
            raise NotThere from None
        except Stale:
            if not left:
                raise
    raise AssertionError("unreachable")
