"""The indexes that this process keeps, one for each client, and the building of new ones.

A large catalogue takes longer to read than a request may wait for the store. So an index is built by a thread of its
own, once for all who ask, without a request's limits; a request that runs out of patience is answered 503, and the
next one finds the index ready.
"""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TYPE_CHECKING

from shared.platform import patience
from shared.platform.ports.documents import StoreUnavailable

if TYPE_CHECKING:  # brings numpy, which only the functions that search have
    from shared.catalogue.index import CatalogueIndex

MOST_PRODUCTS = 400_000  # of all clients together, at about 300 bytes each; those unused for longest go first
Version = str | None
Build = Callable[[], "CatalogueIndex"]


@dataclass(frozen=True)
class _Kept:
    version: Version
    index: "Future[CatalogueIndex]"


class KeptIndexes:
    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = Lock()

    def of(self, client_id: str, version: Version, build: Build) -> "CatalogueIndex":
        """The index of this version. Raises what `build` does, `StoreUnavailable` while it takes too long."""
        index = self._begun(client_id, version, build)
        try:
            return index.result(patience.left_s())
        except TimeoutError:
            raise StoreUnavailable("the catalogue is still being read") from None
        except Exception:
            self._forget(client_id, index)  # the next one tries again
            raise

    def _begun(self, client_id: str, version: Version, build: Build) -> "Future[CatalogueIndex]":
        with self._lock:
            kept = self._kept.get(client_id)
            if kept is not None and kept.version == version:
                self._kept.move_to_end(client_id)
                return kept.index
            self._make_room()
            index: Future[CatalogueIndex] = Future()
            self._kept[client_id] = _Kept(version, index)
        Thread(target=_build, args=(index, build), name=f"index {client_id}", daemon=True).start()
        return index

    def _make_room(self) -> None:
        ready = {client_id: kept.index for client_id, kept in self._kept.items() if _is_ready(kept.index)}
        products = sum(len(index.result()) for index in ready.values())
        for client_id, index in ready.items():
            if products <= MOST_PRODUCTS:
                return
            products -= len(index.result())
            del self._kept[client_id]

    def _forget(self, client_id: str, index: "Future[CatalogueIndex]") -> None:
        with self._lock:
            if client_id in self._kept and self._kept[client_id].index is index:
                del self._kept[client_id]


def _is_ready(index: "Future[CatalogueIndex]") -> bool:
    return index.done() and index.exception() is None


def _build(index: "Future[CatalogueIndex]", build: Build) -> None:
    try:
        index.set_result(build())
    except Exception as error:  # noqa: BLE001 - whoever waits for the index gets it
        index.set_exception(error)
