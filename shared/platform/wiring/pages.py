"""Who reads pages that others have named."""

from collections.abc import Callable

from shared.platform.ports.pages import Pages
from shared.platform.settings import Settings
from shared.platform.wiring.platform import Once


def pages(settings: Settings) -> Callable[[], Pages]:
    def load() -> Pages:
        from shared.platform.adapters.pinned_pages import PinnedPages

        return PinnedPages(loopback=settings.calls_loopback)

    return Once(load)
