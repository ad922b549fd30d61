import pytest

from shared.platform.tenant import ClientDocuments
from tests.support import SteppedClock
from tests.unit.learning.shop import PlayedShop


@pytest.fixture
def shop(documents: ClientDocuments, clock: SteppedClock) -> PlayedShop:
    played = PlayedShop(documents, clock)
    played.sells("a", "b", "c", "d", "e")
    return played
