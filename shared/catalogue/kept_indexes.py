"""The indexes that this process keeps, one for each client, and the building of new ones.

A large catalogue takes longer to read than a request may wait for the store. So an index is built by a thread of its
own, without a request's limits, one for each client at a time. A request waits for it as long as it may. Then it
takes the index before, since every product shown is read from the store again; without one it is answered 503.
Where the platform gives no processor between requests, the building goes on with the next one.
"""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock, Thread
from typing import TYPE_CHECKING

from shared.platform import patience
from shared.platform.ports.documents import StoreUnavailable

if TYPE_CHECKING:  # brings numpy, which only the functions that search have
    from shared.catalogue.index import CatalogueIndex

MOST_PRODUCTS = 400_000  # of all clients together, at about 300 bytes each; those unused for longest go first
Version = str | None
Build = Callable[[], "CatalogueIndex"]


BUILT_AT_ONCE = 2  # in this process, since a large catalogue takes memory while it is read
OUTDATED_AFTER_S = 0.5  # a request waits this long for a new index when it has the one before


@dataclass
class _Kept:
    """`index` is of `version`; `building`, of `next_version`, will take its place."""

    version: Version = None
    index: "CatalogueIndex | None" = None
    next_version: Version = None
    building: "Future[CatalogueIndex] | None" = None


class KeptIndexes:
    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = Lock()
        self._builders = BoundedSemaphore(BUILT_AT_ONCE)

    def of(self, client_id: str, version: Version, build: Build) -> "CatalogueIndex":
        """The index of this version, or the one before while a new one takes long.

        Raises `StoreUnavailable` where there is none yet, and what `build` does.
        """
        with self._lock:
            kept = self._kept.setdefault(client_id, _Kept())
            self._kept.move_to_end(client_id)
            if kept.index is not None and kept.version == version:
                return kept.index
            building, earlier = self._building(client_id, kept, version, build), kept.index
        return _waited_for(building, earlier)

    def _building(self, client_id: str, kept: _Kept, version: Version, build: Build) -> "Future[CatalogueIndex]":
        """The one under way, whatever its version: another follows when somebody asks after its end."""
        if kept.building is None:
            kept.next_version, kept.building = version, Future()
            job = (client_id, kept, kept.building, build)
            Thread(target=self._build, args=job, name=f"index {client_id}", daemon=True).start()
        return kept.building

    def _build(self, client_id: str, kept: _Kept, building: "Future[CatalogueIndex]", build: Build) -> None:
        try:
            with self._builders:
                index = build()
        except Exception as error:  # noqa: BLE001 - whoever waits for the index gets it
            with self._lock:
                kept.building = None  # the next one tries again
            building.set_exception(error)
            return
        with self._lock:
            kept.version, kept.index, kept.building = kept.next_version, index, None
            self._make_room()
        building.set_result(index)

    def _make_room(self) -> None:
        products = sum(len(kept.index) for kept in self._kept.values() if kept.index is not None)
        for client_id in list(self._kept)[:-1]:
            if products <= MOST_PRODUCTS:
                return
            kept = self._kept[client_id]
            if kept.building is None and kept.index is not None:
                products -= len(kept.index)
                del self._kept[client_id]


def _waited_for(building: "Future[CatalogueIndex]", earlier: "CatalogueIndex | None") -> "CatalogueIndex":
    left_s = patience.left_s()
    try:
        if earlier is None or left_s is None:
            return building.result(left_s)
        return building.result(min(left_s, OUTDATED_AFTER_S))
    except TimeoutError:
        if earlier is None:
            raise StoreUnavailable("the catalogue is still being read") from None
        return earlier
