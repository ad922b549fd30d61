"""A shop with rules and readings that say what they are told to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from shared.alerts.evaluation import Measured
from shared.alerts.metrics import Metric
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform


@dataclass
class Says:
    """Readings: of a metric what `values` holds, of the others nothing."""

    values: Mapping[str, float] = field(default_factory=dict)
    samples: int = 1000

    def measured(self, metric: Metric, window: timedelta) -> Measured:
        value = self.values.get(metric.name)
        return Measured(value, 0 if value is None else self.samples)


@pytest.fixture
def system(platform: Platform) -> ClientDocuments:
    return ClientDocuments(platform.documents, "_system")
