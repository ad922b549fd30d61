"""The one place that chooses adapters. A process wires itself once, on its first call."""

from functools import cache

from shared.platform import log
from shared.platform.settings import Settings
from shared.platform.wiring.platform import Platform

__all__ = ["Platform", "connect", "platform"]


@cache
def platform() -> Platform:
    return connect(Settings.from_environment())


def connect(settings: Settings) -> Platform:
    """One machine's adapters or Google's. Only the chosen ones are imported, and nothing is opened before its use."""
    google = settings.google
    log.configure(settings.log_level, google.project if google and not google.emulators else None)
    if google is None:
        from shared.platform.wiring import one_machine

        return one_machine.connect(settings)
    from shared.platform.wiring import google_cloud

    return google_cloud.connect(settings, google)
