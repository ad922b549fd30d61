"""A shop with exports under way, on a clock that stands still."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.exports.export import Export, Format, Kind
from shared.exports.ledger import Exports
from shared.exports.run import Runner
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock
from tests.unit.exports.shop import MONTH, NOW

Ask = Callable[..., Export]


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(NOW)


@pytest.fixture
def exports(documents: ClientDocuments, clock: SteppedClock) -> Exports:
    return Exports(documents, clock)


@pytest.fixture
def runner(documents: ClientDocuments, platform: Platform, clock: SteppedClock) -> Runner:
    return Runner(documents, platform.files, clock)


@pytest.fixture
def ask(documents: ClientDocuments, exports: Exports, clock: SteppedClock) -> Ask:
    def asked(kind: Kind = "sessions", format: Format = "csv", export_id: str = "e-1", **facts: Any) -> Export:
        given: dict[str, Any] = {"period": MONTH, "created_at": clock(), "created_by": "u-1", **facts}
        export = Export(export_id, documents.client_id, kind, format, **given)
        documents.batch([exports.opening(export)])
        return export

    return asked
