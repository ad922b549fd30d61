"""Where each kind's rows come from."""

from collections.abc import Callable, Mapping

from shared.exports.sources.alerts import alerts
from shared.exports.sources.analytics import analytics
from shared.exports.sources.conversations import conversations
from shared.exports.sources.quality import quality
from shared.exports.sources.recommendations import recommendations
from shared.exports.sources.sessions import sessions
from shared.exports.sources.usage import usage
from shared.exports.table import Table
from shared.insight.period import Period
from shared.platform.ports.clock import Clock
from shared.platform.tenant import ClientDocuments

Source = Callable[[ClientDocuments, Period, Clock], Table]

SOURCES: Mapping[str, Source] = {
    "sessions": sessions,
    "conversations": conversations,
    "recommendations": recommendations,
    "analytics": analytics,
    "quality": quality,
    "usage": usage,
    "alerts": alerts,
}

__all__ = ["SOURCES", "Source"]
